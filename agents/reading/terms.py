"""Where a nurse's words stand in the record: whole words, folded, a few harmless words allowed in between.

A false friend takes the words it covers away; a form that means absence is told apart. Matching walks an index of
folded words, so its cost grows with the number of places, never with the length of the text squared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from agents.reading.record import Kind, Mention, PreparedDocument, Sentence
from agents.reading.subject import OTHERS
from agents.reading.text import WORD, blank, fold, joined, normalise, spelling
from priorauth.criteria import Term

MENTIONS_BOUND = 50
BESIDE, BESIDE_WORDS = "&", 18
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
    """A spelling ready to match. `upper` where a short abbreviation must stand in capitals; `beside` are the further
    parts of a spelling joined by `&`, which stand near the first in the same sentence, in any order."""

    thing: str
    kind: Kind
    words: tuple[str, ...]
    upper: bool
    beside: tuple[tuple[str, ...], ...] = ()


def spellings_of(term: Term) -> list[Spelled]:
    """A term's spellings, forms of absence and false friends."""
    found = [_spelled(thing[0], Kind.thing, words) for thing in term.things for words in thing]
    found += [_spelled(term.name, Kind.absent, words) for words in term.absent_when]
    found += [_spelled(term.name, Kind.false_friend, words) for words in term.not_when]
    return [s for s in found if s.words]


def own_words(spelled: Iterable[Spelled]) -> frozenset[str]:
    """The words of the spellings themselves, which no sentence is odd for using."""
    return frozenset(
        w for s in spelled if s.kind is not Kind.false_friend for part in (s.words, *s.beside) for w in part
    )


@lru_cache(maxsize=100_000)
def _spelled(thing: str, kind: Kind, words: str) -> Spelled:
    first, *beside = words.split(BESIDE)
    letters = first.strip().replace(".", "").replace("-", "")
    upper = letters.isalpha() and letters.isupper() and len(letters) <= 3
    return Spelled(thing, kind, spelling(first), upper, tuple(spelling(part) for part in beside))


def find_mentions(document: PreparedDocument, spelled: Iterable[Spelled]) -> tuple[list[Mention], bool]:
    """The mentions in order, false friends taken out, and whether the bound was reached."""
    found: list[Mention] = []
    for one in spelled:
        for sentence, at in document.places.get(one.words[0], ()):
            if mention := _whole(document, document.sentences[sentence], at, one):
                found.append(mention)
                if len(found) > MENTIONS_BOUND * 4:
                    return _settled(found)[:MENTIONS_BOUND], True
    settled = _settled(found)
    return settled[:MENTIONS_BOUND], len(settled) > MENTIONS_BOUND


def _whole(document: PreparedDocument, sentence: Sentence, at: int, one: Spelled) -> Mention | None:
    """The first part where it stands, stretched over the nearest place of every further part."""
    mention = _match(document, sentence, at, one)
    for part in one.beside:
        if mention is None or not part:
            return mention
        near = [
            found
            for place, word in enumerate(sentence.words)
            if word.folded == part[0]
            and abs(place - at) <= BESIDE_WORDS
            and (found := _match(document, sentence, place, replace(one, words=part, upper=False)))
        ]
        if not near:
            return None
        mention = _stretched(mention, min(near, key=lambda m: abs(m.first - at)))
    if mention and mention.parts and OTHERS.search(_between(document.low, mention)):
        return None
    return mention


def _between(low: str, mention: Mention) -> str:
    """What lies between the parts of a spelling: another person named there is not the patient."""
    return blank(low[mention.start : mention.end], [(a - mention.start, b - mention.start) for a, b in mention.parts])


def _stretched(one: Mention, other: Mention) -> Mention:
    return replace(
        one,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        loose=one.loose or other.loose,
        parts=(*one.own, *other.own),
    )


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
    """In order; where they overlap the longest counts, and of parts that stand beside each other the closest.

    A false friend or a form of absence takes what it covers.
    """
    rank = {Kind.false_friend: 0, Kind.absent: 1, Kind.thing: 2}
    claimed: list[Mention] = []
    by_sentence: dict[int, list[Mention]] = {}
    for m in sorted(
        found, key=lambda m: (m.loose, rank[m.kind], not m.parts, (m.end - m.start) * (1 if m.parts else -1))
    ):
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
