"""Cases read back: one case with all that belongs to it, and pages of the worklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.acts import standing_determination
from orchestrator.store.clocks import OPEN
from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import documents_of
from orchestrator.store.tables import (
    CaseRow,
    DocumentRow,
    InformationRequestRow,
    ItemRow,
    ReviewRow,
)
from priorauth.case import Document, PriorAuthRequest
from priorauth.determination import CaseState, Determination, InformationRequest, ReviewOutcome

DUE_SOON = timedelta(hours=8)


@dataclass(frozen=True)
class StoredDocument:
    """A document with how and when it came."""

    document: Document
    added_at: datetime
    added_by: str
    media_type: str


@dataclass(frozen=True)
class StoredCase:
    """A case and everything that belongs to it, opened."""

    row: CaseRow
    request: PriorAuthRequest
    items: tuple[ItemRow, ...]
    review: ReviewRow | None
    documents: tuple[StoredDocument, ...]
    determination: Determination | None
    information_request: InformationRequest | None


class View(StrEnum):
    """The saved views of the worklist."""

    my_queue = "my_queue"
    all_open = "all_open"
    unassigned = "unassigned"
    medical_director = "medical_director"
    information_received = "information_received"
    decided_today = "decided_today"


class RowPlace(NamedTuple):
    """Where a case stands in the order of a worklist: by what it is sorted by, then by when it was received."""

    at: datetime
    received_at: datetime
    case_id: str


@dataclass(frozen=True)
class WorklistQuery:
    """What of the worklist is asked for. `after` is the sort key of the last row seen."""

    who: str
    today: datetime
    now: datetime
    view: View | None = None
    state: str | None = None
    urgency: str | None = None
    recommendation: str | None = None
    risk: str | None = None
    service: str | None = None
    assigned_to: str | None = None
    due_before: datetime | None = None
    submitted_by: str | None = None
    members: tuple[str, ...] = ()
    case_number: str | None = None
    newest_first: bool = False
    after: RowPlace | None = None
    limit: int = 50


@dataclass(frozen=True)
class WorklistRow:
    """One line of the worklist."""

    row: CaseRow
    request: PriorAuthRequest
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class WorklistPage:
    rows: tuple[WorklistRow, ...]
    next_after: RowPlace | None
    counts: dict[str, int]
    views: dict[str, int]


class Cases:
    """Reads the cases of one database."""

    def __init__(self, database: Database, codec: Codec) -> None:
        self._database, self._codec = database, codec

    def _request(self, row: CaseRow) -> PriorAuthRequest:
        place = Place("cases", "request", row.case_id)
        return PriorAuthRequest.model_validate_json(self._codec.open(row.request, place))

    async def get(self, case_id: str) -> StoredCase | None:
        async with self._database.reading() as session:
            row = await session.get(CaseRow, case_id)
            if row is None:
                return None
            return StoredCase(
                row=row,
                request=self._request(row),
                items=await _items(session, [case_id]),
                review=await session.get(ReviewRow, (case_id, row.latest_review)),
                documents=await self._documents(session, case_id),
                determination=await standing_determination(session, self._codec, case_id),
                information_request=await self._information_request(session, case_id),
            )

    async def _documents(self, session: AsyncSession, case_id: str) -> tuple[StoredDocument, ...]:
        texts = await documents_of(session, self._codec, case_id)
        chosen = select(DocumentRow).where(DocumentRow.case_id == case_id).order_by(DocumentRow.document_id)
        rows = (await session.scalars(chosen)).all()
        return tuple(
            StoredDocument(text, row.added_at, row.added_by, row.media_type)
            for text, row in zip(texts, rows, strict=True)
        )

    async def _information_request(self, session: AsyncSession, case_id: str) -> InformationRequest | None:
        chosen = select(InformationRequestRow).where(
            InformationRequestRow.case_id == case_id, InformationRequestRow.open
        )
        row = (await session.scalars(chosen.order_by(InformationRequestRow.requested_at.desc()).limit(1))).first()
        if row is None:
            return None
        opened = self._codec.open(row.content, Place("information_requests", "content", row.reference))
        return InformationRequest.model_validate_json(opened)

    async def page(self, query: WorklistQuery) -> WorklistPage:
        async with self._database.reading() as session:
            rows = await _rows(session, query)
            shown = rows[: query.limit]
            items = await _items(session, [r.case_id for r in shown])
            more = len(rows) > query.limit
            return WorklistPage(
                rows=tuple(
                    WorklistRow(r, self._request(r), tuple(i for i in items if i.case_id == r.case_id)) for r in shown
                ),
                next_after=_key(shown[-1], query) if more else None,
                counts=(counted := await _counted(session, query)).counts,
                views=counted.views,
            )


_ENDS: ColumnElement[datetime] = func.coalesce(CaseRow.extended_until, CaseRow.due_at)
_SORT: ColumnElement[datetime] = func.coalesce(CaseRow.extended_until, CaseRow.due_at, CaseRow.received_at)


async def _rows(session: AsyncSession, query: WorklistQuery) -> Sequence[CaseRow]:
    """The rows of a page in order, and one more where there are more.

    The order is found in the worklist's own index, so that only the rows that are shown are read.
    """
    found = _filtered(select(CaseRow.case_id), query)
    if query.newest_first:
        found = found.order_by(CaseRow.received_at.desc(), CaseRow.case_id.desc())
    else:
        found = found.order_by(_SORT, CaseRow.received_at, CaseRow.case_id)
    order = {case_id: place for place, case_id in enumerate(await session.scalars(found.limit(query.limit + 1)))}
    rows = (await session.scalars(select(CaseRow).where(CaseRow.case_id.in_(order)))).all()
    return sorted(rows, key=lambda row: order[row.case_id])


def _key(row: CaseRow, query: WorklistQuery) -> RowPlace:
    ends = row.extended_until or row.due_at or row.received_at
    return RowPlace(row.received_at if query.newest_first else ends, row.received_at, row.case_id)


async def _items(session: AsyncSession, case_ids: Sequence[str]) -> tuple[ItemRow, ...]:
    chosen = select(ItemRow).where(ItemRow.case_id.in_(case_ids)).order_by(ItemRow.case_id, ItemRow.sequence)
    return tuple((await session.scalars(chosen)).all())


def _mine(query: WorklistQuery) -> list[ColumnElement[bool]]:
    return [CaseRow.submitted_by == query.submitted_by] if query.submitted_by is not None else []


def _view(view: View, query: WorklistQuery) -> ColumnElement[bool]:
    is_open = CaseRow.state.in_(OPEN)
    match view:
        case View.my_queue:
            return and_(is_open, CaseRow.assigned_to == query.who)
        case View.all_open:
            return is_open
        case View.unassigned:
            return and_(is_open, CaseRow.assigned_to.is_(None))
        case View.medical_director:
            return and_(is_open, CaseRow.assigned_role == "medical_director")
        case View.information_received:
            return and_(is_open, CaseRow.information_received)
        case View.decided_today:
            return and_(CaseRow.decided_at.is_not(None), CaseRow.decided_at >= query.today)


def _behind(place: RowPlace, *, newest_first: bool) -> ColumnElement[bool]:
    """What comes after a place in the order."""
    at, received_at, case_id = place
    if newest_first:
        return or_(CaseRow.received_at < at, and_(CaseRow.received_at == at, CaseRow.case_id < case_id))
    together = and_(CaseRow.received_at == received_at, CaseRow.case_id > case_id)
    return or_(_SORT.__gt__(at), and_(_SORT.__eq__(at), or_(CaseRow.received_at > received_at, together)))


def _filtered(chosen: Select[str], query: WorklistQuery) -> Select[str]:
    wanted = _mine(query)
    if query.view is not None:
        wanted.append(_view(query.view, query))
    equal = (
        (CaseRow.state, query.state),
        (CaseRow.urgency, query.urgency),
        (CaseRow.recommendation, query.recommendation),
        (CaseRow.risk, query.risk),
        (CaseRow.service, query.service),
        (CaseRow.assigned_to, query.assigned_to),
    )
    wanted += [column == value for column, value in equal if value is not None]
    if query.due_before is not None:
        wanted.append(query.due_before > _ENDS)
    if query.case_number is not None:
        wanted.append(or_(CaseRow.case_number == query.case_number, CaseRow.member.in_(query.members)))
    elif query.members:
        wanted.append(CaseRow.member.in_(query.members))
    if query.after is not None:
        wanted.append(_behind(query.after, newest_first=query.newest_first))
    return chosen.where(*wanted)


@dataclass(frozen=True)
class _Counted:
    counts: dict[str, int]
    views: dict[str, int]


async def _counted(session: AsyncSession, query: WorklistQuery) -> _Counted:
    """Every count the worklist shows, in one pass over its index."""
    is_open = CaseRow.state.in_(OPEN)
    wanted: dict[str, ColumnElement[bool]] = {state.value: CaseRow.state == state for state in CaseState}
    wanted |= {
        "due_8h": and_(is_open, query.now <= _ENDS, query.now + DUE_SOON > _ENDS),
        "overdue": and_(is_open, query.now > _ENDS),
        "running": CaseRow.review_outcome == ReviewOutcome.running,
        "failed": and_(is_open, CaseRow.review_outcome == ReviewOutcome.failed),
    }
    columns = [func.count(case((condition, 1))) for condition in wanted.values()]
    columns += [func.count(case((_view(view, query), 1))) for view in View]
    found = (await session.execute(select(*columns).select_from(CaseRow).where(*_mine(query)))).one()
    return _Counted(
        counts=dict(zip(wanted, found, strict=False)),
        views=dict(zip([view.value for view in View], found[len(wanted) :], strict=True)),
    )
