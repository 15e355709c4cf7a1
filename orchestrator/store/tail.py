"""Following a case: what happened since, as soon as it has. Following costs the run nothing."""

import asyncio

from orchestrator.store.database import Database
from orchestrator.store.events import end_of_review, read_events
from orchestrator.store.tables import ReviewRow
from priorauth.determination import ReviewOutcome
from priorauth.events import Event

_LOOK_AGAIN = 1.0


async def events_after(database: Database, case_id: str, after: int, seconds: float) -> list[Event]:
    """The events after a sequence number; where there are none yet, what comes within so many seconds, or nothing."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        with database.bell.listen(case_id) as listener:
            async with database.reading() as session:
                if found := await read_events(session, case_id, after):
                    return found
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return []
            await listener.heard(min(left, _LOOK_AGAIN))


async def review_ended(database: Database, case_id: str, review: int, seconds: float) -> bool:
    """Whether a review ends, sealed or failed, within so many seconds."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        with database.bell.listen(end_of_review(case_id, review)) as listener:
            async with database.reading() as session:
                row = await session.get(ReviewRow, (case_id, review))
                if row is not None and row.outcome != ReviewOutcome.running:
                    return True
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            await listener.heard(min(left, _LOOK_AGAIN))
