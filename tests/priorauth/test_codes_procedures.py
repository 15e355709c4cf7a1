"""Procedure codes: form, modifiers, lookalikes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.codes import CodeSystem, Side, normalise, parse_procedure, side_of

MODIFIER = st.text(string.ascii_uppercase + string.digits, min_size=2, max_size=2)


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("27447", CodeSystem.cpt_1),
        ("00100", CodeSystem.cpt_1),
        ("99607", CodeSystem.cpt_1),
        ("2029F", CodeSystem.cpt_2),
        ("0537T", CodeSystem.cpt_3),
        ("0037U", CodeSystem.cpt_pla),
        ("0002M", CodeSystem.cpt_maaa),
        ("0001A", CodeSystem.cpt_vaccine_admin),
        ("E0601", CodeSystem.hcpcs),
        ("j9271", CodeSystem.hcpcs),
        ("V5008", CodeSystem.hcpcs),
    ],
)
def test_a_code_of_each_system_is_well_formed(code: str, system: CodeSystem) -> None:
    procedure = parse_procedure(code)
    assert (procedure.system, procedure.well_formed) == (system, True)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "00000", "99999", "00099", "09999", "2744", "274470", "1234X", "X0601", "I0601", "E000", "E0000"],
)
def test_what_no_code_system_holds_is_not_well_formed(text: str) -> None:
    assert not parse_procedure(text).well_formed


@pytest.mark.parametrize("text", ["２７４４７", "2744７", "٢٧٤٤٧"])
def test_digits_of_other_scripts_are_not_digits(text: str) -> None:
    assert parse_procedure(text).system is CodeSystem.unknown


@pytest.mark.parametrize(
    ("text", "named"),
    [("M17.11", "M17.11"), ("m17.11", "M17.11"), ("G20", "G20"), ("M171", "M17.1"), ("S72001A", "S72.001A")],
)
def test_a_diagnosis_code_in_the_procedure_field_is_named_so(text: str, named: str) -> None:
    procedure = parse_procedure(text)
    assert procedure.system is CodeSystem.icd10cm_lookalike
    assert not procedure.well_formed
    assert named in procedure.verdict
    assert "diagnosis code" in procedure.verdict


@pytest.mark.parametrize("text", ["0SRC0J9", "0270346", "B030ZZZ"])
def test_an_inpatient_procedure_code_is_named_so(text: str) -> None:
    procedure = parse_procedure(text)
    assert procedure.system is CodeSystem.icd10pcs_lookalike
    assert "ICD-10-PCS" in procedure.verdict


@pytest.mark.parametrize("text", ["27447-RT", "27447 RT", " 27447 - rt ", "27447-RT-RT"])
def test_a_joined_modifier_is_read(text: str) -> None:
    procedure = parse_procedure(text)
    assert (procedure.code, procedure.modifiers, procedure.well_formed) == ("27447", ("RT",), True)


def test_joined_and_separate_modifiers_are_merged_in_order_without_repeats() -> None:
    assert parse_procedure("27447-RT", ["59", "rt"]).modifiers == ("RT", "59")


def test_a_code_and_modifier_run_together_are_not_guessed_apart() -> None:
    procedure = parse_procedure("27447RT")
    assert not procedure.well_formed
    assert "27447-RT" in procedure.verdict


@pytest.mark.parametrize("modifier", ["R", "RTX", "27448", "R.", "Ⅻ"])
def test_a_modifier_of_another_length_or_alphabet_is_a_fault(modifier: str) -> None:
    assert not parse_procedure("27447", [modifier]).well_formed


@given(st.from_regex(r"[1-9][1-9][0-9]{3}", fullmatch=True), st.lists(MODIFIER, max_size=4))
def test_joined_and_separate_modifiers_read_the_same(code: str, modifiers: list[str]) -> None:
    joined = parse_procedure("-".join([code, *modifiers]))
    assert joined == parse_procedure(code, modifiers)


@given(st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3))
def test_any_text_gets_a_verdict(text: str, modifiers: list[str]) -> None:
    procedure = parse_procedure(text, modifiers)
    assert procedure.verdict.endswith(".")
    assert procedure.well_formed is False or len(procedure.code) == 5


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("modifiers", "side"),
    [
        (["RT"], Side.right),
        (["lt"], Side.left),
        (["50"], Side.bilateral),
        (["RT", "LT"], Side.bilateral),
        (["59", "F5"], Side.right),
        (["E1"], Side.left),
        (["59"], None),
        ([], None),
    ],
)
def test_modifiers_name_a_side(modifiers: list[str], side: Side | None) -> None:
    assert side_of(modifiers) is side
