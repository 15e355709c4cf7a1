"""Everyday words and abbreviations, and the codes and official words they stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LONGEST_PHRASE = 5
_LONGEST_QUERY = 12
_WORD = re.compile(r"[a-z0-9]+")
FILLERS = frozenset(
    ["a", "an", "and", "by", "due", "for", "from", "in", "of", "on", "or", "the", "to", "unspecified", "with"]
)


@dataclass(frozen=True, slots=True)
class Term:
    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as asked and in official words, with the codes that all of it, or a phrase of it, commonly means."""

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    asked: tuple[str, ...]
    official: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; an apostrophe closes up, anything else separates."""
    return tuple(_WORD.findall(text.lower().replace("'", "").replace("’", "")))


@cache
def everyday_text() -> str:
    """The list as it is kept."""
    return files("mcp_servers.icd10_codes").joinpath("data", "everyday.txt").read_text("utf-8")


@cache
def terms() -> Mapping[tuple[str, ...], Term]:
    lines = (line for line in everyday_text().splitlines() if line and not line.startswith("#"))
    return dict(_term(line) for line in lines)


def _term(line: str) -> tuple[tuple[str, ...], Term]:
    name, codes, words = (part.strip() for part in line.split("|"))
    return words_of(name), Term(tuple(code.strip() for code in codes.split(",") if code.strip()), words_of(words))


def read(query: str) -> Reading:
    """Replace each longest everyday phrase of the query by the official words."""
    asked = words_of(query)[:_LONGEST_QUERY]
    whole = terms().get(asked)
    if whole:
        return Reading(whole.codes, (), _plain(asked), _plain(whole.words))
    parts: list[str] = []
    words: list[str] = []
    at = 0
    while at < len(asked):
        length, term = _phrase_at(asked, at)
        parts += term.codes if term else ()
        words += term.words if term else asked[at : at + 1]
        at += length
    return Reading((), tuple(dict.fromkeys(parts)), _plain(asked), _plain(words))


def _phrase_at(asked: tuple[str, ...], at: int) -> tuple[int, Term | None]:
    for length in range(min(_LONGEST_PHRASE, len(asked) - at), 0, -1):
        if term := terms().get(asked[at : at + length]):
            return length, term
    return 1, None


def _plain(words: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(word for word in words if word not in FILLERS))
    return kept or tuple(words)


@cache
def common_codes() -> Mapping[str, int]:
    """Every code an everyday term names, with the best place it takes in any list."""
    places: dict[str, int] = {}
    for term in terms().values():
        for place, code in enumerate(term.codes):
            places[code] = min(place, places.get(code, place))
    return places
