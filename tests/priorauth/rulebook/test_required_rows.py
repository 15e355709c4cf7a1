"""Alignment and specialty are judged in every review, by tables."""

from collections.abc import Callable

import pytest

from priorauth.codes import ServiceFamily
from priorauth.criteria import Status
from priorauth.findings import PolicyKind
from priorauth.rulebook import (
    CoverageRules,
    DiagnosisList,
    Policy,
    Rulebook,
    judge_alignment,
    judge_specialty,
    may_order,
)

MET, NOT, UNKNOWN = Status.met, Status.not_met, Status.insufficient
ORTHO, SPINE, DERM, SUPPLIER, STRANGER = "207X00000X", "207XS0117X", "207N00000X", "332B00000X", "999999999X"


@pytest.fixture
def rules(shipped: Rulebook) -> CoverageRules:
    return shipped.skills.coverage


@pytest.mark.parametrize(
    ("listed", "patterns", "diagnosis", "status", "limited"),
    [
        (DiagnosisList.partial, ("M17.1*",), "M17.11", MET, False),
        (DiagnosisList.partial, ("M17.1*",), "M17.5", MET, True),
        (DiagnosisList.partial, ("M17.1*",), "M16.11", UNKNOWN, False),
        (DiagnosisList.exhaustive, ("M17.1*",), "M17.11", MET, False),
        (DiagnosisList.exhaustive, ("M17.1*",), "M17.5", NOT, False),
        (DiagnosisList.not_held, (), "M17.11", UNKNOWN, False),
        (DiagnosisList.not_held, ("M17.11",), "M17.12", UNKNOWN, False),
        (DiagnosisList.any, (), "M17.11", MET, True),
    ],
)
def test_a_diagnosis_is_weighed_by_what_is_known_of_the_list(
    rules: CoverageRules,
    make_policy: Callable[..., Policy],
    listed: DiagnosisList,
    patterns: tuple[str, ...],
    diagnosis: str,
    status: Status,
    limited: bool,
) -> None:
    policy = make_policy("age at least 18").model_copy(update={"diagnoses": patterns, "diagnosis_list": listed})
    row = judge_alignment(rules, policy, [diagnosis])
    assert (row.status, row.reason.startswith("Limitation")) == (status, limited)
    assert row.statement == "Diagnosis-Policy Alignment" and "request: diagnosis_codes" in row.source


def test_one_covered_diagnosis_of_several_is_enough(rules: CoverageRules, make_policy: Callable[..., Policy]) -> None:
    policy = make_policy("age at least 18").model_copy(
        update={"diagnoses": ("M17.11",), "diagnosis_list": DiagnosisList.exhaustive}
    )
    assert judge_alignment(rules, policy, ["I10", "M17.11"]).status is MET
    assert judge_alignment(rules, policy, []).status is UNKNOWN


def test_without_a_policy_alignment_rests_on_the_checklist(
    rules: CoverageRules, make_policy: Callable[..., Policy]
) -> None:
    checklist = make_policy("age at least 18", front="highest-confidence: 80\n").model_copy(
        update={"kind": PolicyKind.necessity}
    )
    met = judge_alignment(rules, checklist, ["M17.11"], checklist_met=True)
    assert (met.status, met.confidence) == (MET, 80) and "1862" in met.source
    assert judge_alignment(rules, checklist, ["M17.11"], checklist_met=False).status is UNKNOWN
    assert judge_alignment(rules, None, ["M17.11"]).status is UNKNOWN


@pytest.mark.parametrize(
    ("taxonomies", "families", "person", "status"),
    [
        ((ORTHO,), {ServiceFamily.OJ}, True, MET),
        ((DERM, ORTHO), {ServiceFamily.OJ}, True, MET),
        ((DERM,), {ServiceFamily.OJ}, True, NOT),
        ((DERM, STRANGER), {ServiceFamily.OJ}, True, UNKNOWN),
        ((STRANGER,), {ServiceFamily.OJ}, True, UNKNOWN),
        ((), {ServiceFamily.OJ}, True, UNKNOWN),
        ((SUPPLIER,), {ServiceFamily.DM}, True, UNKNOWN),
        ((ORTHO,), set[ServiceFamily](), True, UNKNOWN),
        ((ORTHO,), {ServiceFamily.OJ}, False, UNKNOWN),
    ],
)
def test_the_specialty_must_provide_the_service(
    rules: CoverageRules,
    taxonomies: tuple[str, ...],
    families: set[ServiceFamily],
    person: bool,
    status: Status,
) -> None:
    row = judge_specialty(rules, taxonomies, families, is_person=person)
    assert (row.status, row.source) == (status, "registry: taxonomies")
    assert row.statement == "Provider Specialty-Procedure Appropriateness"


def test_only_a_person_who_is_not_noted_otherwise_may_order(rules: CoverageRules) -> None:
    assert may_order(rules, [SPINE], is_person=True)
    assert may_order(rules, [SUPPLIER, SPINE], is_person=True)
    assert not may_order(rules, [SUPPLIER], is_person=True)
    assert not may_order(rules, [SPINE], is_person=False)
