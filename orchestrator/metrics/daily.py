"""Figures of daily work: what was decided how fast, whether on time, how often a person decided otherwise."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from orchestrator.metrics.figures import Share, Times, in_hours, in_minutes
from orchestrator.metrics.requests import Decided, Request
from priorauth.case import Urgency
from priorauth.criteria import Status
from priorauth.determination import DeterminationOutcome
from priorauth.events import Event, EventType
from priorauth.recommendation import Recommendation

# Wide enough to see the limit of 72 hours and that of seven days each at the end of a bar.
BOUNDS_HOURS: Final = (1, 4, 12, 24, 48, 72, 96, 120, 144, 168, 336)


@dataclass(frozen=True)
class Bar:
    """How many requests took at least so long and less than so long; the last bar is open."""

    from_hours: int
    to_hours: int | None
    count: int


@dataclass(frozen=True)
class Pace:
    """How long the requests of one urgency took."""

    urgency: Urgency
    hours: Times
    on_time: Share
    late: int
    histogram: tuple[Bar, ...]


@dataclass(frozen=True)
class Group:
    """The figures of one service, or of all."""

    service: str | None
    decided: int
    outcomes: Mapping[str, int]
    on_time: Share
    overrides: Share
    directions: Mapping[str, int]
    reviewer_minutes: Times
    paces: tuple[Pace, ...]


@dataclass(frozen=True)
class CriterionRate:
    """How often a person decided against what the engine had found of a criterion."""

    criterion: str
    overridden: Share


@dataclass(frozen=True)
class Quarter:
    """How the machine was used in one quarter."""

    quarter: str
    reviews: int
    proposed: Mapping[str, int]
    determinations: int
    agreed: int
    overridden: int
    denied_by_person: int
    information_requests: int


def group(asked: Sequence[Request], service: str | None = None) -> Group:
    """The figures over the requests that were closed by a determination."""
    closed = [one for one in asked if one.decisions]
    decisions = [one.closed for one in closed]
    timed = [d.on_time for d in decisions if d.on_time is not None]
    read = [(one.first_read_at, one.closed.at) for one in closed]
    minutes = [at - first for first, at in read if first is not None and first <= at]
    return Group(
        service=service,
        decided=len(closed),
        outcomes=Counter(str(d.outcome) for d in decisions),
        on_time=Share(sum(timed), len(timed)),
        overrides=Share(sum(d.overrides for d in decisions), len(decisions)),
        directions=Counter(f"{d.recommended} to {d.outcome}" for d in decisions if d.overrides),
        reviewer_minutes=in_minutes(minutes),
        paces=tuple(_pace(urgency, closed) for urgency in Urgency),
    )


def by_service(asked: Sequence[Request]) -> list[Group]:
    """The same for each first-named service."""
    services = sorted({one.service for one in asked})
    return [group([one for one in asked if one.service == service], service) for service in services]


def _pace(urgency: Urgency, closed: Sequence[Request]) -> Pace:
    mine = [one for one in closed if one.urgency is urgency]
    timed = [one.closed.on_time for one in mine if one.closed.on_time is not None]
    return Pace(
        urgency=urgency,
        hours=in_hours([one.took for one in mine]),
        on_time=Share(sum(timed), len(timed)),
        late=sum(not on_time for on_time in timed),
        histogram=tuple(_histogram([one.took for one in mine])),
    )


def _histogram(took: Sequence[timedelta]) -> Iterable[Bar]:
    edges = [0, *BOUNDS_HOURS]
    for low, high in zip(edges, [*BOUNDS_HOURS, None], strict=True):
        within = [t for t in took if t >= timedelta(hours=low) and (high is None or t < timedelta(hours=high))]
        yield Bar(low, high, len(within))


def by_criterion(asked: Iterable[Request]) -> list[CriterionRate]:
    """Decisive criteria and how often they were decided against, the most contested first."""
    judged: Counter[str] = Counter()
    overridden: Counter[str] = Counter()
    for decision in (d for one in asked for d in one.decisions):
        judged.update(decision.criteria.keys())
        overridden.update(_against(decision))
    rates = [CriterionRate(name, Share(overridden[name], count)) for name, count in judged.items()]
    return sorted(rates, key=lambda rate: (-(rate.overridden.percent or 0), rate.criterion))


def _against(decision: Decided) -> Iterable[str]:
    """An approval goes against every decisive criterion that was not met, a refusal against a met one that it cites."""
    if decision.outcome is DeterminationOutcome.denied:
        return [name for name, status in decision.criteria.items() if name == decision.cited and status == Status.met]
    return [name for name, status in decision.criteria.items() if status != Status.met]


def by_quarter(told: Iterable[Event], zone: ZoneInfo) -> list[Quarter]:
    """Reviews, proposals and what persons made of them, quarter by quarter."""
    quarters: dict[str, list[Event]] = {}
    for event in told:
        quarters.setdefault(_quarter(event.at, zone), []).append(event)
    return [_used(name, quarters[name]) for name in sorted(quarters)]


def _quarter(at: datetime, zone: ZoneInfo) -> str:
    day = at.astimezone(zone).date()
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _used(quarter: str, told: Sequence[Event]) -> Quarter:
    sealed = [e for e in told if e.type is EventType.review_sealed]
    made = [e for e in told if e.type is EventType.determination_made]
    proposed = Counter({str(one): 0 for one in Recommendation})
    proposed.update(str(e.data["recommendation"]) for e in sealed)
    overridden = sum(bool(e.data["overrides"]) for e in made)
    return Quarter(
        quarter=quarter,
        reviews=len(sealed),
        proposed=dict(proposed),
        determinations=len(made),
        agreed=len(made) - overridden,
        overridden=overridden,
        denied_by_person=sum(e.data["outcome"] == DeterminationOutcome.denied for e in made),
        information_requests=sum(e.type is EventType.information_requested for e in told),
    )
