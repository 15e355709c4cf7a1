"""Loads the downloads of the Medicare Coverage Database: NCDs, LCDs or articles, as the zip they are published in.

Tables lie in a zip within the zip. Cells hold line breaks, ids are only unique with their version, and the newest
version counts. A column is found by its header; a table that lacks one is refused whole.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import zip_longest
from pathlib import Path

from mcp_servers.cms_coverage.imported import CoverageTable, Row
from mcp_servers.importers.archives import nested, refuse_crowded
from mcp_servers.importers.reports import ImportReport, Rejected
from priorauth.errors import BulkFileRefused
from priorauth.findings import PolicyKind

Record = Mapping[str, str]
_LONGEST_CELL = 16_000_000
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CODE = re.compile(r"[A-Z0-9]{5}")
_EQUIPMENT = "DME"


class Tables:
    """The tables of one download, read by name, row by row."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {Path(name).name.casefold(): name for name in archive.namelist()}

    def __contains__(self, table: str) -> bool:
        return f"{table}.csv" in self._names

    def rows(self, table: str, *columns: str) -> Iterator[Record]:
        """Each row by lower-case header; raises BulkFileRefused where the table or a column is missing."""
        if table not in self:
            raise BulkFileRefused(f"the download has no table {table}")
        with self._archive.open(self._names[f"{table}.csv"]) as content:
            text = io.TextIOWrapper(content, "utf-8-sig", errors="replace", newline="")
            reader = csv.reader(text)
            heads = [head.strip().casefold() for head in next(reader, list[str]())]
            if missing := [column for column in columns if column not in heads]:
                raise BulkFileRefused(f"the table {table} has no column {missing[0]}")
            for cells in reader:
                yield dict(zip_longest(heads, cells[: len(heads)], fillvalue=""))


def import_cms_coverage(path: Path, table: CoverageTable) -> tuple[ImportReport, tuple[Rejected, ...]]:
    """Put one download into the table; again is harmless. Raises BulkFileRefused for anything else."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with zipfile.ZipFile(path) as outer:
            refuse_crowded(outer)
            inner = next((name for name in outer.namelist() if name.casefold().endswith("_csv.zip")), None)
            if inner is None:
                return _load(Tables(outer), path.name, table)
            with nested(outer, inner) as archive:
                return _load(Tables(archive), path.name, table)
    except (zipfile.BadZipFile, csv.Error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise BulkFileRefused("the download cannot be unpacked") from None


def _load(tables: Tables, name: str, table: CoverageTable) -> tuple[ImportReport, tuple[Rejected, ...]]:
    refused: list[Rejected] = []
    for mark, load in _PARTS.items():
        if mark in tables:
            part, found = load(tables, refused)
            rows, repeated = table.put(part, name, found)
            return ImportReport(name, rows, len(refused), repeated=repeated), tuple(refused)
    raise BulkFileRefused("not a download of the Medicare Coverage Database: no table of NCDs, LCDs or articles")


Loaded = tuple[str, dict[str, Iterator[Row]]]


def _national(tables: Tables, refused: list[Rejected]) -> Loaded:
    rows = _newest(tables.rows("ncd_trkg", "ncd_id", "ncd_vrsn_num", "ncd_mnl_sect", "ncd_mnl_sect_title"), "ncd_id")
    policies: list[Row] = []
    for line, row in rows:
        section, title = row["ncd_mnl_sect"].strip(), " ".join(row["ncd_mnl_sect_title"].split())
        if not section or not title:
            refused.append(Rejected(line, "no manual section or no title"))
        elif row.get("natl_cvrg_type", "true").strip().casefold() in ("true", "1", "-1", ""):
            policies.append(
                (
                    PolicyKind.ncd.value,
                    row["ncd_id"],
                    f"NCD {section}",
                    title,
                    _day(row.get("ncd_efctv_dt", "")),
                    _ended(row.get("ncd_trmntn_dt", ""), row.get("ncd_efctv_dt", "")),
                )
            )
    return "ncd", {"policy": iter(policies)}


def _local(tables: Tables, refused: list[Rejected]) -> Loaded:
    rows = _newest(tables.rows("lcd", "lcd_id", "lcd_version", "title"), "lcd_id", "lcd_version")
    policies: list[Row] = []
    current: dict[str, str] = {}
    for line, row in rows:
        number, title = row["lcd_id"].strip(), " ".join(row["title"].split())
        shown = row.get("display_id", "").strip() or f"L{number}"
        if not number.isdigit() or not title:
            refused.append(Rejected(line, "no number or no title"))
        elif not _day(row.get("date_retired", "")):
            current[number] = row["lcd_version"]
            effective = _day(row.get("rev_eff_date", "") or row.get("orig_det_eff_date", ""))
            policies.append(
                (PolicyKind.lcd.value, number, shown, title, effective, _day(row.get("ent_det_end_date", "")))
            )
    return "lcd", {"policy": iter(policies), "place": _places(tables, current)}


def _places(tables: Tables, current: Mapping[str, str]) -> Iterator[Row]:
    """The states of each policy, by its contractors; and whether a contractor is one for equipment."""
    states = {
        row["state_id"]: row["state_abbrev"].strip() for row in tables.rows("state_lookup", "state_id", "state_abbrev")
    }
    within: dict[str, set[str]] = {}
    for row in tables.rows("contractor_jurisdiction", "contractor_id", "state_id"):
        within.setdefault(row["contractor_id"], set()).add(states.get(row["state_id"], ""))
    equipment = {
        row["contractor_id"]
        for row in tables.rows("contractor", "contractor_id")
        if _EQUIPMENT in " ".join(row.values()).upper()
    }
    for row in tables.rows("lcd_x_contractor", "lcd_id", "lcd_version", "contractor_id"):
        if current.get(row["lcd_id"]) == row["lcd_version"]:
            for state in sorted(within.get(row["contractor_id"], set()) - {""}):
                yield row["lcd_id"], state, int(row["contractor_id"] in equipment)


def _articles(tables: Tables, refused: list[Rejected]) -> Loaded:
    rows = _newest(tables.rows("article", "article_id", "article_version"), "article_id", "article_version")
    current = {row["article_id"]: row["article_version"] for _, row in rows if not _day(row.get("date_retired", ""))}

    def codes() -> Iterator[Row]:
        for line, row in enumerate(
            tables.rows("article_x_hcpc_code", "article_id", "article_version", "hcpc_code_id"), 2
        ):
            if current.get(row["article_id"]) != row["article_version"]:
                continue
            if _CODE.fullmatch(code := row["hcpc_code_id"].strip().upper()):
                yield row["article_id"], code
            else:
                refused.append(Rejected(line, "not a procedure code"))

    def related() -> Iterator[Row]:
        for row in tables.rows("article_related_documents", "article_id", "article_version", "r_lcd_id"):
            if current.get(row["article_id"]) == row["article_version"] and row["r_lcd_id"].strip().isdigit():
                yield row["article_id"], row["r_lcd_id"].strip()

    return "article", {"article": related(), "code": codes()}


_PARTS: Mapping[str, Callable[[Tables, list[Rejected]], Loaded]] = {
    "ncd_trkg": _national,
    "lcd": _local,
    "article": _articles,
}


def _newest(rows: Iterator[Record], key: str, version: str = "ncd_vrsn_num") -> list[tuple[int, Record]]:
    """The row of the highest version of each id, with its place among the rows."""
    newest: dict[str, tuple[int, Record]] = {}
    for line, row in enumerate(rows, start=2):
        held = newest.get(row[key])
        if held is None or _number(row[version]) >= _number(held[1][version]):
            newest[row[key]] = (line, row)
    return list(newest.values())


def _number(text: str) -> int:
    return int(text) if text.strip().isascii() and text.strip().isdigit() else 0


def _day(text: str) -> str:
    """A day in ISO form; nothing where there is none or it cannot be read."""
    if found := _ISO.match(text.strip()):
        parts = (found[1], found[2], found[3])
    elif found := _AMERICAN.match(text.strip()):
        parts = (found[3], found[1], found[2])
    else:
        return ""
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return ""


def _ended(ended: str, began: str) -> str:
    """The day a policy ended; some published ones lie before the beginning and mean nothing."""
    last = _day(ended)
    return last if last > _day(began) else ""
