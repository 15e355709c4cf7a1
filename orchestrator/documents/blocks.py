"""What a document is made of before it is a file: headings, paragraphs, lists, tables, quotations.

Audit and letters are built of these once; markdown, plain text and PDF are three ways to write them down, so they can
never tell different stories.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    small: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; `widths` are shares of the line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a stored document, as they stand there, and where that is."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A submitted text, line by line as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Together:
    """A few blocks that stay on one page."""

    blocks: "tuple[Block, ...]"


Block: TypeAlias = Heading | Paragraph | Listing | Table | Quotation | Passage | Together


@dataclass(frozen=True, slots=True)
class Document:
    """A document and what its properties say. `footer` stands on every page, so it holds no patient's name.

    `large`: to be read by anyone, in letters of twelve points.
    """

    title: str
    subject: str
    keywords: tuple[str, ...]
    footer: str
    dated: datetime
    blocks: tuple[Block, ...]
    large: bool = False


def words(text: str, *, bold: bool = False, italic: bool = False) -> Text:
    return (Run(text, bold, italic),)


def labelled(label: str, text: str) -> Text:
    """`Label: text` with the label in bold."""
    return (Run(f"{label}: ", bold=True), Run(text))


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


def flat(blocks: Iterable[Block]) -> Iterable[Block]:
    """The blocks with groups opened."""
    for block in blocks:
        if isinstance(block, Together):
            yield from flat(block.blocks)
        else:
            yield block
