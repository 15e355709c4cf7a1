"""The regression corpus: snippets and notes with what a careful reader reaches for each row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from priorauth.case import Document, DocumentKind, Sex
from priorauth.codes import service_families
from priorauth.criteria import Status
from priorauth.facts import Side
from priorauth.reading import DiscrepancyKind, ReadingContext, RequestedItem
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.policy import Policy
from priorauth.rulebook.policy_file import compile_policy
from priorauth.rulebook.services import Services, parse_services

HERE = Path(__file__).parent
SNIPPETS, NOTES = HERE / "corpus", HERE / "notes"
BATCHES = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q")
PAGES = (("rows_n.md", re.compile(r"batch_[n-z]:")), ("rows_i.md", re.compile(r"batch_[i-m]:")))
SERVICE_DATE = date(2026, 12, 1)
HEAD = re.compile(r"(?P<row>[A-Z]\d) (?P<status>MET|NOT_MET|INSUFFICIENT)(?: \[(?P<options>[^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Expectation:
    row: str
    status: Status
    why: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the request says, as far as reading needs it."""

    name: str = ""
    born: date | None = None
    sex: Sex = Sex.unknown
    side: Side | None = None
    code: str = "27447"
    label: str = ""
    diagnosis: str = ""
    title: str = ""
    member: str | None = None
    expedited: bool = False
    on: date = SERVICE_DATE
    discrepancies: frozenset[DiscrepancyKind] = field(default_factory=frozenset[DiscrepancyKind])


@dataclass(frozen=True, slots=True)
class Text:
    """A snippet or a note, what was asked, and what is expected."""

    place: str
    kind: str
    asked: Asked
    text: str
    expected: tuple[Expectation, ...]

    @property
    def page(self) -> str:
        """The page of rows a text is judged by; the batches from `i` on and those from `n` on have their own."""
        return next((page for page, batches in PAGES if batches.match(self.place)), "rows.md")

    @property
    def document(self) -> Document:
        return Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=self.text)


def _asked(settings: dict[str, str]) -> Asked:
    given = Asked()
    return Asked(
        name=settings.get("name", ""),
        born=date.fromisoformat(settings["dob"]) if "dob" in settings else None,
        sex=Sex(settings.get("sex", "unknown")),
        side=Side(settings["side"]) if "side" in settings else None,
        code=settings.get("code", given.code),
        label=settings.get("label", ""),
        diagnosis=settings.get("diagnosis", ""),
        title=settings.get("title", ""),
        member=settings.get("member"),
        expedited=settings.get("expedited") == "yes",
        on=date.fromisoformat(settings["on"]) if "on" in settings else given.on,
        discrepancies=frozenset(DiscrepancyKind(k) for k in settings.get("discrepancies", "").split(",") if k),
    )


def _expectation(line: str) -> tuple[Expectation, dict[str, str]]:
    head, _, why = line.partition(" || ")
    match = HEAD.fullmatch(head.strip())
    if match is None:
        raise ValueError(f"not an expectation: {head[:40]}")
    options = dict(part.split("=", 1) for part in (match["options"] or "").split())
    return Expectation(match["row"], Status(match["status"]), why.strip()), options


def snippets(batch: str) -> Iterator[Text]:
    """The snippets of one batch in order."""
    kind = ""
    lines = (SNIPPETS / f"batch_{batch}.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("== "):
            kind = line[3:]
        elif line.strip():
            head, text, *why = line.split(" || ")
            expected, options = _expectation(" || ".join([head, *why]))
            written = text.replace("\\n", "\n")
            yield Text(f"batch_{batch}:{number}", kind, _asked(options), written, (expected,))


def notes() -> Iterator[Text]:
    """The full notes in order."""
    for path in sorted(NOTES.glob("*.txt")):
        head, _, body = path.read_text("utf-8").partition("\n---\n")
        request, *rows = head.splitlines()
        settings = request.removeprefix("request:").split(";")
        asked = _asked({k.strip(): v.strip() for k, _, v in (s.partition("=") for s in settings)})
        yield Text(path.stem, "note", asked, body, tuple(_expectation(row)[0] for row in rows))


@cache
def policy(page: str = "rows.md") -> Policy:
    """The rows of a page of the corpus, compiled like any plan's policy."""
    compiled, complaints = compile_policy(read_page(page, (SNIPPETS / page).read_text("utf-8")), "")
    if compiled is None or complaints:
        raise ValueError("; ".join(str(c) for c in complaints))
    return compiled


@cache
def services() -> Services:
    return parse_services((files("skills") / "services.md").read_text("utf-8"))


def item_of(asked: Asked) -> RequestedItem:
    service = services().of(asked.code)
    return RequestedItem(
        code=asked.code,
        label=service.label if service else asked.label,
        names=service.names if service else (),
        site=service.site if service else "",
        sides=(asked.side,) if asked.side else (),
        family=" ".join(service_families(asked.code)),
    )


def context_of(asked: Asked) -> ReadingContext:
    return ReadingContext(
        judged_on=asked.on,
        received_on=asked.on,
        patient_name=asked.name,
        patient_dob=asked.born,
        patient_sex=asked.sex,
        member_id=asked.member,
        urgency_expedited=asked.expedited,
        items=(item_of(asked),),
        diagnosis_codes=(asked.diagnosis,) if asked.diagnosis else (),
        diagnosis_titles=(asked.title,) if asked.title else (),
    )
