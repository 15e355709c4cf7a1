"""Where a nurse's words stand in the record: whole words, folded, a few harmless words allowed in between.

A false friend takes the words it covers away; a form that means absence is told apart. Matching walks an index of
folded words, so its cost grows with the number of places, never with the length of the text squared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agents.reading.record import Kind, Mention, PreparedDocument, Sentence
from agents.reading.text import WORD, fold, joined, normalise, spelling
from priorauth.criteria import Term

MENTIONS_BOUND = 50
FILLERS = frozenset(("a", "an", "the", "his", "her", "their", "of", "in", "to", "any"))
HARMLESS = frozenset(
    fold(w)
    for w in [
        "severe",
        "moderate",
        "marked",
        "significant",
        "persistent",
        "left",
        "right",
        "bilateral",
        "chronic",
        "advanced",
        "progressive",
        "daily",
        "medial",
        "lateral",
        "both",
        "considerable",
        "great",
        "more",
        "much",
        "formal",
        "supervised",
        "outpatient",
        "oral",
        "current",
        "ongoing",
        "further",
        "worsening",
        "constant",
    ]
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelling ready to match. `upper` where a short abbreviation must stand in capitals."""

    thing: str
    kind: Kind
    words: tuple[str, ...]
    upper: bool


def spellings_of(term: Term) -> list[Spelled]:
    """A term's spellings, forms of absence and false friends."""
    found = [_spelled(thing[0], Kind.thing, words) for thing in term.things for words in thing]
    found += [_spelled(term.name, Kind.absent, words) for words in term.absent_when]
    found += [_spelled(term.name, Kind.false_friend, words) for words in term.not_when]
    return [s for s in found if s.words]


def _spelled(thing: str, kind: Kind, words: str) -> Spelled:
    letters = words.replace(".", "").replace("-", "")
    return Spelled(thing, kind, spelling(words), letters.isalpha() and letters.isupper() and len(letters) <= 3)


def find_mentions(document: PreparedDocument, spelled: Iterable[Spelled]) -> tuple[list[Mention], bool]:
    """The mentions in order, false friends taken out, and whether the bound was reached."""
    found: list[Mention] = []
    for one in spelled:
        for sentence, at in document.places.get(one.words[0], ()):
            if mention := _match(document, document.sentences[sentence], at, one):
                found.append(mention)
                if len(found) > MENTIONS_BOUND * 4:
                    return _settled(found)[:MENTIONS_BOUND], True
    settled = _settled(found)
    return settled[:MENTIONS_BOUND], len(settled) > MENTIONS_BOUND


def _match(document: PreparedDocument, sentence: Sentence, at: int, one: Spelled) -> Mention | None:
    words, low = sentence.words, document.low
    last, loose = at, False
    for wanted in one.words[1:]:
        step = _next(document, sentence, last, wanted)
        if step is None:
            return None
        last, came_loose = step
        loose = loose or came_loose
    start, end = words[at].start, words[last].end
    if one.upper and not document.document.text[start:end].isupper():
        return None
    if at > 0 and low[start - 1 : start] == "/" and len(one.words) == 1 and len(one.words[0]) <= 2:
        return None
    return Mention(sentence.index, start, end, at, last, one.thing, one.kind, loose)


def _next(document: PreparedDocument, sentence: Sentence, last: int, wanted: str) -> tuple[int, bool] | None:
    """The next word of a spelling, at most two words on; fillers and harmless adjectives keep the sense."""
    words, loose = sentence.words, False
    for at in range(last + 1, min(last + 4, len(words))):
        if not joined(document.low, words[at - 1], words[at]):
            return None
        if words[at].folded == wanted:
            return at, loose
        if words[at].text in FILLERS or words[at].folded in HARMLESS:
            continue
        if loose or words[at].text in ("and", "or", "not", "no", "without", "but", "if"):
            return None
        loose = True
    return None


def _settled(found: list[Mention]) -> list[Mention]:
    """In order, longest first where they overlap; a false friend or a form of absence takes what it covers."""
    rank = {Kind.false_friend: 0, Kind.absent: 1, Kind.thing: 2}
    claimed: list[Mention] = []
    by_sentence: dict[int, list[Mention]] = {}
    for m in sorted(found, key=lambda m: (m.loose, rank[m.kind], m.start - m.end)):
        neighbours = by_sentence.setdefault(m.sentence, [])
        if any(
            o.start < m.end and m.start < o.end and (o.kind is not m.kind or o.thing == m.thing) for o in neighbours
        ):
            continue
        neighbours.append(m)
        claimed.append(m)
    return sorted((m for m in claimed if m.kind is not Kind.false_friend), key=lambda m: (m.start, m.end))


def words_in(text: str) -> Iterator[str]:
    """The folded words of a phrase."""
    return (fold(m.group()) for m in WORD.finditer(normalise(text)))
