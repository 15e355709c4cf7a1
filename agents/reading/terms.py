"""Where a nurse's words stand in the record: whole words, folded, a few harmless words allowed in between.

A false friend takes the words it covers away; a form that means absence is told apart. Matching walks an index of
folded words, so its cost grows with the number of places, never with the length of the text squared.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from agents.reading import patterns as re
from agents.reading.dates import DateKind
from agents.reading.durations import DURATION, lasting, relieved
from agents.reading.occasions import two_days
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Kind, Matched, Mention
from agents.reading.scores import scores_moved
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.subject import OTHERS, names_another
from agents.reading.text import WORD, fold, joined, normalise, spelling
from priorauth.criteria import Term
from priorauth.spellings import Part, parts_of

MENTIONS_BOUND = 50
RANK = {Kind.false_friend: 0, Kind.absent: 1, Kind.thing: 2}
BESIDE_WORDS = 18
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


# "Three full minutes"
WHOLE = frozenset(("full", "whole", "complete", "entire", "solid", "consecutive"))
TIMES = frozenset(map(fold, ("minutes", "min", "hours", "days", "weeks", "months", "years", "visits", "sessions")))
# What a spelling may ask for as one of its parts ("cannot & walk"): any of these beside it says no more than it does.
DENIALS = frozenset(
    spelling(words)
    for words in (
        *("cannot", "can't", "can not", "could not", "couldn't", "unable to", "not able to", "inability to"),
        *("not", "never", "does not", "doesn't", "did not", "didn't", "nor"),
    )
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row; `upper` where a short abbreviation must stand in capitals."""

    words: tuple[str, ...]
    upper: bool = False
    further: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "further", frozenset(self.words[1:]))


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What must stand near the first part of a spelling: one of these runs, by first word, or a time."""

    runs: Mapping[str, tuple[Run, ...]]
    at_least_days: float | None = None
    on_two_days: bool = False
    apart_days: float | None = None
    score_moved: float | None = None
    relief_days: float | None = None
    before_service_days: float | None = None
    is_time: bool = False
    firsts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "firsts", frozenset(self.runs))


@dataclass(frozen=True, slots=True)
class Spelled:
    """A run of words ready to match, and what further stands beside it in the same sentence, in any order.

    `before_service` tells how few days before the service the day must lie that it asks for, if it asks for one.
    """

    thing: str
    kind: Kind
    run: Run
    beside: tuple[Beside, ...] = ()
    words: frozenset[str] = field(init=False)
    firsts: tuple[frozenset[str], ...] = field(init=False)
    denials: frozenset[tuple[str, ...]] = field(init=False)
    before_service: float | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "denials", DENIALS & {self.run.words, *(run.words for run in _runs(self))})
        object.__setattr__(self, "words", frozenset(self.run.words))
        object.__setattr__(self, "firsts", tuple(part.firsts for part in self.beside if not part.is_time))
        days = (part.before_service_days for part in self.beside)
        object.__setattr__(self, "before_service", next((most for most in days if most is not None), None))

    def may_stand_among(self, words: frozenset[str]) -> bool:
        """Whether a document or a sentence has the words at all, before it is looked at where they stand."""
        return self.words <= words and not (self.firsts and any(map(words.isdisjoint, self.firsts)))


Words = tuple[str, ...]
Key = tuple[str, tuple[Words, ...], Words, Words, tuple[tuple[str, Words], ...]]


class Spellings:
    """The spellings of several terms by the word that begins them: only those are tried whose beginning a text has."""

    def __init__(self, terms: Mapping[str, Iterable[Spelled]]) -> None:
        self._beginning: dict[str, list[tuple[int, str, Spelled]]] = {}
        each = ((term, one) for term, spelled in terms.items() for one in spelled)
        for number, (term, one) in enumerate(each):
            self._beginning.setdefault(one.run.words[0], []).append((number, term, one))

    def standing_in(self, document: PreparedDocument) -> dict[str, list[Spelled]]:
        """Of each term the spellings whose words the document has, in their own order."""
        words, beginning = document.vocabulary, self._beginning
        tried = [t for word in beginning.keys() & words for t in beginning[word] if t[2].may_stand_among(words)]
        tried.sort(key=itemgetter(0))
        standing: dict[str, list[Spelled]] = {}
        for _, term, one in tried:
            standing.setdefault(term, []).append(one)
        return standing


def spellings_of(terms: Iterable[Term]) -> Spellings:
    """The spellings, forms of absence and false friends of all terms of a policy."""
    return _of_all(tuple(map(_key, terms)))


@lru_cache(maxsize=1_000)
def _of_all(keys: tuple[Key, ...]) -> Spellings:
    return Spellings({key[0]: _read(*key)[0] for key in keys})


def own_words(term: Term) -> frozenset[str]:
    """The words of the spellings themselves, which no sentence is odd for using."""
    return _read(*_key(term))[1]


def _key(term: Term) -> Key:
    groups = tuple((g.name, g.words) for g in term.groups)
    return term.name, term.things, term.absent_when, term.not_when, groups


@lru_cache(maxsize=4_000)
def _read(
    name: str, things: tuple[Words, ...], absent: Words, false: Words, groups: tuple[tuple[str, Words], ...]
) -> tuple[tuple[Spelled, ...], frozenset[str]]:
    table = dict(groups)
    found = [s for thing in things for words in thing for s in _spelled(thing[0], Kind.thing, words, table)]
    found += [s for words in absent for s in _spelled(name, Kind.absent, words, table)]
    own = frozenset(w for one in found for run in (one.run, *_runs(one)) for w in run.words)
    found += [s for words in false for s in _spelled(name, Kind.false_friend, words, table)]
    return tuple(found), own


def _runs(one: Spelled) -> Iterator[Run]:
    return (run for part in one.beside for runs in part.runs.values() for run in runs)


def _spelled(thing: str, kind: Kind, words: str, groups: Mapping[str, tuple[str, ...]]) -> Iterator[Spelled]:
    """A spelling, once for every phrase of the part that has the fewest."""
    parts = parts_of(words, groups)
    first = min((p for p in parts if not p.is_time), key=lambda p: len(p.phrases))
    beside = tuple(_beside(p) for p in parts if p is not first)
    return (Spelled(thing, kind, run, beside) for phrase in first.phrases if (run := run_of(phrase)).words)


@lru_cache(maxsize=20_000)
def _beside(part: Part) -> Beside:
    runs: dict[str, list[Run]] = {}
    for run in map(run_of, part.phrases):
        if run.words:
            runs.setdefault(run.words[0], []).append(run)
    phrases = {first: tuple(found) for first, found in runs.items()}
    return Beside(
        phrases,
        part.at_least_days,
        part.on_two_days,
        part.apart_days,
        part.score_moved,
        part.relief_days,
        part.before_service_days,
        part.is_time,
    )


@lru_cache(maxsize=100_000)
def run_of(phrase: str) -> Run:
    """A phrase as the folded words it is matched by."""
    letters = phrase.strip().replace(".", "").replace("-", "")
    short = letters.isalpha() and letters.isupper() and (len(letters) <= 3 or letters == "TENS")  # which folds to "ten"
    return Run(spelling(phrase), short)


def find_mentions(
    document: PreparedDocument, spelled: Iterable[Spelled], *, against: bool = False, served_on: date | None = None
) -> tuple[list[Mention], bool]:
    """The mentions in order, false friends taken out, and whether the bound was reached.

    A spelling may ask for a day shortly before the service, which is given on `served_on`.

    What stands `against` approval is not taken away by words of another clause nor by denied ones, and of two clauses
    one tells of no absence that the other names.
    """
    found: list[Mention] = []
    for one in spelled:
        places = _places_of(document, one, against=against)
        if against and one.kind is Kind.false_friend:
            places = (m for m in places if not _takes_nothing_away(document.low, m))
        elif one.kind is Kind.absent and one.beside:
            places = (m for m in places if not _spans_clauses(document.low, m))
        if one.before_service is not None:
            places = (m for m in places if _shortly_before(document, m, served_on, one.before_service))
        found += islice(places, MENTIONS_BOUND * 4)
        if len(found) > MENTIONS_BOUND * 4:
            return _settled(document.low, found)[:MENTIONS_BOUND], True
    settled = _settled(document.low, found)
    return settled[:MENTIONS_BOUND], len(settled) > MENTIONS_BOUND


def _shortly_before(document: PreparedDocument, mention: Mention, served_on: date | None, days: float) -> bool:
    """Whether the day among the parts of a mention lies before the service, by less than so many days."""
    dates = document.sentences[mention.sentence].dates
    told = (d.interval for d in dates if d.interval and any(a <= d.start and d.end <= b for a, b in mention.own))
    return served_on is not None and any(0 < (served_on - day.first).days < days for day in told)


def _spans_clauses(low: str, mention: Mention) -> bool:
    return ";" in low[mention.start : mention.end]


DENIED = re.compile(
    r"(?:\b(?:not|never|yet to|cannot|hardly|nor)|n't)(?: (?:yet|fully|been|quite|be|completely|entirely))*\s*$"
)


def _is_denied(low: str, mention: Mention) -> bool:
    """Whether words that would take a thing away are denied themselves: "a clot, not dissolved"."""
    return any(DENIED.search(low, max(0, start - 24), start) for start, _ in mention.own)


# "Cellulitis since Friday, no fever": a bare denial is of what follows it in its own stretch of the sentence.
BARE_DENIALS = frozenset(("no", "not", "never", "without", "neither", "nor", "denies"))


def _denies_another(low: str, mention: Mention) -> bool:
    """Whether a bare denial among the parts of a false friend stands behind one of the others, or a comma behind it."""
    bare = [end for start, end in mention.own if low[start:end] in BARE_DENIALS]
    others = [start for start, end in mention.own if low[start:end] not in BARE_DENIALS]
    return bool(bare and others) and (min(others) < min(bare) or "," in low[min(bare) : min(others)])


def _takes_nothing_away(low: str, mention: Mention) -> bool:
    """Whether a false friend is none where a thing stands against approval."""
    return _spans_clauses(low, mention) or _is_denied(low, mention) or _denies_another(low, mention)


def mentions_of(document: PreparedDocument, one: Spelled) -> list[Mention]:
    """The mentions of one spelling alone."""
    return _settled(document.low, list(islice(_places_of(document, one), MENTIONS_BOUND * 4)))[:MENTIONS_BOUND]


def _places_of(document: PreparedDocument, one: Spelled, *, against: bool = False) -> Iterator[Mention]:
    for number, places in document.places[one.run.words[0]].items():
        if one.may_stand_among(document.folded[number]):
            sentence = document.sentences[number]
            for at in places:
                if mention := _whole(document, sentence, at, one, against=against):
                    yield mention


def _whole(
    document: PreparedDocument, sentence: Sentence, at: int, one: Spelled, *, against: bool = False
) -> Mention | None:
    """The first part where it stands, stretched over the nearest place of every further part."""
    begun = _match(document, sentence, at, one.run)
    if begun is None:
        return None
    found = [begun]
    for part in one.beside:
        near = _near(document, sentence, at, part)
        if against:
            near = [m for m in near if not _is_figure_of_another(document.low, sentence, at, m)]
        if not near:
            return None
        found.append(near[0] if len(near) == 1 else _nearest(document.low, sentence, at, near))
    start, end = min(m.start for m in found), max(m.end for m in found)
    parts = tuple((m.start, m.end) for m in found) if len(found) > 1 else ()
    if parts and OTHERS.search(document.low, start, end):
        whole = sentence.start, min(sentence.end, sentence.start + SENTENCE_BOUND)
        if names_another(document, whole, parts):
            return None
    first, last = min(m.first for m in found), max(m.last for m in found)
    loose = any(m.loose for m in found)
    return Mention(sentence.index, start, end, first, last, one.thing, one.kind, loose, parts, one.denials)


LONE_FIGURE = re.compile(r"\d{1,3}(?:\.\d+)?")
OWN_FIGURE = re.compile(r"(?: (?:count|of|was|is|at|level))*[ \t:=]*(\d+(?:\.\d+)?)(?![\d/.])")
ANOTHER_NAME = re.compile(
    r"\b(?!(?:to|then|now|today|was|is|from|at|of|on|and|later|fell|down|only|just|still|again|yesterday|this|last|by|day)\b)"
    r"[a-z][a-z0-9]{0,8}[ \t:=]*$"
)
NO_LONGER_ITS_OWN = re.compile(r"[%,;:/|()]|\band\b")


def _is_figure_of_another(low: str, sentence: Sentence, at: int, found: Matched) -> bool:
    """Whether a lone figure stands before a name, parted from it, and so belongs to what was named before it; or behind
    the name's own figure as that of another name ("Plt 231  25-OH D 24")."""
    name = sentence.words[at]
    if not LONE_FIGURE.fullmatch(low, found.start, found.end):
        return False
    if found.end <= name.start:
        return NO_LONGER_ITS_OWN.search(low, found.end, name.start) is not None
    own = OWN_FIGURE.match(low, name.end)
    if own is None or own.start(1) >= found.start:
        return False
    return low.startswith("-", found.end) or ANOTHER_NAME.search(low, own.end(), found.start) is not None


def _nearest(low: str, sentence: Sentence, at: int, near: list[Matched]) -> Matched:
    """Of the places of a part the one that stands in the first part's own clause and nearest to it."""
    words = sentence.words

    def distance(m: Matched) -> tuple[bool, bool, int]:
        left, right = sorted((at, m.first))
        return m.loose, ";" in low[words[left].end : words[right].start], abs(m.first - at)

    return min(near, key=distance)


def _has_its_own_time(document: PreparedDocument, sentence: Sentence, at: int, start: int) -> bool:
    """Whether the clause of a word tells a length of its own, so that one in another clause is none of it."""
    low, word = document.low, sentence.words[at]
    if ";" not in low[min(start, word.start) : max(start, word.start)]:
        return False
    left = max(sentence.start, low.rfind(";", sentence.start, word.start) + 1)
    right = low.find(";", word.end, sentence.end)
    return DURATION.search(low, left, right if right >= 0 else sentence.end) is not None


# "Back ache every day (neck: about 7 months)": the length is the neck's.
LABEL_IN_BRACKETS = re.compile(r"\([a-z][a-z /-]{2,30}:[^()]*$")


def _of_a_label_in_brackets(low: str, word: int, time: int) -> bool:
    """Whether a length of time stands in brackets behind a label of its own, apart from a word before them."""
    return word < time and LABEL_IN_BRACKETS.search(low, word, time) is not None


def _times_told(document: PreparedDocument, sentence: Sentence, part: Beside) -> Iterator[tuple[int, int]]:
    """Where a sentence tells so long a time, a day, two as near as the part asks, or a score that moved as it asks."""
    if part.at_least_days is not None:
        yield from lasting(document, sentence, part.at_least_days)
        return
    if part.relief_days is not None:
        yield from relieved(document, sentence, part.relief_days)
        return
    if part.before_service_days is not None:
        days = (d for d in sentence.dates if d.interval and not d.birth and d.kind is not DateKind.year)
        yield from ((d.start, d.end) for d in days)
        return
    if part.score_moved is not None:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        better, by = part.score_moved > 0, abs(part.score_moved)
        yield from scores_moved(document.low, sentence.start, stop, better=better, by=by)
        return
    for told in two_days(document, sentence):
        if part.apart_days is None or told.apart < part.apart_days:
            yield told.start, told.end


def _near(document: PreparedDocument, sentence: Sentence, at: int, part: Beside) -> list[Matched]:
    """Where a further part of a spelling stands, not too many words from the first."""
    known = document.remembered.matched
    if (key := (part, sentence.index)) not in known:
        known[key] = list((_times_among if part.is_time else _runs_among)(document, sentence, part))
    near = [m for m in known[key] if -BESIDE_WORDS <= m.first - at <= BESIDE_WORDS]
    if part.is_time and near:
        return [m for m in near if _is_its_time(document, sentence, at, m.start)]
    return near


def _is_its_time(document: PreparedDocument, sentence: Sentence, at: int, start: int) -> bool:
    """Whether a time may be that of a word: of no other clause than its own, and of no label in brackets."""
    return not (
        _has_its_own_time(document, sentence, at, start)
        or _of_a_label_in_brackets(document.low, sentence.words[at].start, start)
    )


def _times_among(document: PreparedDocument, sentence: Sentence, part: Beside) -> Iterator[Matched]:
    for start, end in _times_told(document, sentence, part):
        inside = [n for n, w in enumerate(sentence.words) if w.start < end and start < w.end]
        if inside:
            yield Matched(start, end, inside[0], inside[-1])


def _runs_among(document: PreparedDocument, sentence: Sentence, part: Beside) -> Iterator[Matched]:
    """Where any phrase of a part stands in a sentence, in order."""
    told, places = document.folded[sentence.index], document.places
    for place in sorted(p for first in part.firsts & told for p in places[first][sentence.index]):
        for run in part.runs[sentence.words[place].folded]:
            if run.further <= told and (found := _match(document, sentence, place, run)):
                yield found


def _match(document: PreparedDocument, sentence: Sentence, at: int, run: Run) -> Matched | None:
    words, low = sentence.words, document.low
    last, loose = at, False
    for wanted in run.words[1:]:
        step = _next(document, sentence, last, wanted)
        if step is None:
            return None
        last, came_loose = step
        loose = loose or came_loose
    start, end = words[at].start, words[last].end
    if run.words[0].isdigit() and len(run.words) == 1 and _is_of_a_date(sentence, start, end):
        return None
    if run.upper and not document.document.text[start:end].isupper():
        return None
    if at > 0 and low[start - 1] == "/" and len(run.words) == 1 and len(run.words[0]) <= 2:
        # "TLC/RV" are two abbreviations, "c/o" and "mL/kg" are not.
        both = run.upper and document.document.text[max(0, start - 3) : max(0, start - 1)].isupper()
        if not both:
            return None
    return Matched(start, end, at, last, loose)


def _is_of_a_date(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a lone figure is the day or month of a date: the 4 of "4/2025" counts nothing."""
    return end - start <= 2 and any(d.start <= start and end <= d.end and d.interval for d in sentence.dates)


def _next(document: PreparedDocument, sentence: Sentence, last: int, wanted: str) -> tuple[int, bool] | None:
    """The next word of a spelling, at most two words on; fillers and harmless adjectives keep the sense."""
    words, loose = sentence.words, False
    # Most spellings end here, before anything is looked at between the words.
    if wanted not in [word.folded for word in words[last + 1 : last + 4]]:
        return None
    for at in range(last + 1, min(last + 4, len(words))):
        if not joined(document.low, words[at - 1], words[at]):
            return None
        if words[at].folded == wanted:
            return at, loose
        if words[at].text in FILLERS or words[at].folded in HARMLESS:
            continue
        if words[at].text in WHOLE and wanted in TIMES:
            continue
        if loose or words[at].text in ("and", "or", "not", "no", "without", "but", "if"):
            return None
        # "25 - 75% relief" is no relief of 25%.
        if words[at].text[0].isdigit() and words[last].text[0].isdigit():
            return None
        # "No ablation in the last year" is no "no lasting" help.
        if words[last].text == "no" and words[at + 1 : at + 2] and words[at + 1].text in ("in", "of", "to"):
            return None
        loose = True
    return None


def _settled(low: str, found: list[Mention]) -> list[Mention]:
    """In order; where they overlap the longest counts, and of parts that stand beside each other the closest.

    Those of one clause come before those that span two. A false friend or a form of absence takes what it covers.
    """
    if len(found) < 2:
        return [m for m in found if m.kind is not Kind.false_friend]
    by_sentence: dict[int, list[Mention]] = {}

    def order(m: Mention) -> tuple[bool, int, bool, bool, int]:
        length = m.end - m.start
        return m.loose, RANK[m.kind], not m.parts, _spans_clauses(low, m), length if m.parts else -length

    for m in sorted(found, key=order):
        neighbours = by_sentence.setdefault(m.sentence, [])
        covering = [o for o in neighbours if o.start < m.end and m.start < o.end]
        if any(_takes(o, m) for o in covering):
            if m.denials and covering[-1].thing == m.thing:
                at = neighbours.index(covering[-1])
                neighbours[at] = covering[-1]._replace(denials=covering[-1].denials | m.denials)
            continue
        neighbours.append(m)
    claimed = [m for found_there in by_sentence.values() for m in found_there]
    return sorted((m for m in claimed if m.kind is not Kind.false_friend), key=lambda m: (m.start, m.end))


def _takes(one: Mention, other: Mention) -> bool:
    """Whether what is settled takes the place of another that overlaps it.

    A phrase that says more than the false friend inside it is the nurse's own: "no closing" beside "closed".
    """
    within = other.first <= one.first and one.last <= other.last and other.last - other.first > one.last - one.first
    if within and one.kind is Kind.false_friend and other.kind is Kind.thing and not (other.parts or other.loose):
        return False
    return one.kind is not other.kind or _twice(one, other)


def _twice(one: Mention, other: Mention) -> bool:
    """Whether one thing is found twice at a place; each false friend takes what it covers."""
    return one.thing == other.thing and one.kind is not Kind.false_friend


def words_in(text: str) -> Iterator[str]:
    """The folded words of a phrase."""
    return (fold(m.group()) for m in WORD.finditer(normalise(text)))
