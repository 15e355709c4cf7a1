"""Section 1: who asked for what, what is proposed, and how sure the arithmetic is."""

from collections.abc import Iterator

from orchestrator.documents.audit_facts import AuditFacts
from orchestrator.documents.blocks import Block, Heading, Paragraph, Table, Text, words
from orchestrator.documents.labels import GATE, LINE_OF_BUSINESS, RECOMMENDATION, moment
from priorauth.findings import Failure
from priorauth.recommendation import Prose, Recommendation


def summary_section(facts: AuditFacts) -> Iterator[Block]:
    yield Heading(2, "1. Executive summary")
    proposal = facts.record.proposal
    yield Paragraph(words(f"Proposed: {RECOMMENDATION[proposal.recommendation]}", bold=True))
    if proposal.told_summary:
        yield Paragraph(words(proposal.told_summary))
    rows = tuple((words(label, bold=True), words(value)) for label, value in _facts(facts) if value)
    yield Table(("Fact", "Value"), rows, (3, 9))
    yield _items(facts)


def _facts(facts: AuditFacts) -> Iterator[tuple[str, str]]:
    record, request = facts.record, facts.record.case.request
    confidence = record.proposal.confidence
    yield "Case", facts.case_number or record.case.case_id
    yield "Review", f"{record.case.review}, sealed {moment(record.sealed_at)}"
    yield "Patient", request.patient_name or "not given"
    yield "Birth date", request.patient_dob.isoformat() if request.patient_dob else "not given"
    yield "Member id", request.insurance_id or "not given"
    yield "Requesting provider", _provider(facts)
    yield "Diagnosis codes", ", ".join(request.diagnosis_codes) or "none given"
    yield "Line of business", LINE_OF_BUSINESS[request.line_of_business]
    yield "Urgency", request.urgency.value
    yield "Received", moment(record.case.received_at)
    yield "Decision due", moment(facts.due_at) if facts.due_at else ""
    yield "Decided at", GATE[record.proposal.decision_gate]
    yield "Criteria", record.proposal.criteria_summary
    yield "Confidence", f"{confidence.value:.2f} ({confidence.level})"
    yield "Words", _writer(record.proposal.prose)


def _writer(prose: Prose | None) -> str:
    """Who wrote the words of the summary and the rationale."""
    if prose is None:
        return "written by the engine from the computed result"
    if prose.refused:
        return f"written by the engine from the computed result; those of {prose.writer} were not used: {prose.refused}"
    return f"written by the engine from the computed result, then by {prose.writer}; what it wrote was looked up"


def _provider(facts: AuditFacts) -> str:
    coverage, npi = facts.record.coverage, facts.record.case.request.provider_npi
    if isinstance(coverage, Failure) or not coverage.provider.name:
        return f"NPI {npi}" if npi else "not given"
    return ", ".join(part for part in (coverage.provider.name, coverage.provider.specialty, f"NPI {npi}") if part)


def _items(facts: AuditFacts) -> Table:
    proposed = {i.sequence: i.recommendation for i in facts.record.proposal.items}
    described = {p.sequence: p.description for p in facts.record.preflight}
    rows: list[tuple[Text, ...]] = []
    for item in facts.record.case.items:
        code = " ".join((item.code, *item.modifiers))
        word = RECOMMENDATION[proposed.get(item.sequence, Recommendation.pend_for_review)]
        service = described.get(item.sequence, "")
        rows.append(tuple(words(t) for t in (str(item.sequence), code, service, str(item.units), word)))
    return Table(("Item", "Code", "Service", "Units", "Proposed"), tuple(rows), (1, 2, 5, 1, 3))
