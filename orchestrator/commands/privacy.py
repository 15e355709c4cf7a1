"""`priorauth privacy export|erase|hold`: one patient's records, given out, erased, or kept from being erased."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.commands._store import Store


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "privacy",
        help="one patient's records: export, erase, hold",
        description="Exports, erases or holds records. Each of these is in the access log.",
    )
    acts = parser.add_subparsers(metavar="ACT", dest="act", required=True)
    export = acts.add_parser("export", help="everything held of a case or member, as a zip")
    _whose(export)
    export.add_argument("--to", metavar="FILE", type=Path, required=True, help="the zip; refused where it is there")
    export.set_defaults(run=run_export)
    erase = acts.add_parser(
        "erase",
        help="erase the patient's words; the chain of what happened stays and says so",
        description="Erases closed cases that nobody holds and whose time is over. Without --yes it only says which.",
    )
    _whose(erase)
    erase.add_argument("--expired", action="store_true", help="every case whose time is over")
    erase.add_argument("--early", action="store_true", help="before its time, where the law allows a request for it")
    erase.add_argument("--yes", action="store_true", help="do it")
    erase.set_defaults(run=run_erase)
    hold = acts.add_parser("hold", help="keep a case from being erased, whatever its age")
    hold.add_argument("case", metavar="CASE", help="its id or number")
    way = hold.add_mutually_exclusive_group(required=True)
    way.add_argument("--reason", metavar="TEXT", help="why it is held")
    way.add_argument("--release", action="store_true", help="end the hold")
    hold.set_defaults(run=run_hold)


def _whose(parser: ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", nargs="?", help="a case by its id or number")
    parser.add_argument("--member", metavar="ID", help="all cases of a member; - reads the id from standard input")


def run_export(arguments: Namespace) -> int:
    return asyncio.run(_export(arguments))


async def _export(arguments: Namespace) -> int:
    from orchestrator.commands._store import open_store
    from orchestrator.settings import Settings
    from orchestrator.store.access import AccessLog
    from orchestrator.store.personal_record import personal_record

    async with open_store(Settings.load()) as store:
        chosen = await _chosen(store, arguments)
        for case_id in chosen:
            await AccessLog(store.database).note(_operator(), "export record", case_id, "command line")
        packed = await personal_record(store.database, store.codec, chosen)
    _write_new(arguments.to, packed)
    print(f"{len(chosen)} cases written to {arguments.to}")
    return Exit.success if chosen else Exit.no


def _write_new(file: Path, content: bytes) -> None:
    """Write a file that nobody else may read. Raises SettingRefused where it is there already."""
    from priorauth.errors import SettingRefused

    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
    except OSError as error:
        raise SettingRefused("--to", error.strerror or "cannot be written") from None


def run_erase(arguments: Namespace) -> int:
    return asyncio.run(_erase(arguments))


async def _erase(arguments: Namespace) -> int:
    from orchestrator.commands._store import open_store
    from orchestrator.settings import Settings
    from orchestrator.store.access import AccessLog
    from orchestrator.store.erasure import erase, expired
    from orchestrator.store.free_pages import clear_free_pages
    from orchestrator.store.shelf import sweep
    from priorauth.errors import ErasureRefused

    settings, refused = Settings.load(), 0
    async with open_store(settings) as store:
        years = settings.retention_years
        found = await expired(store.database, years, datetime.now(UTC)) if arguments.expired else ()
        chosen = found or await _chosen(store, arguments, none=arguments.expired)
        for case_id in chosen if arguments.yes else ():
            try:
                await erase(store.database, store.codec, case_id, by=_operator(), years=years, early=arguments.early)
                await AccessLog(store.database).note(_operator(), "erase record", case_id, "command line")
                print(f"{case_id} erased")
            except ErasureRefused as reason:
                refused += 1
                print(f"{case_id} not erased: {reason}", file=sys.stderr)
        if arguments.yes:
            await clear_free_pages(store.database)
            if swept := await sweep(store.database, datetime.now(UTC)):
                print(f"{swept} blobs removed")
    if not arguments.yes:
        print("\n".join(f"{case_id} would be erased" for case_id in chosen) or "nothing to erase")
    return Exit.no if refused or not chosen else Exit.success


def run_hold(arguments: Namespace) -> int:
    return asyncio.run(_hold(arguments))


async def _hold(arguments: Namespace) -> int:
    from orchestrator.commands._store import find_case, open_store
    from orchestrator.settings import Settings
    from orchestrator.store.access import AccessLog
    from orchestrator.store.holds import hold, release

    async with open_store(Settings.load()) as store:
        case_id = await find_case(store, arguments.case)
        if arguments.release:
            was_held = await release(store.database, case_id)
            await AccessLog(store.database).note(_operator(), "release hold", case_id, "command line")
            print(f"{case_id} {'is held no more' if was_held else 'was not held'}")
            return Exit.success
        await hold(store.database, store.codec, case_id, arguments.reason, _operator())
        await AccessLog(store.database).note(_operator(), "hold record", case_id, "command line")
        print(f"{case_id} is held")
    return Exit.success


async def _chosen(store: Store, arguments: Namespace, *, none: bool = False) -> Sequence[str]:
    """The cases that were named. Raises SettingRefused where none is and none will not do."""
    from orchestrator.commands._store import find_case
    from orchestrator.store.personal_record import cases_of_member
    from priorauth.errors import SettingRefused

    if arguments.member:
        member = sys.stdin.readline() if arguments.member == "-" else arguments.member
        return await cases_of_member(store.database, store.codec, member)
    if arguments.case:
        return [await find_case(store, arguments.case)]
    if none:
        return []
    raise SettingRefused("CASE", "name a case, or a member with --member")


def _operator() -> str:
    """Whoever runs this on the machine, as the record names them."""
    return f"operator {getpass.getuser()}"
