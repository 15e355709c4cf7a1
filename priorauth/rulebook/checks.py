"""The Check column: one line of controlled English to a typed check and its endings.

The language is described in docs/criteria-language.md and nowhere else.
"""

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from priorauth.case import Sex
from priorauth.codes import CodeRanges
from priorauth.criteria import (
    DEFAULT_WINDOW_DAYS,
    AbsenceCheck,
    AgeCheck,
    ChangeCheck,
    Check,
    Comparison,
    Course,
    CourseCheck,
    DatedCheck,
    DenialCheck,
    DiagnosisCheck,
    DocumentsCheck,
    JudgementCheck,
    MeasureCheck,
    ModifierCheck,
    ProcedureCheck,
    SexCheck,
    Slot,
    SlotCheck,
    StateCheck,
)
from priorauth.errors import RuleMistake
from priorauth.measures import MEASURES, convert, find_measure, written_unit
from priorauth.rulebook.diagnoses import DiagnosisPatterns
from priorauth.rulebook.names import did_you_mean, one_of

# A window is as long as its longest reading, a course need only reach its shortest.
_WINDOW_DAYS = {"day": 1, "week": 7, "month": 30.5, "year": 366}
_COURSE_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
PERCENT = ("percent", "%")
_N = r"-?\d[\d,]*(?:\.\d+)?"
_SPAN = rf"(?P<n>{_N}) (?P<unit>day|week|month|year)s?"
_BEGINNINGS = (
    *("age", "sex is", "diagnosis code in", "procedure code in", "modifier in", "state in", "documents"),
    *("documents at least", "states no", "failed", "completed", "reviewer judgement:", "slot:"),
)


@dataclass(frozen=True, slots=True)
class ReadCheck:
    """A check with its endings; `negated` when written as `not: …`."""

    check: Check
    window_days: int | None = DEFAULT_WINDOW_DAYS
    on_requested_side: bool = False
    site: str | None = None
    from_report: bool = False
    also_planned: bool = False
    together: str | None = None
    same_day_as: str | None = None
    no_later_than: tuple[str, ...] = ()
    negated: bool = False


def read_check(text: str, terms: Collection[str], *, bar: bool = False) -> ReadCheck:
    """Read one Check cell; raises RuleMistake in words for its editor."""
    words = " ".join(text.replace("`", "").split()).rstrip(".")
    if question := re.fullmatch(r"reviewer judge?ment:\s*(.+)", words, re.I):
        return ReadCheck(JudgementCheck(question=question[1]))
    negated = bool(re.match(r"not:\s*", words, re.I))
    if negated and not bar:
        raise RuleMistake('"not:" belongs in the Bars table')
    endings, words = _endings(re.sub(r"^not:\s*", "", words, flags=re.I))
    check = _check(words, terms, bar=bar)
    if endings.get("also_planned") and not isinstance(check, DocumentsCheck):
        raise RuleMistake('"also when planned" follows "documents" and a term')
    if endings.get("same_day_as") and not isinstance(check, MeasureCheck | DocumentsCheck):
        raise RuleMistake('"on the same day as" follows a measure and its bound, or "documents" and a term')
    if endings.get("no_later_than") and not isinstance(check, MeasureCheck | DocumentsCheck):
        raise RuleMistake('"no later than" a row follows a measure and its bound, or "documents" and a term')
    if together := endings.get("together"):
        if not isinstance(check, MeasureCheck):
            raise RuleMistake('"together with" follows a measure and its bound')
        endings["together"] = _term(together, terms)
    if isinstance(check, SlotCheck) and bar is not (check.slot is Slot.statement_against):
        raise RuleMistake(f'"slot: {check.slot}" belongs {"among the criteria" if bar else "in the Bars table"}')
    if bar and not negated and not isinstance(check, AbsenceCheck | SlotCheck):
        raise RuleMistake('a bar is written "record shows no …" or "not: …"')
    return ReadCheck(check, negated=negated, **endings)


class _Meaning(TypedDict, total=False):
    window_days: int | None
    on_requested_side: bool
    site: str
    from_report: bool
    also_planned: bool
    together: str
    same_day_as: str
    no_later_than: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ending:
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str]], _Meaning]


def _window(match: re.Match[str]) -> _Meaning:
    return {"window_days": math.ceil(_number(match["n"]) * _WINDOW_DAYS[match["unit"].casefold()])}


_ENDINGS = (
    _Ending(re.compile(r" at any time$", re.I), lambda _: {"window_days": None}),
    _Ending(re.compile(rf" within {_SPAN}$", re.I), _window),
    _Ending(re.compile(r" on the requested side$", re.I), lambda _: {"on_requested_side": True}),
    _Ending(re.compile(r" from a report$", re.I), lambda _: {"from_report": True}),
    _Ending(re.compile(r" also when planned$", re.I), lambda _: {"also_planned": True}),
    _Ending(
        re.compile(r" on the same day as (?P<row>[a-z]{1,2}\d+)$", re.I), lambda m: {"same_day_as": m["row"].upper()}
    ),
    _Ending(
        re.compile(r" no later than (?P<rows>[a-z]{1,2}\d+(?: or [a-z]{1,2}\d+)*)$", re.I),
        lambda m: {"no_later_than": tuple(m["rows"].upper().split(" OR "))},
    ),
    _Ending(re.compile(r" together with (?P<term>[^,]+?)$", re.I), lambda m: {"together": m["term"]}),
    _Ending(re.compile(r" for the (?P<site>[a-z][a-z -]*?)$", re.I), lambda m: {"site": m["site"].casefold()}),
)


def _endings(words: str) -> tuple[_Meaning, str]:
    found: _Meaning = {}
    while True:
        for ending in _ENDINGS:
            if match := ending.pattern.search(words):
                meaning = ending.meaning(match)
                if found.keys() & meaning.keys():
                    raise RuleMistake(f'"{match[0].strip()}" stands beside another ending of its kind')
                found.update(meaning)
                words = words[: match.start()]
                break
        else:
            return found, words


def _check(words: str, terms: Collection[str], *, bar: bool) -> Check:
    if match := re.fullmatch(r"record shows no (.+)", words, re.I):
        return _absence(match[1], terms, bar=bar)
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(words):
            return build(match, terms)
    raise RuleMistake(f'the check "{words}" is not understood{_nearest_form(words)}')


def _nearest_form(words: str) -> str:
    first = words.split(" ")[0]
    if hint := did_you_mean(" ".join(words.split(" ")[:2]), _BEGINNINGS) or did_you_mean(first, _BEGINNINGS):
        return hint
    named = next((m for m in MEASURES if words.casefold().startswith(m.casefold() + " ")), None)
    if named:
        return f"; after {named} comes at least, at most, more than, less than, N to M, dated, or increased by at least"
    return did_you_mean(re.split(r" (?:at|more|less|dated|\d)", words)[0], MEASURES)


def _term(name: str, terms: Collection[str]) -> str:
    by_folded = {t.casefold(): t for t in terms}
    term = by_folded.get(name.strip().casefold())
    if term is None:
        raise RuleMistake(f'"{name.strip()}" is not in Terms{did_you_mean(name.strip(), terms)}')
    return term


def _absence(name: str, terms: Collection[str], *, bar: bool) -> Check:
    if not bar:
        raise RuleMistake('"record shows no" belongs in the Bars table; a criterion says "states no"')
    return AbsenceCheck(term=_term(name, terms))


def _slot(name: str) -> Slot:
    try:
        return Slot(name.strip().casefold())
    except ValueError:
        raise RuleMistake(f'"{name}" is nothing a record is asked for{did_you_mean(name, list(Slot))}') from None


def _measures(text: str) -> tuple[str, ...]:
    return tuple(_measure(part) for part in re.split(r"\s+or\s+", text, flags=re.I))


def _measure(text: str) -> str:
    measure = find_measure(text)
    if measure is None:
        raise RuleMistake(f'"{text.strip()}" is not a measure of the catalogue{did_you_mean(text.strip(), MEASURES)}')
    return measure.name


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _in_own_unit(name: str, number: float, unit: str) -> float:
    measure = MEASURES[name]
    value = convert(measure, number, unit)
    if value is None:
        known = one_of(list(measure.units)) or measure.unit or "no unit at all"
        raise RuleMistake(f'{name} is not given in "{unit}"; it is given in {known}')
    return value


def _plausible(name: str, value: float) -> float:
    if not MEASURES[name].plausible(value):
        raise RuleMistake(f"{value:g} {MEASURES[name].unit} is no value that {name} can have; is the unit right?")
    return value


def _bound(match: re.Match[str], _: Collection[str]) -> MeasureCheck:
    comparison, unit, measures = Comparison(match["how"].casefold()), match["unit"].strip(), _measures(match["measure"])
    number = _of_all(measures, _number(match["n"]), unit)
    lower = comparison in (Comparison.at_least, Comparison.more_than)
    return MeasureCheck(
        measures=measures,
        comparison=comparison,
        low=number if lower else None,
        high=None if lower else number,
        unit=MEASURES[measures[0]].unit,
    )


def _of_all(measures: Sequence[str], number: float, unit: str) -> float:
    values = {_plausible(name, _in_own_unit(name, number, unit)) for name in measures}
    if len(values) > 1:
        raise RuleMistake(f"{' and '.join(measures)} are not given in the same unit and need a row each")
    return values.pop()


def _between(match: re.Match[str], _: Collection[str]) -> MeasureCheck:
    high = Decimal(match["high"].replace(",", ""))
    last_digit = Decimal(1).scaleb(int(high.as_tuple().exponent))
    unit, measures = match["unit"].strip(), _measures(match["measure"])
    if float(high) < _number(match["n"]):
        raise RuleMistake(f"a range runs from the smaller to the larger number, not from {match['n']} to {high}")
    return MeasureCheck(
        measures=measures,
        comparison=Comparison.between,
        low=_of_all(measures, _number(match["n"]), unit),
        high=_of_all(measures, float(high + last_digit), unit),
        unit=MEASURES[measures[0]].unit,
    )


def _change(match: re.Match[str], _: Collection[str]) -> ChangeCheck:
    name, unit, number = _measure(match["measure"]), match["unit"].strip(), _number(match["n"])
    relative = unit in PERCENT and written_unit(MEASURES[name].unit) != "%"
    by = number if relative else _in_own_unit(name, number, unit) - _in_own_unit(name, 0, unit)
    return ChangeCheck(
        measure=name,
        increased=match["way"].casefold() == "increased",
        by=by,
        unit="percent" if relative else MEASURES[name].unit,
    )


def _age(match: re.Match[str], _: Collection[str]) -> AgeCheck:
    years = int(match["n"])
    at_least = match["how"].casefold() == "at least"
    return AgeCheck(low=years if at_least else None, high=None if at_least else years)


def _course(match: re.Match[str], terms: Collection[str]) -> CourseCheck:
    return CourseCheck(
        course=Course(match["course"].casefold()),
        term=_term(match["term"], terms),
        at_least_days=_number(match["n"]) * _COURSE_DAYS[match["unit"].casefold()] if match["n"] else None,
    )


def _listed(text: str, form: str, what: str) -> tuple[str, ...]:
    values = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    if wrong := [v for v in values if not re.fullmatch(form, v)]:
        raise RuleMistake(f'"{wrong[0]}" is no {what}')
    return values


def _procedures(text: str) -> tuple[str, ...]:
    try:
        CodeRanges.parse(text)
    except ValueError as error:
        raise RuleMistake(str(error)) from None
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


Build = Callable[[re.Match[str], Collection[str]], Check]
_HOW = "(?P<how>at least|at most|more than|less than)"


def _form(pattern: str, build: Build) -> tuple[re.Pattern[str], Build]:
    return re.compile(pattern, re.I), build


_FORMS: tuple[tuple[re.Pattern[str], Build], ...] = (
    _form(r"age (?P<how>at least|at most) (?P<n>\d+)(?: years)?", _age),
    _form(r"age (?P<low>\d+) to (?P<high>\d+)(?: years)?", lambda m, _: AgeCheck(low=int(m[1]), high=int(m[2]))),
    _form(r"sex is (?P<sex>male|female)", lambda m, _: SexCheck(sex=Sex(m["sex"].casefold()))),
    _form(r"diagnosis code in (.+)", lambda m, _: DiagnosisCheck(patterns=DiagnosisPatterns.parse(m[1]).written)),
    _form(r"procedure code in (.+)", lambda m, _: ProcedureCheck(patterns=_procedures(m[1]))),
    _form(r"modifier in (.+)", lambda m, _: ModifierCheck(modifiers=_listed(m[1], "[A-Z0-9]{2}", "modifier"))),
    _form(r"state in (.+)", lambda m, _: StateCheck(states=_listed(m[1], "[A-Z]{2}", "state abbreviation"))),
    _form(
        r"documents at least (?P<n>\d+) of (?P<term>.+)",
        lambda m, terms: DocumentsCheck(term=_term(m["term"], terms), count=int(m["n"])),
    ),
    _form(r"documents (?P<term>.+)", lambda m, terms: DocumentsCheck(term=_term(m["term"], terms))),
    _form(r"states no (?P<term>.+)", lambda m, terms: DenialCheck(term=_term(m["term"], terms))),
    _form(rf"(?P<course>failed|completed) (?P<term>.+?)(?: for at least {_SPAN})?", _course),
    _form(r"slot: ?(?P<slot>.+)", lambda m, _: SlotCheck(slot=_slot(m["slot"]))),
    _form(rf"(?P<measure>.+?) (?P<way>increased|decreased) by at least (?P<n>{_N})(?P<unit>(?: .*|%)?)", _change),
    _form(rf"(?P<measure>.+?) {_HOW} (?P<n>{_N})(?P<unit>(?: .*|%)?)", _bound),
    _form(rf"(?P<measure>.+?) (?P<n>{_N}) to (?P<high>{_N})(?P<unit>(?: .*|%)?)", _between),
    _form(r"(?P<measure>.+?) dated", lambda m, _: DatedCheck(measures=_measures(m["measure"]))),
)
