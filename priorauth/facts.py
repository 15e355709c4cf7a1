"""What a reader can say about words in a record: who, when, which side, how sure. Facts never carry a status."""

from datetime import date
from enum import StrEnum
from math import isclose
from typing import Self

from pydantic import model_validator

from priorauth.base import Frozen
from priorauth.codes import Side

__all__ = ["Assertion", "DateInterval", "Doubt", "Duration", "Grade", "Outcome", "Quantity", "Side", "Subject"]


class Assertion(StrEnum):
    """How the record says it. Only AFFIRMED and NEGATED say something about the patient as they are."""

    affirmed = "affirmed"
    negated = "negated"
    uncertain = "uncertain"
    planned = "planned"
    resolved = "resolved"
    other_person = "other_person"
    policy_talk = "policy_talk"
    instruction = "instruction"
    template = "template"
    retracted = "retracted"


class Subject(StrEnum):
    patient = "patient"
    other_person = "other_person"
    unknown = "unknown"


class Outcome(StrEnum):
    """How a course of treatment ended, as the record tells it."""

    failed = "failed"
    not_tolerated = "not_tolerated"
    completed = "completed"
    helped = "helped"
    ongoing = "ongoing"
    unknown = "unknown"


class Grade(StrEnum):
    """A: explicit, dated, every slot filled, familiar wording. B: one short. C: a bare mention."""

    a = "A"
    b = "B"
    c = "C"


class Doubt(StrEnum):
    """Why an observation is worth less than it looks. Each can only lower a status."""

    unfamiliar_wording = "unfamiliar_wording"
    hedged = "hedged"
    undated = "undated"
    stale = "stale"
    future = "future"
    side_missing = "side_missing"
    wrong_side = "wrong_side"
    site_missing = "site_missing"
    wrong_site = "wrong_site"
    not_from_report = "not_from_report"
    duration_missing = "duration_missing"
    outcome_missing = "outcome_missing"
    unit_missing = "unit_missing"
    partly_inside = "partly_inside"
    conflicting = "conflicting"
    amended = "amended"
    confuser = "confuser"
    condition_missing = "condition_missing"
    other_reader = "other_reader"
    over_budget = "over_budget"


class DateInterval(Frozen):
    """A date as the record knows it: a day, or the first and last day of a month or year."""

    first: date
    last: date

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last < self.first:
            raise ValueError("a date interval ends after it begins")
        return self


ROUGHLY = 0.1


class Quantity(Frozen):
    """A number as the record knows it, in the measure's own unit: a point or a range, ends open or closed."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False
    unit: str = ""

    def roughly(self) -> "Quantity":
        """The same as wide as "about" makes it: it counts where all of the range does."""
        if self.low is None or self.high is None:
            return self
        wide = {"low": self.low - ROUGHLY * abs(self.low), "high": self.high + ROUGHLY * abs(self.high)}
        return self.model_copy(update=wide)

    @property
    def about(self) -> float | None:
        """The number this is about, where it is just as wide as "about" makes one."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        middle = (self.low + self.high) / 2
        return middle if isclose(self.high - middle, ROUGHLY * abs(middle), rel_tol=1e-6) else None


class Duration(Frozen):
    """How long a course lasted, in days: at least `low`, at most `high` where known."""

    low: float
    high: float | None = None
