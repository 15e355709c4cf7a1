"""Sessions as rows: what a browser or a client brings is random, and only its digest is kept."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import delete, update

from orchestrator.identity.callers import Caller, Role
from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import AssertionRow, SessionRow, SignInRow

TOKEN_PREFIX = "pa_"
LONGEST, CLIENT_LIVES, SEEN_EVERY = timedelta(hours=10), timedelta(minutes=5), timedelta(minutes=1)


class SessionKind(StrEnum):
    browser = "browser"
    client = "client"


@dataclass(frozen=True)
class Session:
    """A session that stands."""

    caller: Caller
    csrf: str
    id_token: str


@dataclass(frozen=True)
class Begun:
    """What is handed to the browser or client, once."""

    token: str
    lives: timedelta


def digest_of(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Sessions:
    def __init__(self, database: Database, codec: Codec, idle: timedelta) -> None:
        self._database, self._codec, self._idle = database, codec, idle

    async def begin(self, kind: SessionKind, caller: Caller, *, id_token: str = "", scope: str = "") -> Begun:
        """A new session, never one that was there before. Sessions that have run out are cleared away."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        token = TOKEN_PREFIX + token if kind is SessionKind.client else token
        lives = CLIENT_LIVES if kind is SessionKind.client else LONGEST
        digest = digest_of(token)
        async with self._database.writing() as session:
            for table in (SessionRow, SignInRow, AssertionRow):
                await session.execute(delete(table).where(table.expires_at < now))
            session.add(
                SessionRow(
                    digest=digest,
                    kind=kind,
                    name=caller.name,
                    roles=sorted(caller.roles),
                    scope=scope,
                    csrf=secrets.token_hex(32),
                    id_token=self._codec.seal(id_token.encode(), _place(digest)) if id_token else None,
                    seen_at=now,
                    expires_at=now + lives,
                )
            )
        return Begun(token, lives)

    async def find(self, token: str, kind: SessionKind) -> Session | None:
        """The session that this stands for; None where there is none, or where it has run out or lain idle."""
        digest, now = digest_of(token), datetime.now(UTC)
        async with self._database.reading() as session:
            row = await session.get(SessionRow, digest)
        if row is None or row.kind != kind or row.expires_at <= now or row.seen_at + self._idle <= now:
            return None
        if row.seen_at + SEEN_EVERY <= now:
            async with self._database.writing() as session:
                await session.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_at=now))
        id_token = self._codec.open(row.id_token, _place(digest)).decode() if row.id_token else ""
        return Session(Caller(row.name, frozenset(map(Role, row.roles)), tuple(row.scope.split())), row.csrf, id_token)

    async def end(self, token: str) -> None:
        async with self._database.writing() as session:
            await session.execute(delete(SessionRow).where(SessionRow.digest == digest_of(token)))


def _place(digest: str) -> Place:
    return Place("sessions", "id_token", digest)
