"""Shares and times as plans publish them."""

from datetime import timedelta

import pytest

from orchestrator.metrics.figures import Share, in_days, in_hours


@pytest.mark.parametrize(
    ("numerator", "denominator", "published"),
    [
        (8_677, 9_032, 96.07),
        (355, 9_032, 3.93),
        (12, 37, 32.43),
        (14, 37, 37.84),
        (5_751, 6_468, 88.91),
        (717, 6_468, 11.09),
    ],
)
def test_a_share_is_rounded_as_published(numerator: int, denominator: int, published: float) -> None:
    assert Share(numerator, denominator).percent == published


def test_half_a_hundredth_is_rounded_up_and_nothing_of_nothing_is_no_share() -> None:
    assert Share(1, 800).percent == 0.13
    assert Share(3, 800).percent == 0.38
    assert Share(0, 0).percent is None


def test_times_are_days_with_two_decimals_and_hours_with_one() -> None:
    took = [timedelta(hours=hours) for hours in (1, 30, 100)]
    assert (in_days(took).average, in_days(took).median) == (1.82, 1.25)
    assert (in_hours(took).average, in_hours(took).median) == (43.7, 30.0)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert in_hours([timedelta(hours=h) for h in (9, 1, 3, 2)]).median == 2.5
    assert in_hours([]).median is None
    assert in_hours([timedelta(minutes=3)]).average == 0.1
