"""The labelled cases are well formed: one contract, two sealed-off halves, and labels that their own notes bear out."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from priorauth.base import Frozen
from priorauth.case import PriorAuthRequest
from priorauth.recommendation import Gate, Recommendation

EVALS = Path(__file__).resolve().parents[2] / "evals"
HALVES = ("seen", "unseen")
ICD10 = re.compile(r"^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$")
PROCEDURE = re.compile(r"^(\d{5}|\d{4}[AFMTU]|[A-EGHJ-MP-V]\d{4})$")
NPPES_COLUMNS = {
    "NPI",
    "Entity Type Code",
    "Provider Organization Name (Legal Business Name)",
    "Provider Last Name (Legal Name)",
    "Provider First Name",
    "Provider Credential Text",
    "Provider Business Practice Location Address State Name",
    "NPI Deactivation Date",
    "NPI Reactivation Date",
    "Healthcare Provider Taxonomy Code_1",
    "Healthcare Provider Primary Taxonomy Switch_1",
}


class Expectation(Frozen):
    recommendation: Recommendation
    decision_gate: Gate
    policy_any: tuple[str, ...]
    unsafe_if_approved: bool
    missing_any: tuple[str, ...]
    evidence_any: tuple[str, ...]


class LabelledCase(Frozen):
    id: str
    title: str
    tags: tuple[str, ...]
    request: PriorAuthRequest
    expect: Expectation
    why: str

    @property
    def approves(self) -> bool:
        return self.expect.recommendation is Recommendation.approve


def files_of(half: str) -> list[Path]:
    return sorted(path for path in (EVALS / half).rglob("*.json") if path.name != "eval.json")


def cases_of(half: str) -> list[LabelledCase]:
    return [LabelledCase.model_validate_json(path.read_bytes()) for path in files_of(half)]


@pytest.fixture(scope="module")
def cases() -> list[LabelledCase]:
    return [case for half in HALVES for case in cases_of(half)]


def registry(half: str) -> dict[str, dict[str, str]]:
    with (EVALS / half / "providers.csv").open(encoding="utf-8", newline="") as lines:
        return {row["NPI"]: row for row in csv.DictReader(lines)}


def check_digit_holds(npi: str) -> bool:
    digits = [int(figure) for figure in reversed("80840" + npi)]
    doubled = [figure if place % 2 == 0 else sum(divmod(2 * figure, 10)) for place, figure in enumerate(digits)]
    return sum(doubled) % 10 == 0


def orderer_is_sound(case: LabelledCase, providers: dict[str, dict[str, str]]) -> bool:
    row = providers.get(case.request.provider_npi)
    if row is None or row["Entity Type Code"] != "1":
        return False
    return not row["NPI Deactivation Date"] or bool(row["NPI Reactivation Date"])


@pytest.mark.parametrize("half", HALVES)
def test_every_file_is_a_labelled_case_named_after_its_id(half: str) -> None:
    files = files_of(half)
    assert files
    for path in files:
        assert LabelledCase.model_validate_json(path.read_bytes()).id == path.stem


@pytest.mark.parametrize("half", HALVES)
def test_each_half_stands_alone_with_its_day_and_its_registry(half: str) -> None:
    assert (EVALS / half / "eval.json").read_text(encoding="utf-8") == '{"today": "2026-11-20"}\n'
    assert set(next(iter(registry(half).values()))) >= NPPES_COLUMNS


def test_ids_and_titles_are_unique(cases: list[LabelledCase]) -> None:
    assert [name for name, times in Counter(case.id for case in cases).items() if times > 1] == []
    assert [name for name, times in Counter(case.title for case in cases).items() if times > 1] == []


def test_the_gate_and_the_danger_agree_with_the_recommendation(cases: list[LabelledCase]) -> None:
    for case in cases:
        assert (case.expect.decision_gate is Gate.approved) == case.approves, case.id
        assert case.expect.unsafe_if_approved != case.approves, case.id
        assert bool(case.expect.missing_any) != case.approves, case.id


def test_every_evidence_label_stands_in_its_note(cases: list[LabelledCase]) -> None:
    for case in cases:
        note = case.request.clinical_notes.casefold()
        assert [quote for quote in case.expect.evidence_any if quote.casefold() not in note] == [], case.id
        assert case.expect.evidence_any or not case.approves, case.id


def test_malformed_codes_appear_only_where_gate_two_is_expected(cases: list[LabelledCase]) -> None:
    for case in cases:
        sound = all(map(ICD10.match, case.request.diagnosis_codes)) and all(
            map(PROCEDURE.match, case.request.procedure_codes)
        )
        assert sound or case.expect.decision_gate is Gate.codes, case.id


@pytest.mark.parametrize("half", HALVES)
def test_providers_carry_valid_check_digits_and_unissued_numbers(half: str) -> None:
    for npi in registry(half):
        assert npi.startswith("2"), npi
        assert len(npi) == 10, npi
        assert check_digit_holds(npi), npi


@pytest.mark.parametrize("half", HALVES)
def test_gate_one_is_expected_of_every_provider_who_may_not_order(half: str) -> None:
    providers = registry(half)
    for case in cases_of(half):
        if not orderer_is_sound(case, providers):
            assert case.expect.decision_gate is Gate.provider, case.id


def test_no_note_is_used_twice_word_for_word(cases: list[LabelledCase]) -> None:
    longest = Counter(case.request.clinical_notes for case in cases if len(case.request.clinical_notes) > 200)
    repeated = {note for note, times in longest.items() if times > 1}
    for case in cases:
        if case.request.clinical_notes in repeated:
            assert any(tag.startswith("pair:") for tag in case.tags), case.id


def test_every_pair_has_two_members_or_more_in_one_half() -> None:
    for half in HALVES:
        pairs = Counter(tag for case in cases_of(half) for tag in case.tags if tag.startswith("pair:"))
        assert [pair for pair, members in pairs.items() if members < 2] == []


def test_approvals_are_at_least_two_in_five_of_each_half() -> None:
    for half in HALVES:
        labelled = cases_of(half)
        assert 5 * sum(case.approves for case in labelled) >= 2 * len(labelled), half


def test_a_third_of_the_cases_stays_unseen(cases: list[LabelledCase]) -> None:
    assert len(cases) >= 160
    assert 3 * len(cases_of("unseen")) >= len(cases)


def test_the_halves_share_no_person_and_no_provider() -> None:
    people = [{(case.request.patient_name, case.request.patient_dob) for case in cases_of(half)} for half in HALVES]
    assert not people[0] & people[1]
    assert not registry("seen").keys() & registry("unseen").keys()
