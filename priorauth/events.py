"""The record of a case: what happened, when, to which step. Everything else that tells of a case reads this list."""

from enum import StrEnum

from pydantic import AwareDatetime, JsonValue

from priorauth.base import Frozen


class EventType(StrEnum):
    case_received = "case.received"
    review_started = "review.started"
    step_started = "step.started"
    step_finished = "step.finished"
    tool_called = "tool.called"
    review_sealed = "review.sealed"
    review_failed = "review.failed"
    document_added = "document.added"
    information_requested = "information.requested"
    determination_made = "determination.made"
    letter_issued = "letter.issued"
    case_reopened = "case.reopened"
    case_resumed = "case.resumed"
    case_extended = "case.extended"
    case_withdrawn = "case.withdrawn"
    case_assigned = "case.assigned"
    case_erased = "case.erased"
    clock_at_risk = "clock.at_risk"
    clock_breached = "clock.breached"


class Step(StrEnum):
    preflight = "preflight"
    compliance = "compliance"
    clinical = "clinical"
    coverage = "coverage"
    synthesis = "synthesis"
    record = "record"


class Event(Frozen):
    """One thing that happened. `data` holds codes, ids, digests and figures; never a patient's word."""

    sequence: int
    type: EventType
    at: AwareDatetime
    review: int | None = None
    step: Step | None = None
    attempt: int | None = None
    actor: str = "engine"
    data: dict[str, JsonValue] = {}
