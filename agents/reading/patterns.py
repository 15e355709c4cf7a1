"""What a reader needs of the standard library's `re`, with a pattern compiled when it is first looked for.

There are some two hundred patterns, and compiling them takes longer than all else at the start of a program that may
need a few. Imported under the name of what it stands for: `from agents.reading import patterns as re`.
"""

import re
from re import IGNORECASE, Match, Pattern, escape, findall, finditer, fullmatch, match, search, split, sub
from typing import Any, cast

__all__ = [
    "IGNORECASE",
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]
_USES = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern", "flags", "groupindex")


def compile(source: str, flags: int = 0) -> Pattern[str]:
    """A pattern whose mistakes, like its work, come to light at its first use."""
    return cast(Pattern[str], _Later(source, flags))


class _Later:
    """Stands for a pattern until it is used; from then on every use is the pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._made = source, flags

    def __getattr__(self, use: str) -> Any:
        if use not in _USES:
            raise AttributeError(use)
        made = re.compile(*self._made)
        self.__dict__.update((each, getattr(made, each)) for each in _USES)
        return self.__dict__[use]
