"""The words people see for what the engine calls by a shorter name; a mark never stands without its word."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from priorauth.case import Document, LineOfBusiness
from priorauth.criteria import Status
from priorauth.determination import DeterminationOutcome
from priorauth.evidence import Evidence, Relation
from priorauth.findings import CheckResult, ItemStatus, NecessityPath, ToolOutcome
from priorauth.reading import FieldName
from priorauth.recommendation import Gate, Recommendation

STATUS: Final = {Status.met: "✓ MET", Status.not_met: "✗ NOT MET", Status.insufficient: "? INSUFFICIENT"}
RECOMMENDATION: Final = {
    Recommendation.approve: "Approve",
    Recommendation.pend_for_review: "Pend for review",
    Recommendation.deny: "Deny, as a proposal to a credentialed person",
}
GATE: Final = {
    Gate.provider: "Gate 1, provider",
    Gate.codes: "Gate 2, codes",
    Gate.necessity: "Gate 3, medical necessity",
    Gate.approved: "All gates passed",
}
CHECK: Final = {
    CheckResult.passed: "✓ pass",
    CheckResult.failed: "✗ fail",
    CheckResult.warning: "! warning",
    CheckResult.info: "i note",
}
ITEM: Final = {
    ItemStatus.complete: "✓ complete",
    ItemStatus.incomplete: "! incomplete",
    ItemStatus.missing: "✗ missing",
}
TOOL: Final = {
    ToolOutcome.ok: "✓ answered",
    ToolOutcome.not_found: "✓ answered: not found",
    ToolOutcome.unavailable: "✗ unavailable",
    ToolOutcome.offline: "– not asked: offline",
    ToolOutcome.refused: "✗ refused",
    ToolOutcome.timeout: "✗ timed out",
    ToolOutcome.malformed: "✗ answer not understood",
}
PATH: Final = {
    NecessityPath.policy: "judged by the coverage policies that govern",
    NecessityPath.checklist: "no governing policy; judged by a medical-necessity checklist",
    NecessityPath.none: "no governing policy and no adopted checklist",
    NecessityPath.not_held: "a policy is known to apply but is not held here",
}
RELATION: Final = {
    Relation.supports: "supports",
    Relation.partly_supports: "partly supports",
    Relation.weakens: "weakens",
}
OUTCOME: Final = {
    DeterminationOutcome.approved: "Approved",
    DeterminationOutcome.approved_modified: "Approved with changes",
    DeterminationOutcome.denied: "Denied",
    DeterminationOutcome.withdrawn: "Withdrawn",
}
LINE_OF_BUSINESS: Final = {
    LineOfBusiness.medicare_advantage: "Medicare Advantage",
    LineOfBusiness.medicare_ffs: "Original Medicare",
    LineOfBusiness.medicaid: "Medicaid",
    LineOfBusiness.chip: "CHIP",
    LineOfBusiness.qhp: "Qualified health plan",
    LineOfBusiness.commercial: "Commercial",
}
FIELD: Final = {
    FieldName.chief_complaint: "Chief complaint",
    FieldName.history_of_present_illness: "History of present illness",
    FieldName.prior_treatments: "Prior treatments",
    FieldName.severity_indicators: "Severity indicators",
    FieldName.functional_limitations: "Functional limitations",
    FieldName.diagnostic_findings: "Diagnostic findings",
    FieldName.duration_and_progression: "Duration and progression",
    FieldName.medical_history_and_comorbidities: "Medical history and comorbidities",
}


def moment(at: datetime) -> str:
    """An instant to the second, in UTC."""
    return f"{at.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M:%S} UTC"


def long_date(day: date) -> str:
    """A day as a letter writes it: November 20, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def place(evidence: Evidence, document: Document) -> str:
    """Where a quotation stands."""
    page = f", page {evidence.page}" if evidence.page else ""
    section = f", section {evidence.section}" if evidence.section else ""
    characters = f"characters {evidence.start} to {evidence.end}"
    return f"document {evidence.document_id}, {document.title}{page}{section}, {characters}, verified"
