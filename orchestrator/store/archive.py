"""What a replay needs and nobody else may change: rule texts, tool replies and readings, each under its digest."""

from enum import StrEnum

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.tables import ArchiveRow


class Kept(StrEnum):
    """Rules and replies belong to no case; a reading is of one patient's words and belongs to the case."""

    rules = "rules"
    reply = "reply"
    reading = "reading"


def _place(kind: Kept, digest: str, case_id: str) -> Place:
    return Place("archive", kind, f"{case_id}/{digest}")


async def keep(session: AsyncSession, codec: Codec, kind: Kept, digest: str, text: str, case_id: str = "") -> None:
    """Keep a text under its digest; keeping it again changes nothing."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    content = codec.seal(text.encode(), _place(kind, digest, case_id))
    row = insert(ArchiveRow).values(digest=digest, kind=kind, case_id=case_id, content=content)
    await session.execute(row.on_conflict_do_nothing())


async def keep_rules(database: Database, codec: Codec, digest: str, text: str) -> None:
    """Keep the rule texts in force, so that a review can be replayed under them when they have changed."""
    async with database.writing() as session:
        await keep(session, codec, Kept.rules, digest, text)


async def kept(database: Database, codec: Codec, kind: Kept, digest: str, case_id: str = "") -> str | None:
    """A text by its digest, or None where it is not held."""
    async with database.reading() as session:
        row = await session.get(ArchiveRow, (digest, kind, case_id))
        return None if row is None else codec.open(row.content, _place(kind, digest, case_id)).decode()
