"""How the matches of a pattern can begin, so that most places of a text are passed by at a glance.

A long list of phrases costs a look at each of them wherever a word begins. Put before it, a look at the first five
letters sends the matcher on at once from nearly every word. What is not certain is left open: a beginning that is too
short only costs time, one that is missing would cost a match.
"""

import re
from collections.abc import Iterable, Iterator

DEPTH = 5
MOST = 1500
_ASIDE = re.compile(r"\(\?(?:<?[=!])")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>)|(?!\?))")
_TIMES = re.compile(r"(?:(\?)|(\*)|(\+)|\{(\d+)(,?)(\d*)\})[?+]?")
_CLASS = re.compile(r"\[(\^?)(\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
MARKS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
_PLAIN = re.compile(r"-?[^\\\-\[]*-?")
_WIDTHLESS, _LETTERED = "bBAZ", "dDsSwW"

Begun = frozenset[tuple[str, bool]]  # letters read so far, and whether what follows them is still known
NOTHING: Begun = frozenset({("", True)})
ANYTHING: Begun = frozenset({("", False)})


def ahead(source: str) -> str:
    """A look ahead that fails wherever none of the pattern's matches can begin; nothing where that is not known."""
    told = first_letters(source)
    return f"(?={_tree(sorted(told))})" if told and len(told) <= MOST else ""


def first_letters(source: str) -> frozenset[str]:
    """The first letters, five at most, with which the pattern's matches begin; none where it can be any."""
    begun, _ = _Parser(source).choices(0)
    told = frozenset(letters for letters, _ in begun)
    return frozenset() if "" in told else told


def _tree(told: Iterable[str]) -> str:
    """The beginnings, each letter asked about once."""
    after: dict[str, set[str]] = {}
    for letters in told:
        after.setdefault(letters[0], set()).add(letters[1:])
    lone = sorted(letter for letter, rest in after.items() if "" in rest)
    branches = [_one_of(lone)] if lone else []
    branches += [re.escape(letter) + _tree(sorted(rest)) for letter, rest in sorted(after.items()) if "" not in rest]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _one_of(letters: list[str]) -> str:
    return re.escape(letters[0]) if len(letters) == 1 else f"[{''.join(map(re.escape, letters))}]"


class _Parser:
    """Walks a pattern's source only as far as its first letters need."""

    def __init__(self, source: str) -> None:
        self.source = source

    def choices(self, at: int) -> tuple[Begun, int]:
        """How any of the choices of a group begins, and where the group ends."""
        begun: Begun = frozenset()
        while True:
            one, at = self._choice(at)
            begun |= one
            if at >= len(self.source) or self.source[at] == ")":
                return begun, at + 1
            at += 1

    def _choice(self, at: int) -> tuple[Begun, int]:
        begun = NOTHING
        while at < len(self.source) and self.source[at] not in "|)":
            if not any(known for _, known in begun):
                return begun, self._end(at)
            atom, at = self._atom(at)
            times = _TIMES.match(self.source, at)
            if times:
                atom, at = _repeated(atom, times), times.end()
            begun = frozenset(_followed(begun, atom))
        return begun, at

    def _end(self, at: int) -> int:
        """Where a choice ends that begins before this place: at the next sign outside of all groups."""
        depth = 0
        for mark in MARKS.finditer(self.source, at):
            sign = mark.group()
            if depth == 0 and sign in "|)":
                return mark.start()
            depth += (sign == "(") - (sign == ")")
        return len(self.source)

    def _behind(self, at: int) -> int:
        """Where the group ends that has begun before this place."""
        while (at := self._end(at)) < len(self.source) and self.source[at] == "|":
            at += 1
        return at + 1

    def _atom(self, at: int) -> tuple[Begun, int]:
        sign = self.source[at]
        if sign == "\\":
            return _escaped(self.source[at + 1]), at + 2
        if sign in "^$":
            return NOTHING, at + 1
        if sign == ".":
            return ANYTHING, at + 1
        if sign == "[" and (found := _CLASS.match(self.source, at)):
            return _of_class(found), found.end()
        if sign == "(" and (aside := _ASIDE.match(self.source, at)):
            return NOTHING, self._behind(aside.end())
        if sign == "(":
            group = _GROUP.match(self.source, at)
            return self.choices(group.end()) if group else (ANYTHING, self._behind(at + 1))
        return frozenset({(sign, True)}), at + 1


def _escaped(sign: str) -> Begun:
    if sign in _WIDTHLESS:
        return NOTHING
    return ANYTHING if sign in _LETTERED or sign.isalnum() else frozenset({(sign, True)})


def _of_class(found: re.Match[str]) -> Begun:
    if found[1] or not _PLAIN.fullmatch(found[2]):
        return ANYTHING
    return frozenset((letter, True) for letter in found[2])


def _repeated(atom: Begun, times: re.Match[str]) -> Begun:
    """Once, and what follows is not known, unless it can only be that once; or not at all."""
    none = bool(times[1] or times[2] or times[4] == "0")
    once = bool(times[1] or (times[4] in ("0", "1") and times[6] == "1") or (times[4] == "1" and not times[5]))
    begun = atom if once else frozenset((letters, False) for letters, _ in atom)
    return begun | NOTHING if none else begun


def _followed(begun: Begun, atom: Begun) -> Iterator[tuple[str, bool]]:
    for letters, known in begun:
        if not known or len(letters) == DEPTH:
            yield letters, False
            continue
        for more, still in atom:
            yield (letters + more)[:DEPTH], still and len(letters + more) < DEPTH
