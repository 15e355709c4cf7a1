"""Loads the monthly report of deactivated NPIs (xlsx, the zip it comes in, or CSV): number and day, nothing else.

The report is small, so it is one transaction: a run that was killed has changed nothing, and again is harmless.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from mcp_servers.importers.nppes_layout import RowRefused, iso_day
from mcp_servers.importers.reports import ImportReport
from mcp_servers.importers.tables import rows_of
from mcp_servers.npi_registry.registry import ProviderRegistry
from priorauth.codes import npi_check_digit_ok
from priorauth.errors import BulkFileRefused

_EPOCH = date(1899, 12, 30)


def import_deactivations(path: Path, registry: ProviderRegistry) -> ImportReport:
    """Mark every number of the report as deactivated. Raises BulkFileRefused for anything else."""
    days: list[tuple[int, str]] = []
    refused: list[tuple[str, int, str]] = []
    for line, cells in enumerate(rows_of(path), start=1):
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
