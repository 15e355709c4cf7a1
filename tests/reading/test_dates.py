"""Dates are intervals, and nothing else is a date."""

from datetime import date

import pytest

from agents.reading.dates import find_dates, resolve

ANCHOR = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on 2026-09-14", "2026-09-14", "2026-09-14"),
        ("9/14/26", "2026-09-14", "2026-09-14"),
        ("09-14-2026", "2026-09-14", "2026-09-14"),
        ("september 14, 2026", "2026-09-14", "2026-09-14"),
        ("14 sept 2026", "2026-09-14", "2026-09-14"),
        ("03/12/58", "1958-03-12", "1958-03-12"),
        ("september 2026", "2026-09-01", "2026-09-30"),
        ("09/2026", "2026-09-01", "2026-09-30"),
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("last spring", "2026-03-01", "2026-05-31"),
        ("in march", "2026-03-01", "2026-03-31"),
        ("on 9/14", "2026-09-14", "2026-09-14"),
        ("yesterday", "2026-11-02", "2026-11-02"),
        ("three days ago", "2026-10-31", "2026-10-31"),
        ("last winter", "2025-12-01", "2026-02-28"),
        ("october 1 to 8, 2022", "2022-10-01", "2022-10-01"),
        ("10/12-19/26", "2026-10-12", "2026-10-12"),
        ("mid-june", "2026-06-08", "2026-06-22"),
        ("the last week of august", "2026-08-16", "2026-08-31"),
        ("november 20 of 2025", "2025-11-20", "2025-11-20"),
        ("the 27th of october", "2026-10-27", "2026-10-27"),
        ("of october sixth, 2026", "2026-10-06", "2026-10-06"),
        ("since the beginning of 2026", "2026-01-01", "2026-02-28"),
        ("in late 2025", "2025-09-01", "2025-12-31"),
        ("until mid-2026", "2026-05-01", "2026-08-31"),
        ("the first week of may", "2026-05-01", "2026-05-15"),
    ],
)
def test_a_date_is_read_as_the_interval_it_says(words: str, first: str, last: str) -> None:
    (found,) = find_dates(words, ANCHOR)
    assert found.interval is not None
    assert (found.interval.first.isoformat(), found.interval.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("7/20 - 9/25", ["2026-07-20", "2026-09-25"]),
        ("7/20-9/25", ["2026-07-20", "2026-09-25"]),
        ("3/25-9/26", ["2025-03-01", "2026-09-01"]),
        ("10/24 to 3/26", ["2024-10-01", "2026-03-01"]),
    ],
)
def test_two_ends_with_years_far_apart_are_days_of_one_year(words: str, days: list[str]) -> None:
    assert [d.interval.first.isoformat() for d in find_dates(words, ANCHOR) if d.interval] == days


@pytest.mark.parametrize(
    "words",
    [
        "pain 7/10",
        "bp 132/78",
        "strength 5/5",
        "hr 76",
        "may have",
        "spo2 78%",
        "2000 mg",
        "31/31/2026",
        "l4-5",
        "1.2.3",
    ],
)
def test_what_is_no_date_is_not_read_as_one(words: str) -> None:
    assert [d for d in find_dates(words, ANCHOR) if d.interval] == []


def test_a_vague_time_is_a_wide_interval() -> None:
    (found,) = find_dates("3 weeks ago", ANCHOR)
    assert found.interval is not None
    assert found.interval.first < date(2026, 10, 13) < found.interval.last


def test_a_relative_date_without_an_anchor_has_no_interval() -> None:
    (found,) = find_dates("3 weeks ago", None)
    assert found.interval is None


def test_a_date_of_birth_is_marked() -> None:
    (found,) = find_dates("dob: 03/02/1958", ANCHOR)
    assert found.birth


def test_days_of_two_months_are_no_days_of_one() -> None:
    found = [d.interval.first.isoformat() for d in find_dates("pt 8/24-10/16", ANCHOR) if d.interval]
    assert found == ["2026-08-24", "2026-10-16"]


@pytest.mark.parametrize(
    "words",
    ["in march ", "today ", "last spring", "on 9/14", "three days ago", "october the sixth", "last week", "feb-sept"],
)
def test_a_relative_date_is_counted_from_its_anchor_as_if_it_had_been_known_at_first(words: str) -> None:
    open_dates, counted = find_dates(words, None), find_dates(words, ANCHOR)
    assert [d.interval for d in open_dates] == [None] * len(counted)
    assert [resolve(d, ANCHOR) for d in open_dates] == counted


def test_a_date_that_is_known_already_is_counted_from_no_anchor() -> None:
    (known,) = find_dates("on 2026-09-14", None)
    assert resolve(known, date(2020, 1, 1)) is known
