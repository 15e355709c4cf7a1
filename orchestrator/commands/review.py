"""`priorauth review FILE|-`: one request reviewed in the terminal, from beginning to end, with nothing stored."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings
    from priorauth.case import ReviewInput
    from priorauth.record import ReviewRecord


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "review",
        help="review one request in the terminal, without a server",
        description="Reviews a request, or a labelled case, by the rules in force. Nothing is stored or sent; "
        "what comes out is a proposal, and a person determines.",
    )
    parser.add_argument("file", metavar="FILE", help="a JSON file, - for standard input, or sample:NAME")
    parser.add_argument("--json", action="store_true", help="print the body of POST /api/review")
    parser.add_argument("--pdf", metavar="OUT", help="write the audit document to this file")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    settings = Settings.load()
    record, due_at = asyncio.run(_review(_case(arguments.file, settings), settings))
    if arguments.pdf:
        _write_pdf(record, due_at, Path(arguments.pdf))
    if arguments.json:
        from orchestrator.api.body import review_body

        print(review_body(record, due_at=due_at).model_dump_json(indent=2))
    else:
        from orchestrator.terminal import show

        show(record)
    return Exit.success


def _case(name: str, settings: Settings) -> ReviewInput:
    from priorauth.case import review_input
    from priorauth.intake import items_of, parse_json, parse_request

    now = datetime.now(UTC)
    data = _unlabelled(parse_json(_content(name)))
    request = parse_request(data, now=now, trusted=True, default_line=settings.default_line_of_business)
    received = request.received_at or now
    return review_input(request, items_of(request), received, synthetic=settings.synthetic)


def _content(name: str) -> bytes:
    from priorauth.errors import SettingRefused

    try:
        if name == "-":
            return sys.stdin.buffer.read()
        if name.startswith("sample:"):
            return _sample(name.removeprefix("sample:"))
        return Path(name).read_bytes()
    except OSError as error:
        raise SettingRefused("FILE", error.strerror or "cannot be read") from None


def _sample(name: str) -> bytes:
    from importlib.resources import files

    from priorauth.errors import SettingRefused

    held = {Path(one.name).stem: one for one in files("orchestrator.samples").iterdir() if one.name.endswith(".json")}
    if name not in held:
        raise SettingRefused("FILE", f"no sample of this name; there are {', '.join(sorted(held))}")
    return held[name].read_bytes()


def _unlabelled(data: object) -> object:
    """The request inside a labelled case, or the data as they are."""
    if isinstance(data, dict) and "request" in data and "expect" in data:
        return cast(dict[str, object], data)["request"]
    return cast(object, data)


async def _review(case: ReviewInput, settings: Settings) -> tuple[ReviewRecord, datetime | None]:
    """The record of the review, and when a decision would be due."""
    from orchestrator.direct import review_once
    from orchestrator.teams import open_teams
    from orchestrator.workflow.clocks import clock_of

    async with open_teams(settings) as teams:
        team = teams.current()
        clock = clock_of(case.request, case.received_at, team.rules.clock_rules, settings.zone)
        return await review_once(case, team), clock.due_at


def _write_pdf(record: ReviewRecord, due_at: datetime | None, path: Path) -> None:
    from orchestrator.documents.audit import audit_pdf
    from priorauth.errors import SettingRefused

    try:
        path.write_bytes(audit_pdf(record, case_number="", due_at=due_at))
    except OSError as error:
        raise SettingRefused("OUT", error.strerror or "cannot be written") from None
