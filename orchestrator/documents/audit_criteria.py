"""Sections 3 and 4: every criterion with the words it was judged on, and every check that was made."""

from collections.abc import Iterable, Iterator

from orchestrator.documents.audit_facts import AuditFacts, failed
from orchestrator.documents.blocks import Block, Heading, Paragraph, Run, Table, labelled, words
from orchestrator.documents.labels import CHECK, GATE, ITEM, PATH, RELATION, STATUS
from orchestrator.documents.reasons import shortened
from priorauth.criteria import Assessment
from priorauth.findings import CheckPerformed, ClinicalFindings, ComplianceFindings, Failure, ItemFinding


def criteria_section(facts: AuditFacts) -> Iterator[Block]:
    yield Heading(2, "3. Criterion by criterion")
    coverage = facts.record.coverage
    if isinstance(coverage, Failure):
        yield from failed(coverage)
        return
    yield Paragraph(labelled("Summary", facts.record.proposal.criteria_summary))
    for item in coverage.items:
        yield from _item(facts, item)


def _item(facts: AuditFacts, item: ItemFinding) -> Iterator[Block]:
    service = f" {item.description}" if item.description else ""
    yield Heading(3, f"Item {item.sequence}: {item.code}{service}")
    yield Paragraph(words(f"This item was {PATH[item.path]}." if item.follows is None else _follows(item)))
    if item.policies:
        yield Table(
            ("Policy", "Title", "Kind", "Part", "Digest"),
            tuple(
                (
                    words(p.policy_id),
                    words(p.title),
                    words(p.kind.value),
                    words(_part(p.relevant, p.governs, p.held) + (f": {p.why}" if p.why else "")),
                    words(p.digest[:12]),
                )
                for p in item.policies
            ),
            (2.7, 5, 2.2, 5.2, 3.2),
        )
    for number, judged in enumerate(item.assessments, 1):
        yield from _criterion(facts, f"{item.sequence}.{number}", judged)


def _follows(item: ItemFinding) -> str:
    return f"This item goes with item {item.follows} and is judged as part of it."


def _part(relevant: bool, governs: bool, held: bool) -> str:
    if not relevant:
        return "not about this service"
    if not held:
        return "known, not held here"
    return "governs" if governs else "for information"


def _criterion(facts: AuditFacts, number: str, judged: Assessment) -> Iterator[Block]:
    weight = "decisive" if judged.decisive else "not decisive"
    bar = ", a bar to approval" if judged.bar else ""
    yield Paragraph(
        (
            Run(f"{number} {STATUS[judged.status]} ", bold=True),
            Run(judged.statement),
            Run(f" ({_row(judged)}; {weight}{bar}; confidence {judged.confidence} of 100)"),
        )
    )
    yield Paragraph((Run("Why: ", bold=True), Run(judged.reason), *_settles(judged)))
    if judged.disagreement:
        yield Paragraph(words("Two readers disagreed on this criterion.", bold=True))
    for span in judged.spans:
        yield facts.quotation(span.evidence, RELATION[span.relation])
    if judged.source:
        yield Paragraph(words(f"Source: {judged.source}"), small=True)


def _row(judged: Assessment) -> str:
    """Where the row stands; what the engine adds to every review stands in no policy."""
    return f"{judged.policy_id}, {judged.row}" if judged.policy_id else judged.row


def _settles(judged: Assessment) -> tuple[Run, ...]:
    return (Run(" What would settle it: ", bold=True), Run(judged.settles)) if judged.settles else ()


def checks_section(facts: AuditFacts) -> Iterator[Block]:
    record = facts.record
    yield Heading(2, "4. Validation checks")
    yield Heading(3, "Completeness")
    if isinstance(record.compliance, ComplianceFindings):
        yield _checklist(record.compliance)
    yield from failed(record.compliance)
    yield Heading(3, "Diagnosis codes")
    if isinstance(record.clinical, ClinicalFindings):
        yield _diagnoses(record.clinical)
    yield from failed(record.clinical)
    yield Heading(3, "Procedure codes")
    rows = (
        (str(p.sequence), p.code, "well formed" if p.well_formed else "malformed", p.verdict, p.description)
        for p in record.preflight
    )
    yield _table(("Item", "Code", "Form", "Finding", "Service"), rows, (1, 2, 2, 5, 5))
    yield Heading(3, "Requesting provider")
    if isinstance(record.coverage, Failure):
        yield from failed(record.coverage)
    else:
        who = record.coverage.provider
        yield Paragraph(labelled(f"NPI {who.npi}, {who.status}", who.detail or who.name))
    yield from _checks(facts)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[float, ...]) -> Block:
    made = tuple(tuple(words(cell) for cell in row) for row in rows)
    return Table(heads, made, widths) if made else Paragraph(words("None."))


def _checklist(found: ComplianceFindings) -> Block:
    rows = ((str(i.number), i.item, ITEM[i.status], "yes" if i.blocking else "no", i.detail) for i in found.checklist)
    return _table(("No.", "Item", "Status", "Blocks", "Finding"), rows, (1, 4, 3, 1.6, 6))


def _diagnoses(found: ClinicalFindings) -> Block:
    rows = (
        (d.code, d.standing.value.replace("_", " "), d.description, " ".join((d.note, ", ".join(d.children))).strip())
        for d in found.diagnoses
    )
    return _table(("Code", "Standing", "Description", "Note"), rows, (2, 2, 6, 5))


_GATES = {gate.value: label for gate, label in GATE.items()}


def _rule(rule: str) -> str:
    """The name of a check; a leading space makes it one of parts."""
    return _GATES.get(rule) or rule.replace("  ", "– ")


def _checks(facts: AuditFacts) -> Iterator[Block]:
    record = facts.record
    for title, found in (
        ("Clinical", record.clinical),
        ("Coverage", record.coverage),
        ("Synthesis", record.proposal),
    ):
        checks: tuple[CheckPerformed, ...] = () if isinstance(found, Failure) else found.checks
        if checks:
            yield Heading(3, f"{title}: checks made")
            rows = ((_rule(c.rule), CHECK[c.result], shortened(c.detail, record.proposal.gates)) for c in checks)
            yield _table(("Check", "Result", "Detail"), rows, (6, 2.2, 7))
