"""Numbers that clinicians dictate in words are numbers, with their units."""

import pytest

from agents.reading.numbers import find_numbers


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("forty-four apneas", 44, ""),
        ("an index of twelve per hour", 12, "/h"),
        ("fev1 of twenty-four percent", 24, "%"),
        ("fifty-five pack-years", 55, "pack-year"),
        ("total capacity one hundred forty percent", 140, "%"),
        ("corrected calcium eleven point one mg/dl", 11.1, "mg/dl"),
        ("two point oh five", 2.05, ""),
        ("t-score of minus 2.7", -2.7, ""),
        ("t-score minus two point five", -2.5, ""),
        ("t-score negative 2.6", -2.6, ""),
        ("one hundred six percent", 106, "%"),
        ("one hundred and six percent", 106, "%"),
    ],
)
def test_a_number_in_words_is_read_with_its_unit(words: str, value: float, unit: str) -> None:
    [number] = find_numbers(words)
    assert (number.point, number.unit) == (value, unit)


@pytest.mark.parametrize("words", ["one flight of stairs", "two of them", "a hundredth", "the twenties", "twentyfold"])
def test_what_only_looks_like_a_number_is_none(words: str) -> None:
    assert find_numbers(words) == []
