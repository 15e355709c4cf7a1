"""Reads the rows of a published table: xlsx, tab or comma text, or the zip any of them comes in; a row at a time."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from mcp_servers.importers.archives import nested
from priorauth.errors import BulkFileRefused

_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_NAMESPACE = re.compile(r"\{.*\}")


def rows_of(path: Path) -> Iterator[Sequence[str]]:
    """Every row as text, titles and headers included. Raises BulkFileRefused for a file that cannot be read."""
    if not path.is_file():
        raise BulkFileRefused("no such file")
    if not zipfile.is_zipfile(path):
        with path.open("rb") as content:
            yield from _text_rows(content)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _zip_rows(archive)
    except (ParseError, KeyError, IndexError, ValueError, zipfile.BadZipFile):
        raise BulkFileRefused("the workbook cannot be read") from None


def _zip_rows(archive: zipfile.ZipFile) -> Iterator[Sequence[str]]:
    names = archive.namelist()
    if _SHEET in names:
        yield from _sheet(archive)
    elif texts := [name for name in names if name.lower().endswith((".txt", ".csv"))]:
        with archive.open(texts[0]) as content:
            yield from _text_rows(content)
    elif books := [name for name in names if name.lower().endswith(".xlsx")]:
        with nested(archive, books[0]) as workbook:
            yield from _sheet(workbook)
    else:
        raise BulkFileRefused("the zip holds neither a workbook nor a text")


def _text_rows(content: Iterable[bytes]) -> Iterator[Sequence[str]]:
    lines = (line.decode("utf-8", "replace") for line in content)
    first = next(lines, "")
    yield from csv.reader(_again(first, lines), delimiter="\t" if "\t" in first else ",")


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _sheet(workbook: zipfile.ZipFile) -> Iterator[Sequence[str]]:
    strings = _shared_strings(workbook)
    with workbook.open(_SHEET) as sheet:
        parent: Element | None = None
        for event, element in iterparse(sheet, events=("start", "end")):
            tag = _tag(element)
            if event == "start" and tag == "sheetData":
                parent = element
            elif event == "end" and tag == "row":
                yield [_cell(cell, strings) for cell in element]
                # A read row would otherwise stay in memory until the sheet ends.
                if parent is not None:
                    parent.clear()


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
