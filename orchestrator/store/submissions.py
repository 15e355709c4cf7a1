"""Accepting a request: one transaction stores the case, its documents, event #1 and the review that must start."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument, document_values
from orchestrator.store.due import Clock
from orchestrator.store.events import NewEvent, link_for
from orchestrator.store.identity_tables import NameRow
from orchestrator.store.names import name_rows
from orchestrator.store.numbers import case_number
from orchestrator.store.open_case import EVENT, event_values
from orchestrator.store.outbox import EXPEDITED_FIRST, STANDARD, priority_of
from orchestrator.store.shelf import hold, lay_document
from orchestrator.store.tables import CaseRow, DocumentRow, IdempotencyRow, ItemRow, OutboxRow
from orchestrator.store.transactions import NEW, IfAbsent, SqlTransaction, Transaction
from priorauth.case import DocumentKind, Item, PriorAuthRequest, note_document
from priorauth.determination import CaseState
from priorauth.digests import canonical, digest_text
from priorauth.errors import ActRefused
from priorauth.events import EventType

__all__ = ("EXPEDITED_FIRST", "STANDARD", "Accepted", "Clock", "IdempotencyKey", "Submission", "member_key", "submit")


_CASE, _ITEMS, _DOCUMENTS, _OUTBOX = insert(CaseRow), insert(ItemRow), insert(DocumentRow), insert(OutboxRow)
_KEYS, _NAMES = IfAbsent(IdempotencyRow), IfAbsent(NameRow)
_HOLDER = select(IdempotencyRow.body_digest, IdempotencyRow.case_id).where(
    IdempotencyRow.submitter == bindparam("by"), IdempotencyRow.key == bindparam("blind")
)
_TWIN = (
    select(CaseRow.case_id)
    .where(
        CaseRow.fingerprint == bindparam("print"),
        CaseRow.state != CaseState.withdrawn,
        CaseRow.state != CaseState.decided,
    )
    .order_by(CaseRow.received_at)
    .limit(1)
)


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
    """Store a case, or find the one an equal submission made; another body under the same key is refused.

    Raises SourceFailed where documents' bytes cannot be brought to where they will lie.
    """
    if database.blobs is not None:
        asked = replace(asked, documents=[await lay_document(database, one) for one in asked.documents])
    if asked.beside is None:
        about = NEW + digest_text(fingerprint_of(asked.request, asked.items))
        return await database.quick.write(about, lambda transaction: _store(transaction, codec, asked))
    async with database.writing() as session:
        connection = await session.connection()
        accepted = await connection.run_sync(lambda c: _store(SqlTransaction(c), codec, asked))
        if accepted.created:
            await asked.beside(session, await session.get_one(CaseRow, accepted.case_id))
        return accepted


def _store(transaction: Transaction, codec: Codec, asked: Submission) -> Accepted:
    case_id = str(uuid4())
    if asked.idempotency and (holder := _claim(transaction, codec, asked, asked.idempotency, case_id)) != case_id:
        return Accepted(holder, created=False)
    values = _case_values(transaction, codec, asked, case_id)
    first = link_for(case_id, 1, _received(asked), asked.received_at.astimezone(UTC))
    hashed = first.hash_after("")
    transaction.do(_CASE, values | {"last_sequence": 1, "last_hash": hashed, "latest_review": 1})
    transaction.do(EVENT, event_values(first, asked.received_at, hashed))
    if names := name_rows(codec, str(values["member"]), asked.request.patient_name):
        transaction.put(_NAMES, names)
    items = zip(asked.items, asked.descriptions, strict=True)
    if rows := [_item_values(case_id, item, description) for item, description in items]:
        transaction.do(_ITEMS, rows)
    hold(transaction, (document.blob for document in asked.documents))
    transaction.do(_DOCUMENTS, _document_rows(codec, asked, case_id))
    priority = priority_of(asked.request.urgency)
    transaction.do(_OUTBOX, {"case_id": case_id, "review": 1, "priority": priority, "at": asked.received_at})
    transaction.told.add(case_id)
    return Accepted(case_id, created=True)


def _claim(transaction: Transaction, codec: Codec, asked: Submission, key: IdempotencyKey, case_id: str) -> str:
    """The case that holds the key: this one, or the one that came first, even at the same instant."""
    blind = codec.blind(key.key, "idempotency")
    claim: dict[str, object] = {
        "submitter": asked.submitted_by,
        "key": blind,
        "body_digest": key.body_digest,
        "case_id": case_id,
        "at": asked.received_at,
    }
    transaction.put(_KEYS, claim)
    body_digest, holder = transaction.one(_HOLDER, {"by": asked.submitted_by, "blind": blind})
    if body_digest != key.body_digest:
        raise ActRefused("idempotency-conflict", "this Idempotency-Key was used with another body")
    return holder


def _case_values(transaction: Transaction, codec: Codec, asked: Submission, case_id: str) -> dict[str, object]:
    request = asked.request
    fingerprint = codec.blind(fingerprint_of(request, asked.items), "fingerprint")
    number, twin = case_number(transaction, asked.day), transaction.one(_TWIN, {"print": fingerprint})
    return {
        "case_id": case_id,
        "case_number": number,
        "state": CaseState.received.value,
        "urgency": str(request.urgency),
        "line_of_business": str(request.line_of_business),
        "received_at": asked.received_at,
        "due_at": asked.clock.due_at,
        "clock_rule": asked.clock.rule,
        "clock_source": asked.clock.source,
        "at_risk_at": asked.clock.at_risk_at,
        "synthetic": asked.synthetic,
        "request": codec.seal(request.model_dump_json().encode(), Place("cases", "request", case_id)),
        "salt": secrets.token_bytes(16),
        "member": codec.blind(member_key(request), "member"),
        "fingerprint": fingerprint,
        "duplicate_of": twin[0] if twin else None,
        "submitted_by": asked.submitted_by,
        "service": asked.items[0].code if asked.items else "",
        "risk_reasons": [],
    }


def _item_values(case_id: str, item: Item, description: str) -> dict[str, object]:
    return {
        "case_id": case_id,
        "sequence": item.sequence,
        "code": item.code,
        "modifiers": list(item.modifiers),
        "units": item.units,
        "principal": item.principal,
        "description": description,
    }


def _document_rows(codec: Codec, asked: Submission, case_id: str) -> list[dict[str, object]]:
    note = note_document(asked.request)
    first = NewDocument(DocumentKind.note, note.title, note.text, note.pages, note.reading, note.flags)
    return [
        document_values(codec, case_id, number, document, asked.received_at, asked.submitted_by)
        for number, document in enumerate((first, *asked.documents), start=1)
    ]


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
