"""`priorauth intake FILE`: read a request as the door would and show what can be said before anyone reads it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.preview import ClockPreview, CodePreview, ItemPreview, Preview


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "intake",
        help="read a request file: its items, the form of its codes, when a decision is due",
        description="Reads a request, or a labelled case, as the engine's door would. Nothing is reviewed or stored. "
        "Days end where PRIORAUTH_TIME_ZONE says the plan is.",
    )
    parser.add_argument("file", metavar="FILE", help="a JSON file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.preview import preview
    from orchestrator.settings import Settings
    from priorauth.errors import SettingRefused
    from priorauth.intake import parse_json, parse_request

    zone = Settings.load().zone
    try:
        content = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        raise SettingRefused("FILE", error.strerror or "cannot be read") from None
    now = datetime.now(UTC)
    request = parse_request(_unlabelled(parse_json(content)), now=now, trusted=True)
    seen = preview(request, request.received_at or now, zone)
    print(seen.model_dump_json(indent=2) if arguments.json else "\n".join(_lines(seen)))
    return Exit.success if seen.well_formed else Exit.no


def _unlabelled(data: object) -> object:
    """The request inside a labelled case, or the data as they are."""
    if isinstance(data, dict) and "request" in data and "expect" in data:
        return cast(dict[str, object], data)["request"]
    return cast(object, data)


def _lines(seen: Preview) -> Iterator[str]:
    for item in seen.items:
        yield f"item {item.sequence}     {_service(item)}"
        yield f"           {_mark(item)} {item.verdict}"
    for diagnosis in seen.diagnoses:
        yield f"diagnosis  {diagnosis.code}  {_mark(diagnosis)} {diagnosis.verdict}"
    yield f"provider   {seen.provider.code}  {_mark(seen.provider)} {seen.provider.verdict}"
    yield f"received   {_local(seen.clock, seen.clock.received_at)}"
    if seen.clock.due_at is None:
        yield "due        no clock rule held here governs this request"
    else:
        yield f"due        {_local(seen.clock, seen.clock.due_at)}  ({seen.clock.rule}, {seen.clock.source})"


def _service(item: ItemPreview) -> str:
    modifiers = "".join(f"-{modifier}" for modifier in item.modifiers)
    kind = item.service_type or "service type not known"
    return f"{item.code}{modifiers}  × {item.units}  {kind}"


def _mark(part: ItemPreview | CodePreview) -> str:
    return "✓" if part.well_formed else "✗"


def _local(clock: ClockPreview, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(clock.time_zone)).strftime("%Y-%m-%d %H:%M:%S %Z")
