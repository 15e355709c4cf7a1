"""The steps of a running review, as short transactions: begun, told of as they happen, finished once.

A finished step is never begun again, whoever asks; that is what a review comes through a crash by.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue
from sqlalchemy import bindparam, func, insert, select

from orchestrator.store.archive import Kept, keep
from orchestrator.store.codec import Codec
from orchestrator.store.events import NewEvent
from orchestrator.store.open_case import OpenCase, open_case
from orchestrator.store.runs import Attempt, ReviewKey, StepResult, Told, step_place
from orchestrator.store.tables import CaseRow, EventRow, ReviewRow, StepRow
from orchestrator.store.transactions import Transaction
from priorauth.determination import ReviewOutcome
from priorauth.digests import canonical, digest_text
from priorauth.errors import ReviewEnded
from priorauth.events import EventType, Step
from priorauth.findings import ToolCall

_OF_STEP = (
    StepRow.case_id == bindparam("case"),
    StepRow.review == bindparam("review"),
    StepRow.step == bindparam("step"),
)
_BEGUN = select(func.max(EventRow.attempt)).where(
    EventRow.of(bindparam("case"), EventType.step_started),
    EventRow.review == bindparam("review"),
    EventRow.step == bindparam("step"),
)
_STANDING = select(
    ReviewRow.outcome, select(StepRow.digest).where(*_OF_STEP).scalar_subquery(), _BEGUN.scalar_subquery()
).where(ReviewRow.case_id == bindparam("case"), ReviewRow.review == bindparam("review"))
_FINISHED = select(StepRow.result, StepRow.digest, StepRow.attempt, StepRow.started_at, StepRow.finished_at).where(
    *_OF_STEP
)
_SAME_EVENT = select(EventRow.sequence).where(
    EventRow.of(bindparam("case"), EventType.tool_called),
    EventRow.review == bindparam("review"),
    EventRow.step == bindparam("step"),
    EventRow.attempt == bindparam("attempt"),
    EventRow.data == bindparam("data"),
)
_STEP = insert(StepRow)


@dataclass(frozen=True)
class Result:
    """What a step leaves: its findings as written, when it began, what the record tells, the readings it stands on."""

    written: bytes
    began: datetime
    told: Told
    readings: Sequence[str] = ()


@dataclass(frozen=True)
class Standing:
    """A case, locked, and how one of its steps stands."""

    case: OpenCase
    finished: str | None
    begun: int


@contextmanager
def standing(transaction: Transaction, key: ReviewKey, step: Step) -> Generator[Standing]:
    """Lock first, then look: on PostgreSQL a lookup begun before a wait is stale after it. Raises ReviewEnded."""
    with open_case(transaction, key.case_id) as case:
        found = transaction.one(_STANDING, _of(key, step))
        if found is None or found[0] != ReviewOutcome.running:
            raise ReviewEnded("the review has ended")
        yield Standing(case, found[1], found[2] or 0)


def _of(key: ReviewKey, step: Step) -> dict[str, object]:
    return {"case": key.case_id, "review": key.review, "step": str(step)}


def start(transaction: Transaction, codec: Codec, key: ReviewKey, step: Step) -> Attempt | StepResult:
    """Tell that a step begins; or, where it is finished already, what it left."""
    with standing(transaction, key, step) as stands:
        if stands.finished:
            return _left(transaction, codec, key, step)
        return _begin(stands, key, step)


def finish(transaction: Transaction, codec: Codec, attempt: Attempt, result: Result) -> StepResult:
    """Keep what a step leaves and tell that it is done; or, where another attempt has finished it, what that left."""
    with standing(transaction, attempt.key, attempt.step) as stands:
        if stands.finished:
            return _left(transaction, codec, attempt.key, attempt.step)
        for reading in result.readings:
            keep(transaction, codec, Kept.reading, digest_text(reading), reading, attempt.key.case_id)
        return _finish(transaction, codec, stands.case, attempt, result)


def take(transaction: Transaction, codec: Codec, key: ReviewKey, step: Step, result: Result) -> StepResult:
    """A step that was over as soon as it began, told as both."""
    with standing(transaction, key, step) as stands:
        if stands.finished:
            return _left(transaction, codec, key, step)
        return _finish(transaction, codec, stands.case, _begin(stands, key, step), result)


def take_new(
    transaction: Transaction, codec: Codec, case: OpenCase, attempt: Attempt, result: Result, at: datetime
) -> StepResult:
    """The same, of a step that is known not to have begun before, over at that instant."""
    _tell_begun(case, attempt, {}, at)
    return _finish(transaction, codec, case, attempt, result, at)


def called(
    transaction: Transaction, codec: Codec, attempt: Attempt, call: ToolCall, reply: JsonValue, again: bool
) -> int:
    """Tell of a call and keep its reply; returns its place in the record. `again` looks whether it is there already."""
    key, data = attempt.key, _told_of(call)
    with standing(transaction, key, attempt.step) as stands:
        if again:
            same = {**_of(key, attempt.step), "attempt": attempt.attempt, "data": canonical(dict(data))}
            if (found := transaction.one(_SAME_EVENT, same)) is not None:
                return found[0]
        if call.reply_digest and call.of_model:
            # A model repeats the patient's words: its answers go with the case when the case is erased.
            keep(transaction, codec, Kept.reading, call.reply_digest, canonical(reply), key.case_id)
        elif call.reply_digest:
            keep(transaction, codec, Kept.reply, call.reply_digest, canonical(reply))
        return stands.case.append(NewEvent(EventType.tool_called, data, key.review, attempt.step, attempt.attempt))


def _told_of(call: ToolCall) -> Told:
    told: dict[str, JsonValue] = {
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
        told |= {"prompt_tokens": call.prompt_tokens, "completion_tokens": call.completion_tokens}
        told["recalled"] = call.recalled
    return told


def _begin(stands: Standing, key: ReviewKey, step: Step) -> Attempt:
    given_up: Told = {"gives_up_attempt": stands.begun} if stands.begun else {}
    attempt = Attempt(key, step, stands.begun + 1)
    _tell_begun(stands.case, attempt, given_up)
    return attempt


def _tell_begun(case: OpenCase, attempt: Attempt, told: Told, at: datetime | None = None) -> None:
    case.change(running_step=str(attempt.step))
    case.append(NewEvent(EventType.step_started, told, attempt.key.review, attempt.step, attempt.attempt), at)


def _finish(
    transaction: Transaction,
    codec: Codec,
    case: OpenCase,
    attempt: Attempt,
    result: Result,
    at: datetime | None = None,
) -> StepResult:
    key, now, digest = attempt.key, at or datetime.now(UTC), digest_text(result.written.decode())
    row = {
        "case_id": key.case_id,
        "review": key.review,
        "step": str(attempt.step),
        "attempt": attempt.attempt,
        "result": codec.seal(result.written, step_place(key, attempt.step)),
        "digest": digest,
        "started_at": result.began,
        "finished_at": now,
    }
    transaction.do(_STEP, row)
    lasted = round((now - result.began).total_seconds() * 1000, 1)
    data: Told = {"digest": salted(case, digest), "duration_ms": lasted, **result.told}
    case.append(NewEvent(EventType.step_finished, data, key.review, attempt.step, attempt.attempt), now)
    return StepResult(result.written, digest, attempt.attempt, result.began, now)


def _left(transaction: Transaction, codec: Codec, key: ReviewKey, step: Step) -> StepResult:
    found = transaction.one(_FINISHED, _of(key, step))
    if found is None:
        raise ReviewEnded("what a finished step left is gone")
    written, digest, attempt, began, finished = found
    return StepResult(codec.open(written, step_place(key, step)), digest, attempt, began, finished)


def salted(case: OpenCase | CaseRow, digest: str) -> str:
    """What an event says of a content: its digest, salted per case, so that nobody can guess at short texts."""
    return digest_text(f"{case.salt.hex()}{digest}")
