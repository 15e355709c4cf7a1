"""Reviews as they run: begun, recorded step by step, sealed or failed; and read back for the next step or a replay.

Every write that belongs together is one transaction under the case's row lock: the event and what it tells of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue
from sqlalchemy import bindparam, delete, func, insert, select

from orchestrator.store import closing, steps
from orchestrator.store.archive import Kept, keep_rules, kept
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.open_case import OpenCase, open_case
from orchestrator.store.outbox import queue_review
from orchestrator.store.run_reads import read_answer, read_pinned, read_whole
from orchestrator.store.runs import (
    Attempt,
    Pinned,
    ReviewKey,
    Sealed,
    StepResult,
    Told,
    Whole,
    record_place,
)
from orchestrator.store.steps import Result, salted
from orchestrator.store.tables import RUNNING, DocumentRow, OutboxRow, ReviewRow
from orchestrator.store.transactions import Transaction
from priorauth.case import ReviewInput
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.errors import ReviewEnded
from priorauth.events import EventType, Step
from priorauth.findings import ToolCall

__all__ = ("Attempt", "Pinned", "Result", "ReviewKey", "Reviews", "Sealed", "StepResult", "Told", "Whole", "salted")

_OF_REVIEW = (ReviewRow.case_id == bindparam("case"), ReviewRow.review == bindparam("number"))
_BEGUN = select(ReviewRow.outcome).where(*_OF_REVIEW)
_STARTED = delete(OutboxRow).where(OutboxRow.case_id == bindparam("case"), OutboxRow.review == bindparam("number"))
_LAST = select(func.max(DocumentRow.document_id)).where(DocumentRow.case_id == bindparam("case"))
_REVIEW = insert(ReviewRow)


Look = Callable[[Pinned], Result | None]


@dataclass(frozen=True)
class Begun:
    """What a review may know, and what its first step left where that was taken at once."""

    pinned: Pinned
    first: StepResult | None


class Reviews:
    """The reviews of all cases in one database."""

    def __init__(self, database: Database, codec: Codec) -> None:
        self._database, self._codec = database, codec

    async def begin(self, key: ReviewKey, rules_digest: str, reader: str, look: Look) -> Begun | None:
        """Mark the review running, pin its documents and its rules, take its first step; returns what it may know.

        Beginning again, after a crash, changes nothing. The outbox has done its part. There is no answer where the
        case was closed before the review began, which then never will. Raises ReviewEnded where the review is over.
        """

        def work(transaction: Transaction) -> Begun | None:
            with open_case(transaction, key.case_id) as case:
                begun = _begin(transaction, case, key, rules_digest, reader)
                if begun is None:
                    return None
                pinned = read_pinned(transaction, self._codec, key)
                result = look(pinned) if begun else None
                if result is None:
                    return Begun(pinned, None)
                first, now = Attempt(key, Step.preflight, 1), datetime.now(UTC)
                return Begun(pinned, steps.take_new(transaction, self._codec, case, first, result, now))

        return await self._database.quick.write(key.case_id, work)

    async def load(self, key: ReviewKey) -> ReviewInput:
        """The case as it stood when the review began."""
        return (await self.pinned(key)).case

    async def pinned(self, key: ReviewKey) -> Pinned:
        """The same, with the digest of the rules the review is under."""
        return await self._database.quick.read(lambda transaction: read_pinned(transaction, self._codec, key))

    async def start_step(self, key: ReviewKey, step: Step) -> Attempt | StepResult:
        """Tell that a step begins; or, where it is finished already, what it left.

        The attempt counts how often the step has begun; an event says which attempt it gives up on. Raises ReviewEnded
        where the review is over.
        """
        return await self._database.quick.write(
            key.case_id, lambda transaction: steps.start(transaction, self._codec, key, step)
        )

    async def finish_step(self, attempt: Attempt, result: Result) -> StepResult:
        """Keep what a step leaves and its readings and tell that it is done; returns what stands.

        The first attempt to finish stands: one that was given up and woke again is kept out.
        """
        return await self._database.quick.write(
            attempt.key.case_id, lambda transaction: steps.finish(transaction, self._codec, attempt, result)
        )

    async def take_step(self, key: ReviewKey, step: Step, result: Result) -> StepResult:
        """A step that was over as soon as it began, told as both."""
        return await self._database.quick.write(
            key.case_id, lambda transaction: steps.take(transaction, self._codec, key, step, result)
        )

    async def tool_called(self, attempt: Attempt, call: ToolCall, reply: JsonValue, again: bool = False) -> int:
        """Tell of a call and keep its reply, so that a replay hears the same; returns its place in the record.

        `again` says that telling it may have succeeded before.
        """
        tries = [again]

        def work(transaction: Transaction) -> int:
            before, tries[0] = tries[0], True
            return steps.called(transaction, self._codec, attempt, call, reply, before)

        return await self._database.quick.write(attempt.key.case_id, work)

    async def heard(self, attempt: Attempt, arguments_digest: str) -> JsonValue:
        """The answer a model gave to the same question in any attempt at this step; None where it was not recorded."""
        return await self._database.quick.read(
            lambda transaction: read_answer(transaction, self._codec, attempt, arguments_digest)
        )

    async def whole(self, key: ReviewKey) -> Whole:
        """All that is stored of a review's run: its finished steps, and the calls their attempts made, in order."""
        return await self._database.quick.read(lambda transaction: read_whole(transaction, self._codec, key))

    async def seal(self, key: ReviewKey, sealed: Sealed) -> str:
        """Store the record whole, hand the case to a person, return the record's digest.

        Sealing again changes nothing; a review that failed or was stopped meanwhile raises ReviewEnded.
        """
        return await self._database.quick.write(
            key.case_id, lambda transaction: closing.seal(transaction, self._codec, key, sealed)
        )

    async def conclude(self, key: ReviewKey, result: Result, at: datetime, sealed: Sealed) -> str | None:
        """Keep what the last step leaves, finished at that instant, and seal the record that has it in.

        None where the step has begun before: what it left then, or how often it was tried, is for the store to say.
        """
        return await self._database.quick.write(
            key.case_id, lambda transaction: closing.conclude(transaction, self._codec, key, result, at, sealed)
        )

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
        found = await self._database.quick.read(
            lambda transaction: transaction.one(_BEGUN, {"case": key.case_id, "number": key.review})
        )
        return None if found is None else ReviewOutcome(found[0])

    async def running(self, case_id: str | None = None) -> list[ReviewKey]:
        """The reviews that have begun and not ended, of one case or of all."""
        chosen = select(ReviewRow.case_id, ReviewRow.review).where(RUNNING)
        if case_id is not None:
            chosen = chosen.where(ReviewRow.case_id == case_id)
        rows = await self._database.quick.read(lambda transaction: transaction.all(chosen, {}))
        return [ReviewKey(case_id, review) for case_id, review in rows]

    async def record(self, key: ReviewKey) -> bytes | None:
        """The sealed record's bytes, or None while the review runs or where it failed."""
        async with self._database.reading() as session:
            row = await session.get(ReviewRow, (key.case_id, key.review))
            return None if row is None else sealed_bytes(self._codec, row)


def sealed_bytes(codec: Codec, row: ReviewRow) -> bytes | None:
    return None if row.record is None else codec.open(row.record, record_place(ReviewKey(row.case_id, row.review)))


def _begin(transaction: Transaction, case: OpenCase, key: ReviewKey, rules_digest: str, reader: str) -> bool | None:
    """Whether the review begins here, or has begun before; None where it never will."""
    of = {"case": key.case_id, "number": key.review}
    transaction.do(_STARTED, of)
    if (begun := transaction.one(_BEGUN, of)) is not None:
        if begun[0] != ReviewOutcome.running:
            raise ReviewEnded("the review has ended")
        return False
    if case.state in (CaseState.withdrawn, CaseState.decided):
        return None
    last = transaction.one(_LAST, {"case": key.case_id})
    documents, now = (last[0] if last else 0) or 0, datetime.now(UTC)
    row: dict[str, object] = {
        "case_id": key.case_id,
        "review": key.review,
        "outcome": ReviewOutcome.running.value,
        "reasons": [],
        "started_at": now,
        "documents_read": documents,
        "rules_digest": rules_digest,
        "reader": reader,
    }
    transaction.do(_REVIEW, row)
    case.change(
        state=CaseState.reviewing.value,
        review_outcome=ReviewOutcome.running.value,
        latest_review=max(case.latest_review, key.review),
        information_received=False,
    )
    told: Told = {"documents": documents, "rules_digest": rules_digest, "reader": reader}
    case.append(NewEvent(EventType.review_started, told, key.review), now)
    return True
