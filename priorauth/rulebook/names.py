"""The nearest known name when an editor writes one that is not known."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` - did you mean "…"?` for the nearest known name, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f' - did you mean "{by_folded[near[0]]}"?' if near else ""


def one_of(known: Collection[str]) -> str:
    """The known names as a list for people."""
    return ", ".join(known)
