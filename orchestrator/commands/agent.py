"""`priorauth agent NAME`: one specialist alone, as a service."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import TYPE_CHECKING

from orchestrator.commands._ports import port_number, refuse_taken
from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings
    from priorauth.findings import Specialist

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "agent",
        help="run one specialist alone, as a service",
        description="Runs compliance, clinical, coverage or synthesis by itself: POST /responses, GET /readiness. "
        "Where Foundry hosts the container its agent server answers. On another address than this machine's own a "
        "token must be set, unless Foundry stands in front.",
    )
    parser.add_argument("name", metavar="NAME", help="the specialist")
    parser.add_argument("--port", type=port_number, default=8088, help="port to bind (%(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (%(default)s)")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings
    from priorauth.errors import SettingRefused
    from priorauth.findings import Specialist

    if arguments.name not in set(Specialist):
        raise SettingRefused("NAME", f"one of {', '.join(Specialist)}")
    settings = Settings.load()
    asyncio.run(_serve(settings, Specialist(arguments.name), arguments.host, arguments.port))
    return Exit.success


async def _serve(settings: Settings, name: Specialist, address: str, port: int) -> None:
    import os

    from agents.host import FOUNDRY_ENVIRONMENT, SPECIALISTS, Host, serve
    from orchestrator.teams import open_teams
    from priorauth.errors import SettingRefused

    token = settings.agent_token.get_secret_value() if settings.agent_token else ""
    hosted = bool(os.environ.get(FOUNDRY_ENVIRONMENT))
    if not token and not hosted and address not in _LOOPBACK:
        raise SettingRefused("PRIORAUTH_AGENT_TOKEN", "is needed to be reached from other machines")
    refuse_taken(address, port)
    async with open_teams(settings) as teams:
        await serve(Host(SPECIALISTS[name], teams.here, token), address, port)
