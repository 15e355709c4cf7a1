"""What two counts of a test come to, and low sugars told one by one."""

from datetime import date

import pytest

from agents.reading.dates import DateKind, find_dates
from agents.reading.lessened import lessened
from agents.reading.lows import lows_counted
from agents.reading.numbers import find_numbers


def shares(text: str, name: str = "voiding improvement") -> list[float]:
    low = text.lower()
    return [round(one.share) for one in lessened(low, 0, len(low), 0, name)]


def rows_shares(text: str) -> list[float]:
    """The shares of the pain that the rows of a table come to."""
    ends = [at for at, mark in enumerate(f"{text}\n") if mark == "\n"]
    rows = [(text.rfind("\n", 0, end) + 1, end) for end in ends]
    return [round(one.share) for row in rows for one in lessened(text, *row, 0, "pain relief")]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Diary: 8.6 leak episodes a day beforehand, 1.9 a day during stimulation.", 78),
        ("Test stimulation: leaks 10/d -> 3/d on the diary.", 70),
        ("On the trial her leaks dropped from eight a day to two.", 75),
        ("Trial stage, baseline 6.5 leaks/day, on stimulation 1.0/day.", 85),
        ("Self caths 5 a day at baseline, 1 a day on stimulation.", 80),
        ("Test stimulation: leaks 8 a day before, 6 a day during stimulation.", 25),
    ],
)
def test_two_counts_of_a_test_come_to_a_share(text: str, share: float) -> None:
    assert shares(text) == [share]


@pytest.mark.parametrize(
    "text",
    [
        "Leaks went from 14 a week before to 2 a day during the trial.",
        "On mirabegron leaks fell from 8 a day to 3; the trial is next month.",
        "We hope that the trial brings leaks from 8 to 3 a day.",
        "Trial stage: leaks 3 a day before, 8 a day during stimulation.",
        "Leaks fell from 8 to 3 a day.",
    ],
)
def test_counts_of_other_times_of_hopes_and_of_drugs_come_to_none(text: str) -> None:
    assert shares(text) == []


def test_a_table_of_before_and_trial_comes_to_shares() -> None:
    text = "leads placed 10/19.\n| | before | trial day 6 |\n| leg pain | 8 | 3 |\n| sleep | 3 h | 6 h |"
    assert rows_shares(text) == [62]
    assert rows_shares(text.replace("before", "left")) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("her meter holds 47 on august 11, 51 on sept 3, 49 on sept 27", 3),
        ("glucose log: 9/14 52, 10/2 49", 2),
        ("five readings in the forties on the meter", 5),
    ],
)
def test_low_sugars_are_counted_by_their_days(text: str, count: int) -> None:
    assert [n for *_, n in lows_counted(text, 0, len(text))] == [count]


@pytest.mark.parametrize(
    "text",
    [
        "meter: 49 on 9/3, 62 on 9/20, 77 on 10/8",
        "pulse 48 on 9/3 and 50 on 9/20; sugars fine",
        "insulin 48 on 9/3 and 52 on 10/3",
    ],
)
def test_one_low_and_other_figures_are_no_count(text: str) -> None:
    assert not [*lows_counted(text, 0, len(text))]


def test_a_stretch_that_a_day_began_ends_on_a_day() -> None:
    found = find_dates("standard care 9/1-10/27.", date(2026, 11, 3))
    assert found[-1].kind is DateKind.day
    assert find_dates("from 3/25 to 9/26", date(2026, 11, 3))[-1].kind is DateKind.month


def test_the_left_of_a_spine_or_hip_is_no_liter() -> None:
    assert [n.unit for n in find_numbers("t-score -2.7 l-spine, on 2 l today")] == ["", "l"]
