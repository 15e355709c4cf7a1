"""The Bicep files as they parse, and every value inside them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pycep import BicepParser

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
FILES = tuple(sorted(INFRA.rglob("*.bicep")))


@cache
def parsed(path: Path) -> dict[str, Any]:
    return dict(BicepParser().parse(text=path.read_text("utf-8")))


def plain(resource: dict[str, Any]) -> dict[str, Any]:
    """The body of a resource, whether it stands alone, in a loop or under a condition."""
    config = resource["config"]
    while "config" in config:
        config = config["config"]
    return config


def resources() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Where, of which type and with what body."""
    for path in FILES:
        for name, one in parsed(path).get("resources", {}).items():
            yield f"{path.relative_to(ROOT)}:{name}", one["type"], plain(one)


def of_type(wanted: str) -> list[tuple[str, dict[str, Any]]]:
    return [(place, body) for place, kind, body in resources() if kind == wanted]


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value
