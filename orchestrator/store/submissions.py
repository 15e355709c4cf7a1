"""Accepting a request: one transaction stores the case, its documents, event #1 and the review that must start."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument, store_document
from orchestrator.store.events import NewEvent, append
from orchestrator.store.names import index_name
from orchestrator.store.numbers import case_number
from orchestrator.store.outbox import EXPEDITED_FIRST, STANDARD, priority_of
from orchestrator.store.tables import CaseRow, IdempotencyRow, ItemRow, OutboxRow
from priorauth.case import DocumentKind, Item, PriorAuthRequest, note_document
from priorauth.determination import CaseState
from priorauth.digests import canonical
from priorauth.errors import ActRefused
from priorauth.events import EventType

__all__ = ("EXPEDITED_FIRST", "STANDARD", "Accepted", "Clock", "IdempotencyKey", "Submission", "member_key", "submit")


@dataclass(frozen=True)
class Clock:
    """When a decision is due, by which rule, and when the case begins to be at risk."""

    due_at: datetime | None
    rule: str
    source: str
    at_risk_at: datetime | None


@dataclass(frozen=True)
class IdempotencyKey:
    key: str
    body_digest: str


@dataclass(frozen=True)
class Submission:
    """A request as the door accepted it."""

    request: PriorAuthRequest
    items: tuple[Item, ...]
    descriptions: tuple[str, ...]
    received_at: datetime
    clock: Clock
    submitted_by: str
    synthetic: bool
    day: date
    documents: Sequence[NewDocument] = ()
    idempotency: IdempotencyKey | None = None
    door: str = "rest"
    flags: tuple[str, ...] = field(default=())
    beside: Callable[[AsyncSession, CaseRow], Awaitable[None]] | None = None


@dataclass(frozen=True)
class Accepted:
    """The case that answers a submission, and whether this submission made it."""

    case_id: str
    created: bool


async def submit(database: Database, codec: Codec, asked: Submission) -> Accepted:
    """Store a case, or find the one an equal submission made; another body under the same key is refused."""
    async with database.writing() as session:
        case_id = str(uuid4())
        if asked.idempotency and (holder := await _claim(session, codec, asked, asked.idempotency, case_id)) != case_id:
            return Accepted(holder, created=False)
        case = await _case_row(session, codec, asked, case_id)
        session.add(case)
        await session.flush()
        await index_name(session, codec, case.member, asked.request.patient_name)
        for item, description in zip(asked.items, asked.descriptions, strict=True):
            session.add(_item_row(case_id, item, description))
        note = note_document(asked.request)
        first = NewDocument(DocumentKind.note, note.title, note.text, note.pages, note.reading, note.flags)
        for number, document in enumerate((first, *asked.documents), start=1):
            store_document(session, codec, case_id, number, document, asked.received_at, asked.submitted_by)
        if asked.beside is not None:
            await asked.beside(session, case)
        append(session, case, _received(asked), asked.received_at)
        case.latest_review = 1
        session.add(
            OutboxRow(case_id=case_id, review=1, priority=priority_of(asked.request.urgency), at=asked.received_at)
        )
        return Accepted(case_id, created=True)


async def _claim(session: AsyncSession, codec: Codec, asked: Submission, key: IdempotencyKey, case_id: str) -> str:
    """The case that holds the key: this one, or the one that came first, even at the same instant."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    blind = codec.blind(key.key, "idempotency")
    claim = insert(IdempotencyRow).values(
        submitter=asked.submitted_by,
        key=blind,
        body_digest=key.body_digest,
        case_id=case_id,
        at=asked.received_at,
    )
    await session.execute(claim.on_conflict_do_nothing())
    held = await session.get_one(IdempotencyRow, (asked.submitted_by, blind))
    if held.body_digest != key.body_digest:
        raise ActRefused("idempotency-conflict", "this Idempotency-Key was used with another body")
    return held.case_id


async def _case_row(session: AsyncSession, codec: Codec, asked: Submission, case_id: str) -> CaseRow:
    request = asked.request
    member = codec.blind(member_key(request), "member")
    fingerprint = codec.blind(fingerprint_of(request, asked.items), "fingerprint")
    twin = select(CaseRow.case_id).where(
        CaseRow.fingerprint == fingerprint, CaseRow.state.not_in([CaseState.withdrawn, CaseState.decided])
    )
    return CaseRow(
        case_id=case_id,
        case_number=await case_number(session, asked.day),
        state=CaseState.received,
        urgency=request.urgency,
        line_of_business=request.line_of_business,
        received_at=asked.received_at,
        due_at=asked.clock.due_at,
        clock_rule=asked.clock.rule,
        clock_source=asked.clock.source,
        at_risk_at=asked.clock.at_risk_at,
        synthetic=asked.synthetic,
        request=codec.seal(request.model_dump_json().encode(), Place("cases", "request", case_id)),
        salt=secrets.token_bytes(16),
        member=member,
        fingerprint=fingerprint,
        duplicate_of=(await session.scalars(twin.order_by(CaseRow.received_at).limit(1))).first(),
        submitted_by=asked.submitted_by,
        service=asked.items[0].code if asked.items else "",
        risk_reasons=[],
        last_sequence=0,
        last_hash="",
        latest_review=0,
    )


def _item_row(case_id: str, item: Item, description: str) -> ItemRow:
    return ItemRow(
        case_id=case_id,
        sequence=item.sequence,
        code=item.code,
        modifiers=list(item.modifiers),
        units=item.units,
        principal=item.principal,
        description=description,
    )


def _received(asked: Submission) -> NewEvent:
    request = asked.request
    return NewEvent(
        EventType.case_received,
        {
            "door": asked.door,
            "urgency": request.urgency,
            "line_of_business": request.line_of_business,
            "state": request.state,
            "items": len(asked.items),
            "documents": 1 + len(asked.documents),
            "clock_rule": asked.clock.rule,
            "due_at": asked.clock.due_at.isoformat() if asked.clock.due_at else None,
            "flags": list(asked.flags),
        },
        actor=asked.submitted_by,
    )


def member_key(request: PriorAuthRequest) -> str:
    """One patient, as far as a request tells: the member id, else name and birth date."""
    if request.insurance_id:
        return f"id:{request.insurance_id.replace('-', '').casefold()}"
    return f"name:{' '.join(request.patient_name.casefold().split())}|{request.patient_dob}"


def fingerprint_of(request: PriorAuthRequest, items: Sequence[Item]) -> str:
    """The same patient, provider, services and day asked for again is a likely duplicate: flagged, never refused."""
    services = sorted(f"{i.code}-{'-'.join(sorted(i.modifiers))}x{i.units}" for i in items)
    return canonical([member_key(request), request.provider_npi, *services, str(request.service_date)])
