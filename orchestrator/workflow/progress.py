"""How far the run of a review has come: what it may know, and what its finished steps have left.

Made of what the store holds, or step by step of what was just put there; the two are the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from orchestrator.store.reviews import Pinned, Sealed, StepResult, Whole
from orchestrator.workflow.results import (
    ClinicalResult,
    ComplianceResult,
    CoverageResult,
    PreflightResult,
    StepFindings,
    SynthesisResult,
)
from orchestrator.workflow.risk import risk_of
from orchestrator.workflow.team import Team
from priorauth.case import ReviewInput
from priorauth.events import Step
from priorauth.evidence import documents_context
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, Failure, ToolCall
from priorauth.recommendation import DecisionMode
from priorauth.record import ReviewRecord, StepTiming
from priorauth.tasks import SynthesisTask

F = TypeVar("F")
KINDS: Mapping[Step, type[StepFindings[Any]]] = {
    Step.preflight: PreflightResult,
    Step.compliance: ComplianceResult,
    Step.clinical: ClinicalResult,
    Step.coverage: CoverageResult,
    Step.synthesis: SynthesisResult,
}
WITH_READINGS = (Step.compliance, Step.clinical, Step.coverage, Step.synthesis)


@dataclass(frozen=True)
class Left:
    """What a finished step has left: its findings, their evidence proved against the documents, and its timing."""

    result: StepFindings[Any]
    timing: StepTiming


@dataclass
class Progress:
    pinned: Pinned
    left: dict[Step, Left] = field(default_factory=dict[Step, Left])
    calls: list[tuple[int, ToolCall]] = field(default_factory=list[tuple[int, ToolCall]])

    @classmethod
    def of(cls, pinned: Pinned, whole: Whole) -> "Progress":
        progress = cls(pinned, calls=list(enumerate(whole.calls)))
        for step, stored in whole.steps.items():
            progress.add(step, stored)
        return progress

    @property
    def case(self) -> ReviewInput:
        return self.pinned.case

    def has(self, *steps: Step) -> bool:
        return all(step in self.left for step in steps)

    def add(self, step: Step, stored: StepResult, calls: Iterable[tuple[int, ToolCall]] = ()) -> None:
        """Take in what a step has left, its evidence proved once more against the documents."""
        result = KINDS[step].model_validate_json(stored.result, context=documents_context(self.case.documents))
        timing = StepTiming(
            step=step, started_at=stored.started_at, finished_at=stored.finished_at, attempt=stored.attempt
        )
        self.left[step] = Left(result, timing)
        self.calls += calls

    def found(self, step: Step, kind: type[StepFindings[F]]) -> F:
        return cast(StepFindings[F], self.left[step].result).findings

    @property
    def compliance(self) -> ComplianceFindings | Failure:
        return self.found(Step.compliance, ComplianceResult)

    @property
    def clinical(self) -> ClinicalFindings | Failure:
        return self.found(Step.clinical, ClinicalResult)

    @property
    def coverage(self) -> CoverageFindings | Failure:
        return self.found(Step.coverage, CoverageResult)


def synthesis_task(progress: Progress, mode: DecisionMode) -> SynthesisTask:
    return SynthesisTask(
        case=progress.case,
        compliance=progress.compliance,
        clinical=progress.clinical,
        coverage=progress.coverage,
        mode=mode,
    )


def record_of(progress: Progress, team: Team) -> ReviewRecord:
    """The whole record, made of what the finished steps have left and nothing else."""
    timings = sorted((left.timing for left in progress.left.values()), key=lambda timing: timing.finished_at)
    return ReviewRecord(
        case=progress.case,
        preflight=progress.found(Step.preflight, PreflightResult),
        compliance=progress.compliance,
        clinical=progress.clinical,
        coverage=progress.coverage,
        proposal=progress.found(Step.synthesis, SynthesisResult),
        ledger=tuple(call for _, call in sorted(progress.calls, key=lambda told: told[0])),
        readings=tuple(made.digest for step in WITH_READINGS for made in progress.left[step].result.readings),
        timings=tuple(timings),
        rules_digest=team.rules_digest,
        reader=team.reader,
        mode=team.mode,
        started_at=progress.pinned.began,
        sealed_at=datetime.now(UTC),
    )


def sealed_of(record: ReviewRecord) -> Sealed:
    """A record as it is sealed, with what the worklist shows of it."""
    proposal, (risk, reasons) = record.proposal, risk_of(record)
    return Sealed(
        record=record.model_dump_json().encode(),
        rules_digest=record.rules_digest,
        reader=record.reader,
        recommendation=proposal.recommendation,
        confidence=proposal.confidence.value,
        criteria_met=proposal.criteria_met,
        criteria_total=proposal.criteria_total,
        decision_gate=proposal.decision_gate,
        confidence_level=proposal.confidence.level,
        risk=risk,
        risk_reasons=reasons,
        items={item.sequence: item.recommendation for item in proposal.items},
    )
