"""`priorauth openapi`: the description of the API, as clients are generated from it."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "openapi",
        help="print the description of the API",
        description="Prints the OpenAPI description that the server gives at /openapi.json, as JSON.",
    )
    parser.set_defaults(run=run)


def run(_: Namespace) -> int:
    from orchestrator.api.door import routes

    print(json.dumps(routes().openapi(), indent=2, sort_keys=True))
    return Exit.success
