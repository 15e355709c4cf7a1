"""Section 9: what persons did about the case, and what earlier reviews had proposed."""

from collections.abc import Iterator

from orchestrator.documents.audit_facts import AuditFacts, PersonsAct
from orchestrator.documents.blocks import Block, Heading, Listing, Paragraph, Table, labelled, words
from orchestrator.documents.labels import OUTCOME, RECOMMENDATION, moment
from priorauth.determination import (
    Determination,
    DeterminationOutcome,
    InformationRequest,
    ItemDecision,
    Turn,
    TurnKind,
)
from priorauth.recommendation import Recommendation

_FOLLOWS = {
    Recommendation.approve: DeterminationOutcome.approved,
    Recommendation.deny: DeterminationOutcome.denied,
}

_TURNED = {
    TurnKind.extended: "The time to decide was extended",
    TurnKind.resumed: "The case was resumed without what was asked for",
    TurnKind.reopened: "The case was reopened",
}


def acts_section(facts: AuditFacts) -> Iterator[Block]:
    yield Heading(2, "9. The person's decision" if facts.acts else "9. What persons did so far")
    for act in facts.done:
        match act:
            case Determination():
                yield from _determination(facts, act)
            case InformationRequest():
                yield from _request(act)
            case Turn():
                yield from _turn(act)
    yield from _earlier(facts)


def _proposed(facts: AuditFacts, act: PersonsAct) -> Recommendation | None:
    reviews = {r.case.review: r.proposal.recommendation for r in (*facts.earlier, facts.record)}
    return reviews.get(act.review) if act.review else None


def _determination(facts: AuditFacts, act: Determination) -> Iterator[Block]:
    proposed = _proposed(facts, act)
    about = f" on review {act.review}" if act.review else ""
    yield Heading(3, f"{OUTCOME[act.outcome]}{about}")
    yield Paragraph(labelled("Number", act.number))
    yield Paragraph(labelled("Decided by", f"{act.decided_by}, {moment(act.decided_at)}"))
    if proposed is not None:
        word = "agrees with it" if _FOLLOWS.get(proposed) is act.outcome else "differs from it (override)"
        yield Paragraph(labelled("Proposed by the review", f"{RECOMMENDATION[proposed]}; the decision {word}."))
    if act.rationale:
        yield Paragraph(labelled("In the person's words", act.rationale))
    if act.reason_key:
        yield Paragraph(labelled("Reason", act.reason_key.replace("_", " ")))
    if act.criterion:
        yield Paragraph(labelled("Criterion", f"{act.criterion.id}, source {act.criterion.source}"))
    if act.credential:
        held = act.credential
        parts = (held.person, f"license {held.licence} ({held.state})", held.specialty, held.board_certification)
        yield Paragraph(labelled("Credential", ", ".join(part for part in parts if part)))
    if act.requester_agreed:
        agreed = act.requester_agreed
        yield Paragraph(labelled("Requester agreed", f"{agreed.by}, {moment(agreed.at)}"))
    if act.items:
        yield _items(act.items)


def _items(items: tuple[ItemDecision, ...]) -> Block:
    rows = tuple(
        (
            words(str(i.sequence)),
            words(OUTCOME[i.outcome], bold=True),
            words("" if i.units is None else str(i.units)),
            words(i.code or ""),
        )
        for i in items
    )
    return Table(("Item", "Outcome", "Units", "Code"), rows, (1, 4, 2, 3))


def _request(act: InformationRequest) -> Iterator[Block]:
    yield Heading(3, f"Information requested on review {act.review}")
    if act.reference:
        yield Paragraph(labelled("Reference", act.reference))
    yield Paragraph(labelled("Requested by", f"{act.requested_by}, {moment(act.requested_at)}"))
    if act.note:
        yield Paragraph(labelled("In the person's words", act.note))
    if act.reply_by:
        yield Paragraph(labelled("Reply by", act.reply_by.isoformat()))
    yield Listing(tuple(labelled(asked.what, asked.why) for asked in act.requested_items), ordered=True)


def _turn(turn: Turn) -> Iterator[Block]:
    yield Heading(3, _TURNED[turn.kind])
    yield Paragraph(labelled("By", f"{turn.by}, {moment(turn.at)}"))
    if turn.reason:
        yield Paragraph(labelled("Reason", turn.reason.replace("_", " ")))
    if turn.words:
        yield Paragraph(labelled("In the person's words", turn.words))
    if turn.until:
        yield Paragraph(labelled("Decision due", moment(turn.until)))


def _earlier(facts: AuditFacts) -> Iterator[Block]:
    if not facts.earlier:
        return
    yield Heading(3, "Earlier reviews")
    rows = tuple(
        (
            words(str(r.case.review)),
            words(moment(r.sealed_at)),
            words(RECOMMENDATION[r.proposal.recommendation]),
            words(r.proposal.criteria_summary),
            words(f"{r.proposal.confidence.value:.2f}"),
            words(r.rules_digest[:12]),
        )
        for r in sorted(facts.earlier, key=lambda r: r.case.review)
    )
    yield Table(("Review", "Sealed", "Proposed", "Criteria", "Confidence", "Rules"), rows, (1.5, 4, 4, 3, 2.2, 3))
