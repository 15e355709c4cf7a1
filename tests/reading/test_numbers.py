"""A number is one token with the unit that stands with it."""

import pytest

from agents.reading.numbers import Shape, find_numbers


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("9.2/h", 9.2, "/h"),
        ("42.3 kg/m2", 42.3, "kg/m2"),
        ("0.8 cm2", 0.8, "cm2"),
        ("250 x 10^9/l", 250, "k/ul"),
        ("9.2 k/ul", 9.2, "k/ul"),
        ("150,000/ul", 150_000, "/ul"),
        ("5'6\"", 66, "in"),
        ("5 ft 6 in", 66, "in"),
        ("240 lbs", 240, "lb"),
        ("5 hours 54 minutes", 5.9, "h"),
        ("6 h 12 min", 6.2, "h"),
        ("2 years 3 months", 2.25, "year"),
        ("8mm", 8, "mm"),
        ("an 8-mm nodule", 8, "mm"),
        (".5 mm", 0.5, "mm"),
        ("42% predicted", 42, "% predicted"),
        ("22 events per hour", 22, "/h"),
        ("t-score -2.7", -2.7, ""),
    ],
)
def test_a_number_keeps_its_unit(words: str, value: float, unit: str) -> None:
    (token,) = find_numbers(words)
    assert (token.low, token.high, token.unit) == (value, value, unit)


def test_dimensions_share_the_unit_and_give_the_largest_side() -> None:
    (token,) = find_numbers("12 x 9 x 8 mm")
    assert (token.shape, token.high, token.unit) == (Shape.dimensions, 12, "mm")


def test_a_range_is_one_token_and_never_its_middle() -> None:
    (token,) = find_numbers("5-14 events/hr")
    assert (token.shape, token.low, token.high) == (Shape.span, 5, 14)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("> 35", 35, None),
        ("at least 40", 40, None),
        ("40 or higher", 40, None),
        ("<= 0.7", None, 0.7),
        ("under 5", None, 5),
    ],
)
def test_a_bound_has_one_end(words: str, low: float | None, high: float | None) -> None:
    (token,) = find_numbers(words)
    assert (token.shape, token.low, token.high) == (Shape.bound, low, high)


def test_a_ratio_keeps_what_it_is_out_of() -> None:
    (token,) = find_numbers("7/10")
    assert (token.shape, token.low, token.of) == (Shape.ratio, 7, 10)


@pytest.mark.parametrize("words", ["t2dm", "m17.11", "l4", "hba1c", "pao2", "3rd"])
def test_a_number_inside_a_word_is_no_number(words: str) -> None:
    assert find_numbers(words) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("injections at three levels", 3.0, "level"),
        ("fifty-five pack-years", 55.0, "pack-year"),
        ("an NYHA class three", 3.0, ""),
        ("pain seven out of ten", 7.0, ""),
        ("forty percent", 40.0, "%"),
    ],
)
def test_a_number_in_words_is_one_where_it_is_a_value(text: str, value: float, unit: str) -> None:
    (token,) = find_numbers(text)
    assert (token.low, token.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("seven hours 5 minutes of recording", 7 + 5 / 60),
        ("six hours, forty-one minutes", 6 + 41 / 60),
        ("six hours and 12 minutes", 6.2),
    ],
)
def test_hours_and_minutes_are_one_number_whichever_is_told_in_words(text: str, hours: float) -> None:
    (token,) = find_numbers(text)
    assert (token.low, token.unit) == (pytest.approx(hours), "h")


def test_minutes_of_another_matter_stay_a_number_of_their_own() -> None:
    assert [t.low for t in find_numbers("six hours of sleep, forty minutes to fall asleep")] == [6.0, 40.0]


@pytest.mark.parametrize("text", ["one of them", "the two of us", "ten fingers", "on one side"])
def test_a_number_in_words_elsewhere_is_none(text: str) -> None:
    assert find_numbers(text) == []
