"""Loads published NCCI procedure pairs, one part at a time: xlsx, text, or the zip of either. Rationales stay out."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from mcp_servers.cms_coverage.code_pairs import PairRow, PairTable
from mcp_servers.importers.reports import ImportReport, Rejected
from mcp_servers.importers.tables import rows_of
from priorauth.errors import BulkFileRefused

_CHUNK = 10_000
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_SEPARABILITY = ("0", "1", "9")
_IN_FORCE = "*"


def import_ncci(path: Path, table: PairTable) -> tuple[ImportReport, tuple[Rejected, ...]]:
    """Put every pair of a file into the table; again is harmless. Raises BulkFileRefused where there is none."""
    refused: list[Rejected] = []
    chunk: list[PairRow] = []
    accepted = 0
    for row in _pairs(path, refused):
        chunk.append(row)
        accepted += 1
        if len(chunk) == _CHUNK:
            table.put(chunk)
            chunk.clear()
    if not accepted:
        raise BulkFileRefused("not a table of NCCI procedure pairs: no row with two codes and a date")
    table.put(chunk)
    repeated = table.declare(path.name, accepted)
    return ImportReport(path.name, accepted, len(refused), repeated=repeated), tuple(refused)


def _pairs(path: Path, refused: list[Rejected]) -> Iterator[PairRow]:
    """Rows below notices and headers, which do not begin with two codes."""
    for line, cells in enumerate(rows_of(path), start=1):
        texts = [cell.strip() for cell in cells]
        if len(texts) < 2 or not _CODE.fullmatch(texts[0]) or not _CODE.fullmatch(texts[1]):
            continue
        try:
            yield _pair(texts)
        except (ValueError, IndexError):
            refused.append(Rejected(line, "dates or indicator cannot be read"))


def _pair(texts: Sequence[str]) -> PairRow:
    column1, column2, _, first, last, modifier = texts[:6]
    if modifier not in _SEPARABILITY:
        raise ValueError
    return PairRow(column1, column2, _day(first), "" if last in (_IN_FORCE, "") else _day(last), modifier)


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{8}", text):
        raise ValueError
    return date.fromisoformat(text).isoformat()
