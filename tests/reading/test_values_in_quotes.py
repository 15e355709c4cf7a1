"""What a clinician counts from a date or multiplies still stands in the quoted words."""

import pytest

from priorauth.facts import Quantity
from priorauth.rulebook.weighing import value_stands_in


@pytest.mark.parametrize(
    ("quote", "measure", "value", "stands"),
    [
        ("39 p-y, quit June 2014", "years since quitting", 12.4, True),
        ("quit smoking long ago", "years since quitting", 12.4, False),
        ("1.5 ppd for 30 years", "pack-years", 45.0, True),
        ("fifty pack-years", "pack-years", 50.0, True),
        ("1 ppd for 30 years", "pack-years", 45.0, False),
        ("a pack a day from age 17 to 56", "pack-years", 39.0, True),
        ("2 ppd from 1976 to 2015", "pack-years", 78.0, True),
        ("a pack a day, 17 visits, 56 now", "pack-years", 39.0, False),
        ("six and a half hours of recording", "recorded sleep", 6.5, True),
        ("six hours of recording", "recorded sleep", 6.5, False),
    ],
)
def test_a_value_is_found_in_its_quote_as_clinicians_tell_it(
    quote: str, measure: str, value: float, stands: bool
) -> None:
    assert value_stands_in(quote, Quantity(low=value, high=value, unit="years"), measure) is stands


def test_a_number_told_with_about_stands_in_its_quote_and_another_range_around_it_does_not() -> None:
    about = Quantity(low=63, high=63, unit="pack-years").roughly()
    assert value_stands_in("about 63 pack-years", about, "pack-years")
    assert not value_stands_in("about 63 pack-years", Quantity(low=50, high=76, unit="pack-years"), "pack-years")
