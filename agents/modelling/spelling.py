"""Whether quoted words carry one spelling of a term whole, though in another order, inflection or punctuation.

This is how far a model may reach: to a passage in which every word of something a nurse listed stands close together.
A passage that shares only some of the words is no evidence, however well a model speaks of it.
"""

import re
from collections.abc import Sequence

from priorauth.criteria import Term

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'%.-]*[A-Za-z0-9%]|[A-Za-z0-9%]")
_EMPTY = frozenset(
    ("a", "an", "the", "of", "in", "on", "to", "for", "with", "by", "at", "and", "or", "as", "is", "was")
)
_ENDINGS = ("ing", "ies", "ied", "ed", "es", "s")
_BESIDE = "&"
_LEAST_STEM, ROOM, WORDS_AT_MOST = 4, 2, 8


def carried(term: Term, quote: str) -> tuple[str, tuple[str, ...]] | None:
    """The thing of the term whose spelling the quote carries, and the quote's own words that carry it; else None."""
    words = _WORD.findall(quote)
    stems = [_stem(w) for w in words]
    for thing in term.things:
        for spelling in thing:
            if places := _places(spelling, stems):
                here = dict.fromkeys(words[at] for at in places if words[at].casefold() not in _EMPTY)
                if here:
                    return thing[0], tuple(sorted(here, key=len, reverse=True))
    return None


def _places(spelling: str, stems: Sequence[str]) -> list[int] | None:
    """Where the spelling's parts stand, each with its words close together; None where one of them does not."""
    found: list[int] = []
    for part in spelling.split(_BESIDE):
        here = _close_together([_stem(w) for w in _WORD.findall(part)], stems)
        if here is None:
            return None
        found += here
    return found


def _close_together(wanted: Sequence[str], stems: Sequence[str]) -> list[int] | None:
    if not wanted or len(wanted) > WORDS_AT_MOST:
        return None
    for first in range(len(stems)):
        window = stems[first : first + len(wanted) + ROOM]
        if all(window.count(w) >= wanted.count(w) for w in wanted):
            return [first + window.index(w) for w in dict.fromkeys(wanted)]
    return None


def _stem(word: str) -> str:
    plain = word.casefold().removesuffix("'s")
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _LEAST_STEM:
            return plain.removesuffix(ending)
    return plain
