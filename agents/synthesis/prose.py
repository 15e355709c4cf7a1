"""Summary and rationale in plain words, made from the computed proposal and the judged rows, and from nothing else."""

from collections.abc import Iterator

from priorauth.criteria import Assessment
from priorauth.findings import CoverageFindings, Failure, ItemFinding, NecessityPath
from priorauth.recommendation import Gate, Proposal, Recommendation

_PROPOSED = {
    Recommendation.approve: "Proposed: approve.",
    Recommendation.pend_for_review: "Proposed: pend for review.",
    Recommendation.deny: "Proposed for a person to weigh: deny.",
}
_GATES = {
    Gate.provider: "gate 1, provider",
    Gate.codes: "gate 2, codes",
    Gate.necessity: "gate 3, necessity",
}
_PATHS = {
    NecessityPath.policy: "judged by policy",
    NecessityPath.checklist: "no specific NCD or LCD applies; judged by checklist",
    NecessityPath.none: "no policy applies and no checklist is adopted",
    NecessityPath.not_held: "a policy is known but not held here",
}


def summary_of(proposal: Proposal) -> str:
    """Two to four sentences."""
    confidence = f"Confidence {proposal.confidence.value:.2f} ({proposal.confidence.level})."
    where = "All gates passed." if proposal.decision_gate is Gate.approved else _where(proposal.decision_gate)
    critical = [g.request for g in proposal.gaps if g.critical]
    missing = f" To settle it: {'; '.join(dict.fromkeys(critical))}." if critical else ""
    return f"{_PROPOSED[proposal.recommendation]} {where} {proposal.criteria_summary}. {confidence}{missing}"


def _where(gate: Gate) -> str:
    return f"Decided at {_GATES[gate]}."


def rationale_of(proposal: Proposal, coverage: CoverageFindings | Failure) -> str:
    """The gates, the items with their decisive rows, and the arithmetic, a line each."""
    return "\n".join([*_gate_lines(proposal), *_item_lines(proposal, coverage), *_sum_lines(proposal)])


def _gate_lines(proposal: Proposal) -> Iterator[str]:
    for gate in proposal.gates:
        verdict = "passed" if gate.passed else "not passed: " + " ".join(gate.reasons)
        yield f"{_GATES[gate.gate].capitalize()}: {verdict}".rstrip(".") + "."


def _item_lines(proposal: Proposal, coverage: CoverageFindings | Failure) -> Iterator[str]:
    found = {} if isinstance(coverage, Failure) else {i.sequence: i for i in coverage.items}
    for item in proposal.items:
        judged = found.get(item.sequence)
        yield f"Item {item.sequence}, {item.code}: {_standing(judged)}; {item.recommendation.replace('_', ' ')}."
        for row in judged.assessments if judged else ():
            if row.decisive:
                yield _row_line(row)


def _standing(judged: ItemFinding | None) -> str:
    if judged is None:
        return "not judged"
    if judged.follows is not None:
        return f"follows item {judged.follows}"
    ids = [p.policy_id for p in judged.policies if p.relevant and p.governs]
    return f"{_PATHS[judged.path]} ({', '.join(ids)})" if ids else _PATHS[judged.path]


def _row_line(row: Assessment) -> str:
    name = f"{row.policy_id} {row.row}" if row.policy_id else row.row
    return f"- {name}, {row.statement}: {row.status} ({row.confidence}). {row.reason}"


def _sum_lines(proposal: Proposal) -> Iterator[str]:
    confidence = proposal.confidence
    parts = " + ".join(f"{c.weight:g} x {c.score:.4g} {c.name}" for c in confidence.components)
    less = f" - {confidence.penalty:g} for specialists that failed" if confidence.penalty else ""
    yield f"Confidence: {parts}{less} = {confidence.value:.2f}, {confidence.level}."
