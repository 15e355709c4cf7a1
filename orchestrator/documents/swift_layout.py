"""What the layout library computes most often, computed in fewer steps and to the same bytes.

The library's own optional helper in C does the same and is not needed then; a test holds both ways equal.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUntypedBaseClass=false

from functools import lru_cache
from math import log10
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas, pathobject, textobject
from reportlab.platypus import Paragraph

_ESCAPED = {c: f"\\{c:03o}" for c in range(256) if c < 32 or c >= 127} | {ord(c): f"\\{c}" for c in "\\()"}
_FORMATS = tuple(f"%.{places}f" for places in range(7))


class _Widths(dict[str, float]):
    """The width of each character, looked up in the face at its first meeting."""

    def __init__(self, face: Any) -> None:
        super().__init__()
        self._known, self._default = face.charWidths, face.defaultWidth

    def __missing__(self, character: str) -> float:
        found: float = self._known.get(ord(character), self._default)
        self[character] = found
        return found


class SwiftFont(TTFont):
    """A face that measures and encodes whole words at once instead of letter by letter."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        self.ascent, self.descent = self.face.ascent, self.face.descent
        self._widths = _Widths(self.face).__getitem__
        self._measured = lru_cache(maxsize=4_096)(self._thousandths)
        self._met: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        words = text if isinstance(text, str) else text.decode(encoding)
        return 0.001 * size * self._measured(words)

    def _thousandths(self, words: str) -> float:
        return sum(map(self._widths, words))

    def splitString(self, text: str | bytes, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """A word whose letters all stand in the document's first subset is translated; any other goes the long way."""
        words = text if isinstance(text, str) else text.decode(encoding)
        met = self._met.setdefault(doc, set())
        if words and met.issuperset(words):
            return [(0, words.translate(self._assigned(doc)).encode("latin-1"))]
        split: list[tuple[int, bytes]] = super().splitString(words, doc, encoding)
        assigned = self._assigned(doc)
        met.update(c for c in words if assigned.get(ord(c), 256) < 256)
        return split

    def _assigned(self, doc: Any) -> dict[int, int]:
        """The place of each character met so far in the document's subsets."""
        state: Any = self.state[doc]
        return state.assignments


class SwiftCanvas(canvas.Canvas):
    """Escapes a whole string at once, and sets its state aside without a look at each part of it."""

    _state_of = itemgetter(*canvas.Canvas.STATE_ATTRIBUTES)

    def _escape(self, s: str | bytes) -> str:
        return (s if isinstance(s, str) else s.decode("latin-1")).translate(_ESCAPED)

    def push_state_stack(self) -> None:
        held: Any = self
        held.state_stack.append(dict(zip(self.STATE_ATTRIBUTES, SwiftCanvas._state_of(vars(self)), strict=True)))
        held._extgstate = held._extgstate.pushCopy()


class Flowing(Paragraph):
    """A paragraph that is broken into lines once for a width, however often it is asked for its height.

    The library forgets the lines of one that it moves to the next page; those are made anew.
    """

    _laid: tuple[float, tuple[float, float]] | None = None

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        if self._laid is None or self._laid[0] != aW or "blPara" not in vars(self):
            self._laid = aW, super().wrap(aW, aH)
        return self._laid[1]


@lru_cache(maxsize=16_384)
def _number(value: float) -> str:
    size = abs(value)
    if size <= 1e-7:
        return "0"
    places = 6 if size <= 1 else min(max(0, 6 - int(log10(size))), 6)
    written = _FORMATS[places] % value
    if places:
        written = written.rstrip("0").rstrip(".")
    return written[1:] if written[0] == "0" and len(written) > 1 else written


def numbers(*values: Any) -> str:
    """Coordinates as a page writes them: as few digits as say the same."""
    given = values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
    return " ".join(map(_number, given))


def install() -> None:
    """Let pages be written with these numbers."""
    for module in (canvas, textobject, pathobject):
        setattr(module, "fp_str", numbers)  # noqa: B010
