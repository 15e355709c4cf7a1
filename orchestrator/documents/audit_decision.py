"""Sections 5, 6 and 8: the gates and the arithmetic, what is missing, and under which law."""

from collections.abc import Iterator
from decimal import Decimal

from orchestrator.documents.audit_facts import AuditFacts
from orchestrator.documents.blocks import Block, Heading, Listing, Paragraph, Table, labelled, words
from orchestrator.documents.labels import GATE, LINE_OF_BUSINESS, RECOMMENDATION, moment
from orchestrator.documents.reasons import listed, told_together
from priorauth.findings import Failure
from priorauth.recommendation import Confidence


def rationale_section(facts: AuditFacts) -> Iterator[Block]:
    proposal = facts.record.proposal
    yield Heading(2, "5. Decision rationale")
    rows = tuple(
        (
            words(GATE[gate.gate]),
            words("✓ PASS" if gate.passed else "✗ FAIL", bold=True),
            words(told_together((*gate.reasons, *gate.denial_grounds))),
        )
        for gate in proposal.gates
    )
    if rows:
        yield Table(("Gate", "Result", "Reasons"), rows, (4, 2, 9))
    mode = f"Mode {proposal.mode}. Proposed: {RECOMMENDATION[proposal.recommendation]}."
    yield Paragraph(words(mode))
    for item in proposal.items:
        yield Paragraph(labelled(f"Item {item.sequence}, {item.code}", f"{RECOMMENDATION[item.recommendation]}."))
        yield from listed(item.reasons)
    told = {reason for item in proposal.items for reason in item.reasons}
    yield from listed(reason for reason in proposal.reasons if reason not in told)
    yield Heading(3, "Confidence, as computed")
    yield from _arithmetic(proposal.confidence)


def _arithmetic(confidence: Confidence) -> Iterator[Block]:
    """Weight times score for each part, the penalty, the sum before and after rounding."""
    products = [Decimal(repr(c.weight)) * Decimal(repr(c.score)) for c in confidence.components]
    rows = tuple(
        (words(c.name), words(f"{c.weight:g}"), words(f"{c.score:.4g}"), words(_short(product)))
        for c, product in zip(confidence.components, products, strict=True)
    )
    if rows:
        yield Table(("Part", "Weight", "Score", "Weight × score"), rows, (4, 2, 2, 3))
    total = sum(products, start=Decimal(0)) - Decimal(repr(confidence.penalty))
    terms = " + ".join(_short(p) for p in products) or "0"
    yield Paragraph(
        words(
            f"{terms} − penalty {confidence.penalty:g} = {_short(total)}; held between 0 and 1 and rounded half up: "
            f"{confidence.value:.2f}, {confidence.level}."
        )
    )


def _short(number: Decimal) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".") or "0"


def gaps_section(facts: AuditFacts) -> Iterator[Block]:
    yield Heading(2, "6. Documentation gaps")
    gaps = facts.record.proposal.gaps
    if not gaps:
        yield Paragraph(words("No gap was found."))
    else:
        rows = tuple(
            (
                words(str(n)),
                words(g.what),
                words("! critical" if g.critical else "i helpful"),
                words(g.request),
                words(g.policy_id or ""),
            )
            for n, g in enumerate(gaps, 1)
        )
        yield Table(("No.", "What is missing", "Weight", "What to ask for", "Policy"), rows, (1, 5, 2, 6, 2.4))
    coverage = facts.record.coverage
    if not isinstance(coverage, Failure) and coverage.limitations:
        yield Heading(3, "Limitations")
        yield Listing(tuple(words(limitation) for limitation in coverage.limitations))


def regulatory_section(facts: AuditFacts) -> Iterator[Block]:
    case = facts.record.case
    request = case.request
    yield Heading(2, "8. Regulatory")
    state = f", state {request.state}" if request.state else ""
    yield Paragraph(
        labelled(
            "Coverage", f"{LINE_OF_BUSINESS[request.line_of_business]}, {request.funding.replace('_', ' ')}{state}"
        )
    )
    yield Paragraph(labelled("Judged for the day", case.judged_on.isoformat()))
    if facts.due_at:
        yield Paragraph(labelled("Decision due", f"{moment(facts.due_at)}, received {moment(case.received_at)}"))
    for law in facts.laws:
        switches = ", ".join(sorted(law.switches))
        yield Paragraph(
            labelled(f"{law.source}, {law.law}", f"{switches} (from {law.effective_from}, {law.certainty})")
        )
    yield Paragraph(
        words(
            "The findings above were computed from published rules and from this patient's own record. They are a "
            "proposal. A person makes every determination; a denial or a change is made only by a person with the "
            "credential it needs. Nothing in this document is a promise of payment."
        )
    )
