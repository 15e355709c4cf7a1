"""Section 2: what the record says of the patient, quoted, and what in it does not agree."""

from collections.abc import Iterator

from orchestrator.documents.audit_facts import AuditFacts, failed
from orchestrator.documents.blocks import Block, Heading, Listing, Paragraph, labelled, words
from orchestrator.documents.labels import FIELD
from orchestrator.documents.reasons import shortened
from priorauth.findings import ClinicalFindings, Failure, Severity
from priorauth.reading import ExtractedField


def necessity_section(facts: AuditFacts) -> Iterator[Block]:
    yield Heading(2, "2. Medical necessity")
    if rationale := facts.record.proposal.told_rationale:
        yield Paragraph(words(shortened(rationale, facts.record.proposal.gates)))
    clinical = facts.record.clinical
    if isinstance(clinical, Failure):
        yield from failed(clinical)
        return
    sure = f"{clinical.extraction.confidence} of 100"
    low = " Low: what follows may be incomplete." if clinical.low_confidence else ""
    yield Paragraph(labelled("Confidence of the extraction", f"{sure}.{low}"))
    for field in clinical.extraction.fields:
        yield from _field(facts, field)
    yield from _discrepancies(facts, clinical)
    yield from _literature(clinical)


def _field(facts: AuditFacts, field: ExtractedField) -> Iterator[Block]:
    bearing = f"{field.confidence} of 100" if field.bears_on_request else "no bearing on this request"
    yield Heading(3, f"{FIELD[field.name]} ({bearing})")
    if not field.statements:
        yield Paragraph(words("Nothing found in the record."))
    for statement in field.statements:
        yield facts.quotation(statement.evidence)


def _discrepancies(facts: AuditFacts, clinical: ClinicalFindings) -> Iterator[Block]:
    yield Heading(3, "What does not agree")
    if not clinical.discrepancies:
        yield Paragraph(words("No discrepancy was found."))
    for found in clinical.discrepancies:
        weight = "✗ blocks approval" if found.severity is Severity.blocks else "i note"
        yield Paragraph(labelled(weight, found.found.detail))
        for evidence in found.found.spans:
            yield facts.quotation(evidence)


def _literature(clinical: ClinicalFindings) -> Iterator[Block]:
    articles = tuple(labelled(f"PMID {a.pmid}", f"{a.title} {a.relevance}".strip()) for a in clinical.literature)
    trials = tuple(labelled(t.nct_id, f"{t.title} {t.status} {t.relevance}".strip()) for t in clinical.trials)
    if articles or trials:
        yield Heading(3, "Literature and trials, supplementary")
        yield Listing((*articles, *trials))
