"""Replies kept on disk with their validators, so that the same question is not asked again and survives a restart.

What was asked is known by its digest alone. A cache that cannot be read or written is a cache that knows nothing.
"""

import sqlite3
import weakref
import zlib
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MOST_BYTES = 200_000_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, etag TEXT, modified TEXT, at REAL, body BLOB) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reply_by_age ON reply (at);
"""


@dataclass(frozen=True)
class Kept:
    """A reply's body, when it was last known to be true, and what to ask with whether it still is."""

    body: bytes
    at: float
    etag: str = ""
    modified: str = ""


def key_of(url: str) -> str:
    return sha256(url.encode()).hexdigest()


class ReplyCache:
    """Replies by digest of their question; the oldest go first when there are too many."""

    def __init__(self, path: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._path, self._most = path, most_bytes
        self._opened: sqlite3.Connection | None = None

    def find(self, key: str) -> Kept | None:
        with suppress(sqlite3.Error, zlib.error, OSError):
            row = self._db.execute("SELECT body, at, etag, modified FROM reply WHERE key = ?", (key,)).fetchone()
            return Kept(zlib.decompress(row[0]), row[1], row[2], row[3]) if row else None
        return None

    def keep(self, key: str, reply: Kept) -> None:
        packed = zlib.compress(reply.body, 4)
        with suppress(sqlite3.Error, OSError), self._db as db:
            db.execute(
                "INSERT OR REPLACE INTO reply VALUES (?, ?, ?, ?, ?)",
                (key, reply.etag, reply.modified, reply.at, packed),
            )
            self._make_room(db)

    def _make_room(self, db: sqlite3.Connection) -> None:
        if db.execute("SELECT coalesce(sum(length(body)), 0) FROM reply").fetchone()[0] > self._most:
            tenth = "SELECT max(1, count(*) / 10) FROM reply"
            db.execute(f"DELETE FROM reply WHERE key IN (SELECT key FROM reply ORDER BY at LIMIT ({tenth}))")

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = _open(self._path)
            weakref.finalize(self, self._opened.close)
        return self._opened


def _open(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", check_same_thread=False, timeout=5)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)
    return db
