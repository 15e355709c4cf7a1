"""A policy or checklist file to a Policy, with a complaint for every mistake, at its line."""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from priorauth.case import LineOfBusiness
from priorauth.codes import CodeRanges, ServiceFamily
from priorauth.criteria import DocumentsCheck, MeasureCheck, Row, Status, Term
from priorauth.errors import Complaint, RuleMistake
from priorauth.findings import PolicyKind
from priorauth.rulebook.approval import Approval, parse_approval, rows_of
from priorauth.rulebook.checks import read_check
from priorauth.rulebook.diagnoses import DiagnosisPatterns
from priorauth.rulebook.names import did_you_mean, one_of
from priorauth.rulebook.pages import BlockKind, Page, Section, Setting, TableRow
from priorauth.rulebook.pieces import read_date, read_request, read_term
from priorauth.rulebook.policy import (
    CHECKLISTS,
    DEFAULT_HIGHEST_CONFIDENCE,
    Adoption,
    Certainty,
    DiagnosisList,
    Example,
    ExpectedRow,
    Jurisdiction,
    Policy,
)
from priorauth.rulebook.words import Groups, with_groups

KEYS = (
    *("id", "title", "kind", "source", "certainty", "jurisdiction", "lines-of-business", "effective", "ends"),
    *("family", "codes", "accessory-codes", "diagnoses", "diagnosis-list", "precedence", "highest-confidence"),
    "adopted",
)
NEEDED = ("id", "title", "kind", "source", "certainty", "jurisdiction", "lines-of-business", "effective", "diagnoses")
SECTIONS = ("Terms", "Criteria", "Bars", "Documents to ask for", "Not covered", "Examples")
LEAST_EXAMPLES = 6
_T = TypeVar("_T")
_Word = TypeVar("_Word", bound=StrEnum)


def compile_policy(page: Page, digest: str, words: Groups | None = None) -> tuple[Policy | None, list[Complaint]]:
    """The policy, or None, and everything there is to complain about; with complaints the policy must not be used.

    `words` are the shared groups its terms may name.
    """
    compiler = _Compiler(page, words or {})
    return compiler.policy(digest), compiler.complaints


class _Compiler:
    """Collects complaints while it reads one page; a piece that cannot be read is left out."""

    def __init__(self, page: Page, words: Groups) -> None:
        self.page, self.words = page, words
        self.complaints: list[Complaint] = []

    def complain(self, line: int, message: str) -> None:
        self.complaints.append(Complaint(self.page.file, line, message))

    def attempt(self, line: int, what: str, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except RuleMistake as mistake:
            self.complain(line, f"{what}{mistake}")
            return None

    def policy(self, digest: str) -> Policy | None:
        self._check_keys()
        self._check_sections()
        terms = self._terms()
        names = [t.name for t in terms]
        rows, bars = self._rows("Criteria", names), self._rows("Bars", names, bar=True)
        approval, line = self._approval(rows)
        identity = self._identity()
        examples = tuple(self._examples(identity["diagnoses"], self._written_ids("Criteria", "Bars")))
        if self.complaints or approval is None:
            return None
        return Policy(
            **identity,
            terms=tuple(terms),
            rows=tuple(rows),
            bars=tuple(bars),
            approval=approval,
            approval_line=line,
            documents=self._items("Documents to ask for"),
            not_covered=self._items("Not covered"),
            examples=examples,
            file=self.page.file,
            text=self.page.text,
            digest=digest,
        )

    def _identity(self) -> dict[str, Any]:
        """What the front matter says, by the names a Policy has for it."""
        kind = self._word("kind", PolicyKind, PolicyKind.lcd)
        diagnoses, listed = self._diagnoses()
        yields_to, wins_over = self._precedence()
        return {
            "id": self._text("id"),
            "title": self._text("title"),
            "kind": kind,
            "source": self._text("source"),
            "certainty": self._word("certainty", Certainty, Certainty.general_knowledge),
            "jurisdiction": self._jurisdiction(),
            "lines_of_business": frozenset(self._words("lines-of-business", LineOfBusiness)),
            "effective": self._date("effective"),
            "ends": self._date("ends"),
            "families": tuple(self._words("family", ServiceFamily)),
            "codes": self._codes("codes"),
            "accessory_codes": self._codes("accessory-codes"),
            "diagnoses": diagnoses,
            "diagnosis_list": listed,
            "yields_to": yields_to,
            "wins_over": wins_over,
            "highest_confidence": self._highest_confidence(),
            "adopted": self._adoption(kind),
        }

    def _check_keys(self) -> None:
        for key in NEEDED:
            if not self._text(key):
                self.complain(1, f'the front matter needs "{key}:"')
        if not self._text("codes") and self._text("kind") != PolicyKind.general.value:
            self.complain(1, 'the front matter needs "codes:"')
        for key, setting in self.page.front.items():
            if key not in KEYS:
                self.complain(setting.line, f'"{key}" is no key of the front matter{did_you_mean(key, KEYS)}')

    def _check_sections(self) -> None:
        found = [s for s in self.page.sections if s.level == 2]
        for section in found:
            if section.title not in SECTIONS:
                hint = did_you_mean(section.title, SECTIONS)
                self.complain(section.line, f'"{section.title}" is no section of a policy{hint}')
        places = [SECTIONS.index(s.title) for s in found if s.title in SECTIONS]
        if places != sorted(set(places)):
            self.complain(found[0].line, f"the sections stand once each and in this order: {one_of(SECTIONS)}")
        for title in ("Criteria", "Documents to ask for", "Examples"):
            if self.page.section(title) is None:
                self.complain(1, f'the section "{title}" is missing')

    def _setting(self, key: str) -> Setting:
        return self.page.front.get(key, Setting("", 1))

    def _text(self, key: str) -> str:
        return self._setting(key).value

    def _list(self, key: str) -> list[str]:
        return [part.strip() for part in self._text(key).split(",") if part.strip()]

    def _word(self, key: str, words: type[_Word], otherwise: _Word) -> _Word:
        setting = self._setting(key)
        found = next((w for w in words if w.value.casefold() == setting.value.casefold()), None)
        if found is None and setting.value:
            hint = did_you_mean(setting.value, list(words)) or f"; it is one of {one_of(list(words))}"
            self.complain(setting.line, f'{key} cannot be "{setting.value}"{hint}')
        return found or otherwise

    def _words(self, key: str, words: type[_Word]) -> list[_Word]:
        found: list[_Word] = []
        for text in self._list(key):
            word = next((w for w in words if w.value.casefold() == text.casefold()), None)
            if word is None:
                hint = did_you_mean(text, list(words)) or f"; known are {one_of(list(words))}"
                self.complain(self._setting(key).line, f'{key} cannot hold "{text}"{hint}')
            else:
                found.append(word)
        return found

    def _date(self, key: str) -> date | None:
        setting = self._setting(key)
        if not setting.value or (key == "effective" and setting.value == "unknown"):
            return None
        return self.attempt(setting.line, f"{key}: ", lambda: read_date(setting.value))

    def _codes(self, key: str) -> tuple[str, ...]:
        setting = self._setting(key)
        if setting.value == "any" and self._text("kind") == PolicyKind.general.value:
            return ()
        try:
            CodeRanges.parse(setting.value)
        except ValueError as error:
            self.complain(setting.line, f"{key}: {error}")
            return ()
        return tuple(part.upper() for part in self._list(key))

    def _diagnoses(self) -> tuple[tuple[str, ...], DiagnosisList]:
        setting, listed = self._setting("diagnoses"), self._setting("diagnosis-list")
        if setting.value.casefold() == "any":
            if listed.value:
                self.complain(listed.line, "diagnosis-list says nothing where diagnoses are any; leave it out")
            return (), DiagnosisList.any
        patterns = self.attempt(setting.line, "diagnoses: ", lambda: DiagnosisPatterns.parse(setting.value))
        if not listed.value:
            self.complain(setting.line, 'a list of diagnoses needs "diagnosis-list:" exhaustive, partial or not held')
        kind = self._word("diagnosis-list", DiagnosisList, DiagnosisList.not_held)
        return (patterns.written if patterns else ()), kind

    def _precedence(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found: dict[str, list[str]] = {"yields to": [], "wins over": []}
        setting = self._setting("precedence")
        way = ""
        for part in filter(None, (p.strip() for p in re.split("[,;]", setting.value))):
            match = re.fullmatch(r"(yields to|wins over)\s+(.+)", part, re.I)
            way = match[1].casefold() if match else way
            if not way:
                self.complain(setting.line, 'precedence is written "yields to ID" or "wins over ID"')
                break
            found[way].append(match[2] if match else part)
        return tuple(found["yields to"]), tuple(found["wins over"])

    def _highest_confidence(self) -> int:
        setting = self._setting("highest-confidence")
        if not setting.value:
            return DEFAULT_HIGHEST_CONFIDENCE
        if not setting.value.isdigit() or not 0 <= int(setting.value) <= 100:
            self.complain(setting.line, "highest-confidence is a whole number from 0 to 100")
            return 0
        return int(setting.value)

    def _adoption(self, kind: PolicyKind) -> Adoption | None:
        setting = self._setting("adopted")
        if not setting.value:
            return None
        if kind not in CHECKLISTS:
            self.complain(setting.line, "only checklists are adopted; a policy binds by itself")
        match = re.fullmatch(r"by\s+(.+?),?\s+on\s+(\S+)", setting.value)
        day = self.attempt(setting.line, "adopted: ", lambda: read_date(match[2])) if match else None
        if match is None or day is None:
            self.complain(setting.line, 'adopted is written "by NAME, on DATE"')
            return None
        return Adoption(by=match[1], on=day)

    def _jurisdiction(self) -> Jurisdiction:
        setting = self._setting("jurisdiction")
        written = " ".join(setting.value.split())
        if written.casefold() in ("national", "plan"):
            return Jurisdiction(written=written, national=written == "national", plan=written == "plan")
        contractors: list[str] = []
        group = ""
        for part in re.split("[,;]", written):
            match = re.fullmatch(r"(?:(A/B MAC|DME MAC)\s+)?(J[A-Z0-9]{1,2})", part.strip())
            group = (match[1] or group) if match else ""
            if match is None or not group:
                self.complain(setting.line, 'jurisdiction is "national", "plan", "A/B MAC JE, JF" or "DME MAC JA, JB"')
                break
            contractors.append(f"{group} {match[2]}")
        return Jurisdiction(written=written, contractors=tuple(contractors))

    def _items(self, title: str) -> tuple[str, ...]:
        section = self.page.section(title)
        return tuple(" ".join(b.text.split()) for b in section.of_kind(BlockKind.item)) if section else ()

    def _terms(self) -> list[Term]:
        section = self.page.section("Terms")
        terms: list[Term] = []
        for block in section.of_kind(BlockKind.item) if section else []:
            term = self.attempt(
                block.line, "", lambda text=block.text: with_groups(read_term(text), self.words, tuple(terms))
            )
            if term and any(t.name.casefold() == term.name.casefold() for t in terms):
                self.complain(block.line, f'the term "{term.name}" is defined twice')
            elif term:
                terms.append(term)
        return terms

    def _written_ids(self, *titles: str) -> list[str]:
        """The IDs the tables hold, of rows that cannot be read as well, so that one mistake is told once."""
        lines = (line for title in titles for line in _table_rows(self.page.section(title)))
        return [line.cells[0].upper() for line in lines if line.cells]

    def _rows(self, title: str, terms: list[str], *, bar: bool = False) -> list[Row]:
        section = self.page.section(title)
        rows: list[Row] = []
        for line in _table_rows(section):
            row = self._row(line, terms, bar=bar)
            if row and any(r.id == row.id for r in rows):
                self.complain(line.line, f"row {row.id} stands twice")
            elif row:
                rows.append(row)
        return rows

    def _row(self, line: TableRow, terms: list[str], *, bar: bool) -> Row | None:
        if len(line.cells) < 4 or not all(line.cells[:3]):
            self.complain(line.line, "a row needs an ID, what the reviewer must see, a check, and what to ask for")
            return None
        name, statement, written, ask_for, *rest = line.cells
        if not re.fullmatch(r"[A-Za-z]{1,2}\d+", name):
            self.complain(line.line, f'"{name}" is no row ID; an ID is a letter and a number, such as C1')
            return None
        critical = (rest[0].casefold() if rest else "") or "yes"
        if critical not in ("yes", "no"):
            self.complain(line.line, f'row {name}: Critical says yes or no, not "{critical}"')
        read = self.attempt(line.line, f"row {name}: ", lambda: read_check(written, terms, bar=bar))
        return read and Row(
            id=name.upper(),
            statement=statement,
            check=read.check,
            window_days=read.window_days,
            on_requested_side=read.on_requested_side,
            site=read.site,
            from_report=read.from_report,
            also_planned=read.also_planned,
            together=read.together,
            same_day_as=read.same_day_as,
            no_later_than=read.no_later_than,
            ask_for=ask_for,
            critical=critical == "yes",
            bar=bar,
            line=line.line,
        )

    def _approval(self, rows: list[Row]) -> tuple[Approval | None, int]:
        section = self.page.section("Criteria")
        blocks = section.blocks if section else []
        block = next((b for b in blocks if re.match(r"\**approve when", b.text, re.I)), None)
        if block is None:
            self.complain(
                section.line if section else 1, 'the line "**Approve when:** …" is missing under the criteria'
            )
            return None, 0
        written = re.sub(r"^\**approve when:?\**:?", "", " ".join(block.text.split()), flags=re.I)
        approval = self.attempt(block.line, "", lambda: parse_approval(written))
        if approval:
            self._check_approval(list(rows_of(approval)), rows, block.line)
        return approval, block.line

    def _check_approval(self, named: list[str], rows: list[Row], line: int) -> None:
        known = self._written_ids("Criteria")
        for name in named:
            if name not in known:
                self.complain(line, f"the approve-when line names {name}, which is no row{did_you_mean(name, known)}")
        for row in rows:
            if row.same_day_as and not any(_has_days(r) for r in rows if r.id == row.same_day_as):
                self.complain(row.line, f"row {row.id} leans on the day of {row.same_day_as}, which is no row with one")
            for one in row.no_later_than:
                if not any(_has_days(r) for r in rows if r.id == one):
                    self.complain(row.line, f"row {row.id} must come before {one}, which is no row with a day")
            if row.id not in named:
                self.complain(row.line, f"row {row.id} is left out of the approve-when line")

    def _examples(self, diagnoses: tuple[str, ...], rows: Collection[str]) -> Iterator[Example]:
        sections = self.page.under("Examples")
        heading = self.page.section("Examples")
        if heading and len(sections) < LEAST_EXAMPLES:
            self.complain(heading.line, f"a file has at least {LEAST_EXAMPLES} examples; this one has {len(sections)}")
        for section in sections:
            example = self.attempt(section.line, "", lambda section=section: self._example(section, diagnoses, rows))
            if example:
                yield example

    def _example(self, section: Section, diagnoses: tuple[str, ...], rows: Collection[str]) -> Example:
        note = "\n".join(b.text for b in section.of_kind(BlockKind.quote))
        expected = tuple(self._expected(b.text, b.line, rows) for b in section.of_kind(BlockKind.item))
        if not note or not expected:
            raise RuleMistake("an example needs a quoted note and at least one expected row such as - C1: MET")
        first_code = re.split("[,-]", ",".join(self._codes("codes")))[0].strip()
        first_diagnosis = tuple(_bare_pattern(d) for d in diagnoses[:1])
        paragraphs = [b.text for b in section.of_kind(BlockKind.paragraph)]
        request = next((p for p in paragraphs if p.casefold().startswith("request:")), "request:")
        return Example(
            title=section.title,
            request=read_request(request, first_code, first_diagnosis),
            note=note,
            expected=expected,
            line=section.line,
        )

    def _expected(self, text: str, line: int, rows: Collection[str]) -> ExpectedRow:
        name, _, status = (part.strip() for part in text.partition(":"))
        if name not in rows:
            raise RuleMistake(f'the example expects "{name}", which is no row{did_you_mean(name, rows)}')
        if status not in [s.value for s in Status]:
            raise RuleMistake(f'the example expects "{status}"; a status is {one_of(list(Status))}')
        return ExpectedRow(row=name, status=Status(status), line=line)


def _has_days(row: Row) -> bool:
    return isinstance(row.check, MeasureCheck | DocumentsCheck)


def _table_rows(section: Section | None) -> Iterator[TableRow]:
    for table in section.tables if section else []:
        yield from table.rows


def _bare_pattern(pattern: str) -> str:
    """A code a pattern stands for, good enough to be an example's diagnosis."""
    return pattern.split("-")[0].rstrip("*").rstrip(".")
