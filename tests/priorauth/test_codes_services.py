"""Service types and families by code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.codes import (
    CodeRanges,
    ServiceFamily,
    ServiceHint,
    ServiceType,
    service_families,
    service_hint,
    service_type,
)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("27447", ServiceType.procedure),
        ("27447-RT", ServiceType.procedure),
        ("J9271", ServiceType.medication),
        ("72148", ServiceType.imaging),
        ("E0601", ServiceType.device),
        ("L5301", ServiceType.device),
        ("97110", ServiceType.therapy),
        ("99223", ServiceType.facility),
        ("77049", ServiceType.imaging),
        ("A9552", ServiceType.medication),
        ("0275T", ServiceType.procedure),
        ("M17.11", None),
        ("99999", None),
        ("", None),
    ],
)
def test_a_code_names_its_service_type(code: str, kind: ServiceType | None) -> None:
    assert service_type(code) is kind


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("63650", ServiceHint.neurostimulator),
        ("62321", ServiceHint.injection),
        ("0037U", ServiceHint.laboratory),
        ("A0428", ServiceHint.ambulance),
        ("90867", ServiceHint.behavioral),
    ],
)
def test_a_narrow_hint_wins_over_the_wide_range_around_it(code: str, hint: ServiceHint) -> None:
    assert service_hint(code) is hint


@pytest.mark.parametrize(
    ("code", "families"),
    [
        ("27447", {"OJ"}),
        ("22612", {"SP"}),
        ("64483", {"PN"}),
        ("43644", {"BR"}),
        ("43239", {"GI"}),
        ("E0601", {"SL", "DM"}),
        ("E1390", {"SL", "DM", "LU"}),
        ("31622", {"LU", "SL"}),
        ("71271", {"IM", "LU", "ON"}),
        ("78815", {"IM", "ON"}),
        ("Q2041", {"ON"}),
        ("33361", {"CV"}),
        ("81450", {"ON", "GE"}),
        ("77301", {"ON", "RT"}),
        ("90868", {"PSY"}),
        ("28285", {"OJ", "FT"}),
        ("64721", {"OJ"}),
        ("58661", {"UR"}),
        ("19120", {"GS"}),
        ("80053", {"DX"}),
        ("27487", {"OJ"}),
        ("77049", {"IM"}),
        ("G0105", {"GI"}),
        ("J1745", set[str]()),
        ("M17.11", set[str]()),
        ("", set[str]()),
    ],
)
def test_a_code_belongs_to_its_families(code: str, families: set[str]) -> None:
    assert service_families(code) == {ServiceFamily(key) for key in families}


def test_every_family_has_a_label() -> None:
    assert all(family.label for family in ServiceFamily)


@given(st.integers(0, 99999), st.integers(0, 99999), st.integers(0, 99999))
def test_a_range_holds_exactly_the_numbers_between_its_ends(first: int, last: int, number: int) -> None:
    first, last = sorted((first, last))
    assert (f"{number:05}" in CodeRanges.parse(f"{first:05}-{last:05}")) is (first <= number <= last)


def test_a_range_never_reaches_into_another_series() -> None:
    ranges = CodeRanges.parse("E0100-E8002, 0001U-0999U")
    assert "E0601" in ranges
    assert not any(code in ranges for code in ("K0601", "00601", "0601T", "E060", "E8003"))


@pytest.mark.parametrize("text", ["27447-27440", "E0100-K0100", "knee", "2744-27447", "E0100-"])
def test_a_faulty_range_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="not a procedure code or a range"):
        CodeRanges.parse(text)
