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
from typing import Any, Final

REGULAR: Final = "DejaVuSans"
BOLD: Final = "DejaVuSans-Bold"
OBLIQUE: Final = "DejaVuSans-Oblique"
HAN: Final = "DroidSansFallback"

_ORDER: Final = {
    REGULAR: (REGULAR, HAN),
    BOLD: (BOLD, REGULAR, HAN),
    OBLIQUE: (OBLIQUE, REGULAR, HAN),
    HAN: (HAN, REGULAR),
}
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_KNOWN_WORDS: Final = 20_000
_loading = Lock()


@cache
def font(face: str) -> Any:
    """A face as the PDF writer knows it; loaded and made known to it at first need, as is the writer."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # The first letters of a text take the first places of its embedded face; none is kept for those it does not hold.
    rl_config.ttfAsciiReadable = 0
    with _loading, as_file(files(__name__).joinpath(f"{face}.ttf")) as path:
        made = TTFont(face, str(path))
        pdfmetrics.registerFont(made)
        return made


@cache
def glyphs(face: str) -> frozenset[int]:
    """The characters a face can draw."""
    return frozenset(font(face).face.charToGlyph)


class Widths(dict[str, float]):
    """How wide words are in a face at a size of one point, measured at their first meeting."""

    def __init__(self, face: str) -> None:
        super().__init__()
        drawn = font(face).face
        self._letters: dict[int, float] = drawn.charWidths
        self._default: float = drawn.defaultWidth

    def __missing__(self, words: str) -> float:
        if len(self) >= _KNOWN_WORDS:
            self.clear()
        letters, default = self._letters, self._default
        self[words] = wide = 0.001 * sum([letters.get(ord(letter), default) for letter in words])
        return wide


@cache
def widths(face: str) -> Widths:
    return Widths(face)


def load() -> None:
    """Make the Latin faces known; the large one waits for its first character."""
    for face in (REGULAR, BOLD, OBLIQUE):
        widths(face)


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
