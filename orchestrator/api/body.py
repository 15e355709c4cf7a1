"""A sealed record as the wire shows it. Reads the record and adds nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from orchestrator.api import wire
from priorauth.criteria import Assessment, Span, Status
from priorauth.evidence import Evidence
from priorauth.findings import (
    CheckPerformed,
    ClinicalFindings,
    CodeStanding,
    ComplianceFindings,
    CoverageFindings,
    Discrepancy,
    Failure,
    Gap,
    ItemStatus,
    PolicyKind,
    ToolCall,
    ToolOutcome,
)
from priorauth.reading import Extraction, FieldName
from priorauth.recommendation import Proposal, Recommendation
from priorauth.record import ReviewRecord

DISCLAIMER = "AI-assisted draft. A qualified person makes the determination."
_AGENTS = {
    "compliance": "compliance-agent",
    "clinical": "clinical-reviewer-agent",
    "coverage": "coverage-assessment-agent",
    "synthesis": "synthesis-decision-agent",
}
_POLICY_TYPES = {
    PolicyKind.ncd: "NCD",
    PolicyKind.lcd: "LCD",
    PolicyKind.payer: "POLICY",
    PolicyKind.necessity: "CHECKLIST",
    PolicyKind.general: "CHECKLIST",
}
_TOOL_STATUS = {ToolOutcome.ok: "pass", ToolOutcome.not_found: "warning", ToolOutcome.offline: "info"}


def review_body(
    record: ReviewRecord, *, case_number: str = "", due_at: datetime | None = None, show_denial: bool = True
) -> wire.ReviewWire:
    """The body of a review. `show_denial` false words a proposed denial as a pend, for clients that know no other."""
    synthesis = synthesis_body(record.proposal, record.coverage, record.ledger, show_denial=show_denial)
    return wire.ReviewWire(
        **{name: getattr(synthesis, name) for name in wire.SynthesisWire.model_fields},
        request_id=record.case.case_id,
        agent_results=wire.AgentResultsWire(
            compliance=compliance_body(record.compliance),
            clinical=clinical_body(record.clinical, record.ledger),
            coverage=coverage_body(record.coverage, record.ledger),
        ),
        audit_trail=_audit_trail(record),
        audit_justification="",
        audit_justification_pdf="",
        case_id=record.case.case_id,
        case_number=case_number,
        due_at=moment(due_at) if due_at else None,
        rules_digest=record.rules_digest,
        reader=record.reader,
        line_of_business=record.case.request.line_of_business,
        items=_items(record, show_denial),
        discrepancies=_discrepancies(record.clinical),
    )


def moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _word(recommendation: Recommendation, show_denial: bool) -> str:
    if recommendation is Recommendation.deny and not show_denial:
        return Recommendation.pend_for_review
    return recommendation


def synthesis_body(
    proposal: Proposal, coverage: CoverageFindings | Failure, ledger: Sequence[ToolCall], *, show_denial: bool = True
) -> wire.SynthesisWire:
    confidence = proposal.confidence
    components: dict[str, float] = {}
    for part in confidence.components:
        components[f"{part.name}_weight"] = part.weight
        components[f"{part.name}_score"] = part.score
    return wire.SynthesisWire(
        recommendation=_word(proposal.recommendation, show_denial),
        confidence=confidence.value,
        confidence_level=confidence.level,
        summary=proposal.told_summary,
        tool_results=[r for r in _tool_results(ledger) if r.status != "info"],
        clinical_rationale=proposal.told_rationale,
        coverage_criteria_met=_criteria(coverage, met=True),
        coverage_criteria_not_met=_criteria(coverage, met=False),
        missing_documentation=_unique(g.what for g in proposal.gaps),
        documentation_gaps=_gaps(proposal.gaps),
        policy_references=_references(coverage),
        decision_gate=proposal.decision_gate,
        criteria_summary=proposal.criteria_summary,
        synthesis_audit_trail=wire.SynthesisTrailWire(
            gates_evaluated=[g.gate for g in proposal.gates],
            gate_results={g.gate: "PASS" if g.passed else "FAIL" for g in proposal.gates},
            confidence_components=components,
            agents_consulted=[_AGENTS[name] for name in ("compliance", "clinical", "coverage")],
        ),
        disclaimer=DISCLAIMER,
    )


def compliance_body(found: ComplianceFindings | Failure) -> wire.ComplianceWire:
    failed = isinstance(found, Failure)
    unfinished = [] if failed else [i for i in found.checklist if i.status is not ItemStatus.complete]
    return wire.ComplianceWire(
        **_agent("compliance", found),
        checklist=[]
        if failed
        else [wire.ChecklistItemWire(item=i.item, status=i.status, detail=i.detail) for i in found.checklist],
        overall_status="incomplete" if failed or not found.complete else "complete",
        missing_items=[i.item for i in unfinished],
        additional_info_requests=[i.detail for i in unfinished if i.blocking],
    )


def clinical_body(found: ClinicalFindings | Failure, ledger: Sequence[ToolCall]) -> wire.ClinicalWire:
    failed = isinstance(found, Failure)
    return wire.ClinicalWire(
        **_agent("clinical", found),
        diagnosis_validation=[]
        if failed
        else [
            wire.DiagnosisWire(
                code=d.code,
                valid=d.standing in (CodeStanding.billable, CodeStanding.header),
                description=d.description,
                billable=d.standing is CodeStanding.billable,
                hierarchy_note=d.note,
            )
            for d in found.diagnoses
        ],
        procedure_validation=[]
        if failed
        else [
            wire.ProcedureWire(
                code=p.code,
                valid=p.well_formed,
                description=p.description or p.verdict,
                source="orchestrator_preflight" if p.well_formed else "unverified",
            )
            for p in found.procedures
        ],
        clinical_extraction=_extraction(None if failed else found.extraction),
        literature_support=[] if failed else [wire.ArticleWire(**a.model_dump()) for a in found.literature],
        clinical_trials=[] if failed else [wire.TrialWire(**t.model_dump()) for t in found.trials],
        clinical_summary="" if failed else found.summary,
        tool_results=_tool_results(c for c in ledger if c.step == "clinical"),
    )


def coverage_body(found: CoverageFindings | Failure, ledger: Sequence[ToolCall]) -> wire.CoverageWire:
    failed = isinstance(found, Failure)
    return wire.CoverageWire(
        **_agent("coverage", found),
        provider_verification=_provider(found),
        coverage_policies=[] if failed else _policies(found),
        criteria_assessment=[]
        if failed
        else [criterion(a, item.sequence) for item in found.items for a in item.assessments],
        coverage_criteria_met=_criteria(found, met=True),
        coverage_criteria_not_met=_criteria(found, met=False),
        policy_references=_references(found),
        coverage_limitations=[] if failed else list(found.limitations),
        documentation_gaps=[] if failed else _gaps(found.gaps),
        tool_results=_tool_results(c for c in ledger if c.step == "coverage"),
    )


class _Agent(TypedDict):
    agent_name: str
    checks_performed: list[wire.CheckWire]
    error: str | None


def _agent(step: str, found: ComplianceFindings | ClinicalFindings | CoverageFindings | Failure) -> _Agent:
    """What every specialist's section says of itself."""
    checks: tuple[CheckPerformed, ...] = () if isinstance(found, Failure) else found.checks
    return {
        "agent_name": _AGENTS[step],
        "checks_performed": [wire.CheckWire(rule=c.rule, result=c.result, detail=c.detail) for c in checks],
        "error": f"The {step} specialist failed: {found.reason}" if isinstance(found, Failure) else None,
    }


def _provider(found: CoverageFindings | Failure) -> wire.ProviderWire:
    if isinstance(found, Failure):
        return wire.ProviderWire(npi="", name="", specialty="", status="UNVERIFIED", detail="Not checked.")
    who = found.provider
    return wire.ProviderWire(npi=who.npi, name=who.name, specialty=who.specialty, status=who.status, detail=who.detail)


def _policies(found: CoverageFindings) -> list[wire.PolicyWire]:
    shown = {p.policy_id: p for item in found.items for p in item.policies}
    return [
        wire.PolicyWire(policy_id=p.policy_id, title=p.title, type=_POLICY_TYPES[p.kind], relevant=p.relevant)
        for p in shown.values()
    ]


def criterion(judged: Assessment, item: int) -> wire.CriterionWire:
    return wire.CriterionWire(
        criterion=judged.statement,
        status=judged.status,
        confidence=judged.confidence,
        evidence=[s.evidence.quote for s in judged.spans],
        notes=judged.reason,
        source=judged.source or judged.policy_id,
        met=judged.status is Status.met,
        decisive=judged.decisive,
        evidence_spans=[_span(s) for s in judged.spans],
        id=judged.row,
        policy_id=judged.policy_id,
        item=item,
        reason=judged.reason,
        settles=judged.settles,
        ask_for=judged.ask_for,
        critical=judged.critical,
        reader=judged.reader,
    )


def _span(span: Span) -> wire.SpanWire:
    return _evidence(span.evidence, span.relation)


def _evidence(evidence: Evidence, relation: str) -> wire.SpanWire:
    return wire.SpanWire(
        relation=relation,
        document_id=evidence.document_id,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        section=evidence.section,
        page=evidence.page,
        verified=True,
    )


def _criteria(found: CoverageFindings | Failure, *, met: bool) -> list[str]:
    if isinstance(found, Failure):
        return []
    decisive = (a for item in found.items for a in item.assessments if a.decisive)
    return _unique(a.statement for a in decisive if (a.status is Status.met) is met)


def _references(found: CoverageFindings | Failure) -> list[str]:
    if isinstance(found, Failure):
        return []
    return _unique(f"{p.policy_id} {p.title}" for item in found.items for p in item.policies if p.relevant)


def _gaps(gaps: Iterable[Gap]) -> list[wire.GapWire]:
    return [wire.GapWire(what=g.what, critical=g.critical, request=g.request) for g in gaps]


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _tool_results(calls: Iterable[ToolCall]) -> list[wire.ToolResultWire]:
    return [
        wire.ToolResultWire(
            tool_name=f"{c.server}.{c.tool}",
            status=_TOOL_STATUS.get(c.outcome, "fail"),
            detail=f"{c.subject}: {c.outcome}" + (f" ({c.source} {c.release})".replace(" )", ")") if c.source else ""),
        )
        for c in calls
    ]


_LISTS = (
    FieldName.prior_treatments,
    FieldName.severity_indicators,
    FieldName.functional_limitations,
    FieldName.diagnostic_findings,
)


def _extraction(found: Extraction | None) -> wire.ExtractionWire:
    quotes = {f.name: [s.evidence.quote for s in f.statements] for f in found.fields} if found else {}
    texts = {n.value: " ".join(quotes.get(n, [])) for n in FieldName if n not in _LISTS}
    lists = {n.value: quotes.get(n, []) for n in _LISTS}
    return wire.ExtractionWire.model_validate(
        texts | lists | {"extraction_confidence": found.confidence if found else 0}
    )


def _audit_trail(record: ReviewRecord) -> wire.AuditTrailWire:
    answered = (c for c in record.ledger if c.outcome in (ToolOutcome.ok, ToolOutcome.not_found))
    decisive = (
        []
        if isinstance(record.coverage, Failure)
        else [a.confidence for i in record.coverage.items for a in i.assessments if a.decisive]
    )
    proposal = record.proposal
    return wire.AuditTrailWire(
        data_sources=_unique(f"{c.server}: {c.source or c.tool}" for c in answered),
        review_started=moment(record.started_at),
        review_completed=moment(record.sealed_at),
        extraction_confidence=0 if isinstance(record.clinical, Failure) else record.clinical.extraction.confidence,
        assessment_confidence=round(sum(decisive) / len(decisive)) if decisive else 0,
        criteria_met_count=f"{proposal.criteria_met}/{proposal.criteria_total}",
    )


def _items(record: ReviewRecord, show_denial: bool) -> list[wire.ItemWire]:
    proposed = {i.sequence: i for i in record.proposal.items}
    described = {p.sequence: p.description for p in record.preflight}
    lines: list[wire.ItemWire] = []
    for item in record.case.items:
        proposal = proposed.get(item.sequence)
        lines.append(
            wire.ItemWire(
                sequence=item.sequence,
                code=item.code,
                modifiers=list(item.modifiers),
                units=item.units,
                principal=item.principal,
                description=described.get(item.sequence, ""),
                recommendation=_word(proposal.recommendation, show_denial)
                if proposal
                else Recommendation.pend_for_review,
                reasons=list(proposal.reasons) if proposal else [],
            )
        )
    return lines


def _discrepancies(found: ClinicalFindings | Failure) -> list[wire.DiscrepancyWire]:
    if isinstance(found, Failure):
        return []
    return [_discrepancy(d) for d in found.discrepancies]


def _discrepancy(found: Discrepancy) -> wire.DiscrepancyWire:
    return wire.DiscrepancyWire(
        kind=found.found.kind,
        severity=found.severity,
        detail=found.found.detail,
        evidence_spans=[_evidence(e, "weakens") for e in found.found.spans],
    )
