"""`priorauth mcp NAME`: one data server alone, over HTTP or over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.commands._ports import port_number, refuse_taken
from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings
    from priorauth.rulebook import Rulebook


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "mcp",
        help="run one data server alone",
        description="Runs icd10-codes, npi-registry, cms-coverage, pubmed or clinical-trials by itself, over MCP.",
    )
    parser.add_argument("name", metavar="NAME", help="the data server")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="speak over standard input and output")
    way.add_argument("--port", type=port_number, default=8001, help="speak HTTP on this port, at /mcp (%(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (%(default)s)")
    parser.add_argument("--data", metavar="DIR", type=Path, help="where the data lie (default: PRIORAUTH_DATA_DIR)")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from mcp_servers.roster import NAMES
    from orchestrator.settings import Settings
    from priorauth.errors import SettingRefused
    from priorauth.rulebook import load_rulebook, shipped_root

    if arguments.name not in NAMES:
        raise SettingRefused("NAME", f"one of {', '.join(NAMES)}")
    settings = Settings.load(**({"data_dir": arguments.data} if arguments.data else {}))
    if not arguments.stdio:
        refuse_taken(arguments.host, arguments.port)
    rules = load_rulebook([shipped_root(), *([settings.rules_dir] if settings.rules_dir else [])])
    asyncio.run(_answer(arguments, settings, rules))
    return Exit.success


async def _answer(arguments: Namespace, settings: Settings, rules: Rulebook) -> None:
    from mcp_servers.roster import server_named
    from mcp_servers.serving import serve_http, serve_stdio
    from orchestrator.assembly import held_sources

    async with held_sources(settings, lambda: rules) as held:
        server = server_named(arguments.name, held)
        if arguments.stdio:
            await serve_stdio(server)
            return
        address = f"http://{arguments.host}:{arguments.port}/mcp"
        print(f"{arguments.name} answers at {address}", file=sys.stderr, flush=True)
        token = settings.mcp_token.get_secret_value() if settings.mcp_token else ""
        await serve_http(server, arguments.host, arguments.port, token)
