"""Looking up diagnosis codes by date of service in the local index; no network, no MCP."""

import re
import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from mcp_servers.icd10_codes.everyday import read
from mcp_servers.icd10_codes.index import ensure_index
from mcp_servers.icd10_codes.releases import CodeFiles, Release, fiscal_year

_COLUMNS = "rank, code, first_year, last_year, billable, title"
_CANDIDATES = 60
_ENOUGH = 5
_RULED_OUT = re.compile(r"\b(?:without|not)\b[^,]*")


class CodeSpan(NamedTuple):
    """A code as it stood through some years. Lower rank is more common."""

    rank: int
    code: str
    first_year: int
    last_year: int
    billable: int
    title: str

    def stands_in(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year


class Icd10Store:
    """The codes of every year held, read from one SQLite file that is built on first use."""

    def __init__(self, folder: Path) -> None:
        self.path = ensure_index(folder, CodeFiles.found_in(folder))
        # Read-only and unchanging, so one connection serves every thread.
        self._db = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        held = self._db.execute("SELECT year, rows, billable, name, as_of FROM held ORDER BY year").fetchall()
        self.totals: dict[int, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in held}
        self.releases = {row[0]: Release(row[0], row[3], date.fromisoformat(row[4])) for row in held}

    def close(self) -> None:
        self._db.close()

    def release_for(self, service_date: date | None) -> Release | None:
        """The release in force on that day, the newest when no day is given, None for a year not held."""
        return self.newest if service_date is None else self.releases.get(fiscal_year(service_date))

    @property
    def newest(self) -> Release:
        return self.releases[max(self.releases)]

    def spans_of(self, code: str) -> list[CodeSpan]:
        """Everything known about one code, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM code WHERE code = ? ORDER BY first_year"
        return [CodeSpan(*row) for row in self._db.execute(sql, (code,))]

    def find(self, code: str, year: int) -> CodeSpan | None:
        return next((span for span in self.spans_of(code) if span.stands_in(year)), None)

    def below(self, prefix: str, year: int) -> list[CodeSpan]:
        """Every code that begins with the prefix, itself left out, in order of code."""
        return [span for span in self.starting_with(prefix, year) if span.code != prefix]

    def starting_with(self, prefix: str, year: int) -> Iterable[CodeSpan]:
        return self.between(prefix, prefix, year)

    def between(self, first: str, last: str, year: int) -> Iterable[CodeSpan]:
        """Every code from the first category to the last, both with all that stands below them."""
        sql = f"SELECT {_COLUMNS} FROM code WHERE code >= ? AND code < ? ORDER BY code"
        rows = self._db.execute(sql, (first, last + "\x7f"))
        return (span for row in rows if (span := CodeSpan(*row)).stands_in(year))

    def ancestors(self, code: str, year: int) -> list[CodeSpan]:
        """From the category down to the code's parent; placeholders between them are no codes."""
        prefixes = (code[:length].rstrip(".") for length in range(3, len(code)))
        return [span for prefix in dict.fromkeys(prefixes) if prefix != code and (span := self.find(prefix, year))]

    def search(self, query: str, year: int, limit: int, *, billable_only: bool = False) -> list[CodeSpan]:
        """Codes for words as people say them, the commonest first."""
        reading = read(query)
        leads = self._standing(reading.whole, year)
        hints = self._standing(reading.parts, year)
        depth = max(limit, _CANDIDATES)
        matches = self._matching(reading.asked, year, depth, billable_only=billable_only)
        if reading.official != reading.asked:
            matches += self._matching(reading.official, year, depth, billable_only=billable_only)
        found = [*leads, *matches, *hints]
        if not matches:
            found += self._nearly(reading.official, year, depth, billable_only=billable_only)
        wanted = (span for span in dict.fromkeys(found) if span.billable or not billable_only)
        return list(islice(wanted, limit))

    def _standing(self, codes: Iterable[str], year: int) -> list[CodeSpan]:
        return [span for code in codes if (span := self.find(code, year))]

    def _matching(self, words: Sequence[str], year: int, limit: int, *, billable_only: bool) -> list[CodeSpan]:
        """Titles with all the words, what the title says before what it rules out; beginnings of words if few fit."""
        if not words:
            return []
        found = self._match(" ".join(f'"{word}"' for word in words), year, limit, billable_only)
        if len(found) < _ENOUGH:
            # Beginnings meet the stemmed index badly ("arteries" is stored as "arteri"), so whole words come first.
            begun = " ".join(f'"{word}" *' if len(word) > 3 else f'"{word}"' for word in words)
            found += self._match(begun, year, limit, billable_only)
        exact = " ".join(words)
        return sorted(found, key=lambda span: _order(span, exact, words))

    def _nearly(self, words: Sequence[str], year: int, limit: int, *, billable_only: bool) -> list[CodeSpan]:
        for fewer in _relaxations(words):
            if found := self._matching(fewer, year, limit, billable_only=billable_only):
                return found
        return []

    def _match(self, expression: str, year: int, limit: int, billable_only: bool) -> list[CodeSpan]:
        sql = (
            "SELECT code.* FROM word CROSS JOIN code ON code.rank = word.rowid WHERE word MATCH ?"
            " AND ? BETWEEN first_year AND last_year AND billable >= ? ORDER BY word.rowid LIMIT ?"
        )
        return [CodeSpan(*row) for row in self._db.execute(sql, (expression, year, billable_only, limit))]


def _order(span: CodeSpan, exact: str, words: Sequence[str]) -> tuple[bool, bool, int]:
    """The very title first, then titles that affirm every word, then those that rule one of them out."""
    title = span.title.lower()
    says_no_more = bool(span.billable) and title == exact
    affirmed = _RULED_OUT.sub("", title)
    asks_for_absence = "without" in words or "not" in words
    rules_out = not asks_for_absence and any(w[:5] in title and w[:5] not in affirmed for w in words)
    return (not says_no_more, rules_out, span.rank)


def _relaxations(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """All the words but one, then each alone from the last: the last word usually names the thing."""
    if len(words) > 2:
        yield from (tuple(words[:left]) + tuple(words[left + 1 :]) for left in range(len(words)))
    if len(words) > 1:
        yield from ((word,) for word in reversed(words) if len(word) > 2)
