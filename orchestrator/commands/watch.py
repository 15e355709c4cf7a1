"""`priorauth watch`: the figures of operation, once or at intervals, for alerts and for whoever scales workers."""

from __future__ import annotations

import asyncio
import json
import math
import signal
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    import httpx2

    from orchestrator.cli import Commands
    from orchestrator.commands._store import Store
    from orchestrator.settings import Settings
    from orchestrator.store.figures import Figures


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "watch",
        help="print the figures of operation: waiting, late, failed, sources down",
        description="Reads the database and prints one line. With --every it goes on until it is told to stop.",
    )
    parser.add_argument(
        "--every", metavar="SECONDS", type=_seconds, help="print again and again, so many seconds apart"
    )
    parser.add_argument(
        "--tickets", action="store_true", help="say in PRIORAUTH_SCALE_QUEUE_URL how many workers are wanted"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")
    parser.set_defaults(run=run)


def _seconds(text: str) -> float:
    """A pause as it was typed. Raises ArgumentTypeError for one that is none."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ArgumentTypeError(f"{text} is no pause; write seconds, more than 0")
    return seconds


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings
    from priorauth.errors import SettingRefused

    settings = Settings.load()
    if arguments.tickets and settings.scale_queue_url is None:
        raise SettingRefused("PRIORAUTH_SCALE_QUEUE_URL", "is needed with --tickets and is missing")
    asyncio.run(_watch(settings, arguments))
    return Exit.success


async def _watch(settings: Settings, arguments: Namespace) -> None:
    import httpx2

    from orchestrator.commands._store import open_store

    told = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, told.set)
    async with open_store(settings) as store, httpx2.AsyncClient(timeout=10.0) as client:

        async def look() -> None:
            seen = await _figures(store)
            print(_as_json(seen) if arguments.json else _as_text(seen), flush=True)
            if arguments.tickets:
                await _say(settings, client, seen)

        await look() if arguments.every is None else await _again(look, arguments.every, told)


async def _again(look: Callable[[], Awaitable[None]], seconds: float, told: asyncio.Event) -> None:
    """A look that fails is told and the next one is tried: who watches must outlive what it watches."""
    while not told.is_set():
        try:
            await look()
        except Exception as wrong:
            print(f"priorauth: nothing could be seen: {type(wrong).__name__}", file=sys.stderr, flush=True)
        try:
            await asyncio.wait_for(told.wait(), seconds)
        except TimeoutError:
            continue


async def _figures(store: Store) -> Figures:
    from orchestrator.store.figures import figures

    return await figures(store.database, datetime.now(UTC))


async def _say(settings: Settings, client: httpx2.AsyncClient, seen: Figures) -> None:
    from orchestrator.store.tokens import machine
    from orchestrator.tickets import Queue, workers_wanted

    await Queue(str(settings.scale_queue_url), client, machine("PRIORAUTH_SCALE_QUEUE_URL")).want(workers_wanted(seen))


def _as_json(seen: Figures) -> str:
    return json.dumps({**asdict(seen), "at": seen.at.isoformat(timespec="seconds")})


def _as_text(seen: Figures) -> str:
    down = ", ".join(seen.sources_down) or "none"
    return (
        f"{seen.at:%Y-%m-%d %H:%M:%S} UTC: {seen.waiting} waiting (oldest {seen.oldest_seconds} s), "
        f"{seen.running} running, {seen.at_risk} at risk, {seen.breached} breached, "
        f"{seen.failed} failed, sources down: {down}"
    )
