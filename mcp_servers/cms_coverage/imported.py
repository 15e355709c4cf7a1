"""Policies of the Medicare Coverage Database, loaded from its downloads: ids, titles, days, places and codes.

They tell which policies exist for a code in a place. Their texts and every code's description stay out.
"""

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from mcp_servers.cms_coverage.cards import PolicyCard
from mcp_servers.cms_coverage.contractors import contractors
from priorauth.findings import PolicyKind

SOURCE = "Medicare Coverage Database download"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS policy (
    kind TEXT, id TEXT, shown TEXT, title TEXT, effective TEXT, ends TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (id TEXT, state TEXT, equipment INTEGER, PRIMARY KEY (id, state, equipment));
CREATE TABLE IF NOT EXISTS article (id TEXT, policy TEXT, PRIMARY KEY (id, policy)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS code (article TEXT, code TEXT, PRIMARY KEY (article, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS load (part TEXT PRIMARY KEY, name TEXT, rows INTEGER);
"""
Row = tuple[str | int, ...]


def coverage_path(folder: Path) -> Path:
    """Where an import puts them."""
    return folder / "cms-coverage.sqlite"


class ImportedCards(Protocol):
    def cards(self) -> tuple[PolicyCard, ...]:
        """The imported policies as known and not held; the same object as long as nothing changes."""
        ...


class CoverageTable:
    """The imported policies. A part that is loaded again takes the place of what it held before."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        weakref.finalize(self, self._db.close)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)

    def close(self) -> None:
        self._db.close()

    def put(self, part: str, name: str, tables: Mapping[str, Iterable[Row]]) -> tuple[int, bool]:
        """Exchange one part whole, in one transaction; how many rows, and whether the same was there before."""
        rows = 0
        with self._db as db:
            if part != "article":
                db.execute("DELETE FROM policy WHERE kind = ?", (part.upper(),))
            for table, given in tables.items():
                if table != "policy":
                    db.execute(f"DELETE FROM {table}")
                for row in given:
                    db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
                    rows += 1
            before = db.execute("SELECT 1 FROM load WHERE part = ? AND name = ? AND rows = ?", (part, name, rows))
            repeated = before.fetchone() is not None
            db.execute("INSERT OR REPLACE INTO load VALUES (?, ?, ?)", (part, name, rows))
        return rows, repeated

    def version(self) -> tuple[Row, ...]:
        """What was loaded; another value means other cards."""
        return tuple(self._db.execute("SELECT part, name, rows FROM load ORDER BY part"))

    def cards(self) -> Iterator[PolicyCard]:
        codes, places = self._codes(), self._places()
        for kind, number, shown, title, effective, ends in self._db.execute(
            "SELECT kind, id, shown, title, effective, ends FROM policy ORDER BY kind, shown"
        ):
            national = kind == PolicyKind.ncd
            areas = () if national else places.get(number, ())
            yield PolicyCard(
                policy_id=shown,
                title=title,
                kind=PolicyKind(kind),
                held=False,
                jurisdiction="national" if national else "; ".join(areas) or "not told",
                jurisdictions=areas,
                effective=_day(effective),
                ends=_day(ends),
                codes=() if national else codes.get(number, ()),
                source=SOURCE,
                certainty="published by CMS",
            )

    def _codes(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        sql = "SELECT DISTINCT policy, code FROM article JOIN code ON code.article = article.id ORDER BY policy, code"
        for policy, code in self._db.execute(sql):
            found.setdefault(policy, []).append(code)
        return {policy: tuple(codes) for policy, codes in found.items()}

    def _places(self) -> dict[str, tuple[str, ...]]:
        states: dict[tuple[str, bool], set[str]] = {}
        for number, state, equipment in self._db.execute("SELECT id, state, equipment FROM place"):
            states.setdefault((number, bool(equipment)), set()).add(state)
        found: dict[str, tuple[str, ...]] = {}
        for (number, equipment), within in states.items():
            kind = "DME MAC" if equipment else "A/B MAC"
            areas = tuple(f"{c.kind} {c.jurisdiction}" for c in contractors() if c.kind == kind and c.states & within)
            found[number] = (*found.get(number, ()), *areas)
        return found


class ImportedCoverage:
    """The table in a folder, from the moment one is imported."""

    def __init__(self, folder: Path) -> None:
        self._path = coverage_path(folder)
        self._table: CoverageTable | None = None
        self._made: tuple[tuple[Row, ...], tuple[PolicyCard, ...]] = ((), ())

    def cards(self) -> tuple[PolicyCard, ...]:
        if self._table is None and self._path.exists():
            self._table = CoverageTable(self._path)
        if self._table is None:
            return ()
        if (version := self._table.version()) != self._made[0]:
            self._made = (version, tuple(self._table.cards()))
        return self._made[1]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
