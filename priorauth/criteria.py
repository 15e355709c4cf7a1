"""Criterion rows as compiled from markdown, and what the rulebook makes of them.

A reader is handed rows and terms and returns observations; only the rulebook turns observations into a Status.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from priorauth.base import Frozen
from priorauth.case import Sex
from priorauth.evidence import Evidence, Relation


class Status(StrEnum):
    met = "MET"
    not_met = "NOT_MET"
    insufficient = "INSUFFICIENT"


class Comparison(StrEnum):
    at_least = "at least"
    at_most = "at most"
    more_than = "more than"
    less_than = "less than"
    between = "between"


class Course(StrEnum):
    failed = "failed"
    completed = "completed"


class Slot(StrEnum):
    """What the general checklist asks of any record."""

    objective_dated_finding = "objective dated finding"
    lesser_treatment_failed = "lesser treatment failed"
    lesser_treatment_not_applicable = "lesser treatment not applicable"
    severity_or_functional_limit = "severity or functional limit"
    requested_service_named = "requested service named"
    statement_against = "statement against"


class MeasureCheck(Frozen):
    """A number against a bound; `between` means low <= x < high, the high end already widened by its last digit."""

    kind: Literal["measure"] = "measure"
    measures: tuple[str, ...]
    comparison: Comparison
    low: float | None = None
    high: float | None = None
    unit: str = ""


class DatedCheck(Frozen):
    kind: Literal["dated"] = "dated"
    measures: tuple[str, ...]


class ChangeCheck(Frozen):
    """Two dated values of one measure that differ by at least `by`."""

    kind: Literal["change"] = "change"
    measure: str
    increased: bool
    by: float
    unit: str = ""


class AgeCheck(Frozen):
    """Age on the day judged; `high` is inclusive in whole years."""

    kind: Literal["age"] = "age"
    low: int | None = None
    high: int | None = None


class SexCheck(Frozen):
    kind: Literal["sex"] = "sex"
    sex: Sex


class DiagnosisCheck(Frozen):
    kind: Literal["diagnosis"] = "diagnosis"
    patterns: tuple[str, ...]


class ProcedureCheck(Frozen):
    kind: Literal["procedure"] = "procedure"
    patterns: tuple[str, ...]


class ModifierCheck(Frozen):
    kind: Literal["modifier"] = "modifier"
    modifiers: tuple[str, ...]


class StateCheck(Frozen):
    kind: Literal["state"] = "state"
    states: tuple[str, ...]


class DocumentsCheck(Frozen):
    """The record affirms the term; `count` different things of it where more than one is asked."""

    kind: Literal["documents"] = "documents"
    term: str
    count: int = 1


class DenialCheck(Frozen):
    """The record says outright that it is not so; silence is INSUFFICIENT."""

    kind: Literal["denial"] = "denial"
    term: str


class CourseCheck(Frozen):
    kind: Literal["course"] = "course"
    course: Course
    term: str
    at_least_days: float | None = None


class JudgementCheck(Frozen):
    kind: Literal["judgement"] = "judgement"
    question: str


class SlotCheck(Frozen):
    kind: Literal["slot"] = "slot"
    slot: Slot


class AbsenceCheck(Frozen):
    """Bars only: silence is fine, a mention is not."""

    kind: Literal["absence"] = "absence"
    term: str


Check = Annotated[
    MeasureCheck
    | DatedCheck
    | ChangeCheck
    | AgeCheck
    | SexCheck
    | DiagnosisCheck
    | ProcedureCheck
    | ModifierCheck
    | StateCheck
    | DocumentsCheck
    | DenialCheck
    | CourseCheck
    | JudgementCheck
    | SlotCheck
    | AbsenceCheck,
    Field(discriminator="kind"),
]

DEFAULT_WINDOW_DAYS = 366


class WordGroup(Frozen):
    """Words that stand for one another wherever a spelling names their group in braces."""

    name: str
    words: tuple[str, ...]


class Term(Frozen):
    """Words a nurse listed: spellings of one thing together, different things apart.

    `groups` holds the groups of words that the spellings name.
    """

    name: str
    things: tuple[tuple[str, ...], ...]
    absent_when: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()
    groups: tuple[WordGroup, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (*(words for thing in self.things for words in thing), *self.absent_when, *self.not_when)


class Row(Frozen):
    """One checkable statement. `window_days` None means at any time. `also_planned`: what is ordered or arranged
    counts as if done. `together` names the term that must stand beside a value. `same_day_as` names another row that
    must be shown of the same day, `no_later_than` rows that must not all be of earlier days. `bar`: what stands against
    approval if shown.
    """

    id: str
    statement: str
    check: Check
    window_days: int | None = DEFAULT_WINDOW_DAYS
    on_requested_side: bool = False
    site: str | None = None
    from_report: bool = False
    also_planned: bool = False
    together: str | None = None
    same_day_as: str | None = None
    no_later_than: tuple[str, ...] = ()
    ask_for: str = ""
    critical: bool = True
    bar: bool = False
    line: int = 0


class Span(Frozen):
    """Evidence as an assessment carries it."""

    relation: Relation
    evidence: Evidence


class Assessment(Frozen):
    """A row judged: what the rulebook concluded, how sure, why, and on which words."""

    policy_id: str
    row: str
    statement: str
    status: Status
    confidence: int = Field(ge=0, le=100)
    reason: str
    settles: str = ""
    spans: tuple[Span, ...] = ()
    source: str = ""
    decisive: bool = True
    critical: bool = True
    bar: bool = False
    ask_for: str = ""
    disagreement: bool = False
    reader: str = "rules"
