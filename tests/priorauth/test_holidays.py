"""Business days and the federal calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.holidays import FEDERAL_HOLIDAYS, add_business_days, federal_holidays, is_business_day

DAYS = st.dates(date(2021, 6, 1), date(2090, 12, 31))


def test_the_published_calendar_of_2026_is_computed() -> None:
    assert sorted(federal_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 16),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
    ]


def test_a_new_year_on_a_saturday_is_observed_in_the_old_year() -> None:
    assert date(2027, 12, 31) in FEDERAL_HOLIDAYS
    assert date(2028, 1, 1) not in FEDERAL_HOLIDAYS


@given(st.integers(2021, 2090))
def test_no_observed_holiday_falls_on_a_weekend(year: int) -> None:
    assert all(day.weekday() < 5 for day in federal_holidays(year))


@given(DAYS, st.integers(1, 30))
def test_counted_business_days_are_business_days_and_none_is_skipped(start: date, count: int) -> None:
    end = add_business_days(start, count, FEDERAL_HOLIDAYS)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_business_day(end, FEDERAL_HOLIDAYS)
    assert sum(is_business_day(day, FEDERAL_HOLIDAYS) for day in between) == count


@pytest.mark.parametrize("weekday", range(7))
def test_five_business_days_without_holidays_never_pass_seven_days(weekday: int) -> None:
    start = date(2026, 3, 2) + timedelta(days=weekday)
    assert (add_business_days(start, 5, ()) - start).days <= 7
