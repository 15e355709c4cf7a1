"""Builds the SQLite file the codes are looked up in: one row per span, numbered by rank, and a contentless word index.

Rows are numbered so that common, unspecified and short titles come first; the word index then yields best matches
first without scoring anything at query time.
"""

import contextlib
import hashlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path

from mcp_servers.icd10_codes.everyday import FILLERS, common_codes, everyday_text, words_of
from mcp_servers.icd10_codes.releases import CodeFiles, Release, Span, spans
from priorauth.errors import BulkFileRefused

LAYOUT = 3
TOTALS = {2026: (98_186, 74_719), 2027: (98_403, 74_879)}

_SCHEMA = """
CREATE TABLE held (year INTEGER PRIMARY KEY, rows INTEGER, billable INTEGER, name TEXT, as_of TEXT);
CREATE TABLE code (
    rank INTEGER PRIMARY KEY, code TEXT, first_year INTEGER, last_year INTEGER, billable INTEGER, title TEXT);
CREATE VIRTUAL TABLE word USING fts5(
    title, content='', columnsize=0, detail=none, tokenize='porter unicode61 remove_diacritics 2');
"""

_CHAPTER_BURDEN = {"O": 12, "P": 10, "Q": 3, "S": 3, "T": 6, "U": 2, "V": 15, "W": 15, "X": 15, "Y": 15, "Z": 4}
_PHRASE_BURDEN = {
    "in diseases classified elsewhere": 10,
    "due to": 2,
    "secondary": 5,
    "induced": 5,
    "personal history": 6,
    "family history": 8,
    "newborn": 6,
    "sequela": 6,
    "other": 3,
}
_ENCOUNTER = re.compile(", (?:initial|subsequent) encounter.*")


def ensure_index(folder: Path, code_files: CodeFiles) -> Path:
    """The index of these very files, built if no earlier start has built it; safe when several starts race."""
    # The everyday words decide the ranks.
    made_of = f"{LAYOUT} {code_files.digest()} {everyday_text()}"
    path = folder / f"icd10cm-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.sqlite"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(suffix=".draft", dir=folder)
    os.close(handle)
    try:
        _build(Path(draft), code_files)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return path


def _build(path: Path, code_files: CodeFiles) -> None:
    years = code_files.years()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + _SCHEMA)
        _fill(db, sorted(spans(years), key=_rank))
        for year, rows in years.items():
            totals = len(rows), sum(entry.billable for entry in rows.values())
            if year in TOTALS and year not in code_files.imported and totals != TOTALS[year]:
                raise BulkFileRefused(f"ICD-10-CM FY{year} has {totals[0]} rows and {totals[1]} billable codes")
            release = Release.of(year, imported=year in code_files.imported)
            held = (year, *totals, release.name, release.as_of.isoformat())
            db.execute("INSERT INTO held VALUES (?, ?, ?, ?, ?)", held)
        db.commit()


def _fill(db: sqlite3.Connection, ranked: Iterable[Span]) -> None:
    rows = [(rank, s.code, s.first_year, s.last_year, s.entry.billable, s.entry.title) for rank, s in enumerate(ranked)]
    db.executemany("INSERT INTO code VALUES (?, ?, ?, ?, ?, ?)", rows)
    # An apostrophe would split "Crohn's" in two words; queries close it up, and so does the index.
    db.executemany("INSERT INTO word (rowid, title) VALUES (?, ?)", ((row[0], row[5].replace("'", "")) for row in rows))
    db.execute("CREATE INDEX code_by_code ON code (code)")
    db.execute("INSERT INTO word (word) VALUES ('optimize')")


def _rank(span: Span) -> tuple[int, str, int]:
    return _burden(span), span.code, -span.first_year


def _burden(span: Span) -> int:
    title = span.entry.title.lower()
    telling = [word for word in words_of(_ENCOUNTER.sub("", title)) if word not in FILLERS]
    burden = len(telling) + _CHAPTER_BURDEN.get(span.code[0], 0)
    burden += sum(weight for phrase, weight in _PHRASE_BURDEN.items() if phrase in title)
    burden -= 4 if "unspecified" in title or "without" in title else 0
    burden -= 1 if span.code.endswith("9") else 0
    burden += 0 if span.entry.billable else 6
    burden += _encounter_burden(span.code)
    place = common_codes().get(span.code)
    return burden if place is None else burden - 60 + 10 * min(place, 3)


def _encounter_burden(code: str) -> int:
    """First visits before later ones: the seventh character orders the same injury."""
    return 0 if len(code) < 8 or code[7] == "A" else 5 + (code[7] > "B")
