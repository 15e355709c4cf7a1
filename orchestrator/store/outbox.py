"""Reviews that must start. A row is written with what calls for the review and leaves once the engine holds it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from orchestrator.store.database import Database
from orchestrator.store.tables import CaseRow, OutboxRow, ReviewRow
from priorauth.case import Urgency
from priorauth.determination import ReviewOutcome

EXPEDITED_FIRST, STANDARD = 1, 10


_running = aliased(ReviewRow)
_WAITING = (
    select(OutboxRow.case_id, OutboxRow.review, OutboxRow.priority, OutboxRow.at)
    .where(~exists().where(_running.case_id == OutboxRow.case_id, _running.outcome == ReviewOutcome.running))
    .order_by(OutboxRow.priority, OutboxRow.at)
    .limit(bindparam("limit", type_=Integer))
)
_WAITING_OF_CASE = _WAITING.where(OutboxRow.case_id == bindparam("case"))


@dataclass(frozen=True)
class Waiting:
    """A review that nobody has started yet."""

    case_id: str
    review: int
    priority: int
    at: datetime


def priority_of(urgency: str) -> int:
    return EXPEDITED_FIRST if urgency == Urgency.expedited else STANDARD


async def queue_review(session: AsyncSession, case: CaseRow, at: datetime) -> int:
    """The number of the review that will read what the case holds now: one that has not begun, or one further.

    The caller holds the case's row. However much arrives while a review runs, one further review reads it all.
    """
    last = select(func.max(ReviewRow.review)).where(ReviewRow.case_id == case.case_id)
    begun = (await session.execute(last)).scalar() or 0
    if case.latest_review > begun:
        return case.latest_review
    case.latest_review = begun + 1
    session.add(OutboxRow(case_id=case.case_id, review=begun + 1, priority=priority_of(case.urgency), at=at))
    return begun + 1


async def waiting(database: Database, case_id: str | None = None, limit: int = 200) -> list[Waiting]:
    """The reviews that may start: expedited first, then the oldest; never beside a running review of the same case."""
    chosen = _WAITING if case_id is None else _WAITING_OF_CASE
    asked: dict[str, object] = {"limit": limit} if case_id is None else {"limit": limit, "case": case_id}
    rows = await database.quick.read(lambda transaction: transaction.all(chosen, asked))
    return [Waiting(*row) for row in rows]
