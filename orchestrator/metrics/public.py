"""The nine public measures of CMS-0057-F, for one reporting unit and one calendar year.

Items and services only: a request for drugs alone is left out. So are withdrawn and duplicate requests, in numerator
and denominator alike, and the export says how many. A request belongs to the year in which it was closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.metrics.figures import Share, Times, in_days, in_hours
from orchestrator.metrics.requests import Request
from priorauth.case import LineOfBusiness, Urgency

LEVELS: Final = {
    LineOfBusiness.medicare_advantage: "contract",
    LineOfBusiness.medicare_ffs: "program",
    LineOfBusiness.medicaid: "state",
    LineOfBusiness.chip: "state",
    LineOfBusiness.qhp: "issuer",
    LineOfBusiness.commercial: "plan",
}
NOTES: Final = (
    "The unit is the request: denied where any of its items was, else approved, changes included.",
    "A request is counted in the calendar year, where the plan is, in which its first determination closed it.",
    "Withdrawn, voided and duplicate requests and requests for drugs alone are in no numerator and no denominator; "
    "shares of approved and denied add up to 100 only because of that.",
    "Measure 4: of the standard requests that were decided again after an appeal, those then approved.",
    "Measure 5: of the requests whose time was extended, those approved; it is not the share that was extended.",
    "Times run from receipt to the determination that closed the request; a request for information closes nothing.",
)


@dataclass(frozen=True)
class Unit:
    """Whom a report is about: a line of business, and for Medicaid and CHIP the state."""

    line_of_business: LineOfBusiness
    state: str | None = None

    @property
    def level(self) -> str:
        return LEVELS[self.line_of_business]


@dataclass(frozen=True)
class Measure:
    """One of the nine: a share of requests, or a time."""

    number: int
    title: str
    share: Share | None = None
    times: Times | None = None
    unit: str = "percent"


@dataclass(frozen=True)
class LeftOut:
    """Requests that were closed in the year and are counted nowhere."""

    withdrawn: int
    duplicate: int
    drugs: int


@dataclass(frozen=True)
class Report:
    unit: Unit
    items_requiring_authorization: int
    measures: tuple[Measure, ...]
    left_out: LeftOut


def units_of(asked: Iterable[Request]) -> list[Unit]:
    """The reporting units that these requests belong to."""
    return sorted({unit_of(one) for one in asked}, key=lambda unit: (unit.line_of_business, unit.state or ""))


def unit_of(request: Request) -> Unit:
    by_state = LEVELS[request.line_of_business] == "state"
    return Unit(request.line_of_business, request.state if by_state else None)


def report(unit: Unit, asked: Sequence[Request], items_requiring_authorization: int) -> Report:
    """The nine measures over the requests of one unit that were closed or withdrawn in the year."""
    mine = [one for one in asked if unit_of(one) == unit]
    counted = [one for one in mine if _counts(one)]
    left_out = LeftOut(
        withdrawn=sum(one.is_withdrawn for one in mine),
        duplicate=sum(one.is_duplicate and not one.is_withdrawn for one in mine),
        drugs=sum(one.is_drug and not one.is_duplicate and not one.is_withdrawn for one in mine),
    )
    return Report(unit, items_requiring_authorization, tuple(_measures(counted)), left_out)


def _counts(request: Request) -> bool:
    return not (request.is_withdrawn or request.is_duplicate or request.is_drug) and bool(request.decisions)


def _measures(counted: Sequence[Request]) -> Iterable[Measure]:
    standard = [one for one in counted if one.urgency is Urgency.standard]
    expedited = [one for one in counted if one.urgency is Urgency.expedited]
    extended = [one for one in counted if one.is_extended]
    appealed = [one for one in standard if any(d.after_appeal for d in one.decisions)]
    yield Measure(2, "Standard requests approved", _approved(standard))
    yield Measure(3, "Standard requests denied", _denied(standard))
    overturned = sum(not one.decisions[-1].denied for one in appealed)
    yield Measure(4, "Standard requests approved after appeal", Share(overturned, len(appealed)))
    yield Measure(5, "Requests with extended time that were approved", _approved(extended))
    yield Measure(6, "Expedited requests approved", _approved(expedited))
    yield Measure(7, "Expedited requests denied", _denied(expedited))
    yield Measure(8, "Time to decide, standard", times=in_days([one.took for one in standard]), unit="days")
    yield Measure(9, "Time to decide, expedited", times=in_hours([one.took for one in expedited]), unit="hours")


def _approved(asked: Sequence[Request]) -> Share:
    return Share(sum(not one.closed.denied for one in asked), len(asked))


def _denied(asked: Sequence[Request]) -> Share:
    return Share(sum(one.closed.denied for one in asked), len(asked))
