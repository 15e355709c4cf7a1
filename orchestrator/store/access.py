"""The access log: every read and act, who, what, when, from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from orchestrator.store.database import Database
from orchestrator.store.tables import AccessRow


@dataclass(frozen=True)
class Wanted:
    """Which lines are asked for; what is not named is any."""

    actor: str | None = None
    action: str | None = None
    case_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    id: int
    at: datetime
    actor: str
    action: str
    case_id: str | None
    origin: str


class AccessLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, actor: str, action: str, case_id: str | None, origin: str = "") -> None:
        """Write one line; raises what the database raises, so that what cannot be logged is not shown."""
        async with self._database.writing() as session:
            session.add(
                AccessRow(at=datetime.now(UTC), actor=actor, action=action, case_id=case_id, origin=origin[:64])
            )

    async def page(self, wanted: Wanted, before: int | None, limit: int) -> Sequence[Line]:
        """Lines, newest first, older than the one whose id is `before`."""
        equal = (
            (AccessRow.actor, wanted.actor),
            (AccessRow.action, wanted.action),
            (AccessRow.case_id, wanted.case_id),
        )
        chosen = select(AccessRow).where(*(column == value for column, value in equal if value is not None))
        if wanted.since is not None:
            chosen = chosen.where(AccessRow.at >= wanted.since)
        if wanted.until is not None:
            chosen = chosen.where(AccessRow.at < wanted.until)
        if before is not None:
            chosen = chosen.where(AccessRow.id < before)
        async with self._database.reading() as session:
            rows = await session.scalars(chosen.order_by(AccessRow.id.desc()).limit(limit))
            return [Line(r.id, r.at, r.actor, r.action, r.case_id, r.origin) for r in rows]
