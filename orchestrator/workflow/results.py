"""What each step leaves in the store: its findings, whole, and which readings it stood on."""

from typing import Generic, TypeVar

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
