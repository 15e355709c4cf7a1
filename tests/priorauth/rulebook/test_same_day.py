"""Rows that must be shown of one day."""

from collections.abc import Callable
from datetime import date

import pytest

from priorauth.criteria import Assessment, Status
from priorauth.errors import RuleMistake
from priorauth.evidence import Observation
from priorauth.facts import DateInterval
from priorauth.rulebook.checks import read_check
from priorauth.rulebook.judge import PolicyJudgement
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.policy_file import compile_policy

Judge = Callable[..., PolicyJudgement]
Observe = Callable[..., Observation]
CHECKS = ["AHI at least 15", "documents weakness on the same day as C1", "documents infection on the same day as C1"]
FIRST, SECOND = date(2026, 10, 1), date(2026, 10, 9)


def judged(judge: Judge, observe: Observe, *days: date | DateInterval) -> dict[str, Assessment]:
    seen = [
        observe("C1", "AHI of 22", value=22, on=days[0]),
        *(observe(f"C{n}", f"words {n}", on=day) for n, day in enumerate(days[1:], 2)),
    ]
    return {a.row: a for a in judge(CHECKS, *seen).assessments}


def test_rows_of_one_day_are_met_together(judge: Judge, observe: Observe) -> None:
    assert {a.status for a in judged(judge, observe, FIRST, FIRST, FIRST).values()} == {Status.met}


def test_rows_of_different_days_do_not_count_together(judge: Judge, observe: Observe) -> None:
    rows = judged(judge, observe, FIRST, FIRST, SECOND)
    assert [rows[r].status for r in ("C1", "C2", "C3")] == [Status.met, Status.insufficient, Status.insufficient]
    assert rows["C3"].reason == "It is not shown to be of the same day as C1."
    assert rows["C3"].settles == "the record of 3"


def test_what_is_dated_less_than_to_the_day_counts_where_its_dates_allow_the_day(
    judge: Judge, observe: Observe
) -> None:
    october = DateInterval(first=FIRST, last=date(2026, 10, 31))
    assert judged(judge, observe, SECOND, october, october)["C2"].status is Status.met
    assert judged(judge, observe, date(2026, 9, 30), october, october)["C2"].status is Status.insufficient


def test_each_row_may_be_shown_on_several_days(judge: Judge, observe: Observe) -> None:
    earlier = observe("C3", "words again", on=FIRST)
    seen = [observe("C1", "AHI of 22", value=22, on=FIRST), observe("C2", "words", on=FIRST)]
    late = observe("C3", "words", on=SECOND)
    rows = {a.row: a.status for a in judge(CHECKS, *seen, late, earlier).assessments}
    assert rows["C3"] is Status.met


def test_the_day_of_a_row_that_is_not_there_is_a_mistake_of_the_file(make_page: Callable[..., str]) -> None:
    text = make_page("AHI at least 15", "documents weakness on the same day as C9")
    _, complaints = compile_policy(read_page("scratch.md", text), "digest")
    assert any("C2 leans on the day of C9" in str(c) for c in complaints)


def test_only_what_is_read_with_a_date_can_be_of_the_same_day() -> None:
    with pytest.raises(RuleMistake, match="on the same day as"):
        read_check("age at least 18 on the same day as C1", ())
