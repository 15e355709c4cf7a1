"""Loads a published ICD-10-CM order file (text, or the zip it comes in) as one whole fiscal year of codes."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from mcp_servers.icd10_codes.releases import Entry, imported_path, packed_rows
from mcp_servers.importers.reports import ImportReport, Rejected
from priorauth.codes import format_icd10cm, is_icd10cm_syntax
from priorauth.errors import BulkFileRefused

_ORDER_FILE = re.compile(r"icd10cm[-_ ]?order[-_ ].*?(20\d\d).*\.txt", re.IGNORECASE)
# Fixed columns: order number, code without its dot, completeness, short title, long title.
_LINE = re.compile(r"(?P<order>\d{5}) (?P<code>[A-Z0-9]{3,7}) {1,5}(?P<billable>[01]) .{60} (?P<title>\S.*)")
# Every whole release has more rows; a file with fewer has been cut off.
SMALLEST_RELEASE = 90_000


def import_icd10(path: Path, folder: Path) -> tuple[ImportReport, tuple[Rejected, ...]]:
    """Put the year the file's name tells into the folder; an index made later reads it. Raises BulkFileRefused."""
    name, text = _order_file(path)
    year = _year_of(name)
    rows: dict[str, Entry] = {}
    refused: list[Rejected] = []
    for number, line in enumerate(text.splitlines(), start=1):
        _take(line, number, rows, refused)
    if len(rows) < SMALLEST_RELEASE:
        raise BulkFileRefused(f"not a whole ICD-10-CM order file: {len(rows)} codes could be read")
    packed, target = packed_rows(rows), imported_path(folder, year)
    repeated = target.exists() and target.read_bytes() == packed
    if not repeated:
        folder.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".draft")
        draft.write_bytes(packed)
        draft.replace(target)
    return ImportReport(name, len(rows), len(refused), repeated=repeated), tuple(refused)


def _take(line: str, number: int, rows: dict[str, Entry], refused: list[Rejected]) -> None:
    if not line.strip():
        return
    found = _LINE.fullmatch(line.rstrip())
    if found is None or not is_icd10cm_syntax(found["code"]):
        refused.append(Rejected(number, "not a line of fixed columns"))
    elif (code := format_icd10cm(found["code"])) in rows:
        refused.append(Rejected(number, "the code was on an earlier line"))
    else:
        rows[code] = Entry(found["billable"] == "1", " ".join(found["title"].split()))


def _order_file(path: Path) -> tuple[str, str]:
    if not path.is_file():
        raise BulkFileRefused("no such file")
    if not zipfile.is_zipfile(path):
        return path.name, _decoded(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        names = list(_order_files(archive.namelist()))
        if len(names) != 1:
            raise BulkFileRefused("the zip holds no ICD-10-CM order file of its own")
        return Path(names[0]).name, _decoded(archive.read(names[0]))


def _order_files(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if _ORDER_FILE.fullmatch(Path(name).name))


def _year_of(name: str) -> int:
    found = _ORDER_FILE.fullmatch(name)
    if found is None:
        raise BulkFileRefused("the file's name does not tell the year, as icd10cm_order_2027.txt does")
    return int(found[1])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
