"""Loads the NPPES dissemination file into the local registry: streaming, resumable, harmless to repeat.

Rows are committed in chunks together with the place reached, so a run that was killed goes on from its last chunk.
Every unreadable row is kept with its line and the reason; its provider counts as unverified, not as absent.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO

from mcp_servers.importers.nppes_layout import NppesLayout, RowRefused
from mcp_servers.importers.records import Record, RecordReader
from mcp_servers.importers.reports import ImportReport, Progress, Rejected, Watch, nobody
from mcp_servers.npi_registry.registry import Holding, Provider, ProviderRegistry
from priorauth.codes import npi_check_digit_ok
from priorauth.errors import BulkFileRefused

SOURCE = "NPPES dissemination file, imported"
CHUNK = 10_000
_MAIN_FILE = re.compile(r"npidata_pfile_(\d{8})-(\d{8})\.csv", re.IGNORECASE)
_FULL_FILES_BEGIN = "20050523"
_SAMPLE = 1 << 20


@dataclass(frozen=True)
class _BulkFile:
    """The CSV inside a path: its name, its size and a key that knows it again."""

    path: Path
    member: str | None
    name: str
    size: int

    @contextmanager
    def opened(self) -> Generator[IO[bytes]]:
        if self.member is None:
            with self.path.open("rb", buffering=_SAMPLE) as plain:
                yield plain
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as packed:
            yield io.BufferedReader(packed, _SAMPLE)  # pyright: ignore[reportArgumentType]

    def key(self) -> str:
        """Size, first and last of the file as it lies: enough to tell releases apart without reading all of one."""
        with self.path.open("rb") as raw:
            head = raw.read(_SAMPLE)
            raw.seek(max(0, self.path.stat().st_size - _SAMPLE))
            sample = head + raw.read(_SAMPLE)
        return f"{self.size}-{hashlib.sha256(sample).hexdigest()[:32]}"


def import_nppes(path: Path, registry: ProviderRegistry, watch: Watch = nobody, chunk: int = CHUNK) -> ImportReport:
    """Load a dissemination file (CSV, or the zip it comes in). Raises BulkFileRefused for anything else."""
    bulk = _find(path)
    key = bulk.key()
    done = registry.db.execute("SELECT accepted, rejected FROM load WHERE key = ? AND done", (key,)).fetchone()
    if done:
        return ImportReport(bulk.name, *done, repeated=True)
    run = _Run(registry, key, bulk)
    resumed_at = run.line
    with bulk.opened() as stream:
        layout = run.start(stream)
        reader = RecordReader(stream, offset=run.offset, line=run.line)
        records = iter(reader)
        while batch := list(islice(records, chunk)):
            run.write(batch, layout, reader)
            watch(Progress(reader.offset, bulk.size, run.accepted, run.rejected))
    run.finish(_holding(bulk.name, registry))
    return ImportReport(bulk.name, run.accepted, run.rejected, resumed_at)


def rejects(registry: ProviderRegistry, limit: int = 1000) -> list[Rejected]:
    """Rows that could not be read, in order of file and line."""
    rows = registry.db.execute("SELECT line, reason FROM reject ORDER BY key, line LIMIT ?", (limit,))
    return [Rejected(line, reason) for line, reason in rows]


def load_providers_csv(path: Path) -> ProviderRegistry:
    """A scratch registry in memory holding exactly this file's providers: one that is absent does not exist."""
    registry = ProviderRegistry()
    import_nppes(path, registry)
    registry.declare(Holding(f"providers of {path.name}", "scratch registry", registry.holding().as_of, complete=True))
    return registry


class _Run:
    """One file being loaded, from where an earlier run of the same file stopped."""

    def __init__(self, registry: ProviderRegistry, key: str, bulk: _BulkFile) -> None:
        self._registry, self._key, self._name = registry, key, bulk.name
        row = registry.db.execute("SELECT offset, line, accepted, rejected FROM load WHERE key = ?", (key,)).fetchone()
        self.offset, self.line, self.accepted, self.rejected = row or (0, 1, 0, 0)

    def start(self, stream: IO[bytes]) -> NppesLayout:
        """Read the header and move to the place reached."""
        header = RecordReader(stream)
        first = next(iter(header), None)
        if first is None or first.reason:
            raise BulkFileRefused("not an NPPES dissemination file: no readable header")
        layout = NppesLayout.of(first.fields)
        if self.offset:
            stream.seek(self.offset)
        else:
            self.offset, self.line = header.offset, header.line
        return layout

    def write(self, batch: list[Record], layout: NppesLayout, reader: RecordReader) -> None:
        """Everything one chunk says, and the place reached, in one transaction."""
        providers: list[Provider] = []
        stubs: list[tuple[int, str]] = []
        refused: list[tuple[Record, str]] = []
        for record in batch:
            try:
                if record.reason:
                    raise RowRefused(record.reason)
                provider = layout.provider(record.fields)
            except RowRefused as reason:
                refused.append((record, str(reason)))
                continue
            # A deactivated provider keeps nothing in the file but number and day.
            if provider.entity:
                providers.append(provider)
            else:
                stubs.append((provider.npi, provider.deactivated))
        self.accepted += len(providers) + len(stubs)
        self.rejected += len(refused)
        with self._registry.db:
            self._registry.put(providers)
            self._registry.deactivate(stubs)
            self._refuse(refused, layout)
            self._reached(reader.offset, reader.line, done=False)

    def finish(self, holding: Holding) -> None:
        self._registry.declare(holding)
        with self._registry.db:
            self._registry.db.execute("UPDATE load SET done = 1 WHERE key = ?", (self._key,))

    def _reached(self, offset: int, line: int, *, done: bool) -> None:
        self.offset, self.line = offset, line
        values = (self._key, self._name, offset, line, self.accepted, self.rejected, done)
        self._registry.db.execute("INSERT OR REPLACE INTO load VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def _refuse(self, refused: list[tuple[Record, str]], layout: NppesLayout) -> None:
        rows = [(self._key, record.line, reason) for record, reason in refused]
        self._registry.db.executemany("INSERT OR REPLACE INTO reject VALUES (?, ?, ?)", rows)
        legible = [(int(npi),) for record, _ in refused if npi_check_digit_ok(npi := _npi_of(record, layout))]
        self._registry.db.executemany("INSERT OR IGNORE INTO unreadable VALUES (?)", legible)


def _npi_of(record: Record, layout: NppesLayout) -> str:
    """The number a refused row begins with, if it can still be read."""
    if record.fields:
        return record.fields[layout.npi] if layout.npi < len(record.fields) else ""
    return record.raw[:14].decode("ascii", "replace").lstrip('"')[:10] if layout.npi == 0 else ""


def _find(path: Path) -> _BulkFile:
    if not path.is_file():
        raise BulkFileRefused("no such file")
    if not zipfile.is_zipfile(path):
        return _BulkFile(path, None, path.name, path.stat().st_size)
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if _MAIN_FILE.fullmatch(Path(info.filename).name)]
    if len(members) != 1:
        raise BulkFileRefused("the zip holds no npidata_pfile of its own")
    return _BulkFile(path, members[0].filename, Path(members[0].filename).name, members[0].file_size)


def _holding(name: str, registry: ProviderRegistry) -> Holding:
    """The registry is whole once a full file was loaded; a week's changes alone are only part of it."""
    span = _MAIN_FILE.fullmatch(name)
    whole = span is None or span[1] == _FULL_FILES_BEGIN
    as_of = _day(span[2]) if span else _latest_update(registry)
    before = registry.holding()
    newest = max(filter(None, (as_of, before.as_of)), default=None)
    return Holding(SOURCE, newest.isoformat() if newest else "undated", newest, complete=whole or before.complete)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _latest_update(registry: ProviderRegistry) -> date | None:
    newest = registry.db.execute("SELECT max(updated) FROM provider").fetchone()[0]
    return _day(newest or "")
