"""The catalogue holds what the language promises, and converts or refuses."""

import re
from pathlib import Path

import pytest

from priorauth.measures import MEASURES, convert, find_measure, without_unit

LANGUAGE = Path(__file__).parents[2] / "docs" / "criteria-language.md"


def test_every_measure_of_the_language_is_in_the_catalogue() -> None:
    section = LANGUAGE.read_text(encoding="utf-8").split("## Measures")[1].split("\n## ")[0]
    listed = re.sub(r"\s+", " ", section.split(":", 1)[1]).split(",")
    assert {name.strip() for name in listed} == set(MEASURES)


@pytest.mark.parametrize(
    ("name", "value", "unit", "expected"),
    [
        ("platelets", 150_000, "/ul", 150),
        ("nodule size", 1.2, "cm", 12),
        ("weight", 300, "lb", 136.0777),
        ("height", 66, "in", 167.64),
        ("hemoglobin", 132, "g/l", 13.2),
        ("HbA1c", 75, "mmol/mol", 9.0125),
        ("FEV1", 42, "percent", 42),
    ],
)
def test_a_value_converts_into_the_measures_own_unit(name: str, value: float, unit: str, expected: float) -> None:
    assert convert(MEASURES[name], value, unit) == pytest.approx(expected, rel=1e-4)


def test_a_foreign_unit_is_refused() -> None:
    assert convert(MEASURES["FEV1"], 1.2, "l") is None


@pytest.mark.parametrize(("name", "value"), [("nodule size", 14), ("weight", 240), ("glucose", 12), ("FEV1", 2.4)])
def test_a_bare_number_is_no_value_where_the_unit_decides(name: str, value: float) -> None:
    assert without_unit(MEASURES[name], value) is None


@pytest.mark.parametrize(("name", "value"), [("BMI", 42.3), ("INR", 1.1), ("platelets", 245), ("creatinine", 1.1)])
def test_a_bare_number_counts_where_only_one_unit_makes_it_plausible(name: str, value: float) -> None:
    assert without_unit(MEASURES[name], value) == value


def test_names_are_found_whatever_their_case() -> None:
    assert find_measure("ahi") is MEASURES["AHI"]
    assert find_measure("none such") is None
