"""The review as it goes over the wire: the accelerator's body, with our additions. Every field is always present."""

from pydantic import BaseModel, ConfigDict

from priorauth.case import LineOfBusiness


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ToolResultWire(Wire):
    tool_name: str
    status: str
    detail: str


class CheckWire(Wire):
    rule: str
    result: str
    detail: str


class ChecklistItemWire(Wire):
    item: str
    status: str
    detail: str


class AgentWire(Wire):
    agent_name: str
    checks_performed: list[CheckWire]
    error: str | None


class ComplianceWire(AgentWire):
    checklist: list[ChecklistItemWire]
    overall_status: str
    missing_items: list[str]
    additional_info_requests: list[str]


class DiagnosisWire(Wire):
    code: str
    valid: bool
    description: str
    billable: bool
    hierarchy_note: str


class ProcedureWire(Wire):
    code: str
    valid: bool
    description: str
    source: str


class ExtractionWire(Wire):
    chief_complaint: str
    history_of_present_illness: str
    prior_treatments: list[str]
    severity_indicators: list[str]
    functional_limitations: list[str]
    diagnostic_findings: list[str]
    duration_and_progression: str
    medical_history_and_comorbidities: str
    extraction_confidence: int


class ArticleWire(Wire):
    title: str
    pmid: str
    relevance: str


class TrialWire(Wire):
    nct_id: str
    title: str
    status: str
    relevance: str


class ClinicalWire(AgentWire):
    diagnosis_validation: list[DiagnosisWire]
    procedure_validation: list[ProcedureWire]
    clinical_extraction: ExtractionWire
    literature_support: list[ArticleWire]
    clinical_trials: list[TrialWire]
    clinical_summary: str
    tool_results: list[ToolResultWire]


class ProviderWire(Wire):
    npi: str
    name: str
    specialty: str
    status: str
    detail: str


class PolicyWire(Wire):
    policy_id: str
    title: str
    type: str
    relevant: bool


class SpanWire(Wire):
    relation: str
    document_id: int
    start: int
    end: int
    quote: str
    section: str
    page: int | None
    verified: bool


class CriterionWire(Wire):
    criterion: str
    status: str
    confidence: int
    evidence: list[str]
    notes: str
    source: str
    met: bool
    decisive: bool
    evidence_spans: list[SpanWire]
    id: str
    policy_id: str
    item: int
    reason: str
    settles: str
    ask_for: str
    critical: bool
    reader: str


class GapWire(Wire):
    what: str
    critical: bool
    request: str


class CoverageWire(AgentWire):
    provider_verification: ProviderWire
    coverage_policies: list[PolicyWire]
    criteria_assessment: list[CriterionWire]
    coverage_criteria_met: list[str]
    coverage_criteria_not_met: list[str]
    policy_references: list[str]
    coverage_limitations: list[str]
    documentation_gaps: list[GapWire]
    tool_results: list[ToolResultWire]


class AgentResultsWire(Wire):
    compliance: ComplianceWire
    clinical: ClinicalWire
    coverage: CoverageWire


class SynthesisTrailWire(Wire):
    gates_evaluated: list[str]
    gate_results: dict[str, str]
    confidence_components: dict[str, float]
    agents_consulted: list[str]


class AuditTrailWire(Wire):
    data_sources: list[str]
    review_started: str
    review_completed: str
    extraction_confidence: int
    assessment_confidence: int
    criteria_met_count: str


class ItemWire(Wire):
    sequence: int
    code: str
    modifiers: list[str]
    units: int
    principal: int | None
    description: str
    recommendation: str
    reasons: list[str]


class DiscrepancyWire(Wire):
    kind: str
    severity: str
    detail: str
    evidence_spans: list[SpanWire]


class SynthesisWire(Wire):
    """What synthesis alone answers, from `recommendation` to `disclaimer`."""

    recommendation: str
    confidence: float
    confidence_level: str
    summary: str
    tool_results: list[ToolResultWire]
    clinical_rationale: str
    coverage_criteria_met: list[str]
    coverage_criteria_not_met: list[str]
    missing_documentation: list[str]
    documentation_gaps: list[GapWire]
    policy_references: list[str]
    decision_gate: str
    criteria_summary: str
    synthesis_audit_trail: SynthesisTrailWire
    disclaimer: str


class ReviewWire(SynthesisWire):
    request_id: str
    agent_results: AgentResultsWire
    audit_trail: AuditTrailWire
    audit_justification: str
    audit_justification_pdf: str
    case_id: str
    case_number: str
    due_at: str | None
    rules_digest: str
    reader: str
    line_of_business: LineOfBusiness
    items: list[ItemWire]
    discrepancies: list[DiscrepancyWire]
