"""What a specialist sends back to whoever asked it from elsewhere."""

from typing import Any, Generic, TypeVar, cast

from pydantic import JsonValue

from priorauth.base import Frozen
from priorauth.findings import Failure, ToolCall

F = TypeVar("F")


class Report(Frozen, Generic[F]):
    """What it found, under which rules, by which reader; every call it made, what came back, what was read."""

    found: F
    rules_digest: str = ""
    reader: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    replies: dict[str, JsonValue] = {}
    readings: dict[str, JsonValue] = {}


def report_type(found: type[Frozen]) -> type[Report[Any]]:
    """The report of a specialist with these findings, or with its failure in their place."""
    return cast(type[Report[Any]], Report[found | Failure])
