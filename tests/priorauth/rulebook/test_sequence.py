"""Rows that must come before others."""

from collections.abc import Callable
from datetime import date

import pytest

from priorauth.criteria import Status
from priorauth.errors import RuleMistake
from priorauth.evidence import Observation
from priorauth.rulebook.checks import read_check
from priorauth.rulebook.judge import PolicyJudgement
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.policy_file import compile_policy

Judge = Callable[..., PolicyJudgement]
Observe = Callable[..., Observation]
CHECKS = ["documents weakness no later than C2", "AHI at least 15"]
BEFORE, TESTED, AFTER = date(2026, 8, 5), date(2026, 8, 17), date(2026, 9, 2)


def visit(judge: Judge, observe: Observe, *days: date, tested: date = TESTED) -> tuple[Status, str]:
    seen = [observe("C1", f"visit {n}", on=day) for n, day in enumerate(days)]
    found = judge(CHECKS, *seen, observe("C2", "AHI of 22", value=22, on=tested)).assessments
    return found[0].status, found[0].reason


def test_a_visit_before_the_test_counts(judge: Judge, observe: Observe) -> None:
    assert visit(judge, observe, BEFORE)[0] is Status.met
    assert visit(judge, observe, TESTED)[0] is Status.met


def test_a_visit_after_the_test_alone_does_not_count(judge: Judge, observe: Observe) -> None:
    assert visit(judge, observe, AFTER) == (Status.insufficient, "It is told of a later day than C2.")


def test_a_visit_after_the_test_takes_nothing_from_one_before_it(judge: Judge, observe: Observe) -> None:
    assert visit(judge, observe, BEFORE, AFTER)[0] is Status.met


def test_a_test_that_fails_its_bound_dates_the_visit_all_the_same(judge: Judge, observe: Observe) -> None:
    seen = [observe("C1", "visit", on=AFTER), observe("C2", "AHI of 3", value=3, on=TESTED)]
    assert judge(CHECKS, *seen).assessments[0].status is Status.insufficient


def test_without_a_test_nothing_is_too_late(judge: Judge, observe: Observe) -> None:
    assert judge(CHECKS, observe("C1", "visit", on=AFTER)).assessments[0].status is Status.met


def test_a_row_that_is_not_there_is_a_mistake_of_the_file(make_page: Callable[..., str]) -> None:
    text = make_page("documents weakness no later than C9", "AHI at least 15")
    _, complaints = compile_policy(read_page("scratch.md", text), "digest")
    assert any("must come before C9" in str(c) for c in complaints)


def test_what_has_no_day_comes_before_nothing() -> None:
    with pytest.raises(RuleMistake, match="no later than"):
        read_check("age at least 18 no later than C1", [])
