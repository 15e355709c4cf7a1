"""What became of cases, for figures: the events of persons and seals, without what a run did in between."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from orchestrator.store.database import Database
from orchestrator.store.events import event_of
from orchestrator.store.tables import CaseRow, EventRow, ItemRow
from priorauth.events import Event, EventType

TOLD = (
    EventType.case_received,
    EventType.review_sealed,
    EventType.information_requested,
    EventType.determination_made,
    EventType.case_extended,
    EventType.case_reopened,
    EventType.case_withdrawn,
)
_ENDS = (EventType.determination_made, EventType.case_withdrawn)


@dataclass(frozen=True)
class Story:
    """One case as figures see it: no name, no word, no document."""

    case_id: str
    codes: tuple[str, ...]
    is_duplicate: bool
    first_read_at: datetime | None
    events: tuple[Event, ...]


async def stories(database: Database, since: datetime, until: datetime) -> list[Story]:
    """The cases that were decided or withdrawn at least once in that time, each with all that is told of it."""
    ended = select(EventRow.case_id).where(EventRow.type.in_(_ENDS), EventRow.at >= since, EventRow.at < until)
    told = select(EventRow).where(EventRow.of(ended, *TOLD))
    async with database.reading() as session:
        rows = (await session.scalars(told.order_by(EventRow.case_id, EventRow.sequence))).all()
        cases = {
            case_id: (duplicate_of, first_read)
            for case_id, duplicate_of, first_read in await session.execute(
                select(CaseRow.case_id, CaseRow.duplicate_of, CaseRow.first_read_at).where(CaseRow.case_id.in_(ended))
            )
        }
        asked = select(ItemRow.case_id, ItemRow.code).where(ItemRow.case_id.in_(ended))
        codes: dict[str, list[str]] = {}
        for case_id, code in await session.execute(asked.order_by(ItemRow.case_id, ItemRow.sequence)):
            codes.setdefault(case_id, []).append(code)
    return [
        Story(
            case_id=case_id,
            codes=tuple(codes.get(case_id, ())),
            is_duplicate=cases[case_id][0] is not None,
            first_read_at=cases[case_id][1],
            events=tuple(event_of(row) for row in happened),
        )
        for case_id, happened in groupby(rows, key=lambda row: row.case_id)
    ]


async def told_between(database: Database, since: datetime, until: datetime) -> list[Event]:
    """The seals and determinations of that time, for the report on how the machine was used."""
    chosen = select(EventRow).where(
        EventRow.type.in_((EventType.review_sealed, EventType.determination_made, EventType.information_requested)),
        EventRow.at >= since,
        EventRow.at < until,
    )
    async with database.reading() as session:
        return [event_of(row) for row in await session.scalars(chosen.order_by(EventRow.at))]
