"""Following a case: what happened since, as soon as it has. Following costs the run nothing."""

import asyncio

from sqlalchemy import bindparam, select

from orchestrator.store.database import Database
from orchestrator.store.events import EVENTS_AFTER, end_of_review, events_of
from orchestrator.store.tables import ReviewRow
from priorauth.determination import ReviewOutcome
from priorauth.events import Event

_OUTCOME = select(ReviewRow.outcome).where(
    ReviewRow.case_id == bindparam("case"), ReviewRow.review == bindparam("review")
)


async def events_after(database: Database, case_id: str, after: int, seconds: float) -> list[Event]:
    """The events after a sequence number; where there are none yet, what comes within so many seconds, or nothing."""
    asked = {"case": case_id, "after": after, "limit": 1000}
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        with database.bell.listen(case_id) as listener:
            if found := await database.quick.read(lambda transaction: transaction.all(EVENTS_AFTER, asked)):
                return events_of(case_id, found)
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return []
            database.echo.wake()
            await listener.heard(left)


async def review_ended(database: Database, case_id: str, review: int, seconds: float) -> bool:
    """Whether a review ends, sealed or failed, within so many seconds."""
    asked = {"case": case_id, "review": review}
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        with database.bell.listen(end_of_review(case_id, review)) as listener:
            found = await database.quick.read(lambda transaction: transaction.one(_OUTCOME, asked))
            if found is not None and found[0] != ReviewOutcome.running:
                return True
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            database.echo.wake()
            await listener.heard(left)
