"""Appending to a case's record and reading it back. One writer at a time per case, by the lock on the case's row."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Integer, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.chain import ChainVerdict, Link, verify_chain
from orchestrator.store.database import TOLD
from orchestrator.store.tables import CaseRow, EventRow
from priorauth.digests import canonical
from priorauth.errors import RecordNotWritten
from priorauth.events import Event, EventType, Step

_LOCKED = select(CaseRow).where(CaseRow.case_id == bindparam("case_id")).with_for_update()
ENDS_REVIEW = (EventType.review_sealed, EventType.review_failed)


def end_of_review(case_id: str, review: int | None) -> str:
    """What the bell is rung for when a review ends."""
    return f"{case_id}/{review}"


@dataclass(frozen=True)
class NewEvent:
    """An event about to happen; place, time and hash are given when it is appended."""

    type: EventType
    data: Mapping[str, JsonValue]
    review: int | None = None
    step: Step | None = None
    attempt: int | None = None
    actor: str = "engine"


async def lock_case(session: AsyncSession, case_id: str) -> CaseRow:
    """The case's row, ours until the transaction ends. Raises RecordNotWritten where there is none."""
    row = (await session.execute(_LOCKED, {"case_id": case_id})).scalar_one_or_none()
    if row is None:
        raise RecordNotWritten("there is no such case to record on")
    return row


def append(session: AsyncSession, case: CaseRow, new: NewEvent, at: datetime | None = None) -> Event:
    """Put one event at the end of the chain of a case whose row this transaction has locked."""
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    link = link_for(case.case_id, case.last_sequence + 1, new, moment)
    hashed = link.hash_after(case.last_hash)
    session.add(
        EventRow(
            case_id=link.case_id,
            sequence=link.sequence,
            type=link.type,
            at=moment,
            review=link.review,
            step=link.step,
            attempt=link.attempt,
            actor=link.actor,
            data=link.data,
            stamp=link.stamp,
            hash=hashed,
        )
    )
    case.last_sequence, case.last_hash = link.sequence, hashed
    told: set[str] = session.info.setdefault(TOLD, set())
    told.add(case.case_id)
    if new.type in ENDS_REVIEW:
        told.add(end_of_review(case.case_id, new.review))
    return _event(link, moment)


EVENTS_AFTER = (
    select(
        EventRow.sequence,
        EventRow.type,
        EventRow.stamp,
        EventRow.review,
        EventRow.step,
        EventRow.attempt,
        EventRow.actor,
        EventRow.data,
        EventRow.at,
    )
    .where(EventRow.case_id == bindparam("case"), EventRow.sequence > bindparam("after"))
    .order_by(EventRow.sequence)
    .limit(bindparam("limit", type_=Integer))
)


def events_of(case_id: str, rows: Sequence[Any]) -> list[Event]:
    """The events of a case, of rows as EVENTS_AFTER brings them."""
    return [_event(Link(case_id, *fields), at) for *fields, at in rows]


def link_for(case_id: str, sequence: int, new: NewEvent, at: datetime) -> Link:
    """An event in its place, ready to be hashed."""
    return Link(
        case_id=case_id,
        sequence=sequence,
        type=new.type,
        stamp=at.isoformat(),
        review=new.review,
        step=new.step,
        attempt=new.attempt,
        actor=new.actor,
        data=canonical(dict(new.data)),
    )


async def read_events(session: AsyncSession, case_id: str, after: int = 0, limit: int = 1000) -> list[Event]:
    chosen = select(EventRow).where(EventRow.case_id == case_id, EventRow.sequence > after)
    rows = (await session.scalars(chosen.order_by(EventRow.sequence).limit(limit))).all()
    return [event_of(r) for r in rows]


async def verify(session: AsyncSession, case_id: str) -> ChainVerdict:
    case = await session.get(CaseRow, case_id)
    head = (case.last_sequence, case.last_hash) if case else None
    return verify_chain(await chain_of(session, case_id), head)


async def chain_of(session: AsyncSession, case_id: str) -> list[tuple[Link, str]]:
    """Every event of a case as it was hashed, with its hash."""
    chosen = select(EventRow).where(EventRow.case_id == case_id).order_by(EventRow.sequence)
    return [(link_of(row), row.hash) for row in await session.scalars(chosen)]


def event_of(row: EventRow) -> Event:
    """A stored event as it was told."""
    return _event(link_of(row), row.at)


def link_of(row: EventRow) -> Link:
    return Link(row.case_id, row.sequence, row.type, row.stamp, row.review, row.step, row.attempt, row.actor, row.data)


def _event(link: Link, at: datetime) -> Event:
    return Event(
        sequence=link.sequence,
        type=EventType(link.type),
        at=at,
        review=link.review,
        step=Step(link.step) if link.step else None,
        attempt=link.attempt,
        actor=link.actor,
        data=json.loads(link.data),
    )
