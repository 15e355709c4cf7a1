"""What the store knows of a review's run, in types: which one, which try at which step, what a step left, the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from orchestrator.store.codec import Place
from priorauth.case import ReviewInput
from priorauth.events import Step
from priorauth.findings import ToolCall

Told = Mapping[str, JsonValue]


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
    """What a review may know, the rules it is under, and when it began; none of it changes while it runs."""

    case: ReviewInput
    rules_digest: str
    began: datetime


def step_place(key: ReviewKey, step: Step) -> Place:
    return Place("steps", "result", f"{key.case_id}/{key.review}/{step}")


def record_place(key: ReviewKey) -> Place:
    return Place("reviews", "record", f"{key.case_id}/{key.review}")
