"""Providers in one SQLite file, or in memory: what an importer wrote and the server looks up."""

import sqlite3
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

_SCHEMA = """
CREATE TABLE IF NOT EXISTS provider (
    npi INTEGER PRIMARY KEY, entity INTEGER, organization TEXT, last_name TEXT, first_name TEXT, credential TEXT,
    city TEXT, state TEXT, taxonomies TEXT, updated TEXT, deactivated TEXT, reactivated TEXT);
CREATE TABLE IF NOT EXISTS unreadable (npi INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS holding (
    one INTEGER PRIMARY KEY CHECK (one = 1), source TEXT, release TEXT, as_of TEXT, complete INTEGER);
CREATE TABLE IF NOT EXISTS load (
    key TEXT PRIMARY KEY, name TEXT, offset INTEGER, line INTEGER, accepted INTEGER, rejected INTEGER, done INTEGER);
CREATE TABLE IF NOT EXISTS reject (key TEXT, line INTEGER, reason TEXT, PRIMARY KEY (key, line));
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS provider_by_person ON provider (last_name, first_name) WHERE last_name <> '';
CREATE INDEX IF NOT EXISTS provider_by_organization ON provider (organization) WHERE organization <> '';
"""
_SMALL = 20_000
_COLUMNS = (
    "npi, entity, organization, last_name, first_name, credential, city, state, taxonomies, updated, deactivated,"
    " reactivated"
)


class Provider(NamedTuple):
    """One row; dates are ISO text or empty, taxonomies `code,primary,state` joined by semicolons, primary first."""

    npi: int
    entity: int
    organization: str
    last_name: str
    first_name: str
    credential: str
    city: str
    state: str
    taxonomies: str
    updated: str
    deactivated: str
    reactivated: str

    @property
    def active(self) -> bool:
        return not self.deactivated or self.reactivated >= self.deactivated


@dataclass(frozen=True)
class Holding:
    """What a registry holds: from where, which edition, and whether it is the whole."""

    source: str
    release: str
    as_of: date | None
    complete: bool


EMPTY = Holding("no registry held here", "", None, complete=False)


@dataclass(frozen=True)
class ProviderSearch:
    """Beginnings of names in upper case; empty fields do not narrow. Taxonomies are codes, any of them fits."""

    last_name: str = ""
    first_name: str = ""
    organization: str = ""
    city: str = ""
    state: str = ""
    taxonomies: tuple[str, ...] | None = None


def _merged(column: str) -> str:
    """Days of deactivation and reactivation only move forward, whichever file told them first."""
    moves = column in ("deactivated", "reactivated")
    return f"max(excluded.{column}, provider.{column})" if moves else f"excluded.{column}"


class ProviderRegistry:
    """A registry opened for reading and writing; readers and one writer may share the file."""

    def __init__(self, path: Path | None = None) -> None:
        """The registry in that file, made if there is none, or an empty one in memory."""
        self.db = sqlite3.connect(path or ":memory:", check_same_thread=False, timeout=30)
        weakref.finalize(self, self.db.close)
        self.db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)

    def close(self) -> None:
        self.db.close()

    def holding(self) -> Holding:
        row = self.db.execute("SELECT source, release, as_of, complete FROM holding").fetchone()
        return Holding(row[0], row[1], date.fromisoformat(row[2]) if row[2] else None, bool(row[3])) if row else EMPTY

    def declare(self, holding: Holding) -> None:
        """Say what is held, and make names searchable."""
        as_of = holding.as_of.isoformat() if holding.as_of else ""
        with self.db:
            values = (holding.source, holding.release, as_of, holding.complete)
            self.db.execute("INSERT OR REPLACE INTO holding VALUES (1, ?, ?, ?, ?)", values)
            for statement in filter(None, map(str.strip, _INDEXES.split(";"))):
                self.db.execute(statement)

    def find(self, npi: int) -> Provider | None:
        row = self.db.execute(f"SELECT {_COLUMNS} FROM provider WHERE npi = ?", (npi,)).fetchone()
        return Provider(*row) if row else None

    def unreadable(self, npi: int) -> bool:
        """Whether the file named this provider in a row that could not be read."""
        return self.db.execute("SELECT 1 FROM unreadable WHERE npi = ?", (npi,)).fetchone() is not None

    def is_small(self) -> bool:
        """Whether walking through all of it takes no noticeable time."""
        rows = self.db.execute("SELECT count(*) FROM (SELECT 1 FROM provider LIMIT ?)", (_SMALL + 1,)).fetchone()
        return rows[0] <= _SMALL

    def put(self, providers: Iterable[Provider]) -> None:
        """Write rows; an older edition never overwrites a newer one. The caller commits."""
        marks = ", ".join("?" * len(Provider._fields))
        changes = ", ".join(f"{name} = {_merged(name)}" for name in Provider._fields[1:])
        self.db.executemany(
            f"INSERT INTO provider VALUES ({marks}) ON CONFLICT (npi) DO UPDATE SET {changes}"
            " WHERE excluded.updated >= provider.updated",
            providers,
        )

    def deactivate(self, days: Iterable[tuple[int, str]]) -> None:
        """Record deactivation days, adding numbers that were not held. The caller commits."""
        self.db.executemany(
            "INSERT INTO provider VALUES (?, 0, '', '', '', '', '', '', '', '', ?, '') ON CONFLICT (npi)"
            " DO UPDATE SET deactivated = excluded.deactivated WHERE excluded.deactivated > provider.deactivated",
            days,
        )

    def search(self, wanted: ProviderSearch, limit: int) -> list[Provider]:
        """Providers that fit, in order of name. Without a last name or an organization every row is looked at."""
        prefixes = {"last_name": wanted.last_name, "first_name": wanted.first_name, "organization": wanted.organization}
        clauses = [f"{name} >= ? AND {name} < ?" for name, text in prefixes.items() if text]
        values: list[str] = [bound for text in prefixes.values() if text for bound in (text, text + "\U0010ffff")]
        for name, text in {"city": wanted.city, "state": wanted.state}.items():
            if text:
                clauses.append(f"{name} = ?")
                values.append(text)
        if wanted.taxonomies is not None:
            clauses.append("(" + (" OR ".join(["instr(taxonomies, ?)"] * len(wanted.taxonomies)) or "0") + ")")
            values += wanted.taxonomies
        shown = "last_name <> ''" if wanted.last_name else "organization <> ''" if wanted.organization else "1"
        where = " AND ".join([shown, *clauses])
        order = "last_name, first_name" if wanted.last_name else "organization" if wanted.organization else "npi"
        sql = f"SELECT {_COLUMNS} FROM provider WHERE {where} ORDER BY {order} LIMIT ?"
        return [Provider(*row) for row in self.db.execute(sql, (*values, limit))]
