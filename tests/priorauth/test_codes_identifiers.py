"""NPI and MBI by form. The numbers are published samples or made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.codes import check_mbi, check_npi, npi_check_digit_ok


@pytest.mark.parametrize("npi", ["1234567893", "1851713903", "1588817837", " 1234567893 "])
def test_an_npi_with_its_check_digit_is_right(npi: str) -> None:
    assert check_npi(npi).ok


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No NPI"),
        ("1234567890", "check digit"),
        ("123456789", "this one has 9"),
        ("12345678933", "this one has 11"),
        ("3234567893", "begins with 1 or 2"),
        ("12345-6789", "digits only"),
        ("１２３４５６７８９３", "digits only"),
    ],
)
def test_a_wrong_npi_is_told_why(text: str, said: str) -> None:
    verdict = check_npi(text)
    assert not verdict.ok
    assert said in verdict.reason


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True))
def test_exactly_one_check_digit_fits_any_nine_digits(base: str) -> None:
    assert sum(npi_check_digit_ok(f"{base}{digit}") for digit in range(10)) == 1


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_a_single_wrong_digit_is_always_found(base: str, place: int, shift: int) -> None:
    npi = next(f"{base}{digit}" for digit in range(10) if npi_check_digit_ok(f"{base}{digit}"))
    wrong = str((int(npi[place]) + shift) % 10)
    assert not npi_check_digit_ok(npi[:place] + wrong + npi[place + 1 :])


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True))
def test_the_check_digit_is_luhn_over_the_prefix_80840(base: str) -> None:
    total = 0
    for place, digit in enumerate(reversed(f"80840{base}")):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    assert npi_check_digit_ok(f"{base}{-total % 10}")


@pytest.mark.parametrize("mbi", ["1EG4-TE5-MK72", "1EG4TE5MK72", "1eg4-te5-mk72"])
def test_a_member_number_of_the_medicare_form_is_recognised(mbi: str) -> None:
    assert check_mbi(mbi)


@pytest.mark.parametrize(
    "text",
    ["", "0EG4TE5MK72", "1SG4TE5MK72", "1EG4TE5MK7", "1EG4TE5MK7A", "1E-G4TE5MK72", "1EG4-TE5MK72", "1EGATE5MK72"],
)
def test_any_other_member_number_is_not(text: str) -> None:
    assert not check_mbi(text)


@given(st.integers(0, 10), st.sampled_from("SLOIBZ"))
def test_the_letters_that_look_like_digits_never_occur(place: int, letter: str) -> None:
    mbi = "1EG4TE5MK72"
    assert not check_mbi(mbi[:place] + letter + mbi[place + 1 :])
