"""A coverage policy or necessity checklist as compiled from its file, and the questions it answers about itself."""

from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from priorauth.base import Frozen
from priorauth.case import LineOfBusiness, Sex
from priorauth.codes import CodeRanges, ServiceFamily
from priorauth.criteria import Row, Status, Term
from priorauth.findings import PolicyKind
from priorauth.rulebook.approval import Approval
from priorauth.rulebook.diagnoses import DiagnosisPatterns

DEFAULT_HIGHEST_CONFIDENCE = 95
CHECKLISTS = (PolicyKind.necessity, PolicyKind.general)


class Certainty(StrEnum):
    """How sure we are of a file's facts."""

    verified = "verified"
    secondary = "secondary"
    general_knowledge = "general knowledge"


class DiagnosisList(StrEnum):
    """What it means that a diagnosis is not on the list."""

    any = "any"
    exhaustive = "exhaustive"
    partial = "partial"
    not_held = "not held"


class Adoption(Frozen):
    """Who of the plan's clinicians made a checklist their own, and when."""

    by: str
    on: date


class Jurisdiction(Frozen):
    """Where a policy binds: everywhere, under named contractors, or by a plan's own choice."""

    written: str
    national: bool = False
    plan: bool = False
    contractors: tuple[str, ...] = ()

    def covers(self, contractor: str | None) -> bool:
        """Whether it binds under a contractor as named in files, such as `A/B MAC JE`; None where it is not known."""
        return self.national or self.plan or contractor in self.contractors


class ExampleRequest(Frozen):
    """The request of an example; what is not said stands at the default of the language."""

    age: int = 68
    sex: Sex = Sex.unknown
    code: str
    modifiers: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    state: str | None = None
    service_date: date = date(2026, 12, 1)


class ExpectedRow(Frozen):
    row: str
    status: Status
    line: int


class Example(Frozen):
    """A note in two lines and what its rows must come to; runs as a test."""

    title: str
    request: ExampleRequest
    note: str
    expected: tuple[ExpectedRow, ...]
    line: int


class Policy(Frozen):
    """One file of criteria, whole."""

    id: str
    title: str
    kind: PolicyKind
    source: str
    certainty: Certainty
    jurisdiction: Jurisdiction
    lines_of_business: frozenset[LineOfBusiness] = Field(min_length=1)
    effective: date | None = None
    ends: date | None = None
    families: tuple[ServiceFamily, ...] = ()
    codes: tuple[str, ...] = ()
    accessory_codes: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    diagnosis_list: DiagnosisList = DiagnosisList.any
    yields_to: tuple[str, ...] = ()
    wins_over: tuple[str, ...] = ()
    highest_confidence: int = Field(default=DEFAULT_HIGHEST_CONFIDENCE, ge=0, le=100)
    adopted: Adoption | None = None
    terms: tuple[Term, ...] = ()
    rows: tuple[Row, ...] = Field(min_length=1)
    bars: tuple[Row, ...] = ()
    approval: Approval = Field(discriminator="kind")
    approval_line: int = 0
    documents: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    file: str = ""
    text: str = ""
    digest: str = ""

    @property
    def is_checklist(self) -> bool:
        return self.kind in CHECKLISTS

    @cached_property
    def code_ranges(self) -> CodeRanges:
        return CodeRanges.parse(", ".join(self.codes))

    @cached_property
    def accessory_ranges(self) -> CodeRanges:
        return CodeRanges.parse(", ".join(self.accessory_codes))

    @cached_property
    def diagnosis_patterns(self) -> DiagnosisPatterns:
        return DiagnosisPatterns.of(self.diagnoses)

    def in_force(self, on: date) -> bool:
        """Whether the file governs on a day; an unknown beginning counts as begun."""
        return (self.effective is None or self.effective <= on) and (self.ends is None or on <= self.ends)

    def governs(self, line_of_business: LineOfBusiness) -> bool:
        return line_of_business in self.lines_of_business

    def term(self, name: str) -> Term:
        return next(t for t in self.terms if t.name == name)
