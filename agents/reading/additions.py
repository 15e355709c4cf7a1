"""Entries added when a note was done: where one of them tells something that no row has heard, a person reads it.

A postscript, a late entry or a corrected report may turn the story in words that nobody has foreseen. What stands
before it counts in full only where all that it says of the matter is understood: as evidence, or as a small correction.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.corrections import ADDED_LATER
from agents.reading.places import sides_of
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sections import Section, SectionKind
from agents.reading.vocabulary import everywhere_words
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade, Side

HEAD, SHORT = 30, 2
CORRECTS = re.compile(r"\b(?:correct|amend|revis|re-?read)")
SMALL = re.phrases("additions", "small", r"\b(?:…)")
GOES_ON = re.compile(r"\b(?:but|however|although|though|yet|except|instead)\b")
PLANS = re.compile(
    r"[\s*\-]*(?:plan(?:ned|s)?\b|wants\b|signed\b|-- )(?![^.]*\b(?:no|not|never|cancel\w*|hold|held|chang\w+)\b)"
)
SAID_FIRST = re.phrases("additions", "said-first", r"\b(?:…)\b")
COUNTED = (Assertion.affirmed, Assertion.negated)


def held_back(
    record: PreparedRecord,
    observations: Sequence[Observation],
    *,
    asked: Iterable[frozenset[str]],
    bars: frozenset[str],
    sides: Sequence[Side],
) -> tuple[Observation, ...]:
    """The observations, those doubted that stand before an addition to their document which nothing has understood.

    `asked` are the words the rows ask for. What stands against approval stands.
    """
    added = {d.document.document_id: told for d in record.documents if (told := tuple(additions(d)))}
    if not added:
        return tuple(observations)
    words = frozenset[str]().union(*asked) - everywhere_words()
    matter = frozenset(word for word in words if word.isalpha() and len(word) > SHORT)
    until = {
        d.document.document_id: max(
            (a.since for a in added.get(d.document.document_id, ()) if _turns(d, a, matter, observations, sides)),
            default=0,
        )
        for d in record.documents
    }
    return tuple(_doubted(o, until[o.evidence.document_id], bars) for o in observations)


class _Added(NamedTuple):
    """A sentence of an addition, where its passage begins, and whether that says that it corrects."""

    sentence: Sentence
    since: int
    corrects: bool


def additions(document: PreparedDocument) -> Iterator[_Added]:
    """The sentences of every passage that was added to the note; what heads a note was added to nothing."""
    within: tuple[int, Section] | None = None
    since, corrects = 0, False
    for sentence in document.sentences:
        here = (sentence.block, sentence.section)
        if sentence.index > 0 and _begins(document.low, sentence, anew=within != here):
            since = sentence.start if within != here else since
            within = here
            corrects = CORRECTS.search(document.low, sentence.start, sentence.start + HEAD) is not None
        elif within != here:
            within = None
        if within is not None:
            yield _Added(sentence, since, corrects)


def _begins(low: str, sentence: Sentence, *, anew: bool = False) -> bool:
    """Whether a sentence opens an addition, by its words or, where its passage is new, by the header above it."""
    if anew and sentence.section.kind is SectionKind.addendum:
        return True
    return ADDED_LATER.match(low, sentence.start, sentence.end) is not None


def _turns(
    document: PreparedDocument,
    added: _Added,
    matter: frozenset[str],
    observations: Iterable[Observation],
    sides: Sequence[Side],
) -> bool:
    """Whether a sentence of an addition speaks of the matter, and neither supports a row nor mends a small thing."""
    sentence, low = added.sentence, document.low
    start, end = sentence.start, sentence.end
    named = [found.side for found in sides_of(low, start, end)] if sides and _begins(low, sentence) else []
    if not named and matter.isdisjoint(word.folded for word in sentence.words):
        return False
    mends_a_slip = SAID_FIRST.search(low, start, end) is not None
    if (mends_a_slip or not added.corrects) and any(_told_in(o, document, sentence) for o in observations):
        return False
    if (SMALL.search(low, start, end) or PLANS.match(low, start, end)) and not GOES_ON.search(low, start, end):
        return False
    # "The log first said left; the films confirm the right" leaves what was asked for as it was.
    return not (mends_a_slip and named and len(sides) == 1 and named[-1] is sides[0])


def _told_in(seen: Observation, document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether an observation with at most one doubt is quoted from the sentence."""
    here = seen.evidence.document_id == document.document.document_id
    within = sentence.start <= seen.evidence.start < sentence.end
    return here and within and seen.grade in (Grade.a, Grade.b) and seen.assertion in COUNTED


def _doubted(seen: Observation, until: int, bars: frozenset[str]) -> Observation:
    if seen.evidence.start >= until or seen.row in bars or seen.assertion not in COUNTED:
        return seen
    return seen.model_copy(update={"doubts": (*seen.doubts, Doubt.amended)})
