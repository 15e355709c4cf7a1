"""Finding members by words of their name without being able to read one: each word is kept as a keyed digest."""

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import NameRow

PURPOSE = "name"


def words_of(name: str) -> frozenset[str]:
    """The words of a name as they are compared: without case, without punctuation at their ends."""
    return frozenset(word for part in name.casefold().split() if (word := part.strip(".,;:'\"()-")))


def name_rows(codec: Codec, member: str, name: str) -> list[dict[str, object]]:
    """What lets the member be found by each word of the name."""
    return [{"word": codec.blind(word, PURPOSE), "member": member} for word in sorted(words_of(name))]


async def index_name(session: AsyncSession, codec: Codec, member: str, name: str) -> None:
    """Let the member be found by each word of the name; again changes nothing."""
    rows = name_rows(codec, member, name)
    if rows:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        await session.execute(insert(NameRow).values(rows).on_conflict_do_nothing())


async def members_named(database: Database, codec: Codec, words: str, limit: int) -> tuple[str, ...]:
    """The members whose name has all these words."""
    wanted = [codec.blind(word, PURPOSE) for word in words_of(words)]
    chosen = (
        select(NameRow.member)
        .where(NameRow.word.in_(wanted))
        .group_by(NameRow.member)
        .having(func.count() == len(wanted))
        .limit(limit)
    )
    async with database.reading() as session:
        return tuple((await session.scalars(chosen)).all()) if wanted else ()
