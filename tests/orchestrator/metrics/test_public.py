"""The nine measures over made-up stories: what counts, what is left out, which base each share has."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orchestrator.metrics.daily import by_criterion, by_quarter, by_service, group
from orchestrator.metrics.public import Measure, Unit, report, units_of
from orchestrator.metrics.requests import Request, requests
from orchestrator.store.stories import Story
from priorauth.case import LineOfBusiness
from priorauth.events import Event, EventType

RECEIVED = datetime(2026, 3, 2, 15, tzinfo=UTC)
ADVANTAGE = Unit(LineOfBusiness.medicare_advantage)


def determination(hours: float, outcome: str = "approved", **more: Any) -> tuple[EventType, float, dict[str, Any]]:
    data: dict[str, Any] = {
        "outcome": outcome,
        "items": [{"sequence": 1, "outcome": outcome}],
        "recommended": "pend_for_review",
        "overrides": True,
        "on_time": hours <= 168,
        "criteria": {},
        "criterion": None,
    }
    return EventType.determination_made, hours, data | more


def reopened(hours: float, kind: str = "appeal") -> tuple[EventType, float, dict[str, Any]]:
    return EventType.case_reopened, hours, {"kind": kind}


def story(
    *happened: tuple[EventType, float, dict[str, Any]],
    urgency: str = "standard",
    line: str = "medicare_advantage",
    state: str | None = None,
    codes: Sequence[str] = ("27447",),
    duplicate: bool = False,
) -> Story:
    received: dict[str, Any] = {"urgency": urgency, "line_of_business": line, "state": state}
    told = [(EventType.case_received, 0.0, received), *happened]
    events = tuple(
        Event(sequence=n, type=kind, at=RECEIVED + timedelta(hours=hours), data=data)
        for n, (kind, hours, data) in enumerate(told, start=1)
    )
    return Story("case", tuple(codes), duplicate, RECEIVED + timedelta(hours=1), events)


def measures(*told: Story, unit: Unit = ADVANTAGE) -> dict[int, Measure]:
    return {m.number: m for m in report(unit, requests(told), 3).measures}


def counted(*told: Story) -> list[Request]:
    return requests(told)


def test_standard_requests_are_approved_or_denied_changes_counting_as_approved() -> None:
    mixed = [{"sequence": 1, "outcome": "approved"}, {"sequence": 2, "outcome": "denied"}]
    found = measures(
        story(determination(10)),
        story(determination(20, "approved_modified")),
        story(determination(30, "denied")),
        story(determination(40, "approved_modified", items=mixed)),
        story(determination(1), urgency="expedited"),
    )
    approved, denied = found[2].share, found[3].share
    assert approved and denied
    assert (approved.numerator, denied.numerator, approved.denominator) == (2, 2, 4)
    assert approved.percent == denied.percent == 50.0


def test_withdrawn_duplicate_and_drug_requests_are_left_out_and_counted_as_such() -> None:
    told = [
        story(determination(10)),
        story((EventType.case_withdrawn, 5, {})),
        story(determination(10, "denied"), duplicate=True),
        story(determination(10, "denied"), codes=("J9271",)),
    ]
    made = report(ADVANTAGE, requests(told), 3)
    assert (made.left_out.withdrawn, made.left_out.duplicate, made.left_out.drugs) == (1, 1, 1)
    standard = made.measures[0].share
    assert standard
    assert (standard.numerator, standard.denominator) == (1, 1)


def test_after_an_appeal_the_later_determination_counts_in_its_own_measure_alone() -> None:
    found = measures(
        story(determination(10, "denied"), reopened(20), determination(30)),
        story(determination(10, "denied"), reopened(20), determination(30, "denied")),
        story(determination(10, "denied"), reopened(20, "correction"), determination(30)),
        story(determination(10, "denied"), reopened(20)),
    )
    after = found[4].share
    assert after
    assert (after.numerator, after.denominator) == (1, 2)
    denied = found[3].share
    assert denied
    assert (denied.numerator, denied.denominator) == (4, 4)


def test_extended_and_approved_is_a_share_of_the_extended() -> None:
    extended = (EventType.case_extended, 2.0, {"days": 5})
    found = measures(
        story(extended, determination(200)),
        story(extended, determination(210, "denied")),
        story(determination(5)),
    )
    share = found[5].share
    assert share
    assert (share.numerator, share.denominator) == (1, 2)


def test_times_run_from_receipt_to_the_first_determination_whatever_was_asked_for_between() -> None:
    asked = (EventType.information_requested, 5.0, {})
    found = measures(
        story(asked, determination(48), reopened(60), determination(90)),
        story(determination(24)),
        story(determination(12), urgency="expedited"),
        story(determination(13.25), urgency="expedited"),
    )
    days, hours = found[8].times, found[9].times
    assert days and hours
    assert (days.average, days.median, found[8].unit) == (1.5, 1.5, "days")
    assert (hours.average, hours.median, found[9].unit) == (12.6, 12.6, "hours")


def test_the_nine_stand_in_their_order_without_any_request() -> None:
    assert [m.number for m in report(ADVANTAGE, [], 3).measures] == [2, 3, 4, 5, 6, 7, 8, 9]
    shares = [m.share for m in report(ADVANTAGE, [], 3).measures if m.share]
    assert [share.percent for share in shares] == [None] * 6


def test_medicaid_reports_by_state_and_medicare_plans_by_contract() -> None:
    told = counted(
        story(determination(1), line="medicaid", state="OH"),
        story(determination(1), line="medicaid", state="WA"),
        story(determination(1), state="OH"),
        story(determination(1), state="WA"),
    )
    units = units_of(told)
    assert [(u.line_of_business, u.state, u.level) for u in units] == [
        ("medicaid", "OH", "state"),
        ("medicaid", "WA", "state"),
        ("medicare_advantage", None, "contract"),
    ]


def test_clock_compliance_overrides_and_reviewer_time_are_told_with_their_base() -> None:
    found = group(
        counted(
            story(determination(3, overrides=False, recommended="approve")),
            story(determination(200, "denied")),
            story((EventType.case_withdrawn, 5, {})),
        )
    )
    assert (found.on_time.numerator, found.on_time.denominator) == (1, 2)
    assert (found.overrides.numerator, found.overrides.denominator) == (1, 2)
    assert found.directions == {"pend_for_review to denied": 1}
    assert found.reviewer_minutes.median == 6030.0
    standard = found.paces[0]
    assert (standard.late, sum(bar.count for bar in standard.histogram)) == (1, 2)
    assert [bar.count for bar in standard.histogram if bar.from_hours == 168] == [1]


def test_each_service_has_figures_of_its_own() -> None:
    told = counted(story(determination(3)), story(determination(4), codes=("E0601",)), story(determination(5)))
    assert [(one.service, one.decided) for one in by_service(told)] == [("27447", 2), ("E0601", 1)]


def test_a_criterion_is_overridden_by_an_approval_without_it_or_a_refusal_that_cites_it_as_unmet() -> None:
    criteria = {"P B1": "MET", "P B2": "INSUFFICIENT"}
    rates = by_criterion(
        counted(
            story(determination(1, criteria=criteria)),
            story(determination(1, "denied", criteria=criteria, criterion="P B1")),
            story(determination(1, "denied", criteria=criteria, criterion="P B2")),
        )
    )
    assert {r.criterion: (r.overridden.numerator, r.overridden.denominator) for r in rates} == {
        "P B1": (1, 3),
        "P B2": (1, 3),
    }


def test_the_use_of_the_machine_is_counted_by_quarter_where_the_plan_is() -> None:
    midnight = datetime(2026, 4, 1, 3, tzinfo=UTC)
    sealed: dict[str, Any] = {"recommendation": "approve"}
    told = [
        Event(sequence=1, type=EventType.review_sealed, at=midnight, data=sealed),
        Event(
            sequence=2, type=EventType.determination_made, at=midnight + timedelta(hours=2), data=determination(1)[2]
        ),
    ]
    first, second = by_quarter(told, ZoneInfo("America/New_York"))
    assert (first.quarter, first.reviews, first.proposed["approve"]) == ("2026-Q1", 1, 1)
    assert (second.quarter, second.determinations, second.overridden, second.agreed) == ("2026-Q2", 1, 1, 0)
