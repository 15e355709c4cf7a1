"""What each step leaves in the store: its findings, whole, and which readings it stood on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from orchestrator.store.reviews import Result, Told
from orchestrator.workflow.recorder import ReadingMade
from priorauth.base import Frozen
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, Failure, ProcedureFinding
from priorauth.recommendation import Proposal

F = TypeVar("F")


class StepFindings(Frozen, Generic[F]):
    findings: F
    readings: tuple[ReadingMade, ...] = ()


PreflightResult = StepFindings[tuple[ProcedureFinding, ...]]
ComplianceResult = StepFindings[ComplianceFindings | Failure]
ClinicalResult = StepFindings[ClinicalFindings | Failure]
CoverageResult = StepFindings[CoverageFindings | Failure]
SynthesisResult = StepFindings[Proposal]


def result_of(
    found: object, began: datetime, told: Told, readings: Sequence[ReadingMade] = (), texts: Sequence[str] = ()
) -> Result:
    written = StepFindings[Any].model_construct(findings=found, readings=tuple(readings))
    return Result(written.model_dump_json().encode(), began, told, texts)
