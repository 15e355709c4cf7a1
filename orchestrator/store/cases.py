"""Cases read back: one case with all that belongs to it, and pages of the worklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import documents_of
from orchestrator.store.tables import (
    CaseRow,
    DeterminationRow,
    DocumentRow,
    InformationRequestRow,
    ItemRow,
    ReviewRow,
)
from priorauth.case import Document, PriorAuthRequest
from priorauth.determination import CaseState, Determination, InformationRequest, ReviewOutcome

OPEN = (CaseState.received, CaseState.reviewing, CaseState.ready, CaseState.info_requested)
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
    after: tuple[datetime, str] | None = None
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
    next_after: tuple[datetime, str] | None
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
                determination=await self._determination(session, case_id),
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

    async def _determination(self, session: AsyncSession, case_id: str) -> Determination | None:
        chosen = select(DeterminationRow).where(DeterminationRow.case_id == case_id, DeterminationRow.standing)
        row = (await session.scalars(chosen.order_by(DeterminationRow.decided_at.desc()).limit(1))).first()
        if row is None:
            return None
        opened = self._codec.open(row.content, Place("determinations", "content", row.number))
        return Determination.model_validate_json(opened)

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
            chosen = _filtered(select(CaseRow), query)
            if query.newest_first:
                chosen = chosen.order_by(CaseRow.received_at.desc(), CaseRow.case_id.desc())
            else:
                chosen = chosen.order_by(_SORT, CaseRow.case_id)
            rows = (await session.scalars(chosen.limit(query.limit + 1))).all()
            shown = rows[: query.limit]
            items = await _items(session, [r.case_id for r in shown])
            more = len(rows) > query.limit
            return WorklistPage(
                rows=tuple(
                    WorklistRow(r, self._request(r), tuple(i for i in items if i.case_id == r.case_id)) for r in shown
                ),
                next_after=_key(shown[-1], query) if more else None,
                counts=await _counts(session, query),
                views={v: await _count(session, query, _view(v, query)) for v in View},
            )


_SORT: ColumnElement[datetime] = func.coalesce(CaseRow.due_at, CaseRow.received_at)


def _key(row: CaseRow, query: WorklistQuery) -> tuple[datetime, str]:
    return (row.received_at if query.newest_first else row.due_at or row.received_at, row.case_id)


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


def _filtered(chosen: Select[CaseRow], query: WorklistQuery) -> Select[CaseRow]:
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
        wanted.append(CaseRow.due_at < query.due_before)
    if query.case_number is not None:
        wanted.append(or_(CaseRow.case_number == query.case_number, CaseRow.member.in_(query.members)))
    elif query.members:
        wanted.append(CaseRow.member.in_(query.members))
    if query.after is not None:
        at, case_id = query.after
        if query.newest_first:
            older = and_(CaseRow.received_at == at, CaseRow.case_id < case_id)
            wanted.append(or_(CaseRow.received_at < at, older))
        else:
            wanted.append(or_(_SORT.__gt__(at), and_(_SORT.__eq__(at), CaseRow.case_id > case_id)))
    return chosen.where(*wanted)


async def _count(session: AsyncSession, query: WorklistQuery, wanted: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(CaseRow).where(wanted, *_mine(query))
    return (await session.execute(counted)).scalar_one()


async def _counts(session: AsyncSession, query: WorklistQuery) -> dict[str, int]:
    by_state = select(CaseRow.state, func.count()).where(*_mine(query)).group_by(CaseRow.state)
    counts = {state.value: 0 for state in CaseState}
    counts |= {row.state: row[1] for row in await session.execute(by_state)}
    is_open = CaseRow.state.in_(OPEN)
    counts["due_8h"] = await _count(
        session, query, and_(is_open, CaseRow.due_at >= query.now, CaseRow.due_at < query.now + DUE_SOON)
    )
    counts["overdue"] = await _count(session, query, and_(is_open, CaseRow.due_at < query.now))
    counts["running"] = await _count(session, query, CaseRow.review_outcome == ReviewOutcome.running)
    counts["failed"] = await _count(session, query, and_(is_open, CaseRow.review_outcome == ReviewOutcome.failed))
    return counts
