"""Lines that run from the right: wrapped in reading order, then joined and put in drawing order line by line.

Styles within such a paragraph are not kept, and what is read back out of the file is in drawing order: the record, not
the file, is what a machine reads.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUntypedBaseClass=false

import unicodedata
from functools import cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from orchestrator.documents import fonts


def runs_right_to_left(text: str) -> bool:
    """Whether any letter of the text is of a script that is written from the right."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _begins_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # The faces draw no single sign for this word, so its letters are joined like those of any other.
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


def shaped(line: str) -> str:
    """A line with its letters joined, still in reading order."""
    return str(_reshaper().reshape(line))


def drawn(line: str, right: bool) -> str:
    """A line as it stands on the page from left to right, brackets mirrored."""
    from bidi.algorithm import get_display

    return str(get_display(shaped(line), base_dir="R" if right else "L"))


class BidiParagraph(Flowable):
    """A paragraph that holds words from the right; splits between lines.

    `rights` says of each line whether it runs from the right, as the written line does that it was wrapped from.
    """

    def __init__(
        self, text: str, style: ParagraphStyle, lines: list[str] | None = None, rights: list[bool] | None = None
    ) -> None:
        super().__init__()
        self.text, self.style = fonts.clean(text), style
        self.lines, self.rights = lines, rights or []
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.width = aW
        if self.lines is None:
            room = aW - self.style.leftIndent - self.style.rightIndent
            wrapped = [(_begins_right(part), self._wrapped(part, room)) for part in self.text.split("\n")]
            self.lines = [line for _, part in wrapped for line in part]
            self.rights = [right for right, part in wrapped for _ in part]
        self.height = len(self.lines) * self.style.leading
        return aW, self.height

    def _wide(self, text: str) -> float:
        return fonts.width(shaped(text), self.style.fontSize, self.style.fontName)

    def _wrapped(self, text: str, room: float) -> list[str]:
        lines, held = [], ""
        for word in (piece for long in text.split(" ") for piece in self._broken(long, room)):
            joined = f"{held} {word}" if held else word
            if held and self._wide(joined) > room:
                lines.append(held)
                held = word
            else:
                held = joined
        return [*lines, held]

    def _broken(self, word: str, room: float) -> list[str]:
        if self._wide(word) <= room:
            return [word]
        most = max(1, int(len(word) * room / self._wide(word)) - 1)
        return [word[at : at + most] for at in range(0, len(word), most)]

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        self.wrap(aW, aH)
        fits = int(aH / self.style.leading)
        lines = self.lines or []
        if fits < 1 or fits >= len(lines):
            return [] if fits < 1 else [self]
        first = BidiParagraph(self.text, self.style, lines[:fits], self.rights[:fits])
        return [first, BidiParagraph(self.text, self.style, lines[fits:], self.rights[fits:])]

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setFillColor(self.style.textColor)
        top = self.height - self.style.fontSize
        for number, (line, right) in enumerate(zip(self.lines or [], self.rights, strict=True)):
            shown = drawn(line, right)
            wide = fonts.width(shown, self.style.fontSize, self.style.fontName)
            left = self.width - self.style.rightIndent - wide if right else self.style.leftIndent
            put = canvas.beginText(left, top - number * self.style.leading)
            for face, run in fonts.pieces(shown, self.style.fontName):
                put.setFont(face, self.style.fontSize)
                put.textOut(run)
            canvas.drawText(put)
