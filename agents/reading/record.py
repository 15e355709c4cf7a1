"""The record, read once: every document's sentences with their section, dates, numbers, cues and standing.

Several policies share one prepared record. Nothing here knows a row or a term.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from time import thread_time

from agents.reading import patterns as re
from agents.reading.assertion import Cues, find_cues
from agents.reading.dates import DateKind, DateMention, find_dates, resolve
from agents.reading.numbers import NumberToken, find_numbers
from agents.reading.remembered import Remembered
from agents.reading.sections import Section, find_sections, section_at
from agents.reading.sentences import SENTENCE_BOUND, find_sentences
from agents.reading.standing import standing_of
from agents.reading.text import Word, blank, has_hidden_direction, normalise, words_of
from priorauth.case import Document
from priorauth.facts import Assertion, DateInterval
from priorauth.reading import ReadingContext

CHARACTER_BUDGET, SECOND_BUDGET, SENTENCE_BUDGET = 400_000, 3.0, 20_000
VISIT = re.compile(
    r"\b(?:date of (?:visit|service|encounter|exam(?:ination)?|consultation|consult|evaluation|assessment|note"
    r"|report|letter)|"
    r"(?:visit|encounter|service|office visit|clinic visit|consult(?:ation)?|exam|note|appointment|progress note"
    r"|evaluation|letter|report|seen|"
    r"date seen|follow-?up(?: visit)?|clinic note|telehealth visit|initial evaluation|h&p|history and physical"
    r"|new patient visit)(?: date| note)?|dos|"
    r"date|dated|today(?:'s date)?(?: is)?|electronically signed.{0,60}|signed.{0,40}|dictated.{0,40}|i saw .{0,60}|"
    r"(?:was |were )?(?:seen|evaluated|examined)(?: (?:in|at|by|for|today|face[- ]to[- ]face|with|the|our|my|this"
    r"|clinic|office|consultation|on)){0,8}"
    r"|present(?:s|ed) (?:today|to (?:the |my |our )?(?:clinic|office))(?: (?:on|today))?)"
    r"[\s:,#(\-]*(?:on |of |is )?$"
)
NOT_VISIT = re.compile(
    r"\b(?:birth|dob|order(?:ed)?|scheduled|surgery|onset|injury|accident|admission|discharge|procedure|due|next"
    r"|last)\b[^\n]{0,12}$"
)
AHEAD = re.compile(
    r"\b(?:scheduled|planned|due|return|next|expires?|upcoming|booked|tentative\w*|projected|estimated|anticipated)"
    r"[^.;\n]{0,30}$"
)
RUNS_TO = re.compile(r"\s?(?:-|to|through|thru|until|till|and)\s?")
NOT_ISSUED = re.compile(r"\b(?:print|fax|receiv|expire|scan|creat|generat|effective|dob|birth)\w*[^\n]{0,20}$")
HE, SHE = re.compile(r"\b(?:he|his|him|himself)\b"), re.compile(r"\b(?:she|hers?|herself)\b")
OF_CALENDAR = re.compile(r"\d/\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
DEGREES = (
    r"lcsw|licsw|lmft|lpc|lmhc|msw|ccc-?slp|slp|aud|au\.d|rn|bsn|np|aprn|fnp|pa-c|m\.?d|dds|dmd|psyd|ph\.?d|dpt"
    r"|otr/?l?|rd|ldn"
    r"|rrt|rpsgt|pharmd|cde|cdces"
)
CLINICIAN = re.compile(
    rf"\b([a-z][a-z'-]{{2,}}),? (?:(?:ms|ma|mph|mba|edd|msn|med|rn|phd),? )*(?:{DEGREES})\b(?=\s*[,.;:)(\n]|\s+(?:of"
    rf"|at|on|from|with|and|who"
    r"|has|had|is|was|did|saw|met|wrote)\b|$)|\bdr\.? (?:[a-z]\.? |[a-z]{3,12} (?=[a-z'-]+[,.;)]))?([a-z][a-z'-]{2,})"
)
# A letter's place and date: "San Antonio, November 10, 2026. Re: ..."
WRITTEN_AT = re.compile(r"\s*[a-z]{3,}(?:[ .'-][a-z.]{1,12}){0,2},(?: [a-z]{2},)? ")
ADDRESSED = re.compile(r"[\s.,]*(?:re\b|regarding\b|dear\b|to\b|concerning\b)")
STORY_GOES_ON, TOLD_OUT_OF_ORDER = 182, 60
HEAD_LINES = 6
HEAD_WIDTH = 90
HEAD_WORDS = re.compile(
    r"\b(?:clinic|consult\w*|visit|note|office|evaluation|follow-?up|f/u|letter|planning|m\.?d|d\.?o|np|pa(?:-c)?"
    r"|dpm|\w+ology"
    r"|\w+surgery|surgery|medicine|pain|orthop(?:a?e)dics?|psychiatry|pulm\w*|wellness|counsell?ing|ent|ir"
    r"|conference|dictated"
    r"|\w+iatry|dr\.?|service)\b"
)
EVENT = re.compile(
    r"\b(?:mri|ct|x-?rays?|films?|scan|stud(?:y|ies)|echo\w*|labs?|since|on|from|fell|fall|born|dob|birth|injur\w*"
    r"|onset|admi\w+"
    r"|discharg\w+|order\w*|scheduled|planned|until|after|before|surgery of|performed|due|next|last|tte|pet|received"
    r"|faxed"
    r"|printed|revised|effective|member|id|mrn|claim)\b|[.;] [a-z]{4,}[^,;]{30,}"
)
CREDENTIAL = re.compile(r"\b(?:m\.?d|d\.?o|np|pa(?:-c)?|dpm|od|fnp|arnp|aprn)\b[\s.,\-]*$|\b[a-z]\. [a-z'\-]{3,20},? $")


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
        """Surnames that stand somewhere with a degree behind them or a "Dr." before."""
        return frozenset(m[1] or m[2] for m in CLINICIAN.finditer(self.low))

    @cached_property
    def folded(self) -> tuple[frozenset[str], ...]:
        """The folded words of each sentence."""
        return tuple(frozenset(word.folded for word in sentence.words) for sentence in self.sentences)

    def stands(self, sentence: "Sentence") -> dict[str, list[int]]:
        """Folded word → its places among the words of one sentence, in order."""
        return self._stands[sentence.index]

    @cached_property
    def _stands(self) -> "_Stands":
        return _Stands(self.sentences)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The folded words of all sentences that are read."""
        return frozenset(self.places)

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Folded word → (sentence, word) positions, in order; a sentence over the bound is left unread and said so."""
        index: dict[str, list[tuple[int, int]]] = {}
        for sentence in self.sentences:
            if sentence.end - sentence.start > SENTENCE_BOUND:
                continue
            for at, word in enumerate(sentence.words):
                index.setdefault(word.folded, []).append((sentence.index, at))
        return index


class _Stands(dict[int, dict[str, list[int]]]):
    """Where the words of each sentence stand, found when first asked for."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__()
        self._sentences = sentences

    def __missing__(self, index: int) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self._sentences[index].words):
            places.setdefault(word.folded, []).append(at)
        self[index] = places
        return places


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
    low = normalise(raw)
    sections = find_sections(low)
    dates = find_dates(low, None)
    told = _visits(low, dates)
    visits = told or _written(low, dates, received_on)
    resolved = [_resolved(low, at, dates, visits, None if told else received_on) for at in range(len(dates))]
    blanked = blank(low, [(d.start, d.end) for d in dates if d.interval or not d.birth])
    sentences, over = _sentences(low, raw, sections, resolved, blanked, visits)
    return PreparedDocument(
        document=document,
        low=low,
        sentences=tuple(sentences),
        sections=tuple(sections),
        dates=tuple(resolved),
        visit=visits[0][1] if visits else None,
        over_budget=over or len(document.text) > bound,
    )


def _visits(low: str, dates: Sequence[DateMention]) -> list[tuple[int, DateInterval]]:
    """Where each visit's text begins and the visit's date; a signature's date stands in for a missing one."""
    head = _head_end(low)
    found: list[tuple[int, DateInterval]] = []
    signed: list[tuple[int, DateInterval]] = []
    for d in dates:
        if d.birth or d.interval is None or d.interval.first != d.interval.last:
            continue
        line = low.rfind("\n", 0, d.start) + 1
        before = low[max(line, d.start - 90) : d.start]
        alone = not before.strip(" #*-") and not _rest_of_line(low, d.end).strip(" .:*-")
        if NOT_VISIT.search(before):
            continue
        if "sign" in before or "dictated" in before or _closes(low, d, before):
            signed.append((d.start, d.interval))
        elif (
            VISIT.search(before)
            or (not found and _heads(low, line, d))
            or (d.start < head and (alone or (not found and _opens(low, d, before))))
        ):
            found.append((0 if not found else line, d.interval))
    return found or [(0, day) for _, day in signed[:1]]


def _heads(low: str, line: int, d: DateMention) -> bool:
    """Whether a date stands in a heading: first of all, after only names, titles and the kind of visit."""
    before = low[line : d.start]
    if WRITTEN_AT.fullmatch(before) and not low[:line].strip() and ADDRESSED.match(low, d.end):
        return True
    if low[:line].strip() or len(before) > HEAD_WIDTH or EVENT.search(before):
        return False
    return (
        re.match(r"\s*(?:[.,;:)\-]|\n|$)", low[d.end : d.end + 4]) is not None and HEAD_WORDS.search(before) is not None
    )


def _closes(low: str, d: DateMention, before: str) -> bool:
    """Whether a date ends the note behind the name of who signs it."""
    return not low[d.end :].strip(" .\n") and CREDENTIAL.search(before) is not None


def _written(low: str, dates: Sequence[DateMention], received: date) -> list[tuple[int, DateInterval]]:
    """When an undated note was written: not before the newest past day it mentions, not after it was received."""
    past = [
        d.interval.first
        for d in dates
        if d.interval
        and not d.birth
        and d.interval.first <= received
        and not AHEAD.search(low[max(0, d.start - 44) : d.start])
    ]
    return [(0, DateInterval(first=max(past), last=received))] if past else []


def _opens(low: str, d: DateMention, before: str) -> bool:
    """A date that begins the note, or ends a short heading of its first lines, is when it was written."""
    heading = not _rest_of_line(low, d.end).strip(" .:*-|") and len(before) <= 60 and "." not in before.strip(" .")
    return not before.strip() or (heading and not NOT_ISSUED.search(before))


def _rest_of_line(low: str, at: int) -> str:
    newline = low.find("\n", at)
    return low[at : newline if newline >= 0 else len(low)]


def _head_end(low: str) -> int:
    at = 0
    for _ in range(HEAD_LINES):
        newline = low.find("\n", at)
        if newline < 0:
            return len(low) if len(low) < 400 else at
        at = newline + 1
    return at


def visit_at(visits: Sequence[tuple[int, DateInterval]], at: int) -> DateInterval | None:
    """The visit that governs a place."""
    governing = bisect_right(visits, at, key=lambda v: v[0]) - 1
    return visits[governing][1] if governing >= 0 else None


def _resolved(
    low: str,
    at: int,
    dates: Sequence[DateMention],
    visits: Sequence[tuple[int, DateInterval]],
    received_on: date | None,
) -> DateMention:
    """A date without its year takes the year of the date it runs up to, else counts back from the visit.

    `received_on` where no visit is told: it then takes the year of the full dates around it, for such a note tells one
    story. What counts back from the writing is as wide as the writing is open.
    """
    mention, after = dates[at], dates[at + 1] if at + 1 < len(dates) else None
    if after is not None and after.interval is not None and RUNS_TO.fullmatch(low, mention.end, after.start):
        return resolve(low, mention, after.interval.last)
    if mention.interval is None and received_on and OF_CALENDAR.search(low, mention.start, mention.end):
        return resolve(low, mention, _last_told(at, dates, received_on))
    visit = visit_at(visits, mention.start)
    if visit is None or mention.interval is not None:
        return mention
    latest = resolve(low, mention, visit.last)
    earliest = resolve(low, mention, visit.first)
    if latest.interval is None or earliest.interval is None:
        return latest
    spread = DateInterval(first=min(earliest.interval.first, latest.interval.first), last=latest.interval.last)
    return replace(latest, interval=spread)


def _last_told(at: int, dates: Sequence[DateMention], written: date) -> date:
    """The last day a date without its year can be of: some time after the full date before it, or behind it."""
    for days, others in ((STORY_GOES_ON, reversed(dates[:at])), (TOLD_OUT_OF_ORDER, dates[at + 1 :])):
        for other in others:
            if other.kind is DateKind.day and other.interval is not None and not other.birth:
                return min(written, other.interval.last + timedelta(days=days))
    return written


def _sentences(
    low: str,
    raw: str,
    sections: list[Section],
    dates: Sequence[DateMention],
    blanked: str,
    visits: Sequence[tuple[int, DateInterval]],
) -> tuple[list[Sentence], bool]:
    spans = find_sentences(low, raw)
    over = len(spans) > SENTENCE_BUDGET
    words, numbers = words_of(low), find_numbers(blanked)
    word_starts, number_starts = [w.start for w in words], [n.start for n in numbers]
    date_starts = [d.start for d in dates]
    hidden = has_hidden_direction(raw)
    found: list[Sentence] = []
    block, last = 0, 0
    for index, span in enumerate(spans[:SENTENCE_BUDGET]):
        block += "\n\n" in low[last : span.start].replace(" ", "").replace("\t", "")
        last = span.end
        if span.end - span.start > SENTENCE_BOUND:
            over = True
        found.append(
            Sentence(
                index=index,
                start=span.start,
                end=span.end,
                block=block,
                section=section_at(sections, span.start),
                words=tuple(words[bisect_left(word_starts, span.start) : bisect_left(word_starts, span.end)]),
                dates=tuple(dates[bisect_left(date_starts, span.start) : bisect_left(date_starts, span.end)]),
                numbers=tuple(numbers[bisect_left(number_starts, span.start) : bisect_left(number_starts, span.end)]),
                standing=_standing(low, raw, span.start, span.end, hidden),
                visit=visit_at(visits, span.start),
                low=low,
            )
        )
    return found, over


def _standing(low: str, raw: str, start: int, end: int, hidden: bool) -> Assertion | None:
    """A sentence too long to read with care, or with hidden direction marks, is no evidence."""
    if end - start > SENTENCE_BOUND or (hidden and has_hidden_direction(raw[start:end])):
        return Assertion.template
    return standing_of(low, start, end)
