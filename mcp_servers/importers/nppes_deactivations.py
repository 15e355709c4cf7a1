"""Loads the monthly report of deactivated NPIs (xlsx, the zip it comes in, or CSV): number and day, nothing else.

The report is small, so it is one transaction: a run that was killed has changed nothing, and again is harmless.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from mcp_servers.importers.nppes_layout import RowRefused, iso_day
from mcp_servers.importers.reports import ImportReport
from mcp_servers.npi_registry.registry import ProviderRegistry
from priorauth.codes import npi_check_digit_ok
from priorauth.errors import BulkFileRefused

_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_NAMESPACE = re.compile(r"\{.*\}")
_EPOCH = date(1899, 12, 30)


def import_deactivations(path: Path, registry: ProviderRegistry) -> ImportReport:
    """Mark every number of the report as deactivated. Raises BulkFileRefused for anything else."""
    days: list[tuple[int, str]] = []
    refused: list[tuple[str, int, str]] = []
    for line, cells in enumerate(_rows(path), start=1):
        try:
            if row := _deactivation(cells):
                days.append(row)
        except RowRefused as reason:
            refused.append((path.name, line, str(reason)))
    if not days:
        raise BulkFileRefused("not a report of deactivated NPIs: no row with a number and a day")
    with registry.db:
        registry.deactivate(days)
        registry.db.execute("DELETE FROM reject WHERE key = ?", (path.name,))
        registry.db.executemany("INSERT INTO reject VALUES (?, ?, ?)", refused)
    return ImportReport(path.name, len(days), len(refused))


def _deactivation(cells: Sequence[str]) -> tuple[int, str] | None:
    """A number and its day; None for titles and headers. Raises RowRefused."""
    if not cells or not cells[0].strip()[:1].isdigit():
        return None
    npi = cells[0].strip()
    if not npi_check_digit_ok(npi):
        raise RowRefused("the NPI's check digit does not fit")
    day = _day(cells[1].strip()) if len(cells) > 1 else ""
    if not day:
        raise RowRefused("no deactivation date")
    return int(npi), day


def _day(text: str) -> str:
    """A day as text, or as the number of days a spreadsheet counts."""
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return (_EPOCH + timedelta(days=int(float(text)))).isoformat()
    return iso_day(text)


def _rows(path: Path) -> Iterator[Sequence[str]]:
    if not path.is_file():
        raise BulkFileRefused("no such file")
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8", errors="replace", newline="") as text:
            yield from csv.reader(text)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            if _SHEET in archive.namelist():
                yield from _sheet(archive)
                return
            inner = next((name for name in archive.namelist() if name.lower().endswith(".xlsx")), None)
            if inner is None:
                raise BulkFileRefused("the zip holds no xlsx report")
            with zipfile.ZipFile(io.BytesIO(archive.read(inner))) as workbook:
                yield from _sheet(workbook)
    except (ParseError, KeyError, IndexError, ValueError, zipfile.BadZipFile):
        raise BulkFileRefused("the workbook cannot be read") from None


def _sheet(workbook: zipfile.ZipFile) -> Iterator[Sequence[str]]:
    strings = _shared_strings(workbook)
    with workbook.open(_SHEET) as sheet:
        for _, element in iterparse(sheet):
            if _tag(element) == "row":
                yield [_cell(cell, strings) for cell in element]
                element.clear()


def _shared_strings(workbook: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in workbook.namelist():
        return []
    with workbook.open(_STRINGS) as part:
        return [_text(element) for _, element in iterparse(part) if _tag(element) == "si"]


def _cell(cell: Element, strings: Sequence[str]) -> str:
    text = _text(cell)
    return strings[int(text)] if cell.get("t") == "s" else text


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if _tag(part) in ("t", "v"))


def _tag(element: Element) -> str:
    return _NAMESPACE.sub("", element.tag)
