"""The sealed record of one review: all that audit, letters, answers and replay are made from."""

from pydantic import AwareDatetime, Field

from priorauth.base import Frozen
from priorauth.case import ReviewInput
from priorauth.findings import (
    ClinicalFindings,
    ComplianceFindings,
    CoverageFindings,
    Failure,
    ProcedureFinding,
    ToolCall,
)
from priorauth.recommendation import DecisionMode, Proposal


class StepTiming(Frozen):
    step: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    attempt: int = 1


class Tokens(Frozen):
    """How often a model was called, and the tokens it took and gave."""

    calls: int = 0
    prompt: int = 0
    completion: int = 0


class ReviewRecord(Frozen):
    """Everything one review stood on and found. Read back beside its documents, or its evidence does not exist."""

    case: ReviewInput
    preflight: tuple[ProcedureFinding, ...]
    compliance: ComplianceFindings | Failure
    clinical: ClinicalFindings | Failure
    coverage: CoverageFindings | Failure
    proposal: Proposal
    ledger: tuple[ToolCall, ...] = ()
    readings: tuple[str, ...] = Field(default=(), description="digests of the readings, in order")
    timings: tuple[StepTiming, ...] = ()
    rules_digest: str
    reader: str
    mode: DecisionMode = DecisionMode.lenient
    started_at: AwareDatetime
    sealed_at: AwareDatetime

    @property
    def tokens(self) -> Tokens:
        """What models were paid for this review, as far as its ledger tells."""
        asked = [c for c in self.ledger if c.of_model]
        return Tokens(
            calls=len(asked),
            prompt=sum(c.prompt_tokens for c in asked),
            completion=sum(c.completion_tokens for c in asked),
        )
