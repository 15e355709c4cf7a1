"""Blocks as CommonMark. What was submitted is escaped, so no note can draw a heading, a table or a link of its own."""

import re
from collections.abc import Iterator

from orchestrator.documents.blocks import (
    Block,
    Document,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Run,
    Table,
    Text,
    Together,
)

_MARKS = re.compile(r"([\\`*_\[\]<>|~&])")
_LINE_START = re.compile(r"^(\s*)([#+=>-]|\d{1,9}[.)](?=\s|$))", re.M)


def markdown(document: Document) -> str:
    """The document's blocks; its properties are not part of the text."""
    return "\n\n".join(part for block in document.blocks for part in _block(block)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_heading(block.text)}"
        case Paragraph():
            yield _text(block.text)
        case Listing():
            marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1))
            yield "\n".join(f"{mark} {_text(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Table():
            yield "\n".join(_table(block))
        case Quotation():
            quoted = [*_lines(f"“{block.text}”"), "", f"— {_inline(block.source)}"]
            yield "\n".join(f"> {line}".rstrip() for line in quoted)
        case Passage():
            yield "\n".join(f"> {line}" for line in _lines(block.text))
        case Together():
            for inner in block.blocks:
                yield from _block(inner)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(_inline(h) for h in table.heads)} |"
    yield "|" + "---|" * len(table.heads)
    for row in table.rows:
        yield f"| {' | '.join(_text(cell) for cell in row)} |"


def _text(text: Text) -> str:
    return _LINE_START.sub(_escape_start, "".join(_run(run) for run in text))


def _run(run: Run) -> str:
    mark = "**" if run.bold else "*" if run.italic else ""
    inner = _MARKS.sub(r"\\\1", " ".join(run.text.splitlines()))
    body = inner.strip()
    if not mark or not body:
        return inner
    before, _, after = inner.partition(body)
    return f"{before}{mark}{body}{mark}{after}"


def _inline(text: str) -> str:
    return _LINE_START.sub(_escape_start, _MARKS.sub(r"\\\1", " ".join(text.splitlines())))


def _heading(text: str) -> str:
    """A number or a dash in a heading begins no list; marks at its end would be taken for its own."""
    return _MARKS.sub(r"\\\1", " ".join(text.splitlines())).replace("#", "\\#")


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def _lines(text: str) -> list[str]:
    """Each line for itself; a hard break holds them apart, an empty line stays one."""
    lines = [_inline(line.strip()) for line in text.splitlines()]
    kept = [f"{line}\\" if line and follows else line for line, follows in zip(lines, [*lines[1:], ""], strict=True)]
    return kept or [""]
