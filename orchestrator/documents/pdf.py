"""Blocks as PDF: embedded faces, bookmarks, page n of m, properties, and the same bytes for the same document.

Long texts are laid out in short paragraphs and long cells in several rows, since the layout engine's time grows with
the square of a paragraph's length.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUntypedBaseClass=false, reportPrivateUsage=false

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate
from reportlab.platypus import Table as Grid

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
from orchestrator.documents.rtl import BidiParagraph, runs_right_to_left
from orchestrator.documents.swift_layout import Flowing, SwiftCanvas, install

PRODUCER: Final = "priorauth documents 1"
_MARGIN: Final = 54.0
_PADDING: Final = 4
_PAGES: Final = "NPAGES"
_INK, _GREY, _LINE, _SHADE = HexColor(0x1A1A1A), HexColor(0x555555), HexColor(0xB8B8B8), HexColor(0xEEEEEE)
_WORDS, _LINES = 250, 40
_ROOM: Final = 72
_CELL_WORDS, _CELL_CHARACTERS = 90, 700

rl_config.ttfAsciiReadable = 0
rl_config.useA85 = 0
install()


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    given: dict[str, Any] = {
        "fontName": fonts.REGULAR,
        "leading": size * 1.35,
        "textColor": _INK,
        "spaceAfter": size * 0.5,
    } | more
    return ParagraphStyle(name, fontSize=size, allowWidows=0, allowOrphans=0, **given)


_BODY = _style("body", 9.5)
_SMALL = _style("small", 8, textColor=_GREY)
_CELL = _style("cell", 8, spaceAfter=0)
_HEAD_CELL = _style("head", 8, fontName=fonts.BOLD, spaceAfter=0)
_ITEM = _style("item", 9.5, leftIndent=16, bulletIndent=3, bulletFontName=fonts.REGULAR, spaceAfter=2.5)
_QUOTE = _style("quote", 9, leftIndent=16, rightIndent=10, spaceAfter=1, borderPadding=0)
_SOURCE = _style("source", 7.5, leftIndent=16, textColor=_GREY, spaceAfter=6)
_PASSAGE = _style("passage", 8, leftIndent=8, spaceAfter=0)
_HEADINGS = {
    1: _style("h1", 16, fontName=fonts.BOLD, spaceAfter=9),
    2: _style("h2", 12, fontName=fonts.BOLD, spaceBefore=10, spaceAfter=5),
    3: _style("h3", 9.5, fontName=fonts.BOLD, spaceBefore=6, spaceAfter=3),
}


@dataclass(frozen=True)
class _Look:
    """The styles that differ between a document to look things up in and a letter to read."""

    body: ParagraphStyle
    item: ParagraphStyle
    headings: Mapping[int, ParagraphStyle]


_REFERENCE = _Look(_BODY, _ITEM, _HEADINGS)
_LETTER = _Look(
    _style("letter", 12, spaceAfter=8),
    _style("letter item", 12, leftIndent=18, bulletIndent=3, bulletFontName=fonts.REGULAR, spaceAfter=7),
    {
        1: _style("letter h1", 17, fontName=fonts.BOLD, spaceBefore=8, spaceAfter=10),
        2: _style("letter h2", 13, fontName=fonts.BOLD, spaceBefore=8, spaceAfter=5),
        3: _style("letter h3", 12, fontName=fonts.BOLD, spaceBefore=6, spaceAfter=4),
    },
)


def pdf(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    fonts.load()
    look = _LETTER if document.large else _REFERENCE
    out = io.BytesIO()
    template = _Template(document, out)
    template.build(
        [f for block in document.blocks for f in _flowables(block, template.line, look)], canvasmaker=_Counted
    )
    return out.getvalue()


class _Counted(SwiftCanvas):
    """Leaves room on every page for the number of pages, known at the end."""

    def save(self) -> None:
        drawn: Any = self
        if len(drawn._code):
            self.showPage()
        self.beginForm(_PAGES)
        self.setFont(fonts.REGULAR, 7.5)
        self.setFillColor(_GREY)
        self.drawString(0, 0, str(self.getPageNumber() - 1))
        self.endForm()
        super().save()


class _Template(BaseDocTemplate):
    def __init__(self, document: Document, out: io.BytesIO) -> None:
        super().__init__(
            out,
            pagesize=letter,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
            title=fonts.clean(document.title),
            author="priorauth",
            creator="priorauth",
            producer=PRODUCER,
            subject=document.subject,
            keywords=", ".join(document.keywords),
            lang="en-US",
            displayDocTitle=1,
            invariant=1,
            initialFontName=fonts.REGULAR,
        )
        self.document = document
        self.line = float(letter[0]) - 2 * _MARGIN
        frame = Frame(_MARGIN, _MARGIN, self.line, float(letter[1]) - 2 * _MARGIN, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._foot)])
        self._marks = 0

    def beforeDocument(self) -> None:  # noqa: N802
        _date(self.canv, self.document.dated)

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        """Headings become bookmarks."""
        level = getattr(flowable, "bookmark_level", None)
        if level is None:
            return
        self._marks += 1
        canvas: Any = self.canv
        canvas.bookmarkPage(f"h{self._marks}")
        canvas.addOutlineEntry(fonts.clean(flowable.bookmark_title), f"h{self._marks}", level, closed=level > 0)

    def _foot(self, canvas: Any, _: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(fonts.REGULAR, 7.5)
        canvas.setFillColor(_GREY)
        canvas.drawString(_MARGIN, _MARGIN / 2, self.document.footer)
        counted = f"Page {canvas.getPageNumber()} of "
        right = _MARGIN + self.line - 24
        canvas.drawRightString(right, _MARGIN / 2, counted)
        canvas.translate(right, _MARGIN / 2)
        canvas.doForm(_PAGES)
        canvas.restoreState()


def _date(canvas: Any, dated: datetime) -> None:
    """Stamp the document's own date; without this an invariant document says 1 January 2000."""
    at, stamp = dated.astimezone(UTC), canvas._doc._timeStamp
    stamp.t, stamp.lt = at.timestamp(), at.timetuple()
    stamp.YMDhms, stamp.dhh, stamp.dmm = at.timetuple()[:6], 0, 0


def _flowables(block: Block, line: float, look: _Look) -> Iterator[Flowable]:
    match block:
        case Heading():
            yield CondPageBreak(_ROOM)
            yield _heading(block, look.headings[block.level])
        case Paragraph():
            yield from _paragraphs(block.text, _SMALL if block.small else look.body)
        case Listing():
            for number, item in enumerate(block.items, 1):
                yield _styled(item, look.item, f"{number}." if block.ordered else "•")
        case Table():
            yield from _grid(block, line)
        case Quotation():
            yield from _submitted(f"“{block.text}”", _QUOTE)
            yield _flowing(block.source, _SOURCE)
        case Passage():
            yield from _submitted(block.text, _PASSAGE)
        case Together():
            yield KeepTogether([f for inner in block.blocks for f in _flowables(inner, line, look)])


def _heading(block: Heading, style: ParagraphStyle) -> Flowable:
    made: Any = _flowing(block.text, style)
    if block.level < 3:
        made.bookmark_level, made.bookmark_title = block.level - 1, block.text
    return made


def _flowing(text: str, style: ParagraphStyle) -> Flowable:
    return _styled((Run(text),), style)


def _styled(text: Text, style: ParagraphStyle, bullet: str | None = None) -> Flowable:
    whole = plain(text)
    if runs_right_to_left(whole):
        return BidiParagraph(f"{bullet} {whole}" if bullet else whole, style)
    return Flowing("", style, bullet, frags=[f for run in text for f in _fragments(run, style)])


def _fragments(run: Run, style: ParagraphStyle) -> Iterator[Any]:
    """A run as the layout engine's own pieces, past its parser: nothing in a text can be taken for markup."""
    face = fonts.BOLD if run.bold else fonts.OBLIQUE if run.italic else style.fontName
    piece, line_break = _samples(style.name, style)
    for number, line in enumerate(fonts.clean(run.text).split("\n")):
        if number:
            yield line_break.clone()
        for drawn_by, words in fonts.pieces(line, face):
            yield piece.clone(fontName=drawn_by, text=words)


@lru_cache
def _samples(_: str, style: ParagraphStyle) -> tuple[Any, Any]:
    """A piece and a line break in this style, to be copied."""
    made: Any = Flowing("x<br/>", style)
    return made.frags[0], made.frags[1]


def _paragraphs(text: Text, style: ParagraphStyle) -> Iterator[Flowable]:
    whole = plain(text)
    if len(whole) < 6 * _WORDS and whole.count("\n") < _LINES:
        yield _styled(text, style)
    else:
        yield from _submitted(whole, style)


def _submitted(text: str, style: ParagraphStyle) -> Iterator[Flowable]:
    """A text of any length in paragraphs of at most so many lines and words."""
    for part in _portions(fonts.clean(text), _WORDS, 8 * _WORDS):
        yield _flowing(part, style)


def _portions(text: str, words: int, characters: int) -> Iterator[str]:
    """The text in parts of at most so many lines, words and characters, cut at spaces where there are any."""
    held: list[str] = []
    lines = count = length = 0
    for piece in _pieces(text, characters):
        if held and (lines >= _LINES or count >= words or length + len(piece) > characters):
            yield "".join(held).strip("\n")
            held, lines, count, length = [], 0, 0, 0
        held.append(piece)
        lines, count, length = lines + piece.count("\n"), count + 1, length + len(piece)
    if held:
        yield "".join(held).strip("\n")


def _pieces(text: str, characters: int) -> Iterator[str]:
    """Words with the space behind them, and no piece longer than a portion may be."""
    for line in text.splitlines(keepends=True):
        for word in line.split(" "):
            whole = word if word.endswith("\n") else f"{word} "
            for at in range(0, len(whole), characters):
                yield whole[at : at + characters]


def _grid(table: Table, line: float) -> Iterator[Flowable]:
    share = line / sum(table.widths)
    widths = [width * share for width in table.widths]
    rows: list[list[Flowable | str]] = [[_flowing(head, _HEAD_CELL) for head in table.heads]]
    continued: list[int] = []
    for row in table.rows:
        for number, cells in enumerate(_rows(row, widths)):
            if number:
                continued.append(len(rows))
            rows.append(cells)
    yield Grid(
        rows,
        colWidths=widths,
        repeatRows=1,
        style=_grid_style(continued),
        spaceAfter=8,
        spaceBefore=2,
        hAlign="LEFT",
    )


def _grid_style(continued: Sequence[int]) -> list[tuple[Any, ...]]:
    """Thin lines over each row, but not within a row that goes on."""
    return [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, _CELL.fontSize, _CELL.leading),
        ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
        ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
        *(("LINEBELOW", (0, n - 1), (-1, n - 1), 0.4, HexColor(0xFFFFFF)) for n in continued),
    ]


def _rows(cells: Iterable[Text], widths: Sequence[float]) -> Iterator[list[Flowable | str]]:
    """One row, or several where a cell is long: a cell higher than a page cannot be laid out."""
    columns = [_cell(text, width - 2 * _PADDING) for text, width in zip(cells, widths, strict=True)]
    while True:
        row = [list(islice(column, 1)) for column in columns]
        if not any(row):
            return
        yield [part[0] if part else "" for part in row]


def _cell(text: Text, room: float) -> Iterator[Flowable | str]:
    whole = plain(text)
    if _is_simple(text) and fonts.width(whole, _CELL.fontSize) <= room:
        yield whole
        return
    if len(whole) <= _CELL_CHARACTERS and whole.count("\n") < _LINES // 2:
        yield _styled(text, _CELL)
        return
    for part in _portions(fonts.clean(whole), _CELL_WORDS, _CELL_CHARACTERS):
        yield _flowing(part, _CELL)


def _is_simple(text: Text) -> bool:
    """Whether a text needs no layout, if it is short enough for its column."""
    return all(run.text.isascii() and run.text.isprintable() and not run.bold and not run.italic for run in text)
