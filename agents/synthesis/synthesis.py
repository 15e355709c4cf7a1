"""Findings in, proposal out: gates, arithmetic, and words made from them. No model is asked."""

from collections.abc import Sequence

from agents.synthesis.confidence import confidence_of, decisive_rows
from agents.synthesis.gates import Failing, Findings, codes_gate, necessity_gate, provider_gate
from agents.synthesis.prose import rationale_of, summary_of
from priorauth.case import Item, ReviewInput
from priorauth.criteria import Status
from priorauth.findings import (
    CheckPerformed,
    CheckResult,
    ClinicalFindings,
    ComplianceFindings,
    CoverageFindings,
    Failure,
    Gap,
)
from priorauth.recommendation import DecisionMode, Gate, GateResult, ItemProposal, Proposal, Recommendation
from priorauth.rulebook import Rulebook, SynthesisRules, Yield

ORDER = (Gate.provider, Gate.codes, Gate.necessity)


def synthesise(
    case: ReviewInput,
    compliance: ComplianceFindings | Failure,
    clinical: ClinicalFindings | Failure,
    coverage: CoverageFindings | Failure,
    rules: Rulebook,
    mode: DecisionMode = DecisionMode.lenient,
) -> Proposal:
    """The proposal these findings come to under these rules. The same input always gives the same proposal."""
    findings = Findings(case, compliance, clinical, coverage, rules)
    failing = (*provider_gate(findings), *codes_gate(findings), *necessity_gate(findings))
    table = rules.skills.synthesis
    items = tuple(_item(item, failing, table, mode) for item in case.items)
    gates = tuple(_gate(gate, failing, table, mode) for gate in ORDER)
    rows = decisive_rows(findings)
    decided = next((g.gate for g in gates if not g.passed), Gate.approved)
    proposal = Proposal(
        recommendation=_together(items, decided),
        decision_gate=decided,
        gates=gates,
        confidence=confidence_of(findings),
        items=items,
        criteria_met=sum(r.status is Status.met for r in rows),
        criteria_total=len(rows),
        gaps=_gaps(findings, failing),
        reasons=next((g.reasons for g in gates if not g.passed), ()),
        mode=mode,
        checks=_checks(gates, findings),
    )
    words = {"summary": summary_of(proposal), "rationale": rationale_of(proposal, coverage)}
    return proposal.model_copy(update=words)


def _item(item: Item, failing: Sequence[Failing], rules: SynthesisRules, mode: DecisionMode) -> ItemProposal:
    mine = [f for f in failing if f.item in (None, item.sequence)]
    recommendation = Recommendation.approve
    first: list[Failing] = []
    if mine:
        gate = min((rules.by_condition[f.condition].gate for f in mine), key=ORDER.index)
        first = [f for f in mine if rules.by_condition[f.condition].gate is gate]
        recommendation = _consequence(first, mine, rules, mode)
    return ItemProposal(
        sequence=item.sequence,
        code=item.code,
        recommendation=recommendation,
        reasons=tuple(dict.fromkeys(_reason(f, rules) for f in first)),
    )


def _consequence(
    first: Sequence[Failing], every: Sequence[Failing], rules: SynthesisRules, mode: DecisionMode
) -> Recommendation:
    """A denial is proposed only on a ground at the first failing gate, and beside nothing that holds the case."""
    grounds = {rules.by_condition[f.condition].yields(mode) for f in first}
    held = any(rules.by_condition[f.condition].yields(mode) is Yield.hold for f in every)
    return Recommendation.deny if Yield.deny in grounds and not held else Recommendation.pend_for_review


def _together(items: Sequence[ItemProposal], decided: Gate) -> Recommendation:
    """A case is what all its items are; where they differ, or there are none, it pends."""
    proposed = {item.recommendation for item in items}
    if proposed == {Recommendation.approve} and decided is Gate.approved:
        return Recommendation.approve
    return Recommendation.deny if proposed == {Recommendation.deny} else Recommendation.pend_for_review


def _gate(gate: Gate, failing: Sequence[Failing], rules: SynthesisRules, mode: DecisionMode) -> GateResult:
    mine = [f for f in failing if rules.by_condition[f.condition].gate is gate]
    grounds = [f for f in mine if rules.by_condition[f.condition].yields(mode) is Yield.deny]
    return GateResult(
        gate=gate,
        passed=not mine,
        reasons=tuple(dict.fromkeys(_reason(f, rules) for f in mine)),
        denial_grounds=tuple(dict.fromkeys(_reason(f, rules) for f in grounds)),
    )


def _reason(failing: Failing, rules: SynthesisRules) -> str:
    reason = rules.by_condition[failing.condition].reason
    return f"{reason} {failing.detail}".strip() if failing.detail else reason


def _gaps(findings: Findings, failing: Sequence[Failing]) -> tuple[Gap, ...]:
    """What every gate lacks, each request once; a row's gap as coverage worded it goes before our own."""
    named = () if isinstance(findings.coverage, Failure) else findings.coverage.gaps
    rows = {(g.policy_id or None, g.row, g.item) for g in named if g.row}
    ours = (f.gap for f in failing if f.gap and (f.gap.policy_id, f.gap.row, f.gap.item) not in rows)
    gaps: dict[tuple[str, str, int | None], Gap] = {}
    for gap in (*ours, *named):
        gaps.setdefault((gap.what, gap.request, gap.item), gap)
    return tuple(gaps.values())


def _checks(gates: Sequence[GateResult], findings: Findings) -> tuple[CheckPerformed, ...]:
    checks: list[CheckPerformed] = []
    for gate in gates:
        result = CheckResult.passed if gate.passed else CheckResult.failed
        checks.append(CheckPerformed(rule=gate.gate.value, result=result, detail=" ".join(gate.reasons)))
    if not isinstance(findings.clinical, Failure):
        unchecked = [p.code for p in findings.clinical.procedures if p.well_formed and not p.existence_checked]
        for code in dict.fromkeys(unchecked):
            detail = f"{code} is well formed; whether it exists could not be checked."
            checks.append(CheckPerformed(rule="  procedure code", result=CheckResult.warning, detail=detail))
    return tuple(checks)
