"""Pages as PDF: embedded faces, bookmarks, page n of m, properties, and the same bytes for the same document.

The library keeps the file, the faces and the bookmarks; what stands on a page is written here, in the few operators
that text and thin lines need.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportPrivateUsage=false

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from orchestrator.documents import fonts
from orchestrator.documents.blocks import Document, Run, Text
from orchestrator.documents.pages import HEIGHT, LINE, MARGIN, WIDTH, Drawn, Page, Shade, Stroke, Words, pages_of
from orchestrator.documents.typesetting import Line, Piece, Style, lines_of

PRODUCER: Final = "priorauth documents 2"
_INK, _GREY, _SHADE = "0.1 g", "0.33 g", "0.93 g"
_RULE: Final = "0.72 G 0.4 w"
_FOOT: Final = Style(fonts.REGULAR, 7.5, 7.5 * 1.35, grey=True)


def pdf(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    fonts.load()
    out = io.BytesIO()
    canvas = _canvas(out)
    _describe(canvas, document)
    pen, pages = _Pen(canvas), pages_of(document)
    marks, level = 0, -1
    for number, page in enumerate(pages, 1):
        for mark in page.marks:
            marks, level = marks + 1, min(mark.level, level + 1)
            canvas.bookmarkPage(f"h{marks}", fit="XYZ", left=0, top=round(mark.y, 2))
            canvas.addOutlineEntry(_said(mark.title), f"h{marks}", level, closed=level > 0)
        canvas._code.extend(_written(page, pen))
        canvas._code.extend(_foot(document.footer, f"Page {number} of {len(pages)}", pen))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: io.BytesIO) -> Any:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    made: Any = Canvas
    return made(
        out, pagesize=(WIDTH, HEIGHT), invariant=1, lang="en-US", initialFontName=fonts.REGULAR, pageCompression=1
    )


def _describe(canvas: Any, document: Document) -> None:
    canvas.setTitle(_said(document.title))
    canvas.setAuthor("priorauth")
    canvas.setCreator("priorauth")
    canvas.setProducer(PRODUCER)
    canvas.setSubject(_said(document.subject))
    canvas.setKeywords(_said(", ".join(document.keywords)))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _date(canvas, document.dated)


def _said(words: str) -> str:
    """Words as a property or a bookmark holds them: on one line, and nothing that is no character."""
    return " ".join(fonts.clean(words).split()).encode("utf-8", "replace").decode("utf-8")


def _date(canvas: Any, dated: datetime) -> None:
    """Stamp the document's own date; without this an invariant document says 1 January 2000."""
    at, stamp = dated.astimezone(UTC), canvas._doc._timeStamp
    stamp.t, stamp.lt = at.timestamp(), at.timetuple()
    stamp.YMDhms, stamp.dhh, stamp.dmm = at.timetuple()[:6], 0, 0


def _written(page: Page, pen: "_Pen") -> Iterator[str]:
    for drawn in page.drawn:
        yield from _operators(drawn, pen)


def _operators(drawn: Drawn, pen: "_Pen") -> Iterator[str]:
    match drawn:
        case Words():
            yield from pen.text(drawn)
        case Shade(x, y, width, height):
            yield f"{_SHADE} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f"
        case Stroke(x, y, width):
            yield f"{_RULE} {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S"


def _foot(words: str, counted: str, pen: "_Pen") -> Iterator[str]:
    yield from pen.text(Words(MARGIN, MARGIN / 2, _FOOT, _one_line(words)))
    wide = fonts.widths(_FOOT.face)[counted] * _FOOT.size
    yield from pen.text(Words(MARGIN + LINE - wide, MARGIN / 2, _FOOT, _one_line(counted)))


def _one_line(words: str) -> list[Line]:
    text: Text = (Run(words),)
    return lines_of(text, _FOOT, LINE)[:1]


class _Places(dict[int, str]):
    """The place of each letter in a face's first embedded part, in two digits; those of later parts are in `beyond`."""

    def __init__(self, font: Any, file: Any) -> None:
        super().__init__()
        self._font, self._file = font, file
        self.beyond: set[str] = set()

    def __missing__(self, code: int) -> str:
        [(part, place)] = self._font.splitString(chr(code), self._file)
        if part:
            self.beyond.add(chr(code))
        self[code] = written = place.hex()
        return written


class _Pen:
    """Writes lines of text with the faces of one file."""

    def __init__(self, canvas: Any) -> None:
        self._file = canvas._doc
        self._places: dict[str, _Places] = {}

    def text(self, words: Words) -> Iterator[str]:
        style = words.style
        yield f"BT {_GREY if style.grey else _INK} {style.leading:.2f} TL 1 0 0 1 {words.x:.2f} {words.y:.2f} Tm"
        held, moved = "", 0.0
        for number, line in enumerate(words.lines):
            if line.left != moved:
                moved = line.left
                yield f"1 0 0 1 {words.x + moved:.2f} {words.y - number * style.leading:.2f} Tm"
            for piece in line.pieces:
                for name, places in self._shown(piece):
                    if name != held:
                        held = name
                        yield f"{name} {style.size:g} Tf"
                    yield f"<{places}> Tj"
            yield "T*"
        yield "ET"

    def _shown(self, piece: Piece) -> list[tuple[str, str]]:
        """The embedded part of a face, and the places of the letters in it."""
        face, words = piece
        font = fonts.font(face)
        if face not in self._places:
            self._places[face] = _Places(font, self._file)
        places = self._places[face]
        written = words.translate(places)
        if places.beyond and not places.beyond.isdisjoint(words):
            parts = font.splitString(words, self._file)
            return [(font.getSubsetInternalName(part, self._file), of.hex()) for part, of in parts]
        return [(font.getSubsetInternalName(0, self._file), written)]
