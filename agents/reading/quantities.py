"""A number of the text as a quantity of a measure: in its own unit, or out of what it is told of; else none."""

from agents.reading import patterns as re
from agents.reading.numbers import NumberToken, Shape
from agents.reading.record import PreparedRecord
from agents.reading.terms import Mention
from priorauth.facts import DateInterval, Quantity
from priorauth.measures import Form, Measure, convert, without_unit

LEADING = 40
BARE_PAIN = frozenset(
    (
        "pain",
        "average pain",
        "worst pain",
        "rates it",
        "rates the pain",
        "rates pain",
        "rates his pain",
        "rates her pain",
        "rated",
        "gives it",
        "gives the pain",
        "puts it at",
        "puts the pain at",
        "scores it",
        "scored it",
        "scores the pain",
        "grades it",
        "grades the pain",
        "ache",
        "aching",
    )
)


# "Pain: 7", "pain today is 7, worst 9": a bare figure right behind the word, and no noun behind the figure.
LEADS_TO_A_SCORE = re.compile(
    r"(?:[\s:=,~]|\b(?:is|was|are|at|of|an?|about|around|today|now|currently|level|score|diary|log|mean|avg|average"
    r"|averages"
    r"|usually|typically|generally|most days|on average|this visit|today's visit|worst|current|nrs|vas|nprs)\b)*"
)
ENDS_A_SCORE = re.compile(
    r"\s*(?:[.,;)|]|\n|$|(?:today|now|currently|most|on average|on most|on (?:a|the) (?:nrs|vas|nprs|scale|pain"
    r"|numeric)|nrs"
    r"|vas|nprs|with (?:standing|walking|activity|sitting|movement|stairs|exertion|extension)|when (?:standing|walking"
    r"|sitting|active|he|she)|worst|best|avg|average|out of|at (?:worst|its worst|night|work))\b)"
)


def _is_a_plain_score(low: str, mention: Mention, n: NumberToken) -> bool:
    if n.unit or n.shape is not Shape.point or n.start < mention.end or n.start - mention.end > LEADING:
        return False
    return (
        LEADS_TO_A_SCORE.fullmatch(low, mention.end, n.start) is not None and ENDS_A_SCORE.match(low, n.end) is not None
    )


def quantity_of(measure: Measure, n: NumberToken, mention: Mention, low: str) -> Quantity | None:
    """A token as a quantity in the measure's unit; None where it cannot be one."""
    if n.of is not None:
        return _out_of(measure, n)
    if measure.name == "adherent nights" and n.unit in ("night", "day"):
        return None
    if (
        measure.form is Form.score
        and low[mention.start : mention.end] in BARE_PAIN
        and not _is_a_plain_score(low, mention, n)
        and not re.search(
            r"\b(?:score|scale|rated|rates|level|severity|intensity|vas|nrs)\b", low[mention.end : n.start]
        )
    ):
        return None
    if n.shape is Shape.dimensions and (n.low is None or n.unit not in measure.units):
        return None
    low_end, high_end = converted_value(measure, n.low, n.unit), converted_value(measure, n.high, n.unit)
    if (low_end is None) is (n.low is not None) or (high_end is None) is (n.high is not None):
        return None
    return Quantity(low=low_end, high=high_end, low_open=n.low_open, high_open=n.high_open, unit=measure.unit)


def converted_value(measure: Measure, value: float | None, unit: str) -> float | None:
    if value is None:
        return None
    if unit == "":
        return without_unit(measure, value)
    if unit not in measure.units:
        return None
    converted = convert(measure, value, unit)
    return round(converted, 6) if converted is not None and measure.plausible(converted) else None


def _out_of(measure: Measure, n: NumberToken) -> Quantity | None:
    if n.low is None or n.high is None or not n.of:
        return None
    if measure.form is Form.share and n.low <= n.of:
        share = round(100 * n.low / n.of, 4)
        return Quantity(low=share, high=share, unit=measure.unit)
    if measure.out_of is None or n.of not in (measure.out_of, measure.out_of * 10, *measure.also_out_of):
        return None
    scale = measure.out_of / n.of
    if not measure.plausible(n.high * scale):
        return None
    return Quantity(low=n.low * scale, high=n.high * scale, unit=measure.unit)


def years_since(interval: DateInterval, record: PreparedRecord) -> Quantity:
    judged = record.context.judged_on
    newest, oldest = (judged - interval.last).days / 365.25, (judged - interval.first).days / 365.25
    return Quantity(low=round(newest, 2), high=round(oldest, 2), unit="years")


def length_in_years(measure: Measure, n: NumberToken) -> Quantity | None:
    years = converted_value(measure, n.point, n.unit)
    return Quantity(low=years, high=years, unit=measure.unit) if years is not None else None
