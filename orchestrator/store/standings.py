"""How cases stand for somebody outside: open or closed, what a person decided, what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.tables import CaseRow, DeterminationRow, EventRow, InformationRequestRow
from priorauth.case import LineOfBusiness
from priorauth.determination import CaseState, Determination, InformationRequest
from priorauth.events import EventType


@dataclass(frozen=True)
class Standing:
    """One case as it stands. `decided_by_person` is read from its record, and from nothing else."""

    case_id: str
    case_number: str
    state: CaseState
    line_of_business: LineOfBusiness
    received_at: datetime
    determination: Determination | None
    information_request: InformationRequest | None
    decided_by_person: bool
    last_sequence: int


async def standings(database: Database, codec: Codec, case_ids: Sequence[str]) -> dict[str, Standing]:
    """Each case as it stands, by its id."""
    async with database.reading() as session:
        rows = (await session.scalars(select(CaseRow).where(CaseRow.case_id.in_(case_ids)))).all()
        decided = select(DeterminationRow).where(DeterminationRow.case_id.in_(case_ids), DeterminationRow.standing)
        acts = {r.case_id: _decided(codec, r) for r in await session.scalars(decided)}
        open_ones = InformationRequestRow.open.is_(True)
        waiting = select(InformationRequestRow).where(InformationRequestRow.case_id.in_(case_ids), open_ones)
        asked = {r.case_id: _asked(codec, r) for r in await session.scalars(waiting)}
        told = select(EventRow.case_id).where(EventRow.of(case_ids, EventType.determination_made))
        people = set((await session.scalars(told.distinct())).all())
    return {
        row.case_id: Standing(
            case_id=row.case_id,
            case_number=row.case_number,
            state=CaseState(row.state),
            line_of_business=LineOfBusiness(row.line_of_business),
            received_at=row.received_at,
            determination=acts.get(row.case_id),
            information_request=asked.get(row.case_id) if row.state == CaseState.info_requested else None,
            decided_by_person=row.case_id in people,
            last_sequence=row.last_sequence,
        )
        for row in rows
    }


def _decided(codec: Codec, row: DeterminationRow) -> Determination:
    opened = codec.open(row.content, Place("determinations", "content", row.number))
    return Determination.model_validate_json(opened)


def _asked(codec: Codec, row: InformationRequestRow) -> InformationRequest:
    opened = codec.open(row.content, Place("information_requests", "content", row.reference))
    return InformationRequest.model_validate_json(opened)
