"""The code set year by year, read from bundled and imported files into one table of spans.

The base is the April 2026 release; a fiscal year is either a list of changes to the year before or a whole file of its
own. A code has one row for every stretch of years in which neither its title nor its completeness changed.
"""

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

BASE_YEAR = 2026
_EDITIONS = {2026: (date(2026, 4, 1), "April 2026 edition"), 2027: (date(2026, 10, 1), "October 2026 edition")}
_IMPORTED = re.compile(r"icd10cm-(20\d\d)\.tsv\.gz")


def imported_path(folder: Path, year: int) -> Path:
    """Where an imported year lies."""
    return folder / f"icd10cm-{year}.tsv.gz"


@dataclass(frozen=True, slots=True)
class Entry:
    billable: bool
    title: str


@dataclass(frozen=True, slots=True)
class Span:
    """A code as it stood from the first to the last of some fiscal years."""

    code: str
    first_year: int
    last_year: int
    entry: Entry


Year = Mapping[str, Entry]


@dataclass(frozen=True)
class Release:
    """One fiscal year of the code set: in force from 1 October of the year before to 30 September."""

    year: int
    name: str
    as_of: date

    @staticmethod
    def of(year: int, *, imported: bool) -> "Release":
        bundled = None if imported else _EDITIONS.get(year)
        as_of, edition = bundled or (date(year - 1, 10, 1), "imported edition")
        return Release(year, f"ICD-10-CM FY{year} ({edition})", as_of)


def fiscal_year(day: date) -> int:
    return day.year + (day.month >= 10)


@dataclass(frozen=True)
class CodeFiles:
    """The bytes the index is built from: the bundled base and changes, and whole years imported into a folder."""

    base: bytes
    changes: Mapping[int, bytes]
    imported: Mapping[int, bytes] = field(default_factory=dict[int, bytes])

    @staticmethod
    def found_in(folder: Path) -> "CodeFiles":
        bundled = files("mcp_servers.icd10_codes").joinpath("data")
        named = ((path, _IMPORTED.fullmatch(path.name)) for path in sorted(folder.glob("icd10cm-*.tsv.gz")))
        return CodeFiles(
            base=bundled.joinpath(f"icd10cm-{BASE_YEAR}.tsv.gz").read_bytes(),
            changes={2027: bundled.joinpath("icd10cm-2027-changes.csv").read_bytes()},
            imported={int(name[1]): path.read_bytes() for path, name in named if name},
        )

    def digest(self) -> str:
        parts = [self.base, *self.changes.values(), *self.imported.values()]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def years(self) -> dict[int, Year]:
        years: dict[int, Year] = {BASE_YEAR: read_rows(self.base)}
        for year, text in sorted(self.changes.items()):
            years[year] = changed(years[year - 1], text)
        years.update({year: read_rows(text) for year, text in self.imported.items()})
        return dict(sorted(years.items()))


def read_rows(packed: bytes) -> dict[str, Entry]:
    lines = gzip.decompress(packed).decode().splitlines()
    return {code: Entry(flag == "1", title) for code, flag, title in (line.split("\t") for line in lines)}


def packed_rows(rows: Mapping[str, Entry]) -> bytes:
    """The rows as one compressed file, the same bytes for the same rows."""
    lines = "".join(f"{code}\t{int(entry.billable)}\t{entry.title}\n" for code, entry in sorted(rows.items()))
    return gzip.compress(lines.encode(), mtime=0)


def changed(before: Year, text: bytes) -> dict[str, Entry]:
    """The year before with additions, deletions, retitled codes and codes that became headers."""
    after = dict(before)
    for row in csv.DictReader(io.StringIO(text.decode())):
        code = row["code"]
        if row["change"] == "deleted":
            del after[code]
        else:
            after[code] = Entry(row["billable"] == "1", row["title"] or before[code].title)
    return after


def spans(years: Mapping[int, Year]) -> list[Span]:
    """Every code with the years through which it stood unchanged, in order of code and time."""
    found: dict[tuple[str, int], Span] = {}
    latest: dict[str, Span] = {}
    previous: int | None = None
    for year, rows in years.items():
        for code, entry in rows.items():
            last = latest.get(code)
            goes_on = last is not None and last.last_year == previous and last.entry == entry
            span = Span(code, last.first_year if last and goes_on else year, year, entry)
            latest[code] = found[code, span.first_year] = span
        previous = year
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class ClassificationHeading:
    kind: str
    chapter: str
    first: str
    last: str
    title: str

    @property
    def range(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.range, self.chapter) if self.kind == "chapter" else (self.range,)

    def covers(self, category: str) -> bool:
        return self.first <= category <= self.last


@cache
def headings() -> tuple[ClassificationHeading, ...]:
    """Chapters and blocks. Ranges compare as text, since the classification orders A after 9."""
    text = files("mcp_servers.icd10_codes").joinpath("data", "headings.tsv").read_text("utf-8")
    return tuple(_heading(*line.split("\t")) for line in text.splitlines())


def _heading(kind: str, chapter: str, span: str, title: str) -> ClassificationHeading:
    first, _, last = span.partition("-")
    return ClassificationHeading(kind, chapter, first, last or first, title)
