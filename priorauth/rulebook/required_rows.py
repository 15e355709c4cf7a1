"""The two rows every review has: does the diagnosis go with the policy, does the specialty go with the service."""

from collections.abc import Collection, Sequence

from priorauth.codes import ServiceFamily
from priorauth.criteria import Assessment, Status
from priorauth.rulebook.policy import DiagnosisList, Policy
from priorauth.rulebook.request_rows import Verdict
from priorauth.rulebook.skills import CoverageRules, RequiredRow

REASONABLE_AND_NECESSARY = "Social Security Act §1862(a)(1)(A), reasonable and necessary"


def judge_alignment(
    rules: CoverageRules, policy: Policy | None, diagnoses: Sequence[str], *, checklist_met: bool | None = None
) -> Assessment:
    """Whether a diagnosis of the request is one the policy supports.

    On path B, with a checklist in the policy's place, it is the general question of medical necessity and can be MET
    only when the checklist itself is (`checklist_met`).
    """
    verdict = _alignment(rules, policy, diagnoses)
    if policy is None or policy.is_checklist:
        source = REASONABLE_AND_NECESSARY
        if verdict.status is Status.met and not checklist_met:
            reason = "Without a policy, necessity rests on the checklist, and that is not met."
            verdict = Verdict(Status.insufficient, rules.scale.not_found_highest, reason)
    else:
        source = f"{policy.id}; request: diagnosis_codes"
    cap = policy.highest_confidence if policy else rules.scale.from_request
    asks = "A diagnosis that supports the service, with the record that shows it"
    return _assessment(rules, RequiredRow.alignment, verdict, source, policy, cap, asks)


def _alignment(rules: CoverageRules, policy: Policy | None, diagnoses: Sequence[str]) -> Verdict:
    scale = rules.scale
    if policy is None:
        return Verdict(Status.insufficient, scale.not_found_highest, "No policy or checklist names diagnoses.")
    if not diagnoses:
        return Verdict(Status.insufficient, 0, "The request gives no diagnosis.")
    if policy.diagnosis_list is DiagnosisList.any:
        return Verdict(Status.met, scale.met_lowest, "Limitation: the policy names no diagnoses.")
    patterns = policy.diagnosis_patterns
    if covered := [code for code in diagnoses if code in patterns]:
        return Verdict(Status.met, scale.from_request, f"{covered[0]} is on the policy's list.")
    if policy.diagnosis_list is DiagnosisList.exhaustive:
        return Verdict(Status.not_met, scale.not_met, "No diagnosis of the request is on the policy's full list.")
    near = [code for code in diagnoses if patterns.shares_category_with(code)]
    if near and policy.diagnosis_list is DiagnosisList.partial:
        reason = f"Limitation: only part of the list is held; {near[0]} is of a category on it."
        return Verdict(Status.met, scale.met_lowest, reason)
    reason = "The list is held in part only, and no diagnosis of the request is on that part."
    return Verdict(Status.insufficient, scale.in_doubt, reason)


def judge_specialty(
    rules: CoverageRules, taxonomies: Sequence[str], families: Collection[ServiceFamily], *, is_person: bool
) -> Assessment:
    """Whether a listed taxonomy of the provider, the primary one first, provides the service's family."""
    verdict = _specialty(rules, taxonomies, families, is_person=is_person)
    asks = "An order from a provider whose specialty provides this service"
    source = "registry: taxonomies"
    cap = rules.scale.from_request
    return _assessment(rules, RequiredRow.specialty, verdict, source, None, cap, asks)


def _specialty(
    rules: CoverageRules, taxonomies: Sequence[str], families: Collection[ServiceFamily], *, is_person: bool
) -> Verdict:
    scale = rules.scale
    if not is_person:
        known_as = "is an organization" if taxonomies else "is not known, so neither is the specialty"
        return Verdict(Status.insufficient, 0, f"The requesting provider {known_as}.")
    known = [rules.by_taxonomy[code] for code in taxonomies if code in rules.by_taxonomy]
    ordering = [rule for rule in known if rule.may_order]
    if not ordering:
        reason = "The registry lists no specialty that is known here and may order."
        return Verdict(Status.insufficient, scale.not_found_highest, reason)
    if not families:
        return Verdict(Status.insufficient, scale.not_found_highest, "The service belongs to no known family.")
    if fitting := [rule for rule in ordering if rule.families & set(families)]:
        return Verdict(Status.met, scale.from_request, f"{fitting[0].specialty} provides this service.")
    if len(known) < len(taxonomies):
        reason = f"{ordering[0].specialty} does not provide this service, and another listed taxonomy is not known."
        return Verdict(Status.insufficient, scale.in_doubt, reason)
    return Verdict(Status.not_met, scale.not_met, f"{ordering[0].specialty} does not provide this service.")


def may_order(rules: CoverageRules, taxonomies: Sequence[str], *, is_person: bool) -> bool:
    """Whether the provider is a person with a taxonomy that is not noted as one that does not order."""
    return is_person and (
        not taxonomies or any(code not in rules.by_taxonomy or rules.by_taxonomy[code].may_order for code in taxonomies)
    )


def _assessment(
    rules: CoverageRules,
    row: RequiredRow,
    verdict: Verdict,
    source: str,
    policy: Policy | None,
    cap: int,
    asks: str,
) -> Assessment:
    met = verdict.status is Status.met
    return Assessment(
        policy_id=policy.id if policy else "",
        row=row.value,
        statement=rules.required[row],
        status=verdict.status,
        confidence=min(verdict.confidence, cap) if met else verdict.confidence,
        reason=verdict.reason,
        settles="" if met else asks,
        source=source,
        ask_for=asks,
    )
