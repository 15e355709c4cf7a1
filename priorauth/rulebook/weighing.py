"""How one observation stands to one row: for it, partly for it, against it, or beside the point.

Every gate can only lower what an observation is worth. Nothing here knows a status.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations, pairwise
from typing import assert_never

from priorauth.criteria import (
    AbsenceCheck,
    ChangeCheck,
    Comparison,
    Course,
    CourseCheck,
    DatedCheck,
    DenialCheck,
    DocumentsCheck,
    JudgementCheck,
    MeasureCheck,
    Row,
    SlotCheck,
)
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade, Outcome, Quantity, Side, Subject
from priorauth.measures import CIGARETTES_IN_A_PACK, MEASURES, Form
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.worded import FRACTIONS, figures_in_words


class Weight(StrEnum):
    """What an observation is worth to a row."""

    full = "full"
    partial = "partial"
    against = "against"
    leaning_against = "leaning against"
    aside = "aside"


@dataclass(frozen=True, slots=True)
class Weighed:
    """An observation, its worth, and why it is worth no more."""

    observation: Observation
    weight: Weight
    why: str = ""


class Fit(StrEnum):
    """A value against a bound."""

    inside = "inside"
    outside = "outside"
    partly = "partly"


DocumentCheck = (
    MeasureCheck
    | DatedCheck
    | ChangeCheck
    | DocumentsCheck
    | DenialCheck
    | CourseCheck
    | JudgementCheck
    | SlotCheck
    | AbsenceCheck
)

_BESIDE_THE_POINT = {
    Assertion.planned: "it is planned, not done",
    Assertion.other_person: "it speaks of another person",
    Assertion.policy_talk: "it speaks of the rules, not of the patient",
    Assertion.instruction: "it instructs the reviewer",
    Assertion.template: "it is an unfilled form",
    Assertion.retracted: "it was taken back",
}
_BESIDE_BY_DOUBT = {
    Doubt.wrong_side: "it is about the other side",
    Doubt.wrong_site: "it is about another part of the body",
    Doubt.confuser: "it is another measure that looks like this one",
    Doubt.condition_missing: "the condition the row asks for is not said beside the value",
    Doubt.stale: "it is older than the row allows",
    Doubt.future: "it lies in the future",
}
_DOUBTED = {
    Doubt.unfamiliar_wording: "the wording is unfamiliar",
    Doubt.hedged: "it is hedged",
    Doubt.undated: "it has no date",
    Doubt.side_missing: "the side is not said",
    Doubt.site_missing: "the part of the body is not said",
    Doubt.not_from_report: "it is not from a report",
    Doubt.duration_missing: "how long it lasted is not said",
    Doubt.outcome_missing: "how it ended is not said",
    Doubt.unit_missing: "the unit is not said",
    Doubt.partly_inside: "only part of the range fits",
    Doubt.conflicting: "the record says otherwise elsewhere",
    Doubt.amended: "a later entry of the record may change it",
    Doubt.other_reader: "only one reader saw it",
    Doubt.over_budget: "the record was not read to its end",
}
# What may be missing from a plain "no" without making it less plain.
_HARMLESS_TO_A_NO = {Doubt.undated, Doubt.duration_missing, Doubt.outcome_missing, Doubt.amended}


def weigh(row: Row, check: DocumentCheck, observation: Observation, facts: CaseFacts) -> Weighed:
    """What the observation is worth to the row, by its check."""
    aside = _beside_the_point(row, observation, facts)
    if aside:
        return Weighed(observation, Weight.aside, aside)
    return _by_check(check, observation, _shortfalls(row, observation, facts))


def _by_check(check: DocumentCheck, seen: Observation, short: Sequence[str]) -> Weighed:
    match check:
        case MeasureCheck():
            return _weigh_value(check, seen, short)
        case DatedCheck() | ChangeCheck():
            return _weigh_mention(seen, short)
        case DocumentsCheck() | AbsenceCheck() | SlotCheck():
            return _weigh_statement(seen, short, wanted=Assertion.affirmed, opposite=Assertion.negated)
        case DenialCheck():
            return _weigh_statement(seen, short, wanted=Assertion.negated, opposite=Assertion.affirmed)
        case CourseCheck():
            return _weigh_course(check, seen, short)
        case JudgementCheck():
            return Weighed(seen, Weight.partial, "a person judges it")
        case _:
            assert_never(check)


def _beside_the_point(row: Row, seen: Observation, facts: CaseFacts) -> str:
    if seen.assertion in _BESIDE_THE_POINT:
        return _BESIDE_THE_POINT[seen.assertion]
    if seen.subject is Subject.other_person:
        return _BESIDE_THE_POINT[Assertion.other_person]
    for doubt in seen.doubts:
        if doubt in _BESIDE_BY_DOUBT and not (doubt is Doubt.stale and row.window_days is None):
            return _BESIDE_BY_DOUBT[doubt]
    return _outside_the_window(row, seen, facts) or _elsewhere(row, seen, facts)


def _outside_the_window(row: Row, seen: Observation, facts: CaseFacts) -> str:
    if seen.when is None:
        return ""
    if seen.when.first > facts.judged_on and not row.also_planned and not row.bar:
        return _BESIDE_BY_DOUBT[Doubt.future]
    if row.window_days is not None and seen.when.last < facts.judged_on - timedelta(days=row.window_days):
        return _BESIDE_BY_DOUBT[Doubt.stale]
    return ""


def _elsewhere(row: Row, seen: Observation, facts: CaseFacts) -> str:
    if row.site and seen.site and seen.site.casefold() != row.site.casefold():
        return _BESIDE_BY_DOUBT[Doubt.wrong_site]
    asked = facts.side
    if row.on_requested_side and seen.side and asked and asked is not Side.bilateral:
        return "" if seen.side in (asked, Side.bilateral) else _BESIDE_BY_DOUBT[Doubt.wrong_side]
    return ""


def _shortfalls(row: Row, seen: Observation, facts: CaseFacts) -> list[str]:
    """Everything that keeps an observation from full worth, in words."""
    short = [_DOUBTED[d] for d in seen.doubts if d in _DOUBTED and not (d is Doubt.undated and row.window_days is None)]
    if seen.subject is Subject.unknown:
        short.append("whose it is, is not clear")
    if seen.assertion is Assertion.uncertain:
        short.append("it is not said for certain")
    if row.window_days is not None and seen.when is None:
        short.append(_DOUBTED[Doubt.undated])
    elif row.window_days is not None and seen.when and seen.when.last > facts.judged_on and not row.also_planned:
        short.append("its date may lie in the future")
    elif row.window_days is not None and seen.when:
        oldest = facts.judged_on - timedelta(days=row.window_days)
        short += ["its date may be older than the row allows"] if seen.when.first < oldest else []
    short += _place_shortfalls(row, seen, facts)
    if row.from_report and not seen.from_report:
        short.append(_DOUBTED[Doubt.not_from_report])
    if seen.grade is not Grade.a:
        short.append("it is not said plainly and completely")
    return list(dict.fromkeys(short))


def _place_shortfalls(row: Row, seen: Observation, facts: CaseFacts) -> list[str]:
    short: list[str] = []
    if row.site and not seen.site:
        short.append(_DOUBTED[Doubt.site_missing])
    if row.on_requested_side and not seen.side:
        short.append(_DOUBTED[Doubt.side_missing])
    if row.on_requested_side and facts.side is None:
        short.append("the request names no side")
    if row.on_requested_side and facts.side is Side.bilateral and seen.side is not Side.bilateral:
        short.append("both sides are requested")
    return short


def _weigh_mention(seen: Observation, short: Sequence[str]) -> Weighed:
    if seen.assertion is Assertion.negated:
        return Weighed(seen, Weight.aside, "it says there is none")
    if seen.assertion is Assertion.resolved:
        return Weighed(seen, Weight.partial, "it is described as over")
    if seen.when is None:
        return Weighed(seen, Weight.partial, _DOUBTED[Doubt.undated])
    return _graded(seen, short)


def _graded(seen: Observation, short: Sequence[str]) -> Weighed:
    return Weighed(seen, Weight.partial, "; ".join(short)) if short else Weighed(seen, Weight.full)


def _weigh_value(check: MeasureCheck, seen: Observation, short: Sequence[str]) -> Weighed:
    if seen.assertion is Assertion.negated or seen.value is None:
        return Weighed(seen, Weight.aside, "it gives no value")
    if seen.assertion is Assertion.resolved:
        short = [*short, "it is described as over"]
    fit = fit_of(check, seen.value)
    if not value_stands_in(seen.evidence.quote, seen.value, seen.thing):
        short = [*short, "the number does not stand in the quoted words"]
    match fit:
        case Fit.inside:
            return _graded(seen, short)
        case Fit.outside:
            doubtful = [why for why in short if why != _DOUBTED[Doubt.amended]]
            weight = Weight.leaning_against if doubtful else Weight.against
            return Weighed(seen, weight, "; ".join(["the value is outside the bound", *short]))
        case Fit.partly:
            return Weighed(seen, Weight.partial, "; ".join([_DOUBTED[Doubt.partly_inside], *short]))
        case _:
            assert_never(fit)


def _weigh_statement(seen: Observation, short: Sequence[str], *, wanted: Assertion, opposite: Assertion) -> Weighed:
    if seen.assertion is wanted:
        return _graded(seen, short)
    if seen.assertion is opposite:
        plain = seen.assertion is Assertion.negated and _is_a_plain_no(seen)
        weight = Weight.against if plain or not short else Weight.leaning_against
        return Weighed(seen, weight, "; ".join(["the record says the opposite", *short]))
    if seen.assertion is Assertion.resolved:
        return Weighed(seen, Weight.partial, "; ".join(["it is described as over", *short]))
    return Weighed(seen, Weight.partial, "; ".join(short) or "it is not said for certain")


def _is_a_plain_no(seen: Observation) -> bool:
    return seen.subject is Subject.patient and seen.grade is not Grade.c and set(seen.doubts) <= _HARMLESS_TO_A_NO


_ENDED_AS_ASKED = {
    Course.failed: (Outcome.failed, Outcome.not_tolerated),
    Course.completed: (Outcome.completed, Outcome.failed, Outcome.helped),
}


def _weigh_course(check: CourseCheck, seen: Observation, short: Sequence[str]) -> Weighed:
    if seen.assertion is Assertion.negated:
        weight = Weight.against if _is_a_plain_no(seen) else Weight.leaning_against
        return Weighed(seen, weight, "; ".join(["the record says it was not done", *short]))
    if check.course is Course.failed and seen.outcome is Outcome.helped:
        weight = Weight.against if _is_a_plain_no(seen) else Weight.leaning_against
        return Weighed(seen, weight, "; ".join(["the record says it helped", *short]))
    if seen.outcome not in _ENDED_AS_ASKED[check.course]:
        ongoing = seen.outcome is Outcome.ongoing
        short = [*short, "it is still going on" if ongoing else _DOUBTED[Doubt.outcome_missing]]
    return _graded(seen, [*short, *_too_short(check, seen)])


def _too_short(check: CourseCheck, seen: Observation) -> list[str]:
    if check.at_least_days is None:
        return []
    if seen.duration is None:
        return [_DOUBTED[Doubt.duration_missing]]
    return [] if seen.duration.low >= check.at_least_days else ["it did not last as long as the row asks"]


def fit_of(check: MeasureCheck, value: Quantity) -> Fit:
    """Whether a value lies wholly inside the bound, wholly outside, or neither can be said."""
    low = float("-inf") if value.low is None else value.low
    high = float("inf") if value.high is None else value.high
    match check.comparison:
        case Comparison.at_least | Comparison.more_than:
            inside, outside = _above(check.low, low, high, value, strict=check.comparison is Comparison.more_than)
        case Comparison.at_most | Comparison.less_than:
            inside, outside = _below(check.high, low, high, value, strict=check.comparison is Comparison.less_than)
        case Comparison.between:
            floor = _above(check.low, low, high, value, strict=False)
            ceiling = _below(check.high, low, high, value, strict=True)
            inside, outside = floor[0] and ceiling[0], floor[1] or ceiling[1]
        case _:
            assert_never(check.comparison)
    return Fit.inside if inside else Fit.outside if outside else Fit.partly


def _above(bound: float | None, low: float, high: float, value: Quantity, *, strict: bool) -> tuple[bool, bool]:
    if bound is None:
        return False, False
    inside = low > bound or (low == bound and (not strict or value.low_open))
    outside = high < bound or (high == bound and (strict or value.high_open))
    return inside, outside


def _below(bound: float | None, low: float, high: float, value: Quantity, *, strict: bool) -> tuple[bool, bool]:
    if bound is None:
        return False, False
    inside = high < bound or (high == bound and (not strict or value.high_open))
    outside = low > bound or (low == bound and (strict or value.low_open))
    return inside, outside


COUNTED_FROM_A_DATE = frozenset({"years since quitting"})
MULTIPLIED = frozenset({"pack-years"})
FIGURES_APART = 12
CHANGES = frozenset(
    {"voiding improvement", "fecal improvement", "pain relief", "analgesic reduction", "diagnostic block relief"}
)
_LEAST = {"one": 1.0, "once": 1.0, "twice": 2.0, "zero": 0.0, "none": 0.0, "nothing": 0.0}
_LEAST_WORD = re.compile(rf"\b(?:{'|'.join(_LEAST)})\b")
LONGEST_LIFE, MOST_PACKS = 90, 5
_FROM_TO = re.compile(
    r"\bages? |\bfrom \d\d to \d\d\b|\b(?:19|20)\d\d ?(?:to|->?|\u2013|\u2192|until|till|through) ?(?:19|20)\d\d\b"
)
_AND_A_HALF = re.compile(r"\band (?:a|one)[ -]half\b", re.IGNORECASE)
_HALF = re.compile(r"\bhalf\b|1/2|½")
_QUARTERS = re.compile(r"(?:\b(?P<whole>\d) ?)?(?:(?P<three>3/4|¾)|1/4|¼)")
_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|(?<=[ (])['\u2019]\d\d\b|\b\d{1,2}/\d\d\b|\byears? (?:ago|back)\b|\by(?:ea)?rs (?:ago|back)\b",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"(?:(?<![\w.)\]])[-\u2212\u2013](?=[\d.]))?(?:\d[\d,]*(?:\.\d+)?|\.\d+)")

_MINUS = re.compile(r"\b(?:minus|negative) (?=[\d.])", re.IGNORECASE)


def _multiplied(low: str, numerals: Sequence[float]) -> list[float]:
    """What packs a day times years can come to: whole packs, packs and a half, cigarettes by the pack of twenty.

    The years may be told by two ages, or by the first and the last of them.
    """
    said = [first * second for first, second in pairwise(numerals)]
    if _HALF.search(low):
        said += [n * half for n in numerals for half in (0.5, 1.5, 2.5)]
    quarters = [int(m["whole"] or 0) + (0.75 if m["three"] else 0.25) for m in _QUARTERS.finditer(low)]
    said += [n * packs for n in numerals for packs in quarters]
    if _FROM_TO.search(low):
        spans = [last - first for first, last in pairwise(numerals) if 0 < last - first < LONGEST_LIFE]
        said += [
            *spans,
            *(years * n for years in spans for n in (0.5, 1.5, *quarters, *(n for n in numerals if n <= MOST_PACKS))),
        ]
    if "cig" in low:
        said += [first * second / CIGARETTES_IN_A_PACK for first, second in pairwise(numerals)]
    return said


def value_stands_in(quote: str, value: Quantity, name: str) -> bool:
    """Whether a number of the quote, in one of the measure's units, is the value claimed for it.

    Two numbers side by side in a larger and a smaller unit (5 h 58 min, 5 ft 4 in) may say it together.
    Grades, shares and tallies may be written without the number they come to, and are the reader's to prove; so are
    years counted from a date that the quote tells. Packs a day times years are in the quote as two numbers.
    """
    measure = MEASURES.get(name)
    if measure is not None and measure.form is not Form.number:
        return True
    if name in COUNTED_FROM_A_DATE and _YEAR.search(quote):
        return True
    units = [(1.0, 0.0), *(measure.units.values() if measure else ())]
    claimed = [end for end in (value.low, value.high, value.about) if end is not None]
    figures = _NUMERAL.findall(_MINUS.sub("-", quote))
    numerals = [float(re.sub(r"[\u2212\u2013]", "-", n).replace(",", "")) for n in figures]
    numerals += figures_in_words(quote.lower())
    if _AND_A_HALF.search(quote):
        numerals += [n + 0.5 for n in numerals]
    said = [n * factor + offset for n in numerals for factor, offset in units]
    factors = sorted({factor for factor, offset in units if offset == 0}, reverse=True)
    said += [
        larger * high + smaller * low
        for larger, smaller in pairwise(numerals)
        for high, low in combinations(factors, 2)
    ]
    if name in CHANGES:
        told = [*numerals, *(_LEAST[word] for word in _LEAST_WORD.findall(quote.lower()))]
        near = ((one, other) for at, one in enumerate(told) for other in told[at + 1 : at + 1 + FIGURES_APART])
        said += [
            100 * abs(one - other) / max(one, other) for one, other in near if one != other and min(one, other) >= 0
        ]
        said += [share for words, share in FRACTIONS.items() if words in quote.lower()]
    if name in MULTIPLIED:
        said += _multiplied(quote.lower(), numerals)
    return any(abs(c - n) <= 0.011 * max(1.0, abs(c)) for c in claimed for n in said)
