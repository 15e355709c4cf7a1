"""`priorauth keys new|rotate`: the key that seals patient text at rest, made and changed."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings
    from orchestrator.store.rotation import Rotated


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "keys",
        help="the key that seals patient text at rest",
        description="Makes a key, or brings every sealed value of the store under the first key of "
        "PRIORAUTH_ENCRYPTION_KEY.",
    )
    acts = parser.add_subparsers(metavar="ACT", dest="act", required=True)
    new = acts.add_parser("new", help="print a new key; keep it where the database is not")
    new.set_defaults(run=run_new)
    change = acts.add_parser(
        "rotate",
        help="seal everything with the first key that is set",
        description="Set PRIORAUTH_ENCRYPTION_KEY=NEW,OLD, start the processes anew, rotate, then take OLD away. "
        "A store without encryption is encrypted; no other process may be at work on it then.",
    )
    change.set_defaults(run=run_rotate)


def run_new(_: Namespace) -> int:
    from orchestrator.store.keys import new_key

    print(new_key())
    return Exit.success


def run_rotate(_: Namespace) -> int:
    from orchestrator.settings import Settings

    done = asyncio.run(_rotate(Settings.load()))
    print(f"{done.values} values {'encrypted with' if done.first else 'brought under'} the key {done.key_id}")
    return Exit.success


async def _rotate(settings: Settings) -> Rotated:
    from orchestrator.encryption import keys_of
    from orchestrator.store.database import Database
    from orchestrator.store.free_pages import clear_free_pages
    from orchestrator.store.rotation import rotate
    from orchestrator.store.schema import ensure_current

    database = Database(settings.database)
    try:
        await ensure_current(database)
        done = await rotate(database, keys_of(settings))
        if done.first:
            await clear_free_pages(database)
        return done
    finally:
        await database.close()
