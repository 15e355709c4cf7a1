"""Diagnosis codes by form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.codes import format_icd10cm, is_icd10cm_syntax, is_icd10pcs_syntax

WITHOUT_DOT = st.from_regex(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}", fullmatch=True)


@pytest.mark.parametrize("code", ["M17.11", "m1711", "G20", "T36.0X1A", "C4A.0", "Z3A.01", "QA0.0101", "U07.1"])
def test_a_diagnosis_code_has_its_form(code: str) -> None:
    assert is_icd10cm_syntax(code)


@pytest.mark.parametrize(
    "text",
    ["", "M1", "M17.", "M171.1", "17.11", "M17.12345", "M17-11", "M17 .11", "Knee", "Ｍ17.11", "27447", "M17.11\n1"],
)
def test_other_text_has_not(text: str) -> None:
    assert not is_icd10cm_syntax(text)


@given(WITHOUT_DOT)
def test_the_dot_is_optional_and_formatting_settles_it(code: str) -> None:
    written = format_icd10cm(code)
    assert is_icd10cm_syntax(code)
    assert is_icd10cm_syntax(written)
    assert format_icd10cm(written) == written
    assert written.replace(".", "") == code


@given(st.text(max_size=12))
def test_formatting_any_text_never_fails_nor_repeats_itself(text: str) -> None:
    assert format_icd10cm(format_icd10cm(text)) == format_icd10cm(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("0SRC0J9", True), ("0SRC0I9", False), ("0SRC0O9", False), ("0SRC0J", False)]
)
def test_an_inpatient_procedure_code_has_seven_characters_without_i_and_o(text: str, expected: bool) -> None:
    assert is_icd10pcs_syntax(text) is expected
