"""Text that knows where its words and signs begin, and which patterns can match there.

A pattern whose matches all begin a word, or with a sign, is tried only where one begins as its matches do. Most
sentences hold no such place and are never looked through. A text is indexed once for all patterns, and the index goes
with the text.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from agents.reading.beginnings import DEPTH

FirstLetters = Callable[[], frozenset[str]]
# A word, a sign, or a space that stands behind no word or before a dash.
_PLACE = re.compile(r"[a-z0-9]+|[^a-z0-9\s]|\s(?=-\s)|(?<![a-z0-9])\s")
_ENROLLED: list[FirstLetters] = []


def enroll(first_letters: FirstLetters) -> int:
    """The number of a pattern whose matches begin with these letters; they are asked for when a text is indexed."""
    _ENROLLED.append(first_letters)
    return len(_ENROLLED) - 1


class Text(str):
    """Normalised text that remembers where which pattern can begin to match."""

    _indexed: list[list[int]] | None = None

    def places_of(self, number: int) -> list[int]:
        """Where matches of a pattern can begin, in order."""
        if self._indexed is None or number >= len(self._indexed):
            self._indexed = self._index()
        return self._indexed[number]

    def _index(self) -> list[list[int]]:
        count = len(_ENROLLED)
        places: list[list[int]] = [[] for _ in range(count)]
        for found in _PLACE.finditer(self):
            at = found.start()
            for number in _beginning_with(self[at : at + DEPTH], count):
                places[number].append(at)
        return places


@lru_cache(maxsize=20_000)
def _beginning_with(letters: str, count: int) -> tuple[int, ...]:
    """Which of so many patterns have matches that can begin with these letters."""
    table = _by_first_letters(count)
    return tuple({number for far in range(1, DEPTH + 1) for number in table.get(letters[:far], ())})


@lru_cache(maxsize=2)
def _by_first_letters(count: int) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for number, first_letters in enumerate(_ENROLLED[:count]):
        for letters in first_letters():
            table.setdefault(letters, []).append(number)
    return table
