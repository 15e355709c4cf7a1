"""All a plan's letters are made from: ten templates, its own name and numbers, and the rights of a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from orchestrator.documents.labels import long_date
from orchestrator.documents.letter_fields import Audience, LetterKind
from orchestrator.documents.letter_template import LetterTemplate, read_template
from priorauth.case import LineOfBusiness
from priorauth.errors import Complaint, RulesRefused
from priorauth.rulebook import RuleFile
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.policy import Certainty
from priorauth.rulebook.tables import Line, TableReader

FOLDER, PLAN, RIGHTS = "letters", "LETTER-PLAN", "LETTER-RIGHTS"


@dataclass(frozen=True, slots=True)
class Plan:
    name: str
    address: str
    member_phone: str
    provider_phone: str
    language_help: str
    ai_disclosure: str


@dataclass(frozen=True, slots=True)
class Right:
    """One point of what a person may do; `days` counts from the date of the letter."""

    lines_of_business: frozenset[LineOfBusiness]
    days: int | None
    words: str
    form: str
    certainty: Certainty

    def said(self, on: date) -> str:
        if self.days is None:
            return self.words
        last = long_date(on + timedelta(days=self.days))
        return self.words.replace("{days}", str(self.days)).replace("{date}", last)


@dataclass(frozen=True)
class LetterKit:
    templates: Mapping[tuple[LetterKind, Audience], LetterTemplate]
    plan: Plan
    rights: tuple[Right, ...]

    def template(self, kind: LetterKind, audience: Audience) -> LetterTemplate:
        return self.templates[kind, audience]

    def rights_of(self, line_of_business: LineOfBusiness) -> tuple[Right, ...]:
        return tuple(r for r in self.rights if not r.lines_of_business or line_of_business in r.lines_of_business)


def letter_kit(files: Iterable[RuleFile]) -> LetterKit:
    """The kit of the rule files in force; raises RulesRefused with every complaint at once."""
    letters = [f for f in files if f.path.startswith(f"{FOLDER}/")]
    templates: dict[tuple[LetterKind, Audience], LetterTemplate] = {}
    plan: Plan | None = None
    rights: tuple[Right, ...] = ()
    complaints: list[Complaint] = []
    for file in letters:
        if file.id == PLAN:
            plan, found = _read_plan(file)
        elif file.id == RIGHTS:
            rights, found = _read_rights(file)
        else:
            template, found = read_template(file)
            if template:
                templates[template.kind, template.audience] = template
        complaints += found
    missing = [f"{k} for the {a}" for k in LetterKind for a in Audience if (k, a) not in templates]
    if missing and not complaints:
        complaints.append(Complaint(FOLDER, 0, f"there is no letter of {', '.join(missing)}"))
    if (plan is None or not rights) and not complaints:
        complaints.append(Complaint(FOLDER, 0, f"the files {PLAN} and {RIGHTS} are needed"))
    if complaints or plan is None:
        raise RulesRefused(complaints)
    return LetterKit(templates, plan, rights)


def _read_plan(file: RuleFile) -> tuple[Plan | None, list[Complaint]]:
    reader = TableReader(read_page(file.path, file.text))
    columns = ("Name", "Address", "Member phone", "Provider phone", "Language help", "Use of computers")
    rows = reader.rows("Plan", columns, lambda line: Plan(*(line.text(c) for c in columns)))
    return (rows[0] if rows else None), reader.complaints


def _read_rights(file: RuleFile) -> tuple[tuple[Right, ...], list[Complaint]]:
    reader = TableReader(read_page(file.path, file.text))
    return reader.rows("Rights", ("Lines of business", "Days", "Right", "Form", "Certainty"), _right), reader.complaints


def _right(line: Line) -> Right:
    return Right(
        lines_of_business=frozenset(line.words("Lines of business", LineOfBusiness)),
        days=line.whole("Days") if line.optional("Days") else None,
        words=line.text("Right"),
        form=line.optional("Form"),
        certainty=line.word("Certainty", Certainty),
    )
