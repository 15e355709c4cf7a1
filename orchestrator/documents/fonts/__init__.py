"""The faces every document is written in, and which of them draws which character.

The faces are shipped; the machine's own fonts are never looked at, so a document looks the same everywhere. What no
face can draw is shown by its number instead of an empty box.
"""
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from threading import Lock
from typing import Final

from reportlab.pdfbase import pdfmetrics

from orchestrator.documents.swift_layout import SwiftFont

REGULAR: Final = "DejaVuSans"
BOLD: Final = "DejaVuSans-Bold"
OBLIQUE: Final = "DejaVuSans-Oblique"
HAN: Final = "DroidSansFallback"
FACES: Final = (REGULAR, BOLD, OBLIQUE, HAN)

_ORDER: Final = {
    REGULAR: (REGULAR, HAN),
    BOLD: (BOLD, REGULAR, HAN),
    OBLIQUE: (OBLIQUE, REGULAR, HAN),
    HAN: (HAN, REGULAR),
}
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_loading = Lock()


@cache
def glyphs(face: str) -> frozenset[int]:
    """The characters a face can draw; loads and registers it at first need."""
    with _loading, as_file(files(__name__).joinpath(f"{face}.ttf")) as path:
        font = SwiftFont(face, str(path))
        pdfmetrics.registerFont(font)
        return frozenset(font.face.charToGlyph)


def load() -> None:
    """Make the Latin faces known; the large one waits for its first character."""
    for face in (REGULAR, BOLD, OBLIQUE):
        glyphs(face)


@cache
def _drawn_by(character: str, base: str) -> str:
    """The face that draws a character in text of a base face; empty where none does.

    Beyond the basic plane the PDF writer's table of characters cannot be read back, so those count as not drawn.
    """
    code = ord(character)
    if code > 0xFFFF or unicodedata.category(character) in ("Cf", "Co", "Cs"):
        return ""
    return next((face for face in _ORDER[base] if code in glyphs(face)), "")


def clean(text: str) -> str:
    """The text as it can be drawn: composed, without control characters, line ends as line feeds."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    if composed.replace("\n", "").isprintable():
        return composed
    return "".join(_visible(c) for c in composed if c not in _INVISIBLE)


def _visible(character: str) -> str:
    if character in "\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    return "" if unicodedata.category(character) == "Cc" and character != "\n" else character


def pieces(text: str, base: str = REGULAR) -> list[tuple[str, str]]:
    """A clean text in runs of one face each; a character that no face draws becomes `[U+0928]` in the base face."""
    if text.isascii():
        return [(base, text)]
    drawn: list[tuple[str, str]] = []
    for face, characters in groupby(text, lambda c: base if c == "\n" else _drawn_by(c, base)):
        run = "".join(characters)
        drawn.append((face, run) if face else (base, "".join(f"[U+{ord(c):04X}]" for c in run)))
    return drawn


def width(text: str, size: float, base: str = REGULAR) -> float:
    """How wide a line of text is."""
    return sum(float(pdfmetrics.stringWidth(run, face, size)) for face, run in pieces(text, base))
