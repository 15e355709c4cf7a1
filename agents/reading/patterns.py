"""What a reader needs of the standard library's `re`, with a pattern compiled when it is first looked for.

There are some two hundred patterns, and compiling them takes longer than all else at the start of a program that may
need a few. Imported under the name of what it stands for: `from agents.reading import patterns as re`.
"""

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from re import IGNORECASE, Match, Pattern, escape, findall, finditer, fullmatch, match, search, split, sub
from typing import Any, cast

from agents.reading.beginnings import MARKS, ahead, first_letters
from agents.reading.indexed import Text, enroll

__all__ = [
    "IGNORECASE",
    "Match",
    "Pattern",
    "any_of",
    "at_words",
    "compile",
    "escape",
    "findall",
    "finditer",
    "first_letters_of_words",
    "framed",
    "fullmatch",
    "listed",
    "match",
    "phrases",
    "search",
    "split",
    "sub",
]
WORD_BEGINS = r"\b"
PLACE = "…"
HEADING = "== "
_LOOKS_BACK = re.compile(r"((?:\(\?<[!=][^()\[\]\\|]*\))+)\\b")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>|[=!]|<[=!]))?")
_NAMED = re.compile(r"\{([a-z]+)\}")
_LETTER = re.compile(r"[a-z](?![?*+{])")
# How a choice keeps its matches from beginning amid a word; the last of these keeps them from the spaces between words.
_AT_A_WORD = re.compile(r"(?:\(\?<[!=][^()]*\))*\\b|\(\?<!\[(?:a-z0-9_|\\w)[^]]*\]\)")
_BEHIND_NO_WORD = re.compile(r"\(\?:\(\?<!\[a-z0-9_'\]\)\|\(\?=\[:=\]\| - \)\)")
MANY = 6
LONG = 1500
_USES = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern", "flags", "groupindex")


def compile(source: str, flags: int = 0) -> Pattern[str]:
    """A pattern whose mistakes, like its work, come to light at its first use."""
    return cast(Pattern[str], _Later(lambda: source, flags))


def phrases(file: str, section: str, frame: str = PLACE, **words: str) -> Pattern[str]:
    """A pattern of the choices listed under a heading of `phrases/FILE.txt`, each a line, put into the frame.

    `{name}` in a line stands for the word of that name, or for the choices under the heading of that name.
    """
    if frame == PLACE:
        return cast(Pattern[str], _Later(lambda: _said(file, section, words), 0))
    return cast(Pattern[str], _Later(lambda: _put(frame, _said(file, section, words)), 0))


def _said(file: str, section: str, words: Mapping[str, str]) -> str:
    def standing(found: Match[str]) -> str:
        return words[found[1]] if found[1] in words else _said(file, found[1], words)

    return _NAMED.sub(standing, "|".join(listed(file)[section]))


def framed(frame: str, source: str) -> Pattern[str]:
    """A pattern of many choices put into its frame, behind a look at how they can begin."""
    return cast(Pattern[str], _Later(lambda: _put(frame, source), 0))


def _put(frame: str, source: str) -> str:
    return frame.replace(PLACE, f"{ahead(source)}(?:{source})")


def any_of(*patterns: Pattern[str]) -> Pattern[str]:
    """A pattern that is found wherever one of these is; which of its choices is found is not told."""
    return cast(Pattern[str], _Later(lambda: "|".join(sorted(_all_choices(patterns), key=_begins_anywhere)), 0))


def at_words(pattern: Pattern[str]) -> Pattern[str]:
    """The same pattern, tried only where words begin as its matches do; all of them must begin a word, or a sign."""
    return cast(Pattern[str], _AtWords(pattern))


def first_letters_of_words(source: str) -> frozenset[str]:
    """How the matches of a pattern begin that are all begun by a word or a sign; no other pattern is let pass."""
    for choice in _choices(source):
        told = first_letters(choice)
        signs = all(not (letters[0].isalnum() or letters[0].isspace()) for letters in told)
        words = _AT_A_WORD.match(choice) and not any(letters[0].isspace() for letters in told)
        if not told or not (signs or words or _BEHIND_NO_WORD.match(choice)):
            raise ValueError(f"a match may begin amid a word: {choice[:60]}")
    return first_letters(source)


def _all_choices(patterns: Iterable[Pattern[str]]) -> Iterator[str]:
    return (choice for p in patterns for choice in _choices(p.pattern))


def _begins_anywhere(choice: str) -> bool:
    return not (choice.startswith(WORD_BEGINS) or _LOOKS_BACK.match(choice))


@lru_cache(maxsize=32)
def listed(file: str) -> dict[str, tuple[str, ...]]:
    """The choices of a file of phrases by its headings; a line that begins with `#` says what they are for."""
    text = files("agents.reading").joinpath("phrases", f"{file}.txt").read_text(encoding="utf-8")
    parts = (part.splitlines() for part in text.split(HEADING)[1:])
    return {head: tuple(line for line in lines if line and not line.startswith("#")) for head, *lines in parts}


def grouped(source: str) -> str:
    """The same pattern, quicker: what neighbouring choices begin with is said once, `\\ba|\\bb` as `\\b(?:a|b)`.

    The matcher then asks once at each place whether a word begins there and with which letter, instead of once for
    every choice. Choices that begin with different letters never match at one place, so they may change places.
    """
    return _shared(_inside(source))


def _inside(source: str) -> str:
    """The pattern with every group of many choices rewritten, the innermost first."""
    pieces: list[list[str]] = [[]]
    at = 0
    for mark in MARKS.finditer(source):
        if mark.group() == "(":
            head = _GROUP.match(source, mark.start())
            end = head.end() if head else mark.end()
            pieces[-1].append(source[at:end])
            pieces.append([])
            at = end
        elif mark.group() == ")" and len(pieces) > 1:
            inner = "".join((*pieces.pop(), source[at : mark.start()]))
            pieces[-1].append(_by_letter(_choices(inner)) + ")")
            at = mark.end()
    return "".join((*(piece for part in pieces for piece in part), source[at:]))


def _shared(source: str) -> str:
    runs: list[list[str]] = []
    for choice in (_LOOKS_BACK.sub(_turned, c, count=1) if _LOOKS_BACK.match(c) else c for c in _choices(source)):
        if runs and choice.startswith(WORD_BEGINS) == runs[-1][0].startswith(WORD_BEGINS):
            runs[-1].append(choice)
        else:
            runs.append([choice])
    return "|".join(map(_joined, runs))


def _turned(found: Match[str]) -> str:
    """Two looks at one place, the quicker first."""
    return f"{WORD_BEGINS}{found[1]}"


def _joined(run: list[str]) -> str:
    """Neighbouring choices that all begin a word, or that all need not, behind a look at how any of them can begin."""
    begins = WORD_BEGINS if run[0].startswith(WORD_BEGINS) else ""
    choices = _by_letter([choice.removeprefix(WORD_BEGINS) for choice in run]) if begins else "|".join(run)
    look = ahead(choices) if len(choices) > LONG and (begins or len(run) > 1) else ""
    if len(run) == 1:
        return f"{begins}{look}{choices}"
    return f"{begins}{look}(?:{choices})" if begins or look else choices


def _by_letter(choices: list[str]) -> str:
    """The choices, those that begin with one letter together; none passes one whose beginning is not one letter."""
    if len(choices) < MANY:
        return "|".join(choices)
    said: list[str] = []
    letters: dict[str, list[str]] = {}
    for choice in choices:
        if _LETTER.match(choice):
            letters.setdefault(choice[0], []).append(choice)
            continue
        said += [*_lettered(letters), choice]
        letters = {}
    return "|".join((*said, *_lettered(letters)))


def _lettered(letters: dict[str, list[str]]) -> Iterator[str]:
    for letter, choices in letters.items():
        if len(choices) == 1:
            yield choices[0]
        else:
            yield f"{letter}(?:{'|'.join(choice[1:] for choice in choices)})"


def _choices(source: str) -> list[str]:
    """The choices of a pattern that stand in no group; what is in brackets or behind a backslash is passed over."""
    choices: list[str] = []
    depth = begun = 0
    for mark in MARKS.finditer(source):
        if mark.group() == "(":
            depth += 1
        elif mark.group() == ")":
            depth -= 1
        elif mark.group() == "|" and depth == 0:
            choices.append(source[begun : mark.start()])
            begun = mark.end()
    return [*choices, source[begun:]]


class _Later:
    """Stands for a pattern until it is used; from then on every use is the pattern's own."""

    def __init__(self, source: Callable[[], str], flags: int) -> None:
        self._made = source, flags

    def __getattr__(self, use: str) -> Any:
        if use not in _USES:
            raise AttributeError(use)
        source, flags = self._made
        made = re.compile(grouped(source()), flags)
        self.__dict__.update((each, getattr(made, each)) for each in _USES)
        return self.__dict__[use]


class _AtWords:
    """A pattern whose matches all begin a word, or with a sign: a text that knows where these stand is not searched."""

    def __init__(self, pattern: Pattern[str]) -> None:
        self._pattern = pattern
        self._number = enroll(lambda: first_letters_of_words(pattern.pattern))

    def __getattr__(self, use: str) -> Any:
        return getattr(self._pattern, use)

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Match[str] | None:
        if type(text) is not Text:
            return self._pattern.search(text, pos, endpos)
        places = text.places_of(self._number)
        for n in range(bisect_left(places, pos), len(places)):
            if places[n] >= endpos:
                return None
            if found := self._pattern.match(text, places[n], endpos):
                return found
        return None

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[Match[str]]:
        if type(text) is not Text:
            return self._pattern.finditer(text, pos, endpos)
        places = text.places_of(self._number)
        within = places[bisect_left(places, pos) : bisect_left(places, endpos)]
        return self._matches(text, within, endpos) if within else iter(())

    def _matches(self, text: str, places: Iterable[int], endpos: int) -> Iterator[Match[str]]:
        passed = 0
        for at in places:
            if at >= passed and (found := self._pattern.match(text, at, endpos)):
                yield found
                passed = found.end()
