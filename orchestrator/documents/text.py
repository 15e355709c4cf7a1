"""Blocks as plain text: what a letter says, for a screen, a mailbox or a reader aloud."""

from collections.abc import Iterable, Iterator

from orchestrator.documents.blocks import (
    Block,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Table,
    flat,
    plain,
)


def text(blocks: Iterable[Block]) -> str:
    """The blocks one after another, an empty line between them."""
    return "\n\n".join(part for block in flat(blocks) for part in _block(block)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield plain(block.text)
        case Listing():
            marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1))
            yield "\n".join(f"{mark} {plain(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Table():
            yield "\n".join("; ".join(plain(cell) for cell in row) for row in block.rows)
        case Quotation():
            yield f"“{block.text}” ({block.source})"
        case Passage():
            yield block.text
        case _:
            return
