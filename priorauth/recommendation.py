"""What a review proposes, and the arithmetic behind it."""

from enum import StrEnum

from pydantic import Field

from priorauth.base import Frozen
from priorauth.findings import CheckPerformed, Gap


class Recommendation(StrEnum):
    approve = "approve"
    pend_for_review = "pend_for_review"
    deny = "deny"


class DecisionMode(StrEnum):
    lenient = "lenient"
    strict = "strict"


class Gate(StrEnum):
    provider = "gate_1_provider"
    codes = "gate_2_codes"
    necessity = "gate_3_necessity"
    approved = "approved"


class ConfidenceLevel(StrEnum):
    high = "HIGH"
    medium = "MEDIUM"
    low = "LOW"


class GateResult(Frozen):
    gate: Gate
    passed: bool
    reasons: tuple[str, ...] = ()
    denial_grounds: tuple[str, ...] = ()


class Component(Frozen):
    """One term of the confidence sum: weight times score."""

    name: str
    weight: float = Field(ge=0, le=1)
    score: float = Field(ge=0, le=1)


class Confidence(Frozen):
    components: tuple[Component, ...]
    penalty: float
    value: float = Field(ge=0, le=1)
    level: ConfidenceLevel


class ItemProposal(Frozen):
    sequence: int
    code: str
    recommendation: Recommendation
    reasons: tuple[str, ...] = ()


class Prose(Frozen):
    """What a model wrote of a computed proposal, every figure in it looked up; or why its words were refused."""

    writer: str
    summary: str = ""
    rationale: str = ""
    refused: str = ""


class Proposal(Frozen):
    """The synthesis of a review: computed by code from the findings. A model's prose adds nothing to it."""

    recommendation: Recommendation
    decision_gate: Gate
    gates: tuple[GateResult, ...]
    confidence: Confidence
    items: tuple[ItemProposal, ...]
    criteria_met: int
    criteria_total: int
    gaps: tuple[Gap, ...] = ()
    reasons: tuple[str, ...] = ()
    summary: str = ""
    rationale: str = ""
    mode: DecisionMode = DecisionMode.lenient
    checks: tuple[CheckPerformed, ...] = ()
    prose: Prose | None = None

    @property
    def told_summary(self) -> str:
        """The computed sentences, then a model's where they may stand."""
        return f"{self.summary} {self.prose.summary}".strip() if self.prose else self.summary

    @property
    def told_rationale(self) -> str:
        """A model's account where it may stand, then gates, rows and arithmetic line by line."""
        return f"{self.prose.rationale}\n{self.rationale}".strip() if self.prose else self.rationale

    @property
    def criteria_summary(self) -> str:
        return f"{self.criteria_met} of {self.criteria_total} criteria MET"
