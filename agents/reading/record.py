"""The record, read once: every document's sentences with their section, dates, numbers, cues and standing.

Several policies share one prepared record. Nothing here knows a row or a term.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from time import thread_time

from agents.reading import patterns as re
from agents.reading.assertion import Cues, find_cues
from agents.reading.dates import DateKind, DateMention, find_dates
from agents.reading.forms import filled_in
from agents.reading.indexed import Text
from agents.reading.long_sentences import clauses_of
from agents.reading.numbers import NumberToken, find_numbers
from agents.reading.remembered import Remembered
from agents.reading.sections import Section, find_sections, section_at
from agents.reading.sentences import SENTENCE_BOUND, find_sentences
from agents.reading.standing import standing_of
from agents.reading.tables import Table, find_tables
from agents.reading.text import Word, answered, blank, has_hidden_direction, normalise, numbered, words_of
from agents.reading.titled import clinicians
from agents.reading.visits import Visit, placed, visit_at
from priorauth.case import Document
from priorauth.facts import Assertion, DateInterval
from priorauth.reading import ReadingContext

CHARACTER_BUDGET, SECOND_BUDGET, SENTENCE_BUDGET = 400_000, 3.0, 12_000
HE, SHE = re.compile(r"\b(?:he|his|him|himself)\b"), re.compile(r"\b(?:she|hers?|herself)\b")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a document with what stands in it. Offsets are the document's, whose text it looks at."""

    index: int
    start: int
    end: int
    block: int
    section: Section
    words: tuple[Word, ...]
    dates: tuple[DateMention, ...]
    numbers: tuple[NumberToken, ...]
    standing: Assertion | None
    visit: DateInterval | None
    low: str = field(repr=False, compare=False)

    @cached_property
    def cues(self) -> Cues:
        """What in it denies, plans, doubts or ends; found when first asked for, since of most sentences nobody asks."""
        return find_cues(self.low, self.start, min(self.end, self.start + SENTENCE_BOUND))


@dataclass(frozen=True)
class PreparedDocument:
    """A document with its normalised text; `low[a:b]` and `document.text[a:b]` are the same place."""

    document: Document
    low: str
    sentences: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    dates: tuple[DateMention, ...]
    visit: DateInterval | None
    over_budget: bool = False
    remembered: Remembered = field(default_factory=Remembered, repr=False, compare=False)

    @cached_property
    def pronouns(self) -> tuple[int, int]:
        """How often the text says "he" and how often "she"."""
        return len(HE.findall(self.low)), len(SHE.findall(self.low))

    @cached_property
    def clinicians(self) -> frozenset[str]:
        """Surnames of those who treat, teach or write."""
        return clinicians(self.low)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the text, in order."""
        return find_tables(self.low, [(d.start, d.end) for d in self.dates])

    def sentence_at(self, at: int) -> "Sentence":
        """The sentence that holds an offset, or the one before it."""
        return self.sentences[max(0, bisect_right(self.sentences, at, key=lambda s: s.start) - 1)]

    @cached_property
    def folded(self) -> tuple[frozenset[str], ...]:
        """The folded words of each sentence."""
        return tuple(frozenset(word.folded for word in sentence.words) for sentence in self.sentences)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The folded words of all sentences that are read."""
        return frozenset(self.places)

    @cached_property
    def places(self) -> dict[str, dict[int, list[int]]]:
        """Folded word → sentence → its places among that sentence's words, in order.

        A sentence over the bound is left unread and said so.
        """
        index: dict[str, dict[int, list[int]]] = {}
        for sentence in self.sentences:
            if sentence.end - sentence.start > SENTENCE_BOUND:
                continue
            number = sentence.index
            for at, word in enumerate(sentence.words):
                there = index.setdefault(word.folded, {})
                if number in there:
                    there[number].append(at)
                else:
                    there[number] = [at]
        return index


class ReadingTime:
    """The time this thread itself spends on one act of reading. Waiting, and the work of others, do not count."""

    def __init__(self) -> None:
        self._began = thread_time()

    @property
    def is_over(self) -> bool:
        return thread_time() - self._began > SECOND_BUDGET


@dataclass(frozen=True)
class PreparedRecord:
    """All documents of a case, parsed once, with what is known of the request they came with."""

    documents: tuple[PreparedDocument, ...]
    over_budget: bool
    context: ReadingContext


def prepare(documents: Sequence[Document], context: ReadingContext) -> PreparedRecord:
    """Parse documents for any number of questions; beyond the budget the rest is left unread and said so."""
    return PreparedRecord(*prepare_documents(documents, context.received_on), context)


def prepare_documents(documents: Sequence[Document], received_on: date) -> tuple[tuple[PreparedDocument, ...], bool]:
    """The documents parsed, and whether the budget was spent before the end; the request itself plays no part."""
    clock, left, over = ReadingTime(), CHARACTER_BUDGET, False
    prepared: list[PreparedDocument] = []
    for document in documents:
        if left <= 0 or clock.is_over:
            over = True
            break
        one = prepare_document(document, received_on, bound=left)
        left -= len(document.text)
        over = over or one.over_budget
        prepared.append(one)
    return tuple(prepared), over


def prepare_document(document: Document, received_on: date, bound: int = CHARACTER_BUDGET) -> PreparedDocument:
    """One document, read up to `bound` characters."""
    raw = document.text[:bound]
    low = Text(numbered(answered(filled_in(normalise(raw)))))
    sections = find_sections(low)
    dates = find_dates(low, None)
    visits, resolved = placed(low, dates, received_on)
    blanked = blank(low, [(d.start, d.end) for d in dates if d.interval or not d.birth])
    sentences, over = _sentences(low, raw, sections, resolved, blanked, visits)
    return PreparedDocument(
        document=document,
        low=low,
        sentences=tuple(sentences),
        sections=tuple(sections),
        dates=resolved,
        visit=visits[0].day if visits else None,
        over_budget=over or len(document.text) > bound,
    )


def _sentences(
    low: str,
    raw: str,
    sections: list[Section],
    dates: Sequence[DateMention],
    blanked: str,
    visits: Sequence[Visit],
) -> tuple[list[Sentence], bool]:
    whole = find_sentences(low, raw)
    over = len(whole) > SENTENCE_BUDGET
    words, numbers = words_of(low), find_numbers(blanked)
    word_starts, number_starts = [w.start for w in words], [n.start for n in numbers]
    date_starts = [d.start for d in dates]
    hidden = has_hidden_direction(raw)
    found: list[Sentence] = []
    block, last = 0, 0
    for span in whole[:SENTENCE_BUDGET]:
        block += "\n\n" in low[last : span.start].replace(" ", "").replace("\t", "")
        last = span.end
        clauses = [span] if span.end - span.start <= SENTENCE_BOUND else clauses_of(low, span)
        over = over or clauses[0].end - clauses[0].start > SENTENCE_BOUND
        standing = next((told for c in clauses if (told := _standing(low, raw, c.start, c.end, hidden))), None)
        for clause in clauses:
            own = tuple(dates[bisect_left(date_starts, clause.start) : bisect_left(date_starts, clause.end)])
            before = dates[bisect_left(date_starts, span.start) : bisect_left(date_starts, clause.start)]
            visit = None if before and not own else visit_at(visits, span.start)
            found.append(
                Sentence(
                    index=len(found),
                    start=clause.start,
                    end=clause.end,
                    block=block,
                    section=section_at(sections, span.start),
                    words=tuple(words[bisect_left(word_starts, clause.start) : bisect_left(word_starts, clause.end)]),
                    dates=own or _carried_on(before),
                    numbers=tuple(
                        numbers[bisect_left(number_starts, clause.start) : bisect_left(number_starts, clause.end)]
                    ),
                    standing=standing,
                    visit=visit.day if visit else None,
                    low=low,
                )
            )
    return found, over


def _carried_on(before: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """The day that governs a clause of a long sentence which tells none of its own: the last told before it."""
    day = before[-1] if before else None
    return (day,) if day is not None and day.kind is DateKind.day and day.interval and not day.birth else ()


def _standing(low: str, raw: str, start: int, end: int, hidden: bool) -> Assertion | None:
    """A sentence too long to read with care, or with hidden direction marks, is no evidence."""
    if end - start > SENTENCE_BOUND or (hidden and has_hidden_direction(raw[start:end])):
        return Assertion.template
    return standing_of(low, start, end)
