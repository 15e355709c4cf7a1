"""What persons did about a case: determinations, information requests, and words that belong to an event.

Everything is written in the transaction of the act, under the lock on the case's row; what was written never changes,
only whether it still stands.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.events import event_of
from orchestrator.store.tables import (
    AccessRow,
    DeterminationRow,
    DocumentRow,
    EventRow,
    IdempotencyRow,
    InformationRequestRow,
    SpokenRow,
)
from priorauth.determination import Determination, InformationRequest, Turn, TurnKind
from priorauth.errors import ActRefused
from priorauth.events import Event, EventType


@dataclass(frozen=True)
class Acts:
    """All that persons determined and asked for in a case, oldest first, whether it stands or not."""

    determinations: tuple[Determination, ...]
    requests: tuple[InformationRequest, ...]

    def up_to(self, review: int) -> tuple[Determination | InformationRequest, ...]:
        """What was done about the reviews up to this one."""
        done = (*self.determinations, *self.requests)
        return tuple(act for act in done if act.review is not None and act.review <= review)


async def acts_of(session: AsyncSession, codec: Codec, case_id: str) -> Acts:
    decided = select(DeterminationRow).where(DeterminationRow.case_id == case_id)
    asked = select(InformationRequestRow).where(InformationRequestRow.case_id == case_id)
    return Acts(
        tuple(_decided(codec, r) for r in await session.scalars(decided.order_by(DeterminationRow.decided_at))),
        tuple(_asked(codec, r) for r in await session.scalars(asked.order_by(InformationRequestRow.requested_at))),
    )


async def turns_of(session: AsyncSession, codec: Codec, case_id: str) -> tuple[Turn, ...]:
    """How persons, or the clock, changed the course of a case without deciding it, oldest first."""
    chosen = select(EventRow).where(EventRow.case_id == case_id, EventRow.type.in_(tuple(TurnKind)))
    told = [event_of(row) for row in await session.scalars(chosen.order_by(EventRow.sequence))]
    return tuple([_turned(event, await words_of(session, codec, case_id, event.sequence)) for event in told])


async def standing_determination(session: AsyncSession, codec: Codec, case_id: str) -> Determination | None:
    chosen = select(DeterminationRow).where(DeterminationRow.case_id == case_id, DeterminationRow.standing)
    row = (await session.scalars(chosen.order_by(DeterminationRow.decided_at.desc()).limit(1))).first()
    return None if row is None else _decided(codec, row)


async def add_determination(session: AsyncSession, codec: Codec, act: Determination) -> None:
    """Keep a determination of the round the case is in: a round ends when the case is reopened."""
    ended = select(func.max(DeterminationRow.round)).where(
        DeterminationRow.case_id == act.case_id, DeterminationRow.standing.is_(False)
    )
    last = (await session.execute(ended)).scalar()
    session.add(
        DeterminationRow(
            number=act.number,
            case_id=act.case_id,
            review=act.review or 0,
            round=0 if last is None else last + 1,
            outcome=act.outcome,
            decided_at=act.decided_at,
            decided_by=act.decided_by,
            standing=True,
            content=codec.seal(act.model_dump_json().encode(), Place("determinations", "content", act.number)),
        )
    )


async def end_round(session: AsyncSession, case_id: str) -> None:
    """What stood until now stands no more."""
    standing = update(DeterminationRow).where(DeterminationRow.case_id == case_id, DeterminationRow.standing)
    await session.execute(standing.values(standing=False))


async def add_request(session: AsyncSession, codec: Codec, act: InformationRequest) -> None:
    session.add(
        InformationRequestRow(
            reference=act.reference,
            case_id=act.case_id,
            review=act.review,
            requested_at=act.requested_at,
            requested_by=act.requested_by,
            reply_by=act.reply_by,
            open=True,
            content=codec.seal(act.model_dump_json().encode(), Place("information_requests", "content", act.reference)),
        )
    )


async def keep_words(session: AsyncSession, codec: Codec, case_id: str, event: Event, words: str) -> None:
    """Keep what a person wrote with an act beside the event that tells of it."""
    place = Place("spoken", "content", f"{case_id}/{event.sequence}")
    session.add(SpokenRow(case_id=case_id, sequence=event.sequence, content=codec.seal(words.encode(), place)))


async def words_of(session: AsyncSession, codec: Codec, case_id: str, sequence: int) -> str:
    """What a person wrote with the act of that event; empty where nothing was."""
    row = await session.get(SpokenRow, (case_id, sequence))
    return "" if row is None else codec.open(row.content, Place("spoken", "content", f"{case_id}/{sequence}")).decode()


async def unread_documents(session: AsyncSession, case_id: str, read: int) -> bool:
    """Whether the case holds documents beyond the last one a review has read."""
    last = select(func.max(DocumentRow.document_id)).where(DocumentRow.case_id == case_id)
    return ((await session.execute(last)).scalar() or 0) > read


async def opened_by(session: AsyncSession, case_id: str, actor: str) -> tuple[str, ...]:
    """What of a case somebody has opened, by the access log."""
    chosen = select(AccessRow.action).where(
        AccessRow.case_id == case_id, AccessRow.actor == actor, AccessRow.action.startswith("read ")
    )
    return tuple(sorted(set(await session.scalars(chosen))))


async def reopened_for(session: AsyncSession, case_id: str) -> str | None:
    """Why the case was last reopened: for an appeal or a correction; None where it never was."""
    chosen = select(EventRow.data).where(EventRow.of(case_id, EventType.case_reopened))
    data = (await session.scalars(chosen.order_by(EventRow.sequence.desc()).limit(1))).first()
    return None if data is None else str(json.loads(data)["kind"])


@dataclass(frozen=True)
class ActKey:
    """An act that may be sent twice: by whom, under which key, with which body; each as a keyed digest."""

    actor: str
    key: str
    body_digest: str


async def done_before(session: AsyncSession, case_id: str, key: ActKey | None) -> str | None:
    """The act this key has led to before, if it has; another body or case under the same key is refused."""
    held = None if key is None else await session.get(IdempotencyRow, (key.actor, key.key))
    if held is None or key is None:
        return None
    if held.body_digest != key.body_digest or held.case_id != case_id:
        raise ActRefused("idempotency-conflict", "this Idempotency-Key was used with another body")
    return held.act


def mark_done(session: AsyncSession, case_id: str, key: ActKey | None, act: str, event: Event) -> None:
    """From now on the key leads to this act."""
    if key is not None:
        session.add(
            IdempotencyRow(
                submitter=key.actor, key=key.key, body_digest=key.body_digest, case_id=case_id, act=act, at=event.at
            )
        )


def _decided(codec: Codec, row: DeterminationRow) -> Determination:
    opened = codec.open(row.content, Place("determinations", "content", row.number))
    return Determination.model_validate_json(opened)


def _asked(codec: Codec, row: InformationRequestRow) -> InformationRequest:
    opened = codec.open(row.content, Place("information_requests", "content", row.reference))
    return InformationRequest.model_validate_json(opened)


def _turned(event: Event, words: str) -> Turn:
    until = event.data.get("until")
    return Turn(
        kind=TurnKind(event.type),
        by=event.actor,
        at=event.at,
        reason=str(event.data.get("reason") or event.data.get("kind") or ""),
        words=words,
        until=datetime.fromisoformat(until) if isinstance(until, str) else None,
    )


def number_of(act: Determination | InformationRequest) -> str:
    """How an act is called on letters and in the record."""
    return act.number if isinstance(act, Determination) else act.reference
