"""The audit justification of a review: eight sections read from its sealed record, a ninth for each person's act.

Pure: the same record, acts and version of this room give the same text and the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.documents.audit_acts import acts_section
from orchestrator.documents.audit_criteria import checks_section, criteria_section
from orchestrator.documents.audit_decision import gaps_section, rationale_section, regulatory_section
from orchestrator.documents.audit_facts import AuditFacts, PersonsAct
from orchestrator.documents.audit_necessity import necessity_section
from orchestrator.documents.audit_summary import summary_section
from orchestrator.documents.audit_trail import documents_appendix, trail_section
from orchestrator.documents.blocks import Block, Document, Heading, Paragraph, words
from orchestrator.documents.markdown import markdown
from orchestrator.documents.pdf import pdf
from priorauth.determination import Turn
from priorauth.record import ReviewRecord
from priorauth.rulebook.laws import LawRule

__all__ = ["AuditDocuments", "PersonsAct", "audit_document", "audit_for", "audit_markdown", "audit_pdf"]

DRAFT = "AI-assisted draft. A qualified person makes the determination."


@dataclass(frozen=True, slots=True)
class AuditDocuments:
    """The audit justification in both its forms."""

    markdown: str
    pdf: bytes


def audit_for(
    record: ReviewRecord,
    *,
    case_number: str = "",
    due_at: datetime | None = None,
    acts: Sequence[PersonsAct] = (),
    earlier: Sequence[ReviewRecord] = (),
    laws: Sequence[LawRule] = (),
    turns: Sequence[Turn] = (),
) -> AuditDocuments:
    """Both forms of the audit at once. Takes tens of milliseconds of processor time: keep it off an event loop."""
    document = audit_document(record, case_number, due_at, acts, earlier, laws, turns)
    return AuditDocuments(markdown(document), pdf(document))


def audit_markdown(
    record: ReviewRecord,
    *,
    case_number: str,
    due_at: datetime | None,
    determinations: Sequence[PersonsAct] = (),
    earlier: Sequence[ReviewRecord] = (),
    laws: Sequence[LawRule] = (),
) -> str:
    """The audit as markdown."""
    return markdown(audit_document(record, case_number, due_at, determinations, earlier, laws))


def audit_pdf(
    record: ReviewRecord,
    *,
    case_number: str,
    due_at: datetime | None,
    determinations: Sequence[PersonsAct] = (),
    earlier: Sequence[ReviewRecord] = (),
    laws: Sequence[LawRule] = (),
) -> bytes:
    """The audit as PDF."""
    return pdf(audit_document(record, case_number, due_at, determinations, earlier, laws))


def audit_document(
    record: ReviewRecord,
    case_number: str,
    due_at: datetime | None,
    acts: Sequence[PersonsAct],
    earlier: Sequence[ReviewRecord],
    laws: Sequence[LawRule],
    turns: Sequence[Turn] = (),
) -> Document:
    """The audit before it is a file."""
    facts = AuditFacts(record, case_number, due_at, tuple(acts), tuple(earlier), tuple(laws), tuple(turns))
    name = case_number or record.case.case_id
    return Document(
        title=f"Audit justification, case {name}, review {record.case.review}",
        subject=f"Review {record.case.review} under rules {record.rules_digest[:12]}",
        keywords=("prior authorization", "audit", *(item.code for item in record.case.items)),
        footer=f"Case {name} · review {record.case.review} · rules {record.rules_digest[:12]}",
        dated=facts.dated,
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: AuditFacts) -> Iterator[Block]:
    yield Heading(1, "Prior authorization: audit justification")
    if not facts.acts:
        yield Paragraph(words(DRAFT, bold=True))
    if facts.record.case.synthetic:
        yield Paragraph(words("Synthetic data. No real person is described."), small=True)
    for section in (
        summary_section,
        necessity_section,
        criteria_section,
        checks_section,
        rationale_section,
        gaps_section,
        trail_section,
        regulatory_section,
    ):
        yield from section(facts)
    if facts.done:
        yield from acts_section(facts)
    yield from documents_appendix(facts)
