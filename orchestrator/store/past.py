"""The cases of the past, newest first, and whether a person has approved each."""

from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select

from orchestrator.store.database import Database
from orchestrator.store.tables import CaseRow, DeterminationRow
from priorauth.determination import DeterminationOutcome


@dataclass(frozen=True)
class PastCase:
    """A case by its id and number. `approved`: a standing determination approves it."""

    case_id: str
    case_number: str
    approved: bool


async def newest_cases(database: Database, limit: int, after: str = "") -> tuple[PastCase, ...]:
    """So many cases, beginning after the one of this number; from the newest where there is none of it."""
    approved = exists().where(
        DeterminationRow.case_id == CaseRow.case_id,
        DeterminationRow.standing,
        DeterminationRow.outcome == DeterminationOutcome.approved,
    )
    newest = select(CaseRow.case_id, CaseRow.case_number, approved).order_by(
        CaseRow.received_at.desc(), CaseRow.case_id
    )
    async with database.reading() as session:
        place = select(CaseRow.received_at, CaseRow.case_id).where(CaseRow.case_number == after)
        if begun := (await session.execute(place)).one_or_none():
            at, case_id = begun
            same = and_(CaseRow.received_at == at, CaseRow.case_id > case_id)
            newest = newest.where(or_(CaseRow.received_at < at, same))
        ordered = newest.order_by(CaseRow.received_at.desc(), CaseRow.case_id)
        rows = (await session.execute(ordered.limit(limit))).all()
    return tuple(PastCase(case_id, number, bool(stands)) for case_id, number, stands in rows)
