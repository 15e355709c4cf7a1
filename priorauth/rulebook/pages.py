"""A markdown file as its editor sees it: front matter, sections, tables and lists, every piece with its line.

Knows nothing of what the pieces mean. Inline marks are left as typed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.S | re.M)
_PAIR = re.compile(r"([A-Za-z][A-Za-z _-]*):[ \t]*(.*)")


class BlockKind(StrEnum):
    paragraph = "paragraph"
    item = "item"
    quote = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a quotation."""

    kind: BlockKind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    line: int


@dataclass(slots=True)
class Section:
    """What stands under one heading, up to the next heading of any level."""

    title: str
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list[Block])
    tables: list[Table] = field(default_factory=list[Table])

    def of_kind(self, kind: BlockKind) -> list[Block]:
        return [b for b in self.blocks if b.kind is kind]


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


_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])


def read_page(file: str, text: str) -> Page:
    """Take a markdown text apart. Never fails: what is missing is the compiler's complaint."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    match = _FRONT.match(text)
    front = dict(_settings(match[1])) if match else {}
    body, above = (text[match.end() :], text[: match.end()].count("\n")) if match else (text, 0)
    return Page(file, text, front, tuple(_sections(_MARKDOWN.parse(body), above + 1)))


def read_front(text: str) -> dict[str, Setting]:
    """The front matter alone."""
    match = _FRONT.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    return dict(_settings(match[1])) if match else {}


def _settings(front: str) -> Iterator[tuple[str, Setting]]:
    for number, line in enumerate(front.split("\n"), start=2):
        pair = _PAIR.fullmatch(line.strip())
        if pair:
            yield pair[1].strip().casefold(), Setting(pair[2].strip(), number)


def _sections(tokens: Sequence[Token], first_line: int) -> list[Section]:
    sections = [Section("", 0, first_line)]
    open_kinds: list[BlockKind] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        line = first_line + (token.map[0] if token.map else 0)
        match token.type:
            case "heading_open":
                sections.append(Section(tokens[at + 1].content.strip(), int(token.tag[1]), line))
                at += 1
            case "list_item_open":
                open_kinds.append(BlockKind.item)
            case "blockquote_open":
                open_kinds.append(BlockKind.quote)
            case "list_item_close" | "blockquote_close":
                open_kinds.pop()
            case "table_open":
                table, at = _table(tokens, at, first_line)
                sections[-1].tables.append(table)
            case "inline":
                kind = open_kinds[-1] if open_kinds else BlockKind.paragraph
                sections[-1].blocks.append(Block(kind, token.content, line))
            case _:
                pass
        at += 1
    return sections


def _table(tokens: Sequence[Token], start: int, first_line: int) -> tuple[Table, int]:
    rows: list[TableRow] = []
    cells: list[str] = []
    at = start
    while tokens[at].type != "table_close":
        token = tokens[at]
        if token.type == "inline":
            cells.append(" ".join(token.content.split()))
        elif token.type == "tr_close":
            rows.append(TableRow(tuple(cells), _row_line(tokens, at, first_line)))
            cells = []
        at += 1
    head, *body = rows
    opening = tokens[start].map
    return Table(head.cells, tuple(body), first_line + (opening[0] if opening else 0)), at


def _row_line(tokens: Sequence[Token], close: int, first_line: int) -> int:
    opening = next(t for t in reversed(tokens[:close]) if t.type == "tr_open")
    return first_line + (opening.map[0] if opening.map else 0)
