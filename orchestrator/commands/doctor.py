"""`priorauth doctor`: what works here. Each line is a thing that was tried, not a setting that was read."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing that was tried."""

    what: str
    works: bool
    detail: str


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "doctor",
        help="try what this installation stands on: database, rules, code sets, sources, clock",
        description="Tries each part and says what it found; exits 1 if one of them does not work.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    findings = asyncio.run(_examine(Settings.load()))
    if arguments.json:
        print(json.dumps([asdict(one) for one in findings], indent=2))
    else:
        print("\n".join(f"{'✓' if f.works else '✗'} {f.what:<10} {f.detail}" for f in findings))
    return Exit.success if all(one.works for one in findings) else Exit.no


async def _examine(settings: Settings) -> list[Finding]:
    return [
        await _tried("database", lambda: _database(settings)),
        await _tried("documents", lambda: _documents(settings)),
        await _tried("rules", lambda: _rules(settings)),
        await _tried("sources", lambda: _sources(settings)),
        await _tried("reader", lambda: _reader(settings)),
        await _tried("clock", lambda: _clock(settings)),
    ]


async def _tried(what: str, trial: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(what, True, await trial())
    except Exception as wrong:
        # Whatever a part raises is what the doctor came for; its text may name hosts and users, its kind does not.
        return Finding(what, False, f"does not work: {type(wrong).__name__}")


async def _database(settings: Settings) -> str:
    from sqlalchemy import func, select

    from orchestrator.commands._store import open_store
    from orchestrator.store.schema import current
    from orchestrator.store.tables import CaseRow

    async with open_store(settings) as store:
        async with store.database.reading() as session:
            cases = (await session.execute(select(func.count()).select_from(CaseRow))).scalar_one()
        kind = "SQLite" if store.database.is_sqlite else "PostgreSQL"
        return f"{kind}, schema {await current(store.database)}, {cases} cases"


async def _documents(settings: Settings) -> str:
    """Where their bytes lie, tried with bytes of our own."""
    from orchestrator.commands._store import open_store
    from orchestrator.store.shelf import in_blobs, try_blobs

    async with open_store(settings) as store:
        held = await in_blobs(store.database)
        if store.database.blobs is None and not held:
            return "bytes in the database"
        await try_blobs(store.database)
        return f"bytes in Blob storage: written, read back and removed; {held} lie there"


async def _rules(settings: Settings) -> str:
    from orchestrator.teams import live_rules

    rules = live_rules(settings).current
    return f"{len(rules.policies)} policies and checklists, digest {rules.digest[:12]}"


async def _sources(settings: Settings) -> str:
    from orchestrator.teams import open_teams

    async with open_teams(settings) as teams:
        reply = await teams.connections["icd10-codes"].call("validate_code", {"code": "M17.11"}, 10.0)
        elsewhere = ", ".join(settings.mcp_urls) or "none elsewhere"
        return f"{len(teams.connections)} data servers ({elsewhere}); ICD-10-CM release {reply['release']}"


async def _reader(settings: Settings) -> str:
    return str(settings.reader)


async def _clock(settings: Settings) -> str:
    now = datetime.now(UTC)
    return f"{now.isoformat(timespec='seconds')}, in the plan's zone {now.astimezone(settings.zone):%Y-%m-%d %H:%M %Z}"
