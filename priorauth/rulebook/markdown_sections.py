"""Any markdown taken apart into sections, by the markdown parser."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from priorauth.rulebook.sections import Block, BlockKind, Section, Table, TableRow

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])


def markdown_sections(body: str, first_line: int) -> list[Section]:
    """The sections of a text whose first line has this number. Never fails."""
    return _sections(_MARKDOWN.parse(body), first_line)


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
