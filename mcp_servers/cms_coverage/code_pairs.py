"""Procedure codes that are not paid together (NCCI), known only where a published table was imported."""

import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple, Protocol

from priorauth.base import Frozen

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pair (
    column1 TEXT, column2 TEXT, first TEXT, last TEXT, modifier TEXT,
    PRIMARY KEY (column1, column2, first)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS load (name TEXT PRIMARY KEY, rows INTEGER);
"""


class PairRow(NamedTuple):
    """One published edit; ISO days, `last` empty while it is in force. The day of deletion is no longer in force."""

    column1: str
    column2: str
    first: str
    last: str
    modifier: str


class CodePair(Frozen):
    """Two codes of which the second is not paid beside the first; `separable` by a modifier that says why."""

    column1: str
    column2: str
    separable: bool


def pairs_path(folder: Path) -> Path:
    """Where an import puts the table."""
    return folder / "ncci.sqlite"


class PairSource(Protocol):
    def table(self) -> "PairTable | None":
        """The imported table, or None where none was imported."""
        ...


class ImportedPairs:
    """The table in a folder, from the moment one is imported."""

    def __init__(self, folder: Path) -> None:
        self._path = pairs_path(folder)
        self._table: PairTable | None = None

    def table(self) -> "PairTable | None":
        if self._table is None and self._path.exists():
            self._table = PairTable(self._path)
        return self._table if self._table and self._table.names else None


class PairTable:
    """The imported edits, of every part that was imported."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        weakref.finalize(self, self._db.close)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)

    def close(self) -> None:
        self._db.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The files that were loaded."""
        return tuple(name for (name,) in self._db.execute("SELECT name FROM load ORDER BY name"))

    def put(self, rows: Iterable[PairRow]) -> None:
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)", rows)

    def declare(self, name: str, rows: int) -> bool:
        """Record that a file is in; says whether it already was."""
        with self._db:
            before = self._db.execute("SELECT 1 FROM load WHERE name = ? AND rows = ?", (name, rows)).fetchone()
            self._db.execute("INSERT OR REPLACE INTO load VALUES (?, ?)", (name, rows))
        return before is not None

    def among(self, codes: Sequence[str], day: date) -> tuple[CodePair, ...]:
        """The edits in force on the day between any two of the codes."""
        sql = (
            "SELECT column1, column2, modifier FROM pair WHERE column1 = ? AND column2 = ?"
            " AND first <= ? AND (last = '' OR last > ?) ORDER BY first DESC LIMIT 1"
        )
        on = day.isoformat()
        both_ways = (pair for two in combinations(dict.fromkeys(codes), 2) for pair in (two, two[::-1]))
        rows = (self._db.execute(sql, (*pair, on, on)).fetchone() for pair in both_ways)
        return tuple(CodePair(column1=row[0], column2=row[1], separable=row[2] == "1") for row in rows if row)
