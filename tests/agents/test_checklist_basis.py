"""Which checklist a service is judged by where no policy governs it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agents.coverage.judging import basis_for
from agents.coverage.search import Found, Territory
from priorauth.case import Item, LineOfBusiness, PriorAuthRequest, review_input
from priorauth.findings import NecessityPath
from priorauth.rulebook import Rulebook, compile_rulebook, read_files, shipped_root

UNLISTED = "99199"


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return compile_rulebook(read_files([shipped_root()]))


def path(rules: Rulebook, *, synthetic: bool = True, **edits: object) -> NecessityPath:
    """The path of a code no policy names, with the general checklist edited."""
    edited = tuple(p.model_copy(update=edits) if p == rules.general_checklist else p for p in rules.policies)
    request = PriorAuthRequest.model_validate(
        {
            "patient_name": "Ada Invented",
            "patient_dob": date(1958, 1, 1),
            "provider_npi": "1234567893",
            "diagnosis_codes": ("M17.11",),
            "clinical_notes": "Synthetic note.",
            "line_of_business": LineOfBusiness.commercial,
        }
    )
    item = Item(sequence=1, code=UNLISTED)
    case = review_input(request, [item], datetime(2026, 11, 21, tzinfo=UTC), synthetic=synthetic)
    return basis_for(case, item, Found(), Territory("OH"), replace(rules, policies=edited)).path


def test_without_a_policy_the_checklist_in_force_is_the_basis(rules: Rulebook) -> None:
    assert path(rules) is NecessityPath.checklist


def test_a_checklist_that_has_ended_is_no_basis(rules: Rulebook) -> None:
    assert path(rules, ends=date(2026, 11, 20)) is NecessityPath.none
    assert path(rules, effective=date(2026, 11, 22)) is NecessityPath.none


def test_a_checklist_of_another_line_of_business_is_no_basis(rules: Rulebook) -> None:
    assert path(rules, lines_of_business=(LineOfBusiness.medicaid,)) is NecessityPath.none


def test_a_checklist_nobody_adopted_is_no_basis_for_a_real_case(rules: Rulebook) -> None:
    assert path(rules, synthetic=False) is NecessityPath.none
