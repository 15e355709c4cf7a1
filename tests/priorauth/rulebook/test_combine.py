"""A second reader adds reach; it never overrides a veto, arithmetic or a date, and disagreement is INSUFFICIENT."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from priorauth.criteria import Assessment, Status
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade
from priorauth.reading import RowReading
from priorauth.rulebook import CaseFacts, ConfidenceScale, Policy, PolicyJudgement, combine

Observe = Callable[..., Observation]
Combine = Callable[..., PolicyJudgement]
MET, NOT, UNKNOWN = Status.met, Status.not_met, Status.insufficient


@pytest.fixture
def together(make_policy: Callable[..., Policy], facts: CaseFacts, scale: ConfidenceScale) -> Combine:
    def run(check: str, first: list[Observation], second: list[Observation], **how: Any) -> PolicyJudgement:
        policy = make_policy(check, bars=how.pop("bars", ()))
        set_aside = how.pop("set_aside", ())
        ours = RowReading(policy_id=policy.id, observations=tuple(first), set_aside=set_aside)
        theirs = RowReading(policy_id=policy.id, observations=tuple(second), reader="model")
        return combine(policy, ours, theirs, facts, scale, **how)

    return run


def only(judgement: PolicyJudgement) -> Assessment:
    return judgement.assessments[0]


def weakness(observe: Observe, **slots: Any) -> Observation:
    return observe("C1", "weakness", thing="weakness", **slots)


def test_two_readers_on_the_same_words_are_met(together: Combine, observe: Observe) -> None:
    row = only(together("documents weakness", [weakness(observe)], [weakness(observe)]))
    assert (row.status, row.reader, row.disagreement) == (MET, "both", False)


def test_a_met_the_second_reader_does_not_share_is_a_disagreement(together: Combine, observe: Observe) -> None:
    denied = observe("C1", "weakness", thing="weakness", assertion=Assertion.negated)
    for second in ([], [denied]):
        row = only(together("documents weakness", [weakness(observe)], second))
        assert (row.status, row.disagreement) == (UNKNOWN, True) and row.confidence <= 40


def test_a_finding_the_second_reader_adds_is_met_at_most_at_eighty(together: Combine, observe: Observe) -> None:
    unclear = weakness(observe, grade=Grade.b, doubts=(Doubt.unfamiliar_wording,))
    for first in ([], [unclear]):
        row = only(together("documents weakness", first, [weakness(observe)]))
        assert (row.status, row.confidence, row.reader) == (MET, 80, "model")


@pytest.mark.parametrize(
    "veto",
    [
        {"assertion": Assertion.other_person},
        {"assertion": Assertion.planned},
        {"doubts": (Doubt.stale,)},
        {"doubts": (Doubt.wrong_side,)},
    ],
    ids=str,
)
def test_a_veto_is_final(together: Combine, observe: Observe, veto: dict[str, Any]) -> None:
    row = only(together("documents weakness", [weakness(observe, **veto)], [weakness(observe)]))
    assert (row.status, row.disagreement) == (UNKNOWN, False)


def test_words_that_were_set_aside_carry_nothing(together: Combine, observe: Observe) -> None:
    aside = weakness(observe).evidence
    assert only(together("documents weakness", [], [weakness(observe)], set_aside=(aside,))).status is UNKNOWN


def test_a_contradiction_against_a_met_is_left_to_a_person(together: Combine, observe: Observe) -> None:
    denied = weakness(observe, assertion=Assertion.negated)
    row = only(together("documents weakness", [denied], [weakness(observe)]))
    assert (row.status, row.disagreement) == (UNKNOWN, True)


def test_the_rules_stand_where_the_second_reader_says_no_more(together: Combine, observe: Observe) -> None:
    denied = weakness(observe, assertion=Assertion.negated)
    assert only(together("documents weakness", [denied], [])).status is NOT
    assert only(together("documents weakness", [], [denied])).status is UNKNOWN


def test_a_number_counts_only_when_code_has_read_it_again(together: Combine, observe: Observe) -> None:
    value = observe("C1", "AHI of 22", thing="AHI", value=22)
    assert only(together("AHI at least 15", [], [value])).status is UNKNOWN
    assert only(together("AHI at least 15", [], [value], derived={"C1"})).status is MET


def test_a_row_about_the_request_needs_no_second_opinion(together: Combine) -> None:
    assert only(together("age at least 18", [], [])).status is MET


def test_a_bar_that_one_reader_sees_is_in_doubt(together: Combine, observe: Observe) -> None:
    bars = ["record shows no infection"]
    shown = observe("X1", "infection", thing="infection", on=date(2026, 10, 1))
    assert together("age at least 18", [], [], bars=bars).satisfied
    doubted = together("age at least 18", [], [shown], bars=bars)
    assert doubted.status is UNKNOWN and doubted.assessments[-1].disagreement
    assert together("age at least 18", [shown], [], bars=bars).status is NOT
