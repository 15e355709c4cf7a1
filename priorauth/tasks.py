"""What each specialist is handed: the case as it stands, and what the specialists before it found."""

import json
from typing import TypeVar, cast

from priorauth.base import Frozen
from priorauth.case import ReviewInput
from priorauth.evidence import documents_context
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, Failure
from priorauth.recommendation import DecisionMode


class CaseTask(Frozen):
    """For compliance and clinical, which stand on the case alone."""

    case: ReviewInput


class CoverageTask(CaseTask):
    """The case, and what the record says of the patient."""

    clinical: ClinicalFindings | Failure


class SynthesisTask(CaseTask):
    """The case, and what the three reviews found."""

    compliance: ComplianceFindings | Failure
    clinical: ClinicalFindings | Failure
    coverage: CoverageFindings | Failure
    mode: DecisionMode = DecisionMode.lenient


Task = TypeVar("Task", bound=CaseTask)


def parse_task(kind: type[Task], text: str) -> Task:
    """A task read from the wire, its evidence proved against the documents that travel with it."""
    fields = cast(dict[str, object], json.loads(text))
    case = ReviewInput.model_validate_json(json.dumps(fields.get("case")))
    return kind.model_validate_json(text, context=documents_context(case.documents))
