"""The one name under which the record knows a person or client: unlike any other's, and the same for good."""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from orchestrator.identity.callers import CONTAINER, LOCAL_OPERATOR
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import PrincipalRow

RESERVED = frozenset({LOCAL_OPERATOR.name, CONTAINER.name, "engine"})
_BOUND, _REMEMBERED = 180, 10_000


class Principals:
    """Names, given once to each subject."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names: dict[str, str] = {}

    async def named(self, subject: str, wanted: str) -> str:
        """The name of a subject; at its first call the wanted one, with a number where another has it."""
        if (known := self._names.get(subject)) is not None:
            return known
        name = await self._held(subject) or await self._given(subject, _plain(wanted))
        if len(self._names) >= _REMEMBERED:
            self._names.clear()
        self._names[subject] = name
        return name

    async def _held(self, subject: str) -> str | None:
        async with self._database.reading() as session:
            row = await session.get(PrincipalRow, subject)
            return None if row is None else row.name

    async def _given(self, subject: str, wanted: str) -> str:
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        async with self._database.writing() as session:
            for number in count(1):
                name = wanted if number == 1 else f"{wanted} ({number})"
                if name.casefold() in RESERVED:
                    continue
                row = insert(PrincipalRow).values(subject=subject, name=name, first_seen=datetime.now(UTC))
                await session.execute(row.on_conflict_do_nothing())
                held = await session.scalar(select(PrincipalRow.name).where(PrincipalRow.subject == subject))
                if held is not None:
                    return held
        raise AssertionError("numbers do not end")


def _plain(wanted: str) -> str:
    """A name as it can stand in a record: one line, bounded, never empty."""
    return " ".join("".join(c if c.isprintable() else " " for c in wanted).split())[:_BOUND] or "unnamed"
