"""Which days are not business days.

A calendar is anything that can say whether it holds a date; a plan's own closing days are a set of dates.
"""

from collections.abc import Container
from datetime import date, timedelta
from enum import IntEnum

Holidays = Container[date]


class _Weekday(IntEnum):
    monday = 0
    thursday = 3
    saturday = 5
    sunday = 6


_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_NTH = (
    (1, _Weekday.monday, 3),
    (2, _Weekday.monday, 3),
    (9, _Weekday.monday, 1),
    (10, _Weekday.monday, 2),
    (11, _Weekday.thursday, 4),
)


def federal_holidays(year: int) -> frozenset[date]:
    """The days of the year on which US federal offices observe one of the eleven holidays known since 2021.

    A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after; so the next year's
    first holiday can fall on 31 December.
    """
    fixed = (_observed(date(y, month, day)) for y in (year, year + 1) for month, day in _FIXED)
    nth = (_nth_weekday(year, month, weekday, n) for month, weekday, n in _NTH)
    return frozenset(day for day in (*fixed, *nth, _last_monday_of_may(year)) if day.year == year)


class FederalHolidays:
    """Every year's federal holidays as one calendar."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in federal_holidays(day.year)


FEDERAL_HOLIDAYS: Holidays = FederalHolidays()


def is_business_day(day: date, holidays: Holidays) -> bool:
    """Whether the day is neither on a weekend nor in the calendar."""
    return day.weekday() < _Weekday.saturday and day not in holidays


def add_business_days(day: date, count: int, holidays: Holidays) -> date:
    """The count-th business day after the given day, which itself is never counted."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_business_day(day, holidays):
            day += timedelta(days=1)
    return day


def _observed(day: date) -> date:
    if day.weekday() == _Weekday.saturday:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == _Weekday.sunday else day


def _nth_weekday(year: int, month: int, weekday: _Weekday, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
