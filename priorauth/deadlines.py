"""The decision clock of a case: pure arithmetic over an instant of receipt and a rule that comes in as data.

A clock counted in days ends at the last second of its last day where the plan is; one counted in hours ends exactly so
many elapsed hours after receipt, whatever the wall clocks do in between. Nothing here reads the time: `now` is given.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from priorauth.base import Frozen
from priorauth.case import Funding, LineOfBusiness, Urgency
from priorauth.codes import ServiceHint
from priorauth.errors import ActRefused
from priorauth.holidays import FEDERAL_HOLIDAYS, Holidays, add_business_days

_DAY_END = time(23, 59, 59)
_LEAST_NOTICE = timedelta(hours=24)


class ExtensionReason(StrEnum):
    """Why a clock may be extended; a plan may have no other reason."""

    enrollee_request = "enrollee_request"
    noncontract_evidence = "noncontract_evidence"
    extraordinary = "extraordinary"


class ClockStatus(StrEnum):
    """How an undecided case stands against its clock."""

    on_time = "on_time"
    at_risk = "at_risk"
    breached = "breached"


class ClockRule(Frozen):
    """One dated rule about how long a decision may take, with where it comes from.

    The length is in exactly one unit. A rule about business days may be capped in calendar days: the earlier end holds.
    Empty `states` or `services` mean all of them; None in `drug` or `funding` means either.
    """

    name: str = Field(min_length=1)
    source: str = Field(min_length=1)
    lines_of_business: frozenset[LineOfBusiness] = Field(min_length=1)
    urgency: Urgency
    drug: bool | None = None
    funding: Funding | None = None
    states: frozenset[str] = frozenset()
    services: frozenset[ServiceHint] = frozenset()
    effective_from: date
    effective_to: date | None = None
    hours: int | None = Field(default=None, ge=1, le=10_000)
    calendar_days: int | None = Field(default=None, ge=1, le=366)
    business_days: int | None = Field(default=None, ge=1, le=366)
    cap_calendar_days: int | None = Field(default=None, ge=1, le=366)
    extension_days: int = Field(default=0, ge=0, le=366)
    stops_for_information: bool = False

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        lengths = [length for length in (self.hours, self.calendar_days, self.business_days) if length is not None]
        if len(lengths) != 1:
            raise ValueError("a clock is counted in hours, calendar days or business days: one of them")
        if self.cap_calendar_days is not None and self.business_days is None:
            raise ValueError("only business days are capped in calendar days")
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("a rule cannot end before it begins")
        return self


class ClockQuestion(Frozen):
    """What of a case decides which rules apply to it."""

    line_of_business: LineOfBusiness
    urgency: Urgency
    drug: bool = False
    funding: Funding = Funding.insured
    state: str | None = None
    services: frozenset[ServiceHint] = frozenset()


class Extension(Frozen):
    """A clock made longer, once, for a reason the rules know."""

    reason: ExtensionReason
    days: int = Field(ge=1, le=366)
    note: str = ""


class Clock(Frozen):
    """The clock of one case. `due_at` is what the rule gave; `extended_until` replaces it when set."""

    received_at: AwareDatetime
    rule: ClockRule
    time_zone: str
    due_at: AwareDatetime
    extension: Extension | None = None
    extended_until: AwareDatetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The instant after which the decision is late."""
        return self.extended_until or self.due_at

    @property
    def last_day(self) -> date:
        """The calendar day, where the plan is, on which the clock ends."""
        return self.ends_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def at_risk_at(self) -> datetime:
        """When the case begins to be at risk."""
        return at_risk_from(self.received_at, self.ends_at)

    def was_breached(self, decided_at: datetime) -> bool:
        """Whether a decision at that instant is late."""
        return decided_at > self.ends_at


class Standstill(Frozen):
    """A time for which a clock stands still: since when, and until when at most."""

    since: AwareDatetime
    until: AwareDatetime

    def lasted(self, now: datetime) -> timedelta:
        """How long the clock stood still, if it runs again from now."""
        return max(min(now, self.until) - self.since, timedelta())


class Ends(Frozen):
    """When the clock of an open case ends. While it stands still its ends lie as far off as they can come to lie.

    Standing still moves the ends by exactly the time it lasted, to the second and not to the end of a day.
    """

    due_at: AwareDatetime
    at_risk_at: AwareDatetime
    extended_until: AwareDatetime | None = None
    standstill: Standstill | None = None

    @property
    def ends_at(self) -> datetime:
        return self.extended_until or self.due_at

    def stopped(self, now: datetime, until: datetime) -> "Ends":
        """Standing still from now, or on from when it was stopped. A clock that has run out is not revived."""
        runs, since = self.running(now), now
        if self.standstill is not None and now < self.standstill.until:
            since, until = min(self.standstill.since, now), max(until, self.standstill.until)
        if now > runs.ends_at or until <= now:
            return runs
        return runs._moved(until - now, Standstill(since=since, until=until))

    def running(self, now: datetime) -> "Ends":
        """Running from now on: the ends come nearer by what it did not stand still."""
        if self.standstill is None:
            return self
        return self._moved(self.standstill.lasted(now) - (self.standstill.until - self.standstill.since), None)

    def _moved(self, by: timedelta, standstill: Standstill | None) -> "Ends":
        return Ends(
            due_at=self.due_at + by,
            at_risk_at=self.at_risk_at + by,
            extended_until=self.extended_until and self.extended_until + by,
            standstill=standstill,
        )


def governing_rule(
    rules: Iterable[ClockRule],
    question: ClockQuestion,
    received_at: datetime,
    time_zone: ZoneInfo,
    holidays: Holidays = FEDERAL_HOLIDAYS,
) -> ClockRule | None:
    """Of the rules that apply, the one that ends first, since every one of them binds; None where none applies."""
    received_on = received_at.astimezone(time_zone).date()
    applying = sorted((rule for rule in rules if applies(rule, question, received_on)), key=lambda rule: rule.name)
    return min(applying, key=lambda rule: due_at(received_at, rule, time_zone, holidays), default=None)


def applies(rule: ClockRule, question: ClockQuestion, received_on: date) -> bool:
    """Whether the rule is about such a case and in force on the day of receipt."""
    return (
        question.line_of_business in rule.lines_of_business
        and question.urgency is rule.urgency
        and rule.drug in (None, question.drug)
        and rule.funding in (None, question.funding)
        and (not rule.states or question.state in rule.states)
        and (not rule.services or bool(rule.services & question.services))
        and rule.effective_from <= received_on
        and (rule.effective_to is None or received_on <= rule.effective_to)
    )


def due_at(
    received_at: datetime, rule: ClockRule, time_zone: ZoneInfo, holidays: Holidays = FEDERAL_HOLIDAYS
) -> datetime:
    """The last instant, in UTC, at which a decision is on time. Raises ValueError for a time without a zone."""
    if received_at.tzinfo is None:
        raise ValueError("the instant of receipt needs a time zone")
    if rule.hours is not None:
        return received_at.astimezone(UTC) + timedelta(hours=rule.hours)
    received_on = received_at.astimezone(time_zone).date()
    return end_of_day(_last_day(received_on, rule, holidays), time_zone)


def start_clock(
    received_at: datetime, rule: ClockRule, time_zone: ZoneInfo, holidays: Holidays = FEDERAL_HOLIDAYS
) -> Clock:
    """The clock of a case received at that instant."""
    due = due_at(received_at, rule, time_zone, holidays)
    return Clock(received_at=received_at.astimezone(UTC), rule=rule, time_zone=time_zone.key, due_at=due)


def extend(clock: Clock, extension: Extension, now: datetime) -> Clock:
    """The clock made longer by calendar days. Raises ActRefused when the rule, the length or the hour forbid it."""
    if not clock.rule.extension_days:
        raise ActRefused("validation", f"{clock.rule.name} knows no extension")
    if extension.days > clock.rule.extension_days:
        raise ActRefused("validation", f"an extension is at most {clock.rule.extension_days} calendar days")
    if clock.extension is not None:
        raise ActRefused("validation", "the clock has been extended once already")
    if clock.was_breached(now):
        raise ActRefused("validation", "a clock that has run out cannot be extended")
    return clock.model_copy(update={"extension": extension, "extended_until": _later(clock, extension.days)})


def at_risk_from(received_at: datetime, ends_at: datetime) -> datetime:
    """From when less is left than the longer of 24 hours and a quarter of the whole clock."""
    return ends_at - max(_LEAST_NOTICE, (ends_at - received_at) / 4)


def _last_day(received_on: date, rule: ClockRule, holidays: Holidays) -> date:
    if rule.calendar_days is not None:
        return received_on + timedelta(days=rule.calendar_days)
    last = add_business_days(received_on, rule.business_days or 0, holidays)
    if rule.cap_calendar_days is None:
        return last
    return min(last, received_on + timedelta(days=rule.cap_calendar_days))


def end_of_day(day: date, time_zone: ZoneInfo) -> datetime:
    """The last second of a day where the plan is."""
    return datetime.combine(day, _DAY_END, time_zone).astimezone(UTC)


def _later(clock: Clock, days: int) -> datetime:
    if clock.rule.hours is not None:
        return clock.due_at + timedelta(days=days)
    return end_of_day(clock.last_day + timedelta(days=days), ZoneInfo(clock.time_zone))
