"""A markdown file as its editor sees it: front matter, sections, tables and lists, every piece with its line.

Knows nothing of what the pieces mean. Inline marks are left as typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from priorauth.rulebook.plain_sections import plain_sections
from priorauth.rulebook.sections import Block, BlockKind, Section, Table, TableRow

__all__ = ["Block", "BlockKind", "Page", "Section", "Setting", "Table", "TableRow", "read_front", "read_page"]

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.S | re.M)
_PAIR = re.compile(r"([A-Za-z][A-Za-z _-]*):[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Setting:
    """One `key: value` of the front matter."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One file, taken apart."""

    file: str
    text: str
    front: dict[str, Setting]
    sections: tuple[Section, ...]

    def section(self, title: str) -> Section | None:
        return next((s for s in self.sections if s.level > 1 and s.title.casefold() == title.casefold()), None)

    def under(self, title: str) -> list[Section]:
        """The sections nested under the one of this title."""
        nested: list[Section] = []
        above: Section | None = None
        for section in self.sections:
            if above is None:
                above = section if section.title.casefold() == title.casefold() else None
            elif section.level <= above.level:
                break
            else:
                nested.append(section)
        return nested


def read_page(file: str, text: str) -> Page:
    """Take a markdown text apart. Never fails: what is missing is the compiler's complaint."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    match = _FRONT.match(text)
    front = dict(_settings(match[1])) if match else {}
    body, above = (text[match.end() :], text[: match.end()].count("\n")) if match else (text, 0)
    return Page(file, text, front, tuple(_sections(body, above + 1)))


def read_front(text: str) -> dict[str, Setting]:
    """The front matter alone."""
    match = _FRONT.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    return dict(_settings(match[1])) if match else {}


def _settings(front: str) -> Iterator[tuple[str, Setting]]:
    for number, line in enumerate(front.split("\n"), start=2):
        pair = _PAIR.fullmatch(line.strip())
        if pair:
            yield pair[1].strip().casefold(), Setting(pair[2].strip(), number)


def _sections(body: str, first_line: int) -> list[Section]:
    plain = plain_sections(body, first_line)
    if plain is not None:
        return plain
    # Few files need the parser, and it takes long to load.
    from priorauth.rulebook.markdown_sections import markdown_sections

    return markdown_sections(body, first_line)
