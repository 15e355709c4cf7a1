"""Texts broken into lines: which words stand on which line, in which face, at a given width.

A text is broken once, word by word at the widths the faces give, so its cost grows with its length alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from orchestrator.documents import fonts
from orchestrator.documents.blocks import Text, plain
from orchestrator.documents.rtl import begins_right, drawn, runs_right_to_left, shaped, wrapped

Piece: TypeAlias = tuple[str, str]
"""A face and what it draws."""

_SPACES: Final = re.compile(r"[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_BEGINS, _ENDS = "（「『《〈【“‘([{", "，。、：；！？）」』》〉】”’)]},.;:!?%"
_JOINED: Final = re.compile(r"[^_/@=&.-]*[_/@=&.-]+|[^_/@=&.-]+")
_CLOSING: Final = frozenset(_ENDS)
_SIGNS: Final = re.compile(
    rf"[{re.escape(_BEGINS)}]*[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff][{re.escape(_ENDS)}]*"
    r"|[^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: its face, its ink, and the room around it, all in points."""

    face: str
    size: float
    leading: float
    grey: bool = False
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0


class Line(NamedTuple):
    """The pieces of a line, and how far from the paragraph's left edge they begin."""

    pieces: tuple[Piece, ...]
    left: float = 0


class _Word(NamedTuple):
    """What is not broken between lines. `spaced`: a space stands before it where it does not begin a line."""

    pieces: tuple[Piece, ...]
    wide: float
    spaced: bool


def lines_of(text: Text, style: Style, width: float) -> list[Line]:
    """The lines of a text in a column of this width."""
    room = (width - style.left - style.right) / style.size
    whole = plain(text)
    if runs_right_to_left(whole):
        return list(_from_the_right(fonts.clean(whole), style, room))
    return [line for pieces in _written_lines(text, style.face) for line in _broken(pieces, room)]


def _written_lines(text: Text, face: str) -> Iterator[list[Piece]]:
    """The text as it was written, line by line, each run in a face that draws it."""
    held: list[Piece] = []
    for run in text:
        base = fonts.BOLD if run.bold else fonts.OBLIQUE if run.italic else face
        first, *more = fonts.clean(run.text).split("\n")
        held += fonts.pieces(first, base)
        for line in more:
            yield held
            held = fonts.pieces(line, base)
    yield held


def _broken(pieces: Sequence[Piece], room: float) -> Iterator[Line]:
    if len(pieces) == 1 and pieces[0][0] != fonts.HAN:
        yield from _broken_simply(*pieces[0], room)
    else:
        yield from _filled(list(_words(pieces, room)), room)


def _broken_simply(face: str, text: str, room: float) -> Iterator[Line]:
    """A text in one face, whose words are nearly always shorter than a line."""
    wide = fonts.widths(face).__getitem__
    space = wide(" ")
    words = [word for word in (text.split(" ") if text.isascii() else _SPACES.split(text)) if word]
    sizes = [*map(wide, words)]
    if sizes and max(sizes) > room:
        yield from _filled(list(_words([(face, text)], room)), room)
        return
    begun, used = 0, -space
    for at, size in enumerate(sizes):
        used += space + size
        if used > room:
            yield Line(((face, " ".join(words[begun:at])),))
            begun, used = at, size
    yield Line(((face, " ".join(words[begun:])),))


def _words(pieces: Sequence[Piece], room: float) -> Iterator[_Word]:
    """The words of a line in several faces. A word of Han signs, or wider than the column, may break between signs."""
    held: list[Piece] = []
    spaced = False
    for face, text in pieces:
        first, *more = _SPACES.split(text)
        held.append((face, first))
        for part in more:
            yield from _word(held, room, spaced)
            held, spaced = [(face, part)], True
    yield from _word(held, room, spaced)


def _word(held: Sequence[Piece], room: float, spaced: bool) -> Iterator[_Word]:
    pieces = tuple(piece for piece in held if piece[1])
    if not pieces:
        return
    wide = _wide(pieces)
    signs = any(face == fonts.HAN for face, _ in pieces)
    if wide <= room and not signs:
        yield _Word(pieces, wide, spaced)
        return
    for number, one in enumerate(_signs(pieces, room)):
        yield _Word(one, _wide(one), spaced and not number)


def _signs(pieces: Sequence[Piece], room: float) -> Iterator[tuple[Piece, ...]]:
    """A word taken apart where a line may end within it; what closes a phrase stays with the sign before it."""
    held: tuple[Piece, ...] = ()
    for face, text in pieces:
        for part in _parts(face, text, room):
            closed = (*held, (face, part))
            if held and set(part) <= _CLOSING and _wide(closed) <= room:
                held = closed
                continue
            if held:
                yield held
            held = ((face, part),)
    yield held


def _wide(pieces: Iterable[Piece]) -> float:
    return sum([fonts.widths(face)[text] for face, text in pieces])


def _parts(face: str, text: str, room: float) -> Iterator[str]:
    """Parts that fit a line: after a sign or what joins a long name, else letter by letter."""
    for part in _SIGNS.findall(text):
        if fonts.widths(face)[part] <= room:
            yield part
            continue
        for joined in _JOINED.findall(part):
            yield from (joined,) if fonts.widths(face)[joined] <= room else joined


def _filled(words: Sequence[_Word], room: float) -> Iterator[Line]:
    """Each line as full as it can be."""
    begun, used = 0, 0.0
    for at, word in enumerate(words):
        space = fonts.widths(words[at - 1].pieces[-1][0])[" "] if word.spaced and at > begun else 0.0
        if at > begun and used + space + word.wide > room:
            yield _joined(words[begun:at])
            begun, used = at, word.wide
        else:
            used += space + word.wide
    yield _joined(words[begun:])


def _joined(words: Sequence[_Word]) -> Line:
    """The words of a line, neighbours of one face as one piece."""
    joined: list[Piece] = []
    for at, word in enumerate(words):
        if at and word.spaced:
            face, text = joined[-1]
            joined[-1] = face, f"{text} "
        for face, text in word.pieces:
            if joined and joined[-1][0] == face:
                joined[-1] = face, joined[-1][1] + text
            else:
                joined.append((face, text))
    return Line(tuple(joined))


def _from_the_right(text: str, style: Style, room: float) -> Iterator[Line]:
    """Wrapped in reading order, then put in drawing order line by line; each written line runs its own way."""

    def wide(words: str) -> float:
        return _wide(fonts.pieces(shaped(words), style.face))

    # Signs that turn the direction are shown by their number first, so that none of them turns anything.
    for written in "".join(run for _, run in fonts.pieces(text, style.face)).split("\n"):
        right = begins_right(written)
        for line in wrapped(written, room, wide):
            shown = tuple(fonts.pieces(drawn(line, right), style.face))
            yield Line(shown, max(0.0, room - _wide(shown)) * style.size if right else 0)
