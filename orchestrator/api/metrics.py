"""Figures: the public measures of a year, and those of daily work."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from orchestrator.api.access import note
from orchestrator.api.description import problems
from orchestrator.api.metric_models import (
    BarResource,
    CriterionRateResource,
    GroupResource,
    LeftOutResource,
    MeasureResource,
    PaceResource,
    PublicMetrics,
    QuarterResource,
    ShareResource,
    TimesResource,
    Turnaround,
    UnitReport,
)
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.metrics.daily import Group, Pace, by_criterion, by_quarter, by_service, group
from orchestrator.metrics.figures import Share, Times
from orchestrator.metrics.public import NOTES, Measure, Report, Unit, report, units_of
from orchestrator.metrics.requests import Request as Counted
from orchestrator.metrics.requests import requests
from orchestrator.store.stories import stories, told_between
from priorauth.case import Funding
from priorauth.errors import Fault, RequestRefused
from priorauth.rulebook import LawSwitch

router = APIRouter(prefix="/api/metrics", tags=["metrics"])
Stand = Annotated[Parts, Depends(parts_of)]
_REFUSALS = problems(401, 403, 422, 429)
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_COLUMNS = (
    *("year", "line_of_business", "level", "state", "required", "measure", "title", "unit", "numerator"),
    *("denominator", "percent", "count", "average", "median", "left_out_withdrawn", "left_out_duplicate"),
    *("left_out_drugs", "synthetic"),
)


@router.get("/cms-0057", response_model=PublicMetrics, responses={**_CSV, **_REFUSALS})
async def public_metrics(
    request: Request,
    parts: Stand,
    caller: Calling,
    year: Annotated[int | None, Query(ge=2000, le=9998)] = None,
    format: Annotated[Literal["json", "csv"] | None, Query()] = None,
) -> Response | PublicMetrics:
    """The nine public measures of a calendar year, by reporting unit; as CSV where that is asked for."""
    await note(parts, request, caller, "read public metrics")
    found = await _public(parts, year or parts.now().astimezone(parts.settings.zone).year)
    wants_csv = format == "csv" or (format is None and "text/csv" in request.headers.get("accept", ""))
    if not wants_csv:
        return found
    headers = {"Content-Disposition": f'attachment; filename="cms-0057-{found.year}.csv"'}
    return Response(_written(found), media_type="text/csv; charset=utf-8", headers=headers)


async def _public(parts: Parts, year: int) -> PublicMetrics:
    since, until = _instants(parts, date(year, 1, 1), date(year, 12, 31))
    asked = _ended_within(requests(await stories(parts.desk.database, since, until)), since, until)
    today = parts.now().astimezone(parts.settings.zone).date()
    items = sum(bool(p.codes) and p.in_force(min(today, date(year, 12, 31))) for p in parts.desk.rules().policies)
    reports = [report(unit, asked, items) for unit in units_of(asked)]
    return PublicMetrics(
        year=year,
        complete=today.year > year,
        time_zone=parts.settings.time_zone,
        synthetic=parts.settings.synthetic,
        generated_at=parts.now(),
        units=[_unit(one, _is_required(parts, one.unit, year)) for one in reports],
        notes=list(NOTES),
    )


def _ended_within(asked: list[Counted], since: datetime, until: datetime) -> list[Counted]:
    """Those that were closed, or withdrawn undecided, in that time: one decided anew belongs to its first year."""
    return [one for one in asked if not one.decisions or since <= one.closed.at < until]


def _is_required(parts: Parts, unit: Unit, year: int) -> bool:
    """Whether a law asks for this report, which is due on the last day of March after the year."""
    due = date(year + 1, 3, 31)
    switches = parts.desk.rules().switches(unit.line_of_business, Funding.insured, unit.state, due)
    return LawSwitch.public_metrics in switches


def _unit(found: Report, required: bool) -> UnitReport:
    listed = MeasureResource(
        number=1,
        title="Items and services that need authorization",
        unit="count",
        count=found.items_requiring_authorization,
        link="/api/pa-items",
    )
    return UnitReport(
        line_of_business=found.unit.line_of_business,
        level=found.unit.level,
        state=found.unit.state,
        required=required,
        measures=[listed, *map(_measure, found.measures)],
        left_out=LeftOutResource(**asdict(found.left_out)),
    )


def _measure(one: Measure) -> MeasureResource:
    share, times = one.share, one.times
    return MeasureResource.model_validate(
        {
            "number": one.number,
            "title": one.title,
            "unit": one.unit,
            "numerator": share.numerator if share else None,
            "denominator": share.denominator if share else None,
            "percent": share.percent if share else None,
            "count": times.count if times else None,
            "average": times.average if times else None,
            "median": times.median if times else None,
        }
    )


def _written(found: PublicMetrics) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(found))
    for said in found.notes:
        writer.writerow(["note", said])
    return out.getvalue()


def _rows(found: PublicMetrics) -> Iterator[tuple[object, ...]]:
    for unit in found.units:
        whose = (found.year, unit.line_of_business, unit.level, unit.state or "", unit.required)
        left = (unit.left_out.withdrawn, unit.left_out.duplicate, unit.left_out.drugs, found.synthetic)
        for m in unit.measures:
            figures = (m.numerator, m.denominator, m.percent, m.count, m.average, m.median)
            yield (*whose, m.number, m.title, m.unit, *("" if f is None else f for f in figures), *left)


@router.get("/turnaround", response_model=Turnaround, responses=_REFUSALS)
async def turnaround(
    request: Request,
    parts: Stand,
    caller: Calling,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    by: Annotated[Literal["service"] | None, Query()] = None,
) -> Turnaround:
    """Operational figures of the requests decided from one day to another; this year's, where none are named."""
    await note(parts, request, caller, "read turnaround metrics")
    today = parts.now().astimezone(parts.settings.zone).date()
    first, last = since or date((until or today).year, 1, 1), until or today
    if last < first:
        raise RequestRefused([Fault(("to",), "not before `from`")])
    if first.year < 2000 or last.year > 9998:
        raise Refused(ProblemType.validation, "Name days between the years 2000 and 9998.")
    begins, ends = _instants(parts, first, last)
    told = _ended_within(requests(await stories(parts.desk.database, begins, ends)), begins, ends)
    return Turnaround(
        from_day=first,
        to_day=last,
        time_zone=parts.settings.time_zone,
        synthetic=parts.settings.synthetic,
        total=_group(parts, group(told)),
        groups=[_group(parts, one) for one in by_service(told)] if by == "service" else [],
        criteria=[
            CriterionRateResource(criterion=rate.criterion, overridden=_share(rate.overridden))
            for rate in by_criterion(told)
        ],
        ai_use=[
            QuarterResource.model_validate(asdict(quarter))
            for quarter in by_quarter(await told_between(parts.desk.database, begins, ends), parts.settings.zone)
        ],
    )


def _instants(parts: Parts, first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of one day to the last of another, where the plan is."""
    zone = parts.settings.zone
    return datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone)


def _group(parts: Parts, found: Group) -> GroupResource:
    return GroupResource(
        service=found.service,
        description=parts.desk.rules().service_words(found.service) if found.service else "",
        decided=found.decided,
        outcomes=dict(found.outcomes),
        on_time=_share(found.on_time),
        overrides=_share(found.overrides),
        override_directions=dict(found.directions),
        reviewer_minutes=_times(found.reviewer_minutes),
        paces=[_pace(pace) for pace in found.paces],
    )


def _pace(found: Pace) -> PaceResource:
    return PaceResource(
        urgency=found.urgency,
        hours=_times(found.hours),
        on_time=_share(found.on_time),
        late=found.late,
        histogram=[BarResource(**asdict(bar)) for bar in found.histogram],
    )


def _share(found: Share) -> ShareResource:
    return ShareResource(numerator=found.numerator, denominator=found.denominator, percent=found.percent)


def _times(found: Times) -> TimesResource:
    return TimesResource(count=found.count, average=found.average, median=found.median)
