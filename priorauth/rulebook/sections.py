"""The pieces a markdown file is taken apart into, each with its line."""

from dataclasses import dataclass, field
from enum import StrEnum


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
