"""`priorauth db upgrade`: bring the database's tables up to this version."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings


def add(commands: Commands) -> None:
    parser = commands.add_parser("db", help="the database's schema", description="Brings the database up to date.")
    acts = parser.add_subparsers(metavar="ACT", dest="act", required=True)
    up = acts.add_parser("upgrade", help="make or upgrade the tables; again is harmless")
    up.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    print(f"schema {asyncio.run(_upgrade(Settings.load()))}")
    return Exit.success


async def _upgrade(settings: Settings) -> str:
    from orchestrator.commands._store import open_store
    from orchestrator.store.schema import upgrade
    from orchestrator.workflow.durable import make_tables

    async with open_store(settings, current=False) as store:
        revision = await upgrade(store.database)
        await asyncio.to_thread(make_tables, store.database.engine.url)
        return revision
