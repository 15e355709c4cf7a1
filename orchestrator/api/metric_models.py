"""Figures as resources. Every share shows what it is a share of."""

from datetime import date, datetime
from typing import Literal

from orchestrator.api.models import Resource


class ShareResource(Resource):
    numerator: int
    denominator: int
    percent: float | None


class TimesResource(Resource):
    count: int
    average: float | None
    median: float | None


class MeasureResource(Resource):
    """One of the nine public measures."""

    number: int
    title: str
    unit: Literal["count", "percent", "days", "hours"]
    numerator: int | None = None
    denominator: int | None = None
    percent: float | None = None
    count: int | None = None
    average: float | None = None
    median: float | None = None
    link: str | None = None


class LeftOutResource(Resource):
    """Requests that are in no numerator and no denominator."""

    withdrawn: int
    duplicate: int
    drugs: int


class UnitReport(Resource):
    """The measures of one reporting unit."""

    line_of_business: str
    level: str
    state: str | None
    required: bool
    measures: list[MeasureResource]
    left_out: LeftOutResource


class PublicMetrics(Resource):
    """The public prior-authorization measures of one calendar year."""

    year: int
    complete: bool
    time_zone: str
    synthetic: bool
    generated_at: datetime
    units: list[UnitReport]
    notes: list[str]


class BarResource(Resource):
    from_hours: int
    to_hours: int | None
    count: int


class PaceResource(Resource):
    """How long requests of one urgency took."""

    urgency: str
    hours: TimesResource
    on_time: ShareResource
    late: int
    histogram: list[BarResource]


class GroupResource(Resource):
    """Figures of one service, or of all."""

    service: str | None
    description: str
    decided: int
    outcomes: dict[str, int]
    on_time: ShareResource
    overrides: ShareResource
    override_directions: dict[str, int]
    reviewer_minutes: TimesResource
    paces: list[PaceResource]


class CriterionRateResource(Resource):
    criterion: str
    overridden: ShareResource


class QuarterResource(Resource):
    """How the machine was used in one quarter."""

    quarter: str
    reviews: int
    proposed: dict[str, int]
    determinations: int
    agreed: int
    overridden: int
    denied_by_person: int
    information_requests: int


class Turnaround(Resource):
    """Operational figures of the determinations made in a time."""

    from_day: date
    to_day: date
    time_zone: str
    synthetic: bool
    total: GroupResource
    groups: list[GroupResource]
    criteria: list[CriterionRateResource]
    ai_use: list[QuarterResource]
