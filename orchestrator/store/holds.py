"""Legal holds: a case that must be kept whatever its age."""

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.events import lock_case
from orchestrator.store.identity_tables import HoldRow


async def hold(database: Database, codec: Codec, case_id: str, reason: str, by: str) -> None:
    """Hold a case; holding it again replaces the reason. Raises RecordNotWritten where there is no such case."""
    place = Place("legal_holds", "reason", case_id)
    async with database.writing() as session:
        await lock_case(session, case_id)
        await session.execute(delete(HoldRow).where(HoldRow.case_id == case_id))
        sealed = codec.seal(reason.encode(), place)
        session.add(HoldRow(case_id=case_id, reason=sealed, held_at=datetime.now(UTC), held_by=by))


async def release(database: Database, case_id: str) -> bool:
    """Let the case go; says whether it was held."""
    async with database.writing() as session:
        held = await session.get(HoldRow, case_id)
        await session.execute(delete(HoldRow).where(HoldRow.case_id == case_id))
        return held is not None


async def is_held(session: AsyncSession, case_id: str) -> bool:
    return await session.get(HoldRow, case_id) is not None
