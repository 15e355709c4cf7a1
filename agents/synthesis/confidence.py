"""The confidence of a review: four weighted parts less a penalty for every specialist that failed."""

from decimal import ROUND_HALF_UP, Decimal

from agents.synthesis.gates import Findings, required_rows
from priorauth.criteria import Assessment, Status
from priorauth.findings import Failure, ItemFinding, ItemStatus, NecessityPath, Severity
from priorauth.recommendation import Component, Confidence
from priorauth.rulebook import ConfidencePart, PolicyMatch, RequiredRow

_CENT = Decimal("0.01")


def confidence_of(findings: Findings) -> Confidence:
    """The sum of weight times score, less the penalty, between 0 and 1, rounded half up to two decimals once."""
    rules = findings.rules.skills.synthesis
    scores = {
        ConfidencePart.criteria: _criteria(decisive_rows(findings)),
        ConfidencePart.extraction: _extraction(findings),
        ConfidencePart.compliance: _compliance(findings),
        ConfidencePart.policy: _policy(findings),
    }
    components = tuple(
        Component(name=part.value, weight=weight, score=scores[part]) for part, weight in rules.weights.items()
    )
    penalty = float(_exact(rules.penalty_per_agent) * len(findings.failures))
    value = total(components, penalty)
    return Confidence(components=components, penalty=penalty, value=value, level=rules.level(value))


def total(components: tuple[Component, ...], penalty: float) -> float:
    """What components and penalty add up to."""
    whole = sum((_exact(c.weight) * _exact(c.score) for c in components), start=Decimal(0)) - _exact(penalty)
    return float(max(Decimal(0), min(Decimal(1), whole)).quantize(_CENT, ROUND_HALF_UP))


def decisive_rows(findings: Findings) -> tuple[Assessment, ...]:
    """The rows that count towards the mean and "N of M"; an item that follows another adds none."""
    if isinstance(findings.coverage, Failure):
        return ()
    return tuple(row for item in findings.coverage.items if item.follows is None for row in required_rows(item))


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))


def _criteria(rows: tuple[Assessment, ...]) -> float:
    return float(Decimal(sum(r.confidence for r in rows)) / len(rows) / 100) if rows else 0.0


def _extraction(findings: Findings) -> float:
    clinical = findings.clinical
    return 0.0 if isinstance(clinical, Failure) else clinical.extraction.confidence / 100


def _compliance(findings: Findings) -> float:
    compliance, rules = findings.compliance, findings.rules.skills
    if isinstance(compliance, Failure):
        return 0.0
    complete = {i.number for i in compliance.checklist if i.status is ItemStatus.complete}
    blocking = [r.number for r in rules.compliance.checklist if r.severity is Severity.blocks]
    lost = _exact(rules.synthesis.penalty_per_item) * sum(number not in complete for number in blocking)
    return float(max(Decimal(0), 1 - lost))


def _policy(findings: Findings) -> float:
    """The worst match among the items."""
    scores = findings.rules.skills.synthesis.policy_match
    if isinstance(findings.coverage, Failure):
        return scores[PolicyMatch.misaligned]
    matches = (scores[policy_match(item)] for item in findings.coverage.items if item.follows is None)
    return min(matches, default=scores[PolicyMatch.misaligned])


def policy_match(item: ItemFinding) -> PolicyMatch:
    """How well a policy fits one item."""
    aligned = {a.status for a in item.assessments if a.row == RequiredRow.alignment.value and a.decisive}
    if Status.not_met in aligned:
        return PolicyMatch.misaligned
    if item.path is NecessityPath.policy:
        return PolicyMatch.aligned if aligned == {Status.met} else PolicyMatch.unclear
    passed = item.path is NecessityPath.checklist and item.satisfied and aligned == {Status.met}
    return PolicyMatch.checklist_passed if passed else PolicyMatch.checklist_not_passed
