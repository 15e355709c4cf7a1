"""The cases of the past, newest first, and whether a person has approved each."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from orchestrator.store.database import Database
from orchestrator.store.tables import CaseRow, DeterminationRow
from priorauth.determination import DeterminationOutcome


@dataclass(frozen=True)
class PastCase:
    """A case by its id and number. `approved`: a standing determination approves it."""

    case_id: str
    case_number: str
    approved: bool


async def newest_cases(database: Database, limit: int) -> tuple[PastCase, ...]:
    approved = exists().where(
        DeterminationRow.case_id == CaseRow.case_id,
        DeterminationRow.standing,
        DeterminationRow.outcome == DeterminationOutcome.approved,
    )
    newest = (
        select(CaseRow.case_id, CaseRow.case_number, approved)
        .order_by(CaseRow.received_at.desc(), CaseRow.case_id)
        .limit(limit)
    )
    async with database.reading() as session:
        rows = (await session.execute(newest)).all()
    return tuple(PastCase(case_id, number, bool(stands)) for case_id, number, stands in rows)
