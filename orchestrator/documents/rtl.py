"""Lines that run from the right: wrapped in reading order, then joined and put in drawing order line by line.

Styles within such a paragraph are not kept, and what is read back out of the file is in drawing order: the record, not
the file, is what a machine reads.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, Final

_WRITTEN_FROM_THE_RIGHT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


def runs_right_to_left(text: str) -> bool:
    """Whether any letter of the text is of a script that is written from the right."""
    if text.isascii() or not _WRITTEN_FROM_THE_RIGHT.search(text):
        return False
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def begins_right(text: str) -> bool:
    """Whether a written line runs from the right, as its first letter says."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # The faces draw no single sign for this word, so its letters are joined like those of any other.
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


def shaped(line: str) -> str:
    """A line with its letters joined, still in reading order."""
    return line if line.isascii() else str(_reshaper().reshape(line))


def drawn(line: str, right: bool) -> str:
    """A line as it stands on the page from left to right, brackets mirrored."""
    from bidi.algorithm import get_display

    return str(get_display(shaped(line), base_dir="R" if right else "L"))


def wrapped(text: str, room: float, wide: Callable[[str], float]) -> list[str]:
    """The lines of a text in reading order, none wider than the room."""
    lines, held = [], ""
    for word in (piece for long in text.split(" ") for piece in _pieces(long, room, wide)):
        joined = f"{held} {word}" if held else word
        if held and wide(joined) > room:
            lines.append(held)
            held = word
        else:
            held = joined
    return [*lines, held]


def _pieces(word: str, room: float, wide: Callable[[str], float]) -> list[str]:
    """A word, or the parts of one that is wider than a line."""
    if len(word) < 2 or wide(word) <= room:
        return [word]
    most = max(1, int(len(word) * room / wide(word)) - 1)
    parts = (word[at : at + most] for at in range(0, len(word), most))
    return [piece for part in parts for piece in _pieces(part, room, wide)]
