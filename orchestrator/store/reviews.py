"""Reviews as they run: begun, recorded step by step, sealed or failed; and read back for the next step or a replay.

Every write that belongs together is one transaction under the case's row lock: the event and what it tells of.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.archive import Kept, keep, keep_rules, kept
from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import opened
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.outbox import queue_review
from orchestrator.store.tables import CaseRow, DocumentRow, EventRow, ItemRow, OutboxRow, ReviewRow, StepRow
from priorauth.case import Item, PriorAuthRequest, ReviewInput
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.digests import canonical, digest_text
from priorauth.errors import ReviewEnded
from priorauth.events import EventType, Step
from priorauth.findings import ToolCall, ToolOutcome


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
    digest: str
    attempt: int
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True)
class Whole:
    """A review's run as it is stored."""

    began: datetime
    steps: Mapping[Step, StepResult]
    calls: tuple[ToolCall, ...]


@dataclass(frozen=True)
class Pinned:
    """What a review may know, and the rules it is under; neither changes while it runs."""

    case: ReviewInput
    rules_digest: str


Told = Mapping[str, JsonValue]


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
        return (await self.pinned(key)).case

    async def pinned(self, key: ReviewKey) -> Pinned:
        """The same, with the digest of the rules the review is under."""
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
            read = ReviewInput(
                case_id=key.case_id,
                review=key.review,
                request=_request(self._codec, case),
                items=tuple(_item(i) for i in items),
                documents=tuple(opened(self._codec, d) for d in documents),
                received_at=case.received_at,
                synthetic=case.synthetic,
            )
            return Pinned(read, row.rules_digest)

    async def start_step(self, key: ReviewKey, step: Step) -> Attempt | str:
        """Tell that a step begins; or, where it is finished already, the digest of its result.

        The attempt counts how often the step has begun; an event says which attempt it gives up on. Raises ReviewEnded
        where the review is over.
        """
        async with self._database.writing() as session:
            stands = await _standing(session, key, step)
            return stands.finished or _begin(session, stands, key, step)

    async def finish_step(
        self, attempt: Attempt, result: bytes, began: datetime, told: Told, readings: Sequence[str] = ()
    ) -> str:
        """Keep a step's result and its readings and tell that it is done; returns the digest of the result that stands.

        The first attempt to finish stands: one that was given up and woke again is kept out.
        """
        async with self._database.writing() as session:
            stands = await _standing(session, attempt.key, attempt.step)
            if stands.finished:
                return stands.finished
            for reading in readings:
                await keep(session, self._codec, Kept.reading, digest_text(reading), reading, attempt.key.case_id)
            return self._finish(session, stands.case, attempt, result, began, told)

    async def take_step(self, key: ReviewKey, step: Step, result: bytes, began: datetime, told: Told) -> str:
        """A step that was over as soon as it began, told as both."""
        async with self._database.writing() as session:
            stands = await _standing(session, key, step)
            if stands.finished:
                return stands.finished
            return self._finish(session, stands.case, _begin(session, stands, key, step), result, began, told)

    def _finish(
        self, session: AsyncSession, case: CaseRow, attempt: Attempt, result: bytes, began: datetime, told: Told
    ) -> str:
        key, now, digest = attempt.key, datetime.now(UTC), digest_text(result.decode())
        session.add(
            StepRow(
                case_id=key.case_id,
                review=key.review,
                step=attempt.step,
                attempt=attempt.attempt,
                result=self._codec.seal(result, _step_place(key, attempt.step)),
                digest=digest,
                started_at=began,
                finished_at=now,
            )
        )
        lasted = round((now - began).total_seconds() * 1000, 1)
        data: dict[str, JsonValue] = {"digest": salted(case, digest), "duration_ms": lasted, **told}
        append(session, case, NewEvent(EventType.step_finished, data, key.review, attempt.step, attempt.attempt), now)
        return digest

    async def tool_called(self, attempt: Attempt, call: ToolCall, reply: JsonValue) -> None:
        """Tell of a call and keep its reply, so that a replay hears the same."""
        async with self._database.writing() as session:
            case = (await _standing(session, attempt.key, attempt.step)).case
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
            if call.of_model:
                data |= {"prompt_tokens": call.prompt_tokens, "completion_tokens": call.completion_tokens}
                data["recalled"] = call.recalled
            append(
                session,
                case,
                NewEvent(EventType.tool_called, data, attempt.key.review, attempt.step, attempt.attempt),
            )
            if call.reply_digest and call.of_model:
                # A model repeats the patient's words: its answers go with the case when the case is erased.
                case_id = attempt.key.case_id
                await keep(session, self._codec, Kept.reading, call.reply_digest, canonical(reply), case_id)
            elif call.reply_digest:
                await keep(session, self._codec, Kept.reply, call.reply_digest, canonical(reply))

    async def heard(self, attempt: Attempt, arguments_digest: str) -> JsonValue:
        """The answer a model gave to the same question in any attempt at this step; None where it was not recorded."""
        key = attempt.key
        called = (EventRow.case_id == key.case_id, EventRow.review == key.review, EventRow.step == attempt.step)
        async with self._database.reading() as session:
            rows = await session.scalars(select(EventRow).where(*called, EventRow.type == EventType.tool_called))
            calls = [one for row in rows if (one := _call(row)).of_model]
        for call in calls:
            if call.arguments_digest == arguments_digest and call.outcome is ToolOutcome.ok and call.reply_digest:
                text = await kept(self._database, self._codec, Kept.reading, call.reply_digest, key.case_id)
                return None if text is None else json.loads(text)
        return None

    async def whole(self, key: ReviewKey) -> Whole:
        """All that is stored of a review's run: its finished steps, and the calls their attempts made, in order."""
        of_review = (StepRow.case_id == key.case_id, StepRow.review == key.review)
        called = (EventRow.case_id == key.case_id, EventRow.review == key.review)
        async with self._database.reading() as session:
            row = await session.get_one(ReviewRow, (key.case_id, key.review))
            steps = (await session.scalars(select(StepRow).where(*of_review).order_by(StepRow.finished_at))).all()
            calls = await session.scalars(
                select(EventRow).where(*called, EventRow.type == EventType.tool_called).order_by(EventRow.sequence)
            )
            finished = {(step.step, step.attempt) for step in steps}
            return Whole(
                began=row.started_at,
                steps={Step(step.step): self._step_result(key, step) for step in steps},
                calls=tuple(_call(one) for one in calls if (one.step, one.attempt) in finished),
            )

    def _step_result(self, key: ReviewKey, row: StepRow) -> StepResult:
        step = Step(row.step)
        opened = self._codec.open(row.result, _step_place(key, step))
        return StepResult(opened, row.digest, row.attempt, row.started_at, row.finished_at)

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
                "record_digest": salted(case, digest),
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

    async def keep_rules(self, digest: str, text: str) -> None:
        await keep_rules(self._database, self._codec, digest, text)

    async def rules_kept(self, digest: str) -> str | None:
        return await kept(self._database, self._codec, Kept.rules, digest)

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

    async def record(self, key: ReviewKey) -> bytes | None:
        """The sealed record's bytes, or None while the review runs or where it failed."""
        async with self._database.reading() as session:
            row = await session.get(ReviewRow, (key.case_id, key.review))
            return None if row is None else sealed_bytes(self._codec, row)


def salted(case: CaseRow, digest: str) -> str:
    """What an event says of a content: its digest, salted per case, so that nobody can guess at short texts."""
    return digest_text(f"{case.salt.hex()}{digest}")


def sealed_bytes(codec: Codec, row: ReviewRow) -> bytes | None:
    return None if row.record is None else codec.open(row.record, _record_place(ReviewKey(row.case_id, row.review)))


_FINISHED = select(StepRow.digest).where(
    StepRow.case_id == bindparam("case_id"), StepRow.review == bindparam("review"), StepRow.step == bindparam("step")
)
_BEGUN = select(func.max(EventRow.attempt)).where(
    EventRow.case_id == bindparam("case_id"),
    EventRow.review == bindparam("review"),
    EventRow.step == bindparam("step"),
    EventRow.type == EventType.step_started,
)
_STANDING = select(ReviewRow.outcome, _FINISHED.scalar_subquery(), _BEGUN.scalar_subquery()).where(
    ReviewRow.case_id == bindparam("case_id"), ReviewRow.review == bindparam("review")
)


@dataclass(frozen=True)
class _Standing:
    """A case's row, locked, and how a step stands: the digest of its result once finished, how often it has begun."""

    case: CaseRow
    finished: str | None
    begun: int


async def _standing(session: AsyncSession, key: ReviewKey, step: Step) -> _Standing:
    """Lock first, then look: on PostgreSQL a lookup begun before a wait is stale after it. Raises ReviewEnded."""
    case = await lock_case(session, key.case_id)
    values = {"case_id": key.case_id, "review": key.review, "step": step}
    outcome, finished, begun = (await session.execute(_STANDING, values)).one()
    if outcome != ReviewOutcome.running:
        raise ReviewEnded("the review has ended")
    return _Standing(case, finished, begun or 0)


def _begin(session: AsyncSession, stands: _Standing, key: ReviewKey, step: Step) -> Attempt:
    stands.case.running_step = step
    given_up: dict[str, JsonValue] = {"gives_up_attempt": stands.begun} if stands.begun else {}
    attempt = Attempt(key, step, stands.begun + 1)
    append(session, stands.case, NewEvent(EventType.step_started, given_up, key.review, step, attempt.attempt))
    return attempt


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
