"""Reviews as they run: begun, recorded step by step, sealed or failed; and read back for the next step or a replay.

Every write that belongs together is one transaction under the case's row lock: the event and what it tells of.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import opened
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.outbox import queue_review
from orchestrator.store.tables import ArchiveRow, CaseRow, DocumentRow, EventRow, ItemRow, OutboxRow, ReviewRow, StepRow
from priorauth.case import Item, PriorAuthRequest, ReviewInput
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.digests import canonical, digest_text
from priorauth.errors import ReviewEnded
from priorauth.events import EventType, Step
from priorauth.findings import ToolCall
from priorauth.record import StepTiming


@dataclass(frozen=True)
class ReviewKey:
    case_id: str
    review: int


@dataclass(frozen=True)
class Attempt:
    """One try at one step of one review."""

    key: ReviewKey
    step: Step
    attempt: int


@dataclass(frozen=True)
class Sealed:
    """What the worklist and the chain keep of a sealed record."""

    record: bytes
    rules_digest: str
    reader: str
    recommendation: str
    confidence: float
    confidence_level: str
    criteria_met: int
    criteria_total: int
    decision_gate: str
    risk: str
    risk_reasons: tuple[str, ...]
    items: Mapping[int, str]


@dataclass(frozen=True)
class StepResult:
    result: bytes
    attempt: int
    started_at: datetime
    finished_at: datetime


class Reviews:
    """The reviews of all cases in one database."""

    def __init__(self, database: Database, codec: Codec) -> None:
        self._database, self._codec = database, codec

    async def begin(self, key: ReviewKey, rules_digest: str, reader: str) -> str:
        """Mark the review running, pin its documents and its rules; returns the digest of those rules.

        Beginning again, after a crash, changes nothing. The outbox has done its part. The answer is empty where the
        case was closed before the review began, which then never will. Raises ReviewEnded where the review is over.
        """
        async with self._database.writing() as session:
            case = await lock_case(session, key.case_id)
            await session.execute(
                delete(OutboxRow).where(OutboxRow.case_id == key.case_id, OutboxRow.review == key.review)
            )
            if (begun := await session.get(ReviewRow, (key.case_id, key.review))) is not None:
                _refuse_ended(begun)
                return begun.rules_digest
            if case.state in (CaseState.withdrawn, CaseState.decided):
                return ""
            last = select(func.max(DocumentRow.document_id)).where(DocumentRow.case_id == key.case_id)
            documents, now = (await session.execute(last)).scalar_one() or 0, datetime.now(UTC)
            session.add(
                ReviewRow(
                    case_id=key.case_id,
                    review=key.review,
                    outcome=ReviewOutcome.running,
                    reasons=[],
                    started_at=now,
                    documents_read=documents,
                    rules_digest=rules_digest,
                    reader=reader,
                )
            )
            case.state, case.review_outcome = CaseState.reviewing, ReviewOutcome.running
            case.latest_review = max(case.latest_review, key.review)
            case.information_received = False
            data: dict[str, JsonValue] = {"documents": documents, "rules_digest": rules_digest, "reader": reader}
            append(session, case, NewEvent(EventType.review_started, data, key.review), now)
            return rules_digest

    async def load(self, key: ReviewKey) -> ReviewInput:
        """The case as it stood when the review began."""
        async with self._database.reading() as session:
            case = await session.get_one(CaseRow, key.case_id)
            row = await session.get_one(ReviewRow, (key.case_id, key.review))
            items = await session.scalars(
                select(ItemRow).where(ItemRow.case_id == key.case_id).order_by(ItemRow.sequence)
            )
            documents = await session.scalars(
                select(DocumentRow)
                .where(DocumentRow.case_id == key.case_id, DocumentRow.document_id <= row.documents_read)
                .order_by(DocumentRow.document_id)
            )
            return ReviewInput(
                case_id=key.case_id,
                review=key.review,
                request=_request(self._codec, case),
                items=tuple(_item(i) for i in items),
                documents=tuple(opened(self._codec, d) for d in documents),
                received_at=case.received_at,
                synthetic=case.synthetic,
            )

    async def start_step(self, key: ReviewKey, step: Step) -> Attempt | str:
        """Tell that a step begins; or, where it is finished already, the digest of its result.

        The attempt counts how often the step has begun; an event says which attempt it gives up on. Raises ReviewEnded
        where the review is over.
        """
        async with self._database.writing() as session:
            case = await lock_case(session, key.case_id)
            _refuse_ended(await session.get_one(ReviewRow, (key.case_id, key.review)))
            if (finished := await session.get(StepRow, (key.case_id, key.review, step))) is not None:
                return finished.digest
            begun = select(func.max(EventRow.attempt)).where(
                EventRow.case_id == key.case_id,
                EventRow.review == key.review,
                EventRow.step == step,
                EventRow.type == EventType.step_started,
            )
            before = (await session.execute(begun)).scalar() or 0
            case.running_step = step
            given_up: dict[str, JsonValue] = {"gives_up_attempt": before} if before else {}
            append(session, case, NewEvent(EventType.step_started, given_up, key.review, step, before + 1))
            return Attempt(key, step, before + 1)

    async def finish_step(
        self, attempt: Attempt, result: bytes, started_at: datetime, told: Mapping[str, JsonValue]
    ) -> str:
        """Keep a step's result and tell that it is done; returns the digest of the result that stands.

        The first attempt to finish stands: one that was given up and woke again is kept out.
        """
        key, digest = attempt.key, digest_text(result.decode())
        now = datetime.now(UTC)
        async with self._database.writing() as session:
            case = await lock_case(session, key.case_id)
            _refuse_ended(await session.get_one(ReviewRow, (key.case_id, key.review)))
            if (finished := await session.get(StepRow, (key.case_id, key.review, attempt.step))) is not None:
                return finished.digest
            session.add(
                StepRow(
                    case_id=key.case_id,
                    review=key.review,
                    step=attempt.step,
                    attempt=attempt.attempt,
                    result=self._codec.seal(result, _step_place(key, attempt.step)),
                    digest=digest,
                    started_at=started_at,
                    finished_at=now,
                )
            )
            data: dict[str, JsonValue] = {
                "digest": self._salted(case, digest),
                "duration_ms": round((now - started_at).total_seconds() * 1000, 1),
                **told,
            }
            append(
                session, case, NewEvent(EventType.step_finished, data, key.review, attempt.step, attempt.attempt), now
            )
        return digest

    async def step_result(self, key: ReviewKey, step: Step) -> StepResult:
        async with self._database.reading() as session:
            row = await session.get_one(StepRow, (key.case_id, key.review, step))
            return StepResult(
                self._codec.open(row.result, _step_place(key, step)), row.attempt, row.started_at, row.finished_at
            )

    async def tool_called(self, attempt: Attempt, call: ToolCall, reply: JsonValue) -> None:
        """Tell of a call and keep its reply, so that a replay hears the same."""
        async with self._database.writing() as session:
            case = await lock_case(session, attempt.key.case_id)
            _refuse_ended(await session.get_one(ReviewRow, (attempt.key.case_id, attempt.key.review)))
            data: dict[str, JsonValue] = {
                "server": call.server,
                "tool": call.tool,
                "outcome": call.outcome,
                "duration_ms": call.duration_ms,
                "source": call.source,
                "release": call.release,
                "subject": call.subject,
                "arguments_digest": call.arguments_digest,
                "reply_digest": call.reply_digest,
                "called_at": call.called_at.isoformat(),
            }
            append(
                session,
                case,
                NewEvent(EventType.tool_called, data, attempt.key.review, attempt.step, attempt.attempt),
            )
            if call.reply_digest:
                await self._keep(session, "reply", call.reply_digest, "", canonical(reply))

    async def was_read(self, attempt: Attempt, reading: JsonValue) -> str:
        """Keep a reading under its digest, which is returned: a replay reads it instead of the record."""
        text = canonical(reading)
        named = digest_text(text)
        async with self._database.writing() as session:
            await self._keep(session, "reading", named, attempt.key.case_id, text)
        return named

    async def keep_rules(self, digest: str, text: str) -> None:
        """Keep the rule texts in force, so that a review can be replayed under them when they have changed."""
        async with self._database.writing() as session:
            await self._keep(session, "rules", digest, "", text)

    async def kept(self, kind: str, digest: str, case_id: str = "") -> str | None:
        """A reply, reading or set of rule texts by its digest, or None where it is not held."""
        async with self._database.reading() as session:
            row = await session.get(ArchiveRow, (digest, kind, case_id))
            place = Place("archive", kind, f"{case_id}/{digest}")
            return None if row is None else self._codec.open(row.content, place).decode()

    async def _keep(self, session: AsyncSession, kind: str, digest: str, case_id: str, text: str) -> None:
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        content = self._codec.seal(text.encode(), Place("archive", kind, f"{case_id}/{digest}"))
        await session.execute(
            insert(ArchiveRow)
            .values(digest=digest, kind=kind, case_id=case_id, content=content)
            .on_conflict_do_nothing()
        )

    async def calls_of(self, key: ReviewKey) -> tuple[ToolCall, ...]:
        """The calls of the attempts that finished, in order: read from the record, not from memory."""
        async with self._database.reading() as session:
            steps = (
                await session.scalars(
                    select(StepRow).where(StepRow.case_id == key.case_id, StepRow.review == key.review)
                )
            ).all()
            finished = {(s.step, s.attempt) for s in steps}
            rows = await session.scalars(
                select(EventRow)
                .where(
                    EventRow.case_id == key.case_id,
                    EventRow.review == key.review,
                    EventRow.type == EventType.tool_called,
                )
                .order_by(EventRow.sequence)
            )
            return tuple(_call(r) for r in rows if (r.step, r.attempt) in finished)

    async def rules_of(self, key: ReviewKey) -> str:
        """The digest of the rules the review is pinned to. Raises ReviewEnded where it is over."""
        async with self._database.reading() as session:
            row = await session.get_one(ReviewRow, (key.case_id, key.review))
            _refuse_ended(row)
            return row.rules_digest

    async def seal(self, attempt: Attempt, sealed: Sealed) -> str:
        """Store the record whole, hand the case to a person, return the record's digest.

        Sealing again changes nothing; a review that failed or was stopped meanwhile raises ReviewEnded.
        """
        key, now = attempt.key, datetime.now(UTC)
        async with self._database.writing() as session:
            case = await lock_case(session, key.case_id)
            row = await session.get_one(ReviewRow, (key.case_id, key.review))
            if row.outcome == ReviewOutcome.sealed:
                return row.record_digest
            _refuse_ended(row)
            digest = digest_text(sealed.record.decode())
            row.outcome, row.sealed_at = ReviewOutcome.sealed, now
            row.record = self._codec.seal(sealed.record, _record_place(key))
            row.record_digest, row.rules_digest, row.reader = digest, sealed.rules_digest, sealed.reader
            _project(case, sealed)
            for item in await session.scalars(select(ItemRow).where(ItemRow.case_id == key.case_id)):
                item.recommendation = sealed.items.get(item.sequence)
            data: dict[str, JsonValue] = {
                "recommendation": sealed.recommendation,
                "decision_gate": sealed.decision_gate,
                "confidence": sealed.confidence,
                "criteria": f"{sealed.criteria_met}/{sealed.criteria_total}",
                "rules_digest": sealed.rules_digest,
                "reader": sealed.reader,
                "record_digest": self._salted(case, digest),
            }
            append(
                session, case, NewEvent(EventType.review_sealed, data, key.review, attempt.step, attempt.attempt), now
            )
            return digest

    async def fail(self, key: ReviewKey, reasons: tuple[str, ...], again: bool = False) -> None:
        """A run that could not finish leaves the case with a person, says why, and may call for another run."""
        async with self._database.writing() as session:
            case = await lock_case(session, key.case_id)
            row = await session.get(ReviewRow, (key.case_id, key.review))
            if row is None or row.outcome != ReviewOutcome.running:
                return
            row.outcome, row.reasons, row.sealed_at = ReviewOutcome.failed, list(reasons), datetime.now(UTC)
            if case.state == CaseState.reviewing:
                case.state = CaseState.ready
            case.review_outcome, case.running_step = ReviewOutcome.failed, None
            case.risk, case.risk_reasons = "High", ["The review failed"]
            append(session, case, NewEvent(EventType.review_failed, {"reasons": list(reasons)}, key.review))
            if again:
                await queue_review(session, case, datetime.now(UTC))

    async def outcome(self, key: ReviewKey) -> ReviewOutcome | None:
        """How the review stands; None where it has not begun."""
        async with self._database.reading() as session:
            row = await session.get(ReviewRow, (key.case_id, key.review))
            return None if row is None else ReviewOutcome(row.outcome)

    async def running(self, case_id: str | None = None) -> list[ReviewKey]:
        """The reviews that have begun and not ended, of one case or of all."""
        chosen = select(ReviewRow.case_id, ReviewRow.review).where(ReviewRow.outcome == ReviewOutcome.running)
        if case_id is not None:
            chosen = chosen.where(ReviewRow.case_id == case_id)
        async with self._database.reading() as session:
            rows = await session.execute(chosen)
            return [ReviewKey(case_id, review) for case_id, review in rows]

    async def timings(self, key: ReviewKey) -> tuple[StepTiming, ...]:
        """When each finished step began and ended, in the order they ended."""
        async with self._database.reading() as session:
            rows = await session.scalars(
                select(StepRow)
                .where(StepRow.case_id == key.case_id, StepRow.review == key.review)
                .order_by(StepRow.finished_at)
            )
            return tuple(
                StepTiming(step=r.step, started_at=r.started_at, finished_at=r.finished_at, attempt=r.attempt)
                for r in rows
            )

    async def began(self, key: ReviewKey) -> datetime:
        async with self._database.reading() as session:
            return (await session.get_one(ReviewRow, (key.case_id, key.review))).started_at

    async def record(self, key: ReviewKey) -> bytes | None:
        """The sealed record's bytes, or None while the review runs or where it failed."""
        async with self._database.reading() as session:
            row = await session.get(ReviewRow, (key.case_id, key.review))
            if row is None or row.record is None:
                return None
            return self._codec.open(row.record, _record_place(key))

    def _salted(self, case: CaseRow, digest: str) -> str:
        return digest_text(f"{case.salt.hex()}{digest}")


def _refuse_ended(row: ReviewRow) -> None:
    if row.outcome != ReviewOutcome.running:
        raise ReviewEnded("the review has ended")


def _step_place(key: ReviewKey, step: Step) -> Place:
    return Place("steps", "result", f"{key.case_id}/{key.review}/{step}")


def _record_place(key: ReviewKey) -> Place:
    return Place("reviews", "record", f"{key.case_id}/{key.review}")


def _project(case: CaseRow, sealed: Sealed) -> None:
    """What the worklist shows of the newest sealed review; a case withdrawn meanwhile stays so."""
    if case.state == CaseState.reviewing:
        case.state = CaseState.ready
    case.review_outcome, case.running_step = ReviewOutcome.sealed, None
    case.recommendation, case.confidence = sealed.recommendation, sealed.confidence
    case.criteria_met, case.criteria_total = sealed.criteria_met, sealed.criteria_total
    case.decision_gate, case.confidence_level = sealed.decision_gate, sealed.confidence_level
    case.risk, case.risk_reasons = sealed.risk, list(sealed.risk_reasons)


def _request(codec: Codec, case: CaseRow) -> PriorAuthRequest:
    return PriorAuthRequest.model_validate_json(codec.open(case.request, Place("cases", "request", case.case_id)))


def _item(row: ItemRow) -> Item:
    return Item(
        sequence=row.sequence,
        code=row.code,
        modifiers=tuple(row.modifiers),
        units=row.units,
        principal=row.principal,
    )


def _call(row: EventRow) -> ToolCall:
    return ToolCall.model_validate({**json.loads(row.data), "step": row.step, "attempt": row.attempt or 1})
