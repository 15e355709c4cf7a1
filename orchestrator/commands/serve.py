"""`priorauth serve`: the API, the data servers and a worker in one process."""

from __future__ import annotations

import asyncio
import logging
import sys
from argparse import Namespace
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.commands._ports import port_number, refuse_taken
from orchestrator.exits import Exit
from orchestrator.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from orchestrator.app import Running
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings

log = logging.getLogger(__name__)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve",
        help="run the engine: API, data servers and a worker in one process",
        description="Prints its address when it is ready. Without sign-in it answers on this machine's own address "
        "only. SIGTERM lets it finish what it answers; reviews that run are taken up at the next start.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (%(default)s)")
    parser.add_argument("--port", type=port_number, default=8000, help="port to bind; 0 takes a free one (%(default)s)")
    parser.add_argument("--data", metavar="DIR", type=Path, help="where the data lie (default: PRIORAUTH_DATA_DIR)")
    parser.add_argument("--sample", action="store_true", help="review sample cases first where the store is empty")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.commands._telemetry import observed
    from orchestrator.logs import log_as_json
    from orchestrator.settings import Settings

    log_as_json()
    settings = Settings.load(**({"data_dir": arguments.data} if arguments.data else {}))
    refuse_exposed(settings, arguments.host)
    refuse_taken(arguments.host, arguments.port)
    warn_unencrypted(settings)
    with observed(settings, "priorauth") as exported:
        asyncio.run(_serve(settings, arguments.host, arguments.port, arguments.sample, exported))
    return Exit.success


def refuse_exposed(settings: Settings, host: str) -> None:
    """Without sign-in nobody but this machine may reach us. Raises SettingRefused, naming what to set."""
    from orchestrator.settings import AuthMode
    from priorauth.errors import SettingRefused

    if settings.auth_mode is AuthMode.local and host not in _LOOPBACK:
        raise SettingRefused(
            "PRIORAUTH_AUTH_MODE", "is local, which knows no sign-in: bind 127.0.0.1, or set it to oidc to be reached"
        )


def warn_unencrypted(settings: Settings) -> None:
    """A store that others reach should not keep notes in the clear; say so where it does."""
    from orchestrator.settings import AuthMode

    if settings.auth_mode is AuthMode.oidc and settings.encryption_key is None:
        log.warning("notes and identifiers are stored unencrypted: set PRIORAUTH_ENCRYPTION_KEY (priorauth keys new)")


@asynccontextmanager
async def _measured(running: Running, exported: bool) -> AsyncGenerator[None]:
    """Where telemetry is exported, the figures of operation too."""
    if not exported:
        yield
        return
    from orchestrator.telemetry.operation import watched

    async with watched(running.parts.desk.database):
        yield


async def _serve(settings: Settings, host: str, port: int, sample: bool, exported: bool) -> None:
    from orchestrator.rules_aside import compiled_aside
    from orchestrator.serving import serve

    closing = asyncio.Event()
    async with AsyncExitStack() as stack:
        with uncollected():
            compiling = asyncio.ensure_future(compiled_aside(settings.rules_dir))
            await asyncio.sleep(0)  # so that it begins
            from orchestrator.app import open_engine
            from orchestrator.samples.reviewed import review_samples

            running = await stack.enter_async_context(open_engine(settings, closing, await compiling))
        await stack.enter_async_context(_measured(running, exported))

        async def ready(address: str) -> None:
            for line in await review_samples(running.parts) if sample else []:
                print(line, file=sys.stderr, flush=True)
            print(f"priorauth answers at {address}", flush=True)

        await serve(running.app, host, port, closing, ready)
