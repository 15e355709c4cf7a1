"""Check the documentation against the tree: links lead somewhere, and commands named in code blocks exist.

Each check is a function from a page to complaints; add one to CHECKS to have it run.
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from orchestrator.cli import command_parsers

ROOT = Path(__file__).parent.parent
WHERE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**/*.md", "skills/**/*.md", "infra/**/*.md")


@dataclass(frozen=True)
class Page:
    """A markdown file, read."""

    path: Path

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(_flat(MarkdownIt("commonmark").enable("table").parse(self.path.read_text("utf-8"))))

    @cached_property
    def anchors(self) -> frozenset[str]:
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return frozenset(_slug(inner.content) for token, inner in pairs if token.type == "heading_open")

    def commands(self, program: str) -> Iterator[list[str]]:
        """The words behind a program's name on each line of the code blocks."""
        for token in self.tokens:
            if token.type == "fence":
                for line in token.content.splitlines():
                    words = line.removeprefix("$ ").partition(" #")[0].split()
                    if words[:1] == [program]:
                        yield words[1:]


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@cache
def page(path: Path) -> Page:
    return Page(path)


def broken_links(document: Page) -> Iterator[str]:
    """Links and pictures inside the repository that lead to no file or no heading."""
    for token in document.tokens:
        target = token.attrGet("href") or token.attrGet("src")
        if not isinstance(target, str) or re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (document.path.parent / name).resolve() if name else document.path
        if not path.exists():
            yield f"{target} leads nowhere"
        elif anchor and path.suffix == ".md" and anchor not in page(path).anchors:
            yield f"{target}: there is no such heading"


def _help(parser: ArgumentParser) -> str:
    """The help of a command and of those below it."""
    text = parser.format_help()
    for action in parser._actions:  # pyright: ignore[reportPrivateUsage]
        choices = cast(object, action.choices)
        if isinstance(choices, Mapping):
            text += "".join(_help(below) for below in cast(Mapping[str, ArgumentParser], choices).values())
    return text


def unknown_commands(document: Page) -> Iterator[str]:
    """Calls of `priorauth` in code blocks whose command or long option does not exist."""
    parsers = _parsers()
    for words in document.commands("priorauth"):
        name = words[0] if words else "--help"
        if not name.startswith("-") and name not in parsers:
            yield f"priorauth {name}: there is no such command"
            continue
        known = _help(parsers[name]) if name in parsers else "--help"
        for word in words:
            option = word.partition("=")[0]
            if option.startswith("--") and option not in known:
                yield f"priorauth {name} {option}: there is no such option"


@cache
def _parsers() -> Mapping[str, ArgumentParser]:
    return command_parsers()


@cache
def make_targets() -> frozenset[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return frozenset(re.findall(r"^([a-z-]+):(?!=)", text, re.MULTILINE))


def unknown_targets(document: Page) -> Iterator[str]:
    """Calls of `make` in code blocks whose target does not exist."""
    for words in document.commands("make"):
        for target in words:
            if not target.startswith("-") and "=" not in target and target not in make_targets():
                yield f"make {target}: there is no such target"


CHECKS: tuple[Callable[[Page], Iterator[str]], ...] = (broken_links, unknown_commands, unknown_targets)


def main() -> int:
    paths = sorted({path for pattern in WHERE for path in ROOT.glob(pattern)})
    complaints = [
        f"{path.relative_to(ROOT)}: {complaint}"
        for path in paths
        for check in CHECKS
        for complaint in check(page(path))
    ]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"{len(paths)} pages of documentation, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
