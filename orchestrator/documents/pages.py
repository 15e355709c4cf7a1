"""Blocks laid out on pages: what stands where, before anything is written into a file.

A page is known whole before the first is written, so each can say how many there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from orchestrator.documents import fonts
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
    plain,
)
from orchestrator.documents.rtl import runs_right_to_left
from orchestrator.documents.typesetting import Line, Style, lines_of

WIDTH: Final = 612.0
HEIGHT: Final = 792.0
MARGIN: Final = 54.0
LINE: Final = WIDTH - 2 * MARGIN
TALL: Final = HEIGHT - 2 * MARGIN
_PADDING, _ABOVE, _BELOW = 4.0, 3.0, 3.0
_ROOM: Final = 72.0
_GAP_BEFORE, _GAP_AFTER = 2.0, 8.0


class Words(NamedTuple):
    """Lines of text; the first stands on the base line `y`."""

    x: float
    y: float
    style: Style
    lines: Sequence[Line]


class Shade(NamedTuple):
    """A grey box behind a table's head."""

    x: float
    y: float
    width: float
    height: float


class Stroke(NamedTuple):
    """A thin line across a table."""

    x: float
    y: float
    width: float


class Mark(NamedTuple):
    """A bookmark: a heading's words, how deep it stands, and the height of its upper edge."""

    title: str
    level: int
    y: float


Drawn: TypeAlias = Words | Shade | Stroke
_Cells: TypeAlias = Sequence[Sequence[Line]]


@dataclass
class Page:
    drawn: list[Drawn] = field(default_factory=list[Drawn])
    marks: list[Mark] = field(default_factory=list[Mark])


def _style(
    size: float, after: float, *, face: str = fonts.REGULAR, before: float = 0, left: float = 0, right: float = 0
) -> Style:
    return Style(face, size, size * 1.35, before=before, after=after, left=left, right=right)


@dataclass(frozen=True)
class _Look:
    """The styles that differ between a document to look things up in and a letter to read."""

    body: Style
    item: Style
    headings: dict[int, Style]


_REFERENCE = _Look(
    _style(9.5, 4.75),
    _style(9.5, 2.5, left=16),
    {
        1: _style(16, 9, face=fonts.BOLD),
        2: _style(12, 5, face=fonts.BOLD, before=10),
        3: _style(9.5, 3, face=fonts.BOLD, before=6),
    },
)
_LETTER = _Look(
    _style(12, 8),
    _style(12, 7, left=18),
    {
        1: _style(17, 10, face=fonts.BOLD, before=8),
        2: _style(13, 5, face=fonts.BOLD, before=8),
        3: _style(12, 4, face=fonts.BOLD, before=6),
    },
)
_SMALL = replace(_style(8, 4), grey=True)
_CELL = _style(8, 0)
_HEAD = _style(8, 0, face=fonts.BOLD)
_QUOTE = _style(9, 1, left=16, right=10)
_SOURCE = replace(_style(7.5, 6, left=16), grey=True)
_PASSAGE = _style(8, 0, left=8)
_BULLET_AT: Final = 3.0


def pages_of(document: Document) -> list[Page]:
    """The pages of a document."""
    laying = _Laying(_LETTER if document.large else _REFERENCE)
    for at, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            laying.want_with_table(islice(document.blocks, at, None))
        laying.put(block)
    return laying.pages


class _Paragraph(NamedTuple):
    lines: Sequence[Line]
    style: Style
    bullet: str = ""
    mark: Heading | None = None

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading


@dataclass
class _Laying:
    """Where the next block goes: how far down the page, and how much room the last one asked for below it."""

    look: _Look
    pages: list[Page] = field(default_factory=lambda: [Page()])
    used: float = 0.0
    below: float = 0.0

    def put(self, block: Block) -> None:
        match block:
            case Table():
                self._table(block)
            case Together():
                self._keep(block)
            case _:
                paragraphs = [*_paragraphs(block, self.look)]
                if isinstance(block, Quotation):
                    self._with_source(paragraphs)
                for paragraph in paragraphs:
                    self._paragraph(paragraph)

    def want_with_table(self, blocks: Iterable[Block]) -> None:
        """Headings on the page where the table they stand over begins."""
        tall = self.below
        for block in blocks:
            match block:
                case Heading():
                    tall += sum(p.height + p.style.before + p.style.after for p in _paragraphs(block, self.look))
                case Table():
                    self._want(min(tall + _GAP_BEFORE + _opening(block), TALL))
                    return
                case _:
                    return

    def _with_source(self, paragraphs: Sequence[_Paragraph]) -> None:
        """A short quotation and its source on one page."""
        tall = sum(paragraph.height for paragraph in paragraphs)
        self._want(tall + self.below + _ABOVE if tall < _ROOM else 0)

    def _keep(self, group: Together) -> None:
        """A few paragraphs on one page, where one can hold them."""
        inner = [paragraph for block in group.blocks for paragraph in _paragraphs(block, self.look)]
        tall = sum(p.height + max(p.style.before, p.style.after) for p in inner)
        self._want(tall + self.below if tall <= TALL else 0)
        for block in group.blocks:
            self.put(block)

    def _want(self, room: float) -> None:
        """A new page where this one has not so much room left."""
        if self.used and self.used + room > TALL:
            self._turn()

    def _turn(self) -> None:
        self.pages.append(Page())
        self.used = self.below = 0.0

    def _down(self, before: float) -> None:
        """Leave room before the next block; none at the top of a page."""
        if self.used:
            self.used += max(self.below, before)
        self.below = 0.0

    def _paragraph(self, paragraph: _Paragraph) -> None:
        lines, style, bullet, heading = paragraph
        if heading is not None:
            self._want(_ROOM)
        self._down(style.before)
        while lines:
            fits = _fitting(len(lines), int((TALL - self.used) / style.leading + 1e-6))
            if fits == 0 and self.used:
                self._turn()
                continue
            self._words(lines[:fits], style, bullet, heading)
            lines, bullet, heading = lines[fits:], "", None
            if lines:
                self._turn()
        self.below = style.after

    def _words(self, lines: Sequence[Line], style: Style, bullet: str, heading: Heading | None) -> None:
        page, top = self.pages[-1], HEIGHT - MARGIN - self.used
        if heading is not None and heading.level < 3:
            page.marks.append(Mark(heading.text, heading.level - 1, top))
        if bullet:
            label = Line(((fonts.REGULAR, bullet),))
            page.drawn.append(Words(MARGIN + _BULLET_AT, top - style.size, style, (label,)))
        page.drawn.append(Words(MARGIN + style.left, top - style.size, style, lines))
        self.used += len(lines) * style.leading

    def _table(self, table: Table) -> None:
        widths = _widths(table)
        head = _head(table)
        rows = [_cells_of(row, widths) for row in table.rows]
        self._down(_GAP_BEFORE)
        self._want(min(_high(head) + (_high(rows[0]) if rows else 0), TALL))
        repeated = head if _high(head) < TALL / 3 else ()
        if repeated:
            self._row(head, widths, _HEAD)
        for row in rows if repeated else [head, *rows]:
            self._cells(row, widths, repeated)
        self.below = _GAP_AFTER

    def _cells(self, row: _Cells, widths: Sequence[float], head: _Cells) -> None:
        """A row on this page or the next, under the table's head; one that is higher than half a page goes on."""
        while self.used + _high(row) > TALL:
            left = int((TALL - self.used - _ABOVE - _BELOW) / _CELL.leading)
            if _high(row) > TALL / 2 and left > 1:
                self._row([cell[:left] for cell in row], widths, _CELL, ends=False)
                row = [cell[left:] for cell in row]
            self._turn()
            if head:
                self._row(head, widths, _HEAD)
        self._row(row, widths, _CELL)

    def _row(self, row: _Cells, widths: Sequence[float], style: Style, *, ends: bool = True) -> None:
        page, top, high = self.pages[-1], HEIGHT - MARGIN - self.used, _high(row)
        if style is _HEAD:
            page.drawn.append(Shade(MARGIN, top - high, LINE, high))
        x = MARGIN
        for cell, width in zip(row, widths, strict=True):
            page.drawn.append(Words(x + _PADDING, top - _ABOVE - style.size, style, cell))
            x += width
        if ends:
            page.drawn.append(Stroke(MARGIN, top - high, LINE))
        self.used += high


def _widths(table: Table) -> list[float]:
    share = LINE / sum(table.widths)
    return [width * share for width in table.widths]


def _head(table: Table) -> _Cells:
    named = zip(table.heads, _widths(table), strict=True)
    return [lines_of((Run(name),), _HEAD, width - 2 * _PADDING) for name, width in named]


def _cells_of(row: Sequence[Text], widths: Sequence[float]) -> _Cells:
    return [lines_of(cell, _CELL, width - 2 * _PADDING) for cell, width in zip(row, widths, strict=True)]


def _opening(table: Table) -> float:
    """How high the head and the first row of a table are."""
    first = _high(_cells_of(table.rows[0], _widths(table))) if table.rows else 0
    return _high(_head(table)) + first


def _fitting(lines: int, room: int) -> int:
    """How many lines stay on this page: not one alone, nor all but one."""
    if lines <= room:
        return lines
    if room < 2:
        return 0 if lines > 1 else max(room, 0)
    return room - 1 if lines - room == 1 and room > 2 else room


def _high(row: _Cells) -> float:
    return max(len(cell) for cell in row) * _CELL.leading + _ABOVE + _BELOW


def _paragraphs(block: Block, look: _Look) -> Iterator[_Paragraph]:
    match block:
        case Heading():
            style = look.headings[block.level]
            yield _Paragraph(lines_of((Run(block.text),), style, LINE), style, mark=block)
        case Paragraph():
            style = _SMALL if block.small else look.body
            yield _Paragraph(lines_of(block.text, style, LINE), style)
        case Listing():
            for number, item in enumerate(block.items, 1):
                bullet = f"{number}." if block.ordered else "•"
                if runs_right_to_left(plain(item)):
                    item, bullet = (Run(f"{bullet} "), *item), ""
                yield _Paragraph(lines_of(item, look.item, LINE), look.item, bullet)
        case Quotation():
            yield from _of_words(((f"“{block.text}”", _QUOTE), (block.source, _SOURCE)))
        case Passage():
            yield from _of_words(((block.text, _PASSAGE),))
        case _:
            return


def _of_words(texts: Iterable[tuple[str, Style]]) -> Iterator[_Paragraph]:
    for text, style in texts:
        yield _Paragraph(lines_of((Run(text),), style, LINE), style)
