"""What deciding and withdrawing share: the number, the case closed, the event, the letters."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.tables import CaseRow, ItemRow
from orchestrator.store.waiting import end_wait
from priorauth.determination import CaseState, DeterminationOutcome, ItemDecision


async def close_case(session: AsyncSession, case: CaseRow, state: CaseState, now: datetime) -> None:
    """The case waits for nothing any longer; only a decision has its moment on the case."""
    case.state, case.information_received = state, False
    case.decided_at = now if state is CaseState.decided else None
    await end_wait(session, case, now)


async def mark_items(session: AsyncSession, case_id: str, items: Sequence[ItemDecision]) -> None:
    """What became of each item, as the worklist shows it; none where a decision stands no more."""
    outcomes: Mapping[int, DeterminationOutcome] = {i.sequence: i.outcome for i in items}
    for row in await session.scalars(select(ItemRow).where(ItemRow.case_id == case_id)):
        row.outcome = outcomes.get(row.sequence)


def told_items(items: Sequence[ItemDecision]) -> list[JsonValue]:
    """The items as an event tells them."""
    return [i.model_dump(mode="json", exclude_none=True) for i in items]
