"""`priorauth worker`: one more process that runs reviews of the same PostgreSQL."""

from __future__ import annotations

import asyncio
import signal
from argparse import Namespace
from typing import TYPE_CHECKING

from orchestrator.commands._ports import port_number, refuse_taken
from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "worker",
        help="run reviews beside the other processes of the same PostgreSQL",
        description="Takes reviews from the queue until it is told to stop; then finishes what it has begun.",
    )
    parser.add_argument(
        "--health-port",
        type=port_number,
        metavar="PORT",
        help="answer /health/live on this port, for whoever runs containers",
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.commands._telemetry import observed
    from orchestrator.logs import log_as_json
    from orchestrator.pulse import HOST
    from orchestrator.settings import Settings

    log_as_json()
    settings = Settings.load()
    if arguments.health_port is not None:
        refuse_taken_for_health(HOST, arguments.health_port)
    with observed(settings, "priorauth-worker"):
        asyncio.run(_work(settings, arguments.health_port))
    return Exit.success


def refuse_taken_for_health(host: str, port: int) -> None:
    """Raises SettingRefused under the name this option has here."""
    from priorauth.errors import SettingRefused

    try:
        refuse_taken(host, port)
    except SettingRefused as refused:
        raise SettingRefused("--health-port", refused.reason) from None


async def _work(settings: Settings, health_port: int | None) -> None:
    from orchestrator.commands._store import open_store
    from orchestrator.options import engine_options
    from orchestrator.pulse import pulse
    from orchestrator.teams import open_teams
    from orchestrator.workflow.engine import Engine

    told = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, told.set)
    options = engine_options(settings)
    async with open_store(settings) as store, open_teams(settings) as teams, pulse(health_port):
        engine = Engine(store.database, store.codec, teams, options)
        await engine.start()
        print("working", flush=True)
        await told.wait()
        await engine.stop()
