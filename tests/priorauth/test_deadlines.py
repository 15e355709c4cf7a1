"""The decision clock: when it ends, when it is at risk, what may make it longer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from priorauth.case import Funding, LineOfBusiness, Urgency
from priorauth.codes import ServiceHint
from priorauth.deadlines import (
    Clock,
    ClockQuestion,
    ClockRule,
    Ends,
    Extension,
    ExtensionReason,
    due_at,
    extend,
    governing_rule,
    start_clock,
)
from priorauth.errors import ActRefused

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(["UTC", "America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Puerto_Rico"])
INSTANTS = st.integers(0, 15 * 365 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


def rule(**changes: Any) -> ClockRule:
    fields: dict[str, Any] = {
        "name": "standard",
        "source": "a made-up law",
        "lines_of_business": {LineOfBusiness.medicare_advantage},
        "urgency": Urgency.standard,
        "effective_from": date(2026, 1, 1),
    }
    return ClockRule(**(fields | changes))


WEEK = rule(calendar_days=7, extension_days=14)
HOURS_72 = rule(name="expedited", urgency=Urgency.expedited, hours=72, extension_days=14)
EQUIPMENT = rule(name="equipment", business_days=5, cap_calendar_days=7, services={ServiceHint.equipment})
ASKED = Extension(reason=ExtensionReason.enrollee_request, days=14)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def clock(rule_in_force: ClockRule = WEEK, received: str = "2026-11-02T09:00-05:00") -> Clock:
    return start_clock(at(received), rule_in_force, NEW_YORK)


def test_a_standard_request_is_due_at_the_end_of_the_seventh_day_where_the_plan_is() -> None:
    assert due_at(at("2026-11-02T00:01-05:00"), WEEK, NEW_YORK) == at("2026-11-09T23:59:59-05:00")
    assert due_at(at("2026-11-02T23:59-05:00"), WEEK, NEW_YORK) == at("2026-11-09T23:59:59-05:00")


def test_the_day_of_receipt_is_the_plans_day_not_the_day_in_utc() -> None:
    assert due_at(at("2026-11-03T03:00Z"), WEEK, NEW_YORK) == at("2026-11-09T23:59:59-05:00")


@pytest.mark.parametrize("received", ["2026-03-07T12:00-05:00", "2026-10-31T12:00-04:00"])
def test_seventy_two_hours_are_elapsed_hours_across_a_clock_change(received: str) -> None:
    assert due_at(at(received), HOURS_72, NEW_YORK) - at(received) == timedelta(hours=72)


def test_a_week_across_a_clock_change_still_ends_at_the_end_of_a_local_day() -> None:
    assert due_at(at("2026-03-05T12:00-05:00"), WEEK, NEW_YORK) == at("2026-03-12T23:59:59-04:00")


def test_business_days_pass_over_weekends_and_holidays_up_to_the_cap() -> None:
    assert due_at(at("2026-11-02T09:00-05:00"), EQUIPMENT, NEW_YORK) == at("2026-11-09T23:59:59-05:00")
    assert due_at(at("2026-11-20T09:00-05:00"), EQUIPMENT, NEW_YORK) == at("2026-11-27T23:59:59-05:00")


def test_a_plans_own_calendar_replaces_the_federal_one() -> None:
    uncapped = rule(business_days=2)
    closed = {date(2026, 11, 3), date(2026, 11, 4)}
    assert due_at(at("2026-11-02T09:00-05:00"), uncapped, NEW_YORK, closed) == at("2026-11-06T23:59:59-05:00")


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_at(datetime(2026, 11, 2, 9), WEEK, NEW_YORK)  # noqa: DTZ001 - the naive time is the point


@given(INSTANTS, st.integers(1, 60), ZONES)
def test_days_end_on_the_right_local_day_and_never_before_that_many_days_less_one(
    received: datetime, days: int, zone: str
) -> None:
    local = ZoneInfo(zone)
    due = due_at(received, rule(calendar_days=days), local)
    assert due.tzinfo is UTC
    assert due.astimezone(local).date() == received.astimezone(local).date() + timedelta(days=days)
    assert timedelta(days=days, hours=-1) < due - received < timedelta(days=days + 1, hours=1)


@given(INSTANTS, st.integers(1, 20), st.integers(1, 30), ZONES)
def test_a_cap_never_makes_a_clock_longer(received: datetime, days: int, cap: int, zone: str) -> None:
    local = ZoneInfo(zone)
    capped = due_at(received, rule(business_days=days, cap_calendar_days=cap), local)
    assert capped == min(
        due_at(received, rule(business_days=days), local), due_at(received, rule(calendar_days=cap), local)
    )


@given(INSTANTS, st.integers(0, 100_000), ZONES)
def test_a_later_receipt_is_never_due_earlier(received: datetime, minutes: int, zone: str) -> None:
    local = ZoneInfo(zone)
    for each in (WEEK, HOURS_72, EQUIPMENT):
        assert due_at(received, each, local) <= due_at(received + timedelta(minutes=minutes), each, local)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"hours": 72, "calendar_days": 7},
        {"calendar_days": 7, "cap_calendar_days": 7},
        {"hours": 0},
        {"hours": 72, "lines_of_business": set[LineOfBusiness]()},
        {"hours": 72, "effective_to": date(2025, 1, 1)},
    ],
)
def test_a_rule_that_contradicts_itself_cannot_exist(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule(**changes)


def test_a_week_is_at_risk_in_its_last_quarter() -> None:
    whole = clock().ends_at - clock().received_at
    assert clock().at_risk_at == clock().ends_at - whole / 4
    assert at("2026-11-07T23:00-05:00") < clock().at_risk_at < at("2026-11-08T08:00-05:00")


def test_an_expedited_clock_is_at_risk_in_its_last_day() -> None:
    assert clock(HOURS_72).at_risk_at == at("2026-11-04T09:00-05:00")


def test_a_decision_is_late_after_the_last_second_of_the_last_day() -> None:
    assert not clock().was_breached(at("2026-11-09T23:59:59-05:00"))
    assert clock().was_breached(at("2026-11-10T00:00-05:00"))


def test_an_extension_moves_the_end_and_keeps_what_the_rule_gave() -> None:
    extended = extend(clock(), ASKED, at("2026-11-05T09:00-05:00"))
    assert extended.due_at == clock().due_at
    assert extended.ends_at == at("2026-11-23T23:59:59-05:00")
    assert extended.last_day == date(2026, 11, 23)


@given(st.integers(1, 14))
def test_an_extension_across_a_clock_change_ends_with_a_local_day(days: int) -> None:
    asked = Extension(reason=ExtensionReason.extraordinary, days=days)
    extended = extend(clock(received="2026-10-24T09:00-04:00"), asked, at("2026-10-25T09:00-04:00"))
    ends = extended.ends_at.astimezone(NEW_YORK)
    assert (ends.hour, ends.minute, ends.date()) == (23, 59, date(2026, 10, 31) + timedelta(days=days))


@pytest.mark.parametrize(
    ("given_clock", "days", "now"),
    [
        (clock(), 15, "2026-11-05T09:00-05:00"),
        (clock(EQUIPMENT), 1, "2026-11-05T09:00-05:00"),
        (extend(clock(), ASKED, at("2026-11-05T09:00-05:00")), 1, "2026-11-05T09:00-05:00"),
        (clock(), 1, "2026-11-10T00:00-05:00"),
    ],
    ids=["too long", "no extension known", "twice", "too late"],
)
def test_an_extension_the_rule_does_not_know_is_refused(given_clock: Clock, days: int, now: str) -> None:
    with pytest.raises(ActRefused):
        extend(given_clock, Extension(reason=ExtensionReason.enrollee_request, days=days), at(now))


NOON = at("2026-11-04T12:00-05:00")
ENDS = Ends(due_at=at("2026-11-09T23:59:59-05:00"), at_risk_at=at("2026-11-07T12:00-05:00"))
MINUTES = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))


@given(waited=MINUTES, most=MINUTES.filter(bool), extended=st.booleans())
def test_a_stopped_clock_ends_later_by_exactly_the_time_it_stood_still(
    waited: timedelta, most: timedelta, extended: bool
) -> None:
    before = ENDS.model_copy(update={"extended_until": ENDS.due_at + timedelta(days=3) if extended else None})
    stopped = before.stopped(NOON, NOON + most)
    assert stopped.ends_at == before.ends_at + most
    after, stood = stopped.running(NOON + waited), min(waited, most)
    assert (after.due_at, after.at_risk_at) == (before.due_at + stood, before.at_risk_at + stood)
    assert after.ends_at == before.ends_at + stood
    assert after.standstill is None
    assert after.running(NOON + waited + most) == after


@given(first=MINUTES.filter(bool), second=MINUTES, more=MINUTES.filter(bool), waited=MINUTES)
def test_of_questions_that_overlap_no_moment_is_counted_twice(
    first: timedelta, second: timedelta, more: timedelta, waited: timedelta
) -> None:
    far = Ends(due_at=NOON + timedelta(days=200), at_risk_at=NOON + timedelta(days=150))
    asked_again = NOON + second
    twice = far.stopped(NOON, NOON + first).stopped(asked_again, asked_again + more)
    answered = asked_again + waited
    alone = min(first, second + waited)
    stood = min(answered, max(asked_again + more, NOON + first)) - NOON if second < first else alone + min(waited, more)
    assert twice.running(answered).due_at == far.due_at + stood


def test_a_clock_that_has_run_out_is_not_revived_by_a_question() -> None:
    late = ENDS.due_at + timedelta(seconds=1)
    assert ENDS.stopped(late, late + timedelta(days=10)) == ENDS
    assert ENDS.running(late) == ENDS


@given(back=MINUTES.filter(bool))
def test_a_clock_on_the_wall_that_is_put_back_takes_no_time_from_the_case(back: timedelta) -> None:
    stopped = ENDS.stopped(NOON, NOON + timedelta(days=2))
    assert stopped.running(NOON - back).due_at == ENDS.due_at


QUESTION = ClockQuestion(line_of_business=LineOfBusiness.medicare_advantage, urgency=Urgency.standard)
RECEIVED = at("2026-11-02T09:00-05:00")


@pytest.mark.parametrize(
    "other",
    [
        rule(name="other", hours=1, urgency=Urgency.expedited),
        rule(name="other", hours=1, lines_of_business={LineOfBusiness.chip}),
        rule(name="other", hours=1, drug=True),
        rule(name="other", hours=1, funding=Funding.self_funded),
        rule(name="other", hours=1, states={"TX"}),
        rule(name="other", hours=1, services={ServiceHint.ambulance}),
        rule(name="other", hours=1, effective_from=date(2026, 11, 3)),
        rule(name="other", hours=1, effective_to=date(2026, 11, 1)),
    ],
)
def test_a_rule_about_other_cases_does_not_govern(other: ClockRule) -> None:
    assert governing_rule([WEEK, other], QUESTION, RECEIVED, NEW_YORK) == WEEK
    assert governing_rule([other], QUESTION, RECEIVED, NEW_YORK) is None


def test_of_several_rules_that_bind_the_one_that_ends_first_governs() -> None:
    state = rule(name="state law", calendar_days=3, states={"TX"})
    question = QUESTION.model_copy(update={"state": "TX"})
    assert governing_rule([WEEK, state], question, RECEIVED, NEW_YORK) == state
