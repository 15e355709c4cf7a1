"""`priorauth import KIND PATH`: load a published bulk file into the data directory."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from mcp_servers.importers.reports import ImportReport, Progress, Rejected
    from orchestrator.cli import Commands

_SHOWN_REJECTS = 20


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "import",
        help="load a published bulk file: providers, diagnosis codes, procedure pairs, coverage policies",
        description="Loads a published file into the data directory. Interrupted it goes on where it stopped; again it "
        "is harmless. Rows that cannot be read are listed with their line and the reason.",
    )
    parser.add_argument("kind", choices=sorted(_IMPORTS), help="what the file holds")
    parser.add_argument("path", metavar="PATH", type=Path, help="the file as published, zip included")
    parser.add_argument("--data", metavar="DIR", type=Path, help="where the data lie (default: PRIORAUTH_DATA_DIR)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings
    from priorauth.errors import SettingRefused

    if not arguments.path.exists():
        raise SettingRefused("PATH", "no such file")
    settings = Settings.load(**({"data_dir": arguments.data} if arguments.data else {}))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    report, rejected = _IMPORTS[arguments.kind](arguments.path, settings.data_dir)
    print(_as_json(report, rejected) if arguments.json else _as_text(report, rejected))
    return Exit.success


def _nppes(path: Path, folder: Path) -> tuple[ImportReport, Sequence[Rejected]]:
    from mcp_servers.importers.nppes import rejects
    from mcp_servers.importers.registry_file import import_registry_file
    from mcp_servers.npi_registry.registry import ProviderRegistry
    from mcp_servers.sources.held_providers import registry_path

    registry = ProviderRegistry(registry_path(folder))
    try:
        with _progress() as watch:
            report = import_registry_file(path, registry, watch)
        return report, rejects(registry) if report.rejected else ()
    finally:
        registry.close()


def _icd10(path: Path, folder: Path) -> tuple[ImportReport, Sequence[Rejected]]:
    from mcp_servers.icd10_codes.store import Icd10Store
    from mcp_servers.importers.icd10 import import_icd10

    outcome = import_icd10(path, folder)
    Icd10Store(folder).close()
    return outcome


def _ncci(path: Path, folder: Path) -> tuple[ImportReport, Sequence[Rejected]]:
    from mcp_servers.cms_coverage.code_pairs import PairTable, pairs_path
    from mcp_servers.importers.ncci import import_ncci

    table = PairTable(pairs_path(folder))
    try:
        return import_ncci(path, table)
    finally:
        table.close()


def _cms_coverage(path: Path, folder: Path) -> tuple[ImportReport, Sequence[Rejected]]:
    from mcp_servers.cms_coverage.imported import CoverageTable, coverage_path
    from mcp_servers.importers.cms_coverage import import_cms_coverage

    table = CoverageTable(coverage_path(folder))
    try:
        return import_cms_coverage(path, table)
    finally:
        table.close()


_IMPORTS = {"cms-coverage": _cms_coverage, "icd10": _icd10, "ncci": _ncci, "nppes": _nppes}


@contextmanager
def _progress() -> Generator[Callable[[Progress], None]]:
    """A bar when a person watches, a plain line for each tenth otherwise."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    with Bar(console=console) as bar:
        task = bar.add_task("rows")
        yield lambda now: bar.update(task, total=now.total, completed=now.done, description=f"{now.accepted:,} rows")


def _lines() -> Callable[[Progress], None]:
    shown = -1

    def show(now: Progress) -> None:
        nonlocal shown
        tenth = 10 * now.done // max(now.total, 1)
        if tenth > shown:
            shown = tenth
            print(f"{10 * tenth} %: {now.accepted} rows, {now.rejected} rejected", file=sys.stderr, flush=True)

    return show


def _as_json(report: ImportReport, rejected: Sequence[Rejected]) -> str:
    return json.dumps(
        {
            "file": report.name,
            "accepted": report.accepted,
            "rejected": report.rejected,
            "repeated": report.repeated,
            "resumed_at": report.resumed_at,
            "rejects": [{"line": row.line, "reason": row.reason} for row in rejected],
        },
        indent=2,
    )


def _as_text(report: ImportReport, rejected: Sequence[Rejected]) -> str:
    told = " (loaded before; nothing changed)" if report.repeated else ""
    resumed = f", resumed at line {report.resumed_at}" if report.resumed_at > 1 else ""
    lines = [f"{report.name}: {report.accepted} rows, {report.rejected} rejected{resumed}{told}"]
    lines += [f"  line {row.line}: {row.reason}" for row in rejected[:_SHOWN_REJECTS]]
    if len(rejected) > _SHOWN_REJECTS:
        lines.append(f"  and {report.rejected - _SHOWN_REJECTS} more; --json lists them")
    return "\n".join(lines)
