"""`priorauth db upgrade`: bring the database's tables up to this version."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings


def add(commands: Commands) -> None:
    parser = commands.add_parser("db", help="the database's schema", description="Brings the database up to date.")
    acts = parser.add_subparsers(metavar="ACT", dest="act", required=True)
    up = acts.add_parser("upgrade", help="make or upgrade the tables; again is harmless")
    up.add_argument(
        "--grant",
        metavar="NAME=OBJECT_ID",
        nargs="+",
        default=(),
        help="let these identities of Microsoft Entra read and write the tables of a PostgreSQL, and no more",
    )
    up.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    print(f"schema {asyncio.run(_upgrade(Settings.load(), arguments.grant))}")
    return Exit.success


async def _upgrade(settings: Settings, granted: Sequence[str]) -> str:
    from orchestrator.commands._store import open_store
    from orchestrator.store.grants import grant_of, let_in
    from orchestrator.store.schema import upgrade
    from orchestrator.workflow.durable import make_tables

    grants = [grant_of(one) for one in granted]
    async with open_store(settings, current=False) as store:
        revision = await upgrade(store.database)
        await asyncio.to_thread(make_tables, store.database.engine.url)
        if grants:
            await let_in(store.database, grants)
        return revision
