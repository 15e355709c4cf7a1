"""The measures that a document names, found once and kept with it."""

from collections.abc import Iterator
from functools import lru_cache

from agents.reading.record import PreparedDocument
from agents.reading.terms import Kind, Mention, Run, Spelled, Spellings, mentions_of
from agents.reading.text import spelling
from priorauth.measures import CATALOGUE, Measure


@lru_cache(maxsize=1)
def _spellings() -> Spellings:
    return Spellings({m.name: tuple(_spelled(m)) for m in CATALOGUE})


def _spelled(measure: Measure) -> Iterator[Spelled]:
    for written in measure.spellings:
        if words := spelling(written):
            short = written.isupper() and len(written) <= 3 and written.isalpha()
            yield Spelled(measure.name, Kind.thing, Run(words, short))


def measure_mentions(document: PreparedDocument) -> dict[int, list[Mention]]:
    """Every measure named in a document, by sentence; a longer name takes the shorter ones inside it."""
    by_sentence: dict[int, list[Mention]] = {}
    for spelled in _spellings().standing_in(document).values():
        for m in (m for one in spelled for m in mentions_of(document, one)):
            if not m.loose:
                by_sentence.setdefault(m.sentence, []).append(m)
    return {index: _longest(found) for index, found in by_sentence.items()}


def _longest(found: list[Mention]) -> list[Mention]:
    spans = {(m.start, m.end) for m in found}
    kept = [m for m in found if not any(a <= m.start and m.end <= b and (a, b) != (m.start, m.end) for a, b in spans)]
    return sorted(kept, key=lambda m: (m.start, m.thing))


def mentions_by_sentence(document: PreparedDocument) -> dict[int, list[Mention]]:
    """The measures named in a document, found once."""
    if document.remembered.measures is None:
        document.remembered.measures = measure_mentions(document)
    return document.remembered.measures
