"""A document before it is a file, written down and read back: what an issued letter is kept as.

From it the text and the PDF are made again and again alike, whatever has become of template, record and rules since.
"""

import json
from datetime import datetime
from typing import Any, TypeAlias

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

_Read: TypeAlias = Any


def write_document(document: Document) -> bytes:
    """The document as JSON."""
    return json.dumps(
        {
            "title": document.title,
            "subject": document.subject,
            "keywords": list(document.keywords),
            "footer": document.footer,
            "dated": document.dated.isoformat(),
            "large": document.large,
            "blocks": [_block(block) for block in document.blocks],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def read_document(content: bytes) -> Document:
    """The document that was written."""
    held: _Read = json.loads(content)
    return Document(
        title=held["title"],
        subject=held["subject"],
        keywords=tuple(held["keywords"]),
        footer=held["footer"],
        dated=datetime.fromisoformat(held["dated"]),
        blocks=tuple(_read(block) for block in held["blocks"]),
        large=held["large"],
    )


def _text(text: Text) -> list[_Read]:
    return [[run.text, run.bold, run.italic] for run in text]


def _block(block: Block) -> list[_Read]:
    match block:
        case Heading():
            return ["heading", block.level, block.text]
        case Paragraph():
            return ["paragraph", _text(block.text), block.small]
        case Listing():
            return ["listing", [_text(item) for item in block.items], block.ordered]
        case Table():
            rows = [[_text(cell) for cell in row] for row in block.rows]
            return ["table", list(block.heads), rows, list(block.widths)]
        case Quotation():
            return ["quotation", block.text, block.source]
        case Passage():
            return ["passage", block.text]
        case Together():
            return ["together", [_block(inner) for inner in block.blocks]]


def _runs(held: _Read) -> Text:
    return tuple(Run(words, bold, italic) for words, bold, italic in held)


def _read(held: _Read) -> Block:
    match held:
        case ["heading", level, text]:
            return Heading(level, text)
        case ["paragraph", text, small]:
            return Paragraph(_runs(text), small)
        case ["listing", items, ordered]:
            return Listing(tuple(_runs(item) for item in items), ordered)
        case ["table", heads, rows, widths]:
            read = tuple(tuple(_runs(cell) for cell in row) for row in rows)
            return Table(tuple(heads), read, tuple(widths))
        case ["quotation", text, source]:
            return Quotation(text, source)
        case ["passage", text]:
            return Passage(text)
        case ["together", blocks]:
            return Together(tuple(_read(inner) for inner in blocks))
        case _:
            raise ValueError("this is no block of a document")
