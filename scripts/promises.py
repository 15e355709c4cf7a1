"""The page of the product's promises, written from tests/promises/promises.toml.

Usage: python -m scripts.promises (or `make promises`)
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "promises" / "promises.toml"
PAGE = ROOT / "docs" / "promises.md"
_HEAD = """# Promises

What the engine promises, where the promise is made, and the tests that prove it. Written by `make promises` from
`tests/promises/promises.toml`; `make test` fails where the two differ, where a promise names a test that is not there,
and where a test claims a promise that does not name it.
"""


@dataclass(frozen=True)
class Promise:
    """One promise: the law or door it belongs to, where it is made, which tests prove it."""

    heading: str
    id: str
    words: str
    source: str
    tests: tuple[str, ...]


def read(table: Path = TABLE) -> tuple[Promise, ...]:
    """The promises in the order of the table. Raises KeyError where one lacks a part."""
    held: dict[str, list[dict[str, Any]]] = tomllib.loads(table.read_text("utf-8"))
    return tuple(
        Promise(one["under"], one["id"], one["words"], one["source"], tuple(one["tests"])) for one in held["promise"]
    )


def page(promises: Sequence[Promise]) -> str:
    """The page, a table for each heading."""
    return "\n".join((_HEAD, *_tables(promises)))


def _tables(promises: Sequence[Promise]) -> Iterator[str]:
    for heading, group in groupby(promises, key=lambda one: one.heading):
        rows = (f"| {one.id} | {one.words} | {_link(one.source)} | {_tests(one.tests)} |\n" for one in group)
        yield f"## {heading}\n\n| id | promise | source | tests |\n|---|---|---|---|\n{''.join(rows)}"


def _link(source: str) -> str:
    return f"[{source.replace('-', ' ')}]({source}.md)"


def _tests(tests: Sequence[str]) -> str:
    return "<br>".join(f"`{test}`" for test in tests)


if __name__ == "__main__":
    PAGE.write_text(page(read()), "utf-8")
