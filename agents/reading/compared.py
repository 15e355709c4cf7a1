"""Two figures that stand for a before and an after, found once for all who ask what came of it.

"8/10 -> 1/10", "from nine to three", "24 headache days before Botox, nine now", "pain 8 before, 1 after". What the
figures are of, and whether the sentence speaks of the right treatment, is for who asks to tell.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS
from priorauth.worded import FRACTIONS

FARTHEST, BESIDE, FRACTION_REACH = 90, 40, 60
NOTHING = ("none", "zero", "nothing")
WORDS = (
    {w: float(n) for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple")}
    | dict.fromkeys(NOTHING, 0.0)
    | {"once": 1.0, "twice": 2.0}
)
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
TIMES = r"day|d|24 ?h|week|wk|w|night|n|month|mo|year|yr"
COUNTED = (
    r"(?:leaks?|leakages?|accidents?|episodes?|events?|voids?|pads?|trips?|times|cath\w*|self-caths?|seizures?|attacks?"
    r"|spells?|pills?|tablets?|tabs?|headache days?|headaches|migraines?|migraine days?|soilings?)"
)
NO_NUMBERED = "".join(f"(?<!{word} )" for word in ("day", "week", "month", "stage", "phase", "block", "type", "this"))
FIGURE = re.compile(
    r"(?<![\w/.$#%,])(?<![a-z0-9]-)"
    r"(?:(?P<wide>\d{1,3}(?:\.\d{1,2})?)(?:(?:\s?cm)?\s?[x×]\s?(?P<long>\d{1,2}(?:\.\d{1,2})?)"
    r"(?! ?(?:h|hrs?|hours?|min\w*|d|days?|wks?|weeks?|mo|months?)\b))?"
    rf"(?:(?:\s?cm)?\s?[x×]\s?\d{{1,2}}(?:\.\d)?)?|{NO_NUMBERED}(?P<word>{WORD})\b(?!-))"
    r"(?:\s?/\s?(?P<of>5|10|21|24|27|30|42|48|50|60|63|96|100)(?!\d)| (?:out )?of (?P<out>10|ten|100)\b)?"
    rf"(?: (?:(?:wet|urge|urgency|leak|soaked|bad|daily|stool|bowel) ){{0,2}}{COUNTED}\b)?"
    rf"(?: ?(?:/|\b(?:per|an?|each|every) ) ?(?P<per>{TIMES})\b| (?P<daily>daily|weekly|nightly|monthly)\b)?"
    r"(?![\d/]|[.:]\d|-\d|st\b|nd\b|rd\b|th\b)(?:[\s-]?(?P<unit>%|(?:(?:test|trial) )?[a-z]+))?"
)
LETTERS = {
    "d": "day",
    "24 h": "day",
    "24h": "day",
    "daily": "day",
    "w": "week",
    "wk": "week",
    "weekly": "week",
    "n": "night",
    "nightly": "night",
    "mo": "month",
    "monthly": "month",
    "yr": "year",
}
SPANS = re.compile(
    r"(?:weeks?|wks?|w|wk|months?|mos?|years?|yrs?|hours?|hrs?|h|min(?:utes?)?|days?|d|nights?|visits?|sessions?|am|pm"
    r"|(?:test|trial) (?:weeks?|days?|nights?)|percent|%|yo|y)"
)
SPANS_BUT_DAYS = re.compile(r"(?:weeks?|wks?|wk|months?|mos?|years?|yrs?|hours?|hrs?|h|min(?:utes?)?|%|percent|yo|y)")
ARROW = re.compile(r"(?: ?(?:%|cm|mm|mmhg|lbs?|kg|mg|mme|points?|pts?)\b)?\s*(?:->|-->|=>|→)\s*")
TO = re.compile(
    r"(?: ?(?:mme|mg|tablets?|pills?|tabs?|points?|mmhg|cm|mm)\b)?,? ?"
    r"(?:(?:and |then )?(?:fell|dropped|went|came|gone|cut|reduced) )?(?:down )?to"
    r"(?: only| just| about| around| an?| the)* "
)
FROM_BEHIND = re.compile(
    r"(?: ?(?:/|a|per|each) ?(?:day|week|night|month|mo))?,? ?(?:down |up )?from (?:about |nearly )?(?:an? )?"
)
CAME_TO = re.compile(r"\b(?:to|now|at|is|are|was|of)(?: only| just| about)? $")
CAME_FROM = re.compile(r"\bfrom (?:about |nearly )?(?:an? )?$")
MONTH = re.compile(r"\b(?:in|early|late|mid-?|by) ?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b")
AT_THE_START = (
    r"(?:at|on) (?:the )?(?:very )?(?:start|outset|beginning|baseline|entry|intake|first|onset|day (?:one|1)|admission"
    r"|first visit)"
)
EARLIER = re.compile(
    rf"\b(?:before(?:hand)?|prior to|prior|previously|pre|pre-?(?:trial|test|stim\w*|op|block|injection)|baseline"
    rf"|to begin with|used to|going in|initially|at the time|off it|{AT_THE_START}"
    r"|when (?:he|she|we|they|it) (?:started|began))\b"
)
EARLIER_BEHIND = re.compile(r"\bthen\b(?! ?\d)")
SOFTLY_EARLIER = re.compile(r"\b(?:was|were|had|having|without)\b")
WAS = re.compile(r"\b(?:was|were|had been|started at|began at)\W*$")
TREATED = r"(?:test\w*|trial|stim\w*|leads?|electrode|pne|stage|wires?|device|machine|toxin|drug|ventilator|blocks?)"
PLAINLY_LATER = re.compile(r"\b(?:now|currently|today|these days|at present|presently)\b")
A_WHILE = r"(?:\w+ ){1,3}(?:hours?|hrs?|h|minutes|min)"
LATER_WORDS = (
    rf"\b(?:{A_WHILE} (?:later|after)|for (?:about )?{A_WHILE}|for the (?:rest of the )?(?:afternoon|evening|day|night)"
    rf"|within {A_WHILE}|(?:that|the same) (?:afternoon|evening|day|night)"
    r"|now|currently|today|these days|at present|presently|after(?:ward)?s?|post|since|follow-?up|later"
    r"|coming out|during|with (?:it|them|treatment|therapy)|on it|while on|when it ran|while it ran"
    rf"|(?:during|on|with|in|while|under|over)(?: (?:the|this|her|his|a))?(?: \w+){{0,2}} {TREATED}"
    r"|(?:at|on) (?:the )?(?:very )?(?:end|close|exit|finish|discharge|last|present|conclusion|final|last visit))\b"
)
LATER = re.compile(LATER_WORDS)
IS = re.compile(
    r"\b(?:is|are|still|ended at|ends at|at (?:the )?end|current|latest"
    r"|(?:test(?: phase| period| week| days?| stimulation)?|trial|stim\w*|stage (?:1|one|i))(?: (?:day|week) \d+)?"
    r"(?: only)?)\W*(?:only )?$"
)
LATER_AT_LAST = re.compile(rf"(?:{LATER_WORDS})\W*$")
TURN = re.compile(r"[,;:(]|\band\b|\bbut\b")
BEHIND_ENDS = re.compile(r"[.,;)\n]|\band\b|\bbut\b")
NO_PAIR = re.compile(
    r"\b(?:goals?|targets?(?! (?:pain|levels?|joints?|nerves?|areas?|limb))|aim\w*|hop(?:e|es|ed|ing)|expect\w*|would"
    r"|could|should|must|normal|limit|if|until|needs?|require[ds]?|at least|rang(?:es?|ed|ing)|var(?:y|ies|ied)"
    r"|fluctuat\w+|resting|at (?:rest|best|worst))\b"
)
FRACTION = "|".join(sorted(FRACTIONS, key=len, reverse=True))
BY_A_FRACTION = re.compile(
    rf"\b(?:by (?:about |over |more than |at least |some )?(?P<by>{FRACTION})\b"
    rf"|(?P<of>{FRACTION}) (?:of (?:the|his|her|their|that|this) (?:\w+ )?"
    r"(?:pain|ache|leaks|leaking|leakage|accidents)|relief|better|less pain|fewer)"
    r"(?! (?:\w+ ){0,2}(?:remain\w*|left|stayed|persist\w*|unchanged)))\b(?: (?:was |were |had )?gone\b)?"
)
NOT_BY_IT = re.compile(
    r"\b(?:less than|under|not|nearly|almost|short of|only|goal|hop(?:e|ed|es|ing)|if|need\w*|requir\w*|expect\w*"
    r"|should|must|would|wore off|lasted|walk\w*|dose|tablets?|opioids?|oswestry|odi)\b"
)
EARLY_HEAD = re.compile(r"\s*(?:at start|off)\b")
LATE_HEAD = re.compile(
    r"\s*(?:trial|during|with|on|test|stim\w*|end of (?:trial|test)|day \d+|stage)\b"
    r"|\s*\(?(?:(?:last|past|latest|most recent|recent|this) (?:\d|(?:two|three|four|six|12) )?"
    r"(?: ?(?:days?|d|wks?|weeks?|mos?|months?|quarter|cycle|diary|log))\b|(?:current|present|latest|recent)\b"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:[- ,/]|\)|$))"
)
# "HA days/mo     23     9" under "before     last 3 mo": a row of two figures that only wide gaps part.
WIDE_GAP = re.compile(r"\t+| {2,}")
TWO_FIGURES = re.compile(
    r"[ \t]*[^\n|]*?[a-z\d)/%#.](?:[ \t]*\t| +)(?P<one>\d{1,3}(?:\.\d{1,2})?(?:/10|%)?)(?:\t+| {2,})"
    r"(?P<two>\d{1,3}(?:\.\d{1,2})?(?:/10|%)?)[ \t]*(?=\n|$)"
)
LINES_ABOVE = 400

Span = tuple[int, int]


class How(StrEnum):
    """By what two figures are told apart: an arrow, the word "to", or words for the two times."""

    arrow = "arrow"
    to = "to"
    words = "words"


class Figure(NamedTuple):
    """A figure, from its digits to its scale or its rate; `side` is the second of two dimensions."""

    start: int
    end: int
    worth: float
    side: float | None
    of: str
    per: str
    unit: str


class Pair(NamedTuple):
    """What a figure was before and what it came to, whichever of the two is told first."""

    before: Figure
    after: Figure
    how: How

    @property
    def start(self) -> int:
        """Where the first of the two figures begins."""
        return min(self.before.start, self.after.start)

    @property
    def fell(self) -> bool:
        """Whether it came to less."""
        return self.after.worth < self.before.worth

    @property
    def end(self) -> int:
        """Where the second of the two figures ends."""
        return max(self.before.end, self.after.end)


def gone_from(low: str, start: int, pair: Pair) -> bool:
    """Whether two figures with "to" between them are those of a fall: "gone from 22 a month to 9"."""
    return (
        pair.how is How.to
        and pair.fell
        and CAME_FROM.search(low[max(start, pair.start - BESIDE) : pair.start]) is not None
    )


def figures_in(low: str, start: int, end: int) -> list[Figure]:
    """The figures of a stretch, in order."""
    return [_figure(m) for m in FIGURE.finditer(low, start, end)]


def _figure(m: re.Match[str]) -> Figure:
    per = (m["per"] or m["daily"] or "").replace(" ", "")
    unit = m["unit"] or ""
    return Figure(
        m.start(),
        m.start("unit") if unit and unit != "%" else m.end(),
        WORDS[m["word"]] if m["word"] else float(m["wide"]),
        float(m["long"]) if m["long"] else None,
        (m["of"] or m["out"] or "").replace("ten", "10"),
        LETTERS.get(per, per),
        unit,
    )


def pairs_in(low: str, start: int, end: int, passed_over: re.Pattern[str] = SPANS) -> Iterator[Pair]:
    """The figures of a stretch that are told as before and after; those in units `passed_over` are no part of any."""
    told = [f for f in figures_in(low, start, end) if f.per or not passed_over.fullmatch(f.unit)]
    for one, other in pairwise(told):
        if other.start - one.end <= FARTHEST and (pair := _pair(low, start, end, one, other)):
            yield pair


def _pair(low: str, start: int, end: int, one: Figure, other: Figure) -> Pair | None:
    """The two figures where one is told as of before and the other as of after."""
    between = low[one.end : other.start]
    ahead = low[max(start, one.start - BESIDE) : one.start]
    ahead = ahead[max(ahead.rfind(mark) for mark in ".;\n") + 1 :]
    behind = BEHIND_ENDS.split(low[other.end : min(end, other.end + BESIDE)], maxsplit=1)[0]
    if "." in between or NO_PAIR.search(f"{ahead}|{between}|{behind}"):
        return None
    if ARROW.fullmatch(between):
        return Pair(one, other, How.arrow)
    if TO.fullmatch(between):
        return Pair(one, other, How.to)
    if FROM_BEHIND.fullmatch(between) and CAME_TO.search(ahead) and not CAME_FROM.search(ahead):
        return Pair(other, one, How.to)
    if _of_two_months(ahead, between, behind) or any(
        _of_two_times(ahead, between[:cut], between[cut:], behind) for cut in _cuts(between)
    ):
        return Pair(one, other, How.words)
    if any(_turned_round(ahead, between[:cut], between[cut:], behind) for cut in _cuts(between)):
        return Pair(other, one, How.words)
    return None


def _cuts(between: str) -> Iterator[int]:
    """Where what is said of the first figure may end."""
    yield from (m.start() for m in TURN.finditer(between))
    if later := LATER_AT_LAST.search(between):
        yield later.start()
    elif earlier := EARLIER.search(between):
        yield earlier.end()


def _of_two_times(ahead: str, first: str, second: str, behind: str) -> bool:
    """Whether words beside the first figure tell an earlier time, and words beside the second a later one."""
    if LATER.search(first) or EARLIER.search(second) or EARLIER.search(behind):
        return False
    is_now = PLAINLY_LATER.search(second) or PLAINLY_LATER.search(behind) or IS.search(second)
    later = is_now or LATER.search(second) or LATER.search(behind)
    if EARLIER.search(ahead) or EARLIER.search(first) or EARLIER_BEHIND.search(first) or WAS.search(ahead):
        return later is not None
    return is_now is not None and (SOFTLY_EARLIER.search(ahead) or SOFTLY_EARLIER.search(first)) is not None


def _turned_round(ahead: str, first: str, second: str, behind: str) -> bool:
    """`1 after, 8 before`, `now 2 (was 8)`: whether the later figure is told first."""
    if EARLIER.search(ahead) or EARLIER.search(first) or LATER.search(second) or LATER.search(behind):
        return False
    later = LATER.search(first) or LATER_AT_LAST.search(ahead)
    return later is not None and (EARLIER.search(behind) or EARLIER.search(second) or WAS.search(second)) is not None


def _of_two_months(ahead: str, between: str, behind: str) -> bool:
    """`28 % in april, 27 % in october`: each figure with a month of its own."""
    told = [TURN.split(between, maxsplit=1)[0], behind] if MONTH.search(behind) else [ahead, between]
    return all(MONTH.search(words) for words in told)


def fractions_gone(low: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The shares that a stretch tells in words as gone: "cut by two thirds", "four fifths of the pain gone"."""
    for m in BY_A_FRACTION.finditer(low, start, end):
        if not NOT_BY_IT.search(low, max(start, m.start() - FRACTION_REACH), m.end()):
            yield *m.span(), FRACTIONS[m["by"] or m["of"]]


def columns_compared(low: str, row: int, stop: int) -> tuple[Span, Span, int] | None:
    """The cells of a row of a table that stand under a head of before and one of after, and where that head begins."""
    cells = _cells(low, row, stop)
    for start, line in _lines_above(low, row):
        titles = [line[a:b] for a, b in _cells(line, 0, len(line))]
        early = next((i for i, t in enumerate(titles) if _is_early(t)), None)
        late = next(
            (i for i, t in enumerate(titles) if i != early and _is_late(t)),
            None,
        )
        if early is not None and late is not None:
            return (cells[early], cells[late], start) if len(titles) == len(cells) else None
    return None


def _is_early(title: str) -> bool:
    return EARLIER.search(title) is not None or EARLY_HEAD.match(title) is not None


def _is_late(title: str) -> bool:
    return (LATER.search(title) or LATE_HEAD.match(title)) is not None and EARLIER.search(title) is None


def gaps_compared(low: str, row: int) -> tuple[Span, Span] | None:
    """The two figures of a row that wide gaps part, the earlier first, where two heads above tell before and after."""
    told = TWO_FIGURES.match(low, row)
    if told is None:
        return None
    for line in reversed(low[max(0, row - LINES_ABOVE) : row].splitlines()):
        titles = [t for t in WIDE_GAP.split(line.strip()) if t]
        if len(titles) < 2 or "|" in line:
            return None
        one, two = titles[-2:]
        if len(titles) <= 3 and not (NO_PAIR.search(one) or NO_PAIR.search(two)):
            if _is_early(one) and _is_late(two):
                return told.span("one"), told.span("two")
            if _is_late(one) and _is_early(two):
                return told.span("two"), told.span("one")
    return None


def _lines_above(low: str, row: int) -> Iterator[tuple[int, str]]:
    """The lines of the same table above one, the nearest first, and where each begins."""
    at = row
    for line in reversed(low[max(0, row - LINES_ABOVE) : row].splitlines(keepends=True)):
        at -= len(line)
        if "|" not in line:
            return
        yield at, line.rstrip("\n")


def _cells(line: str, start: int, stop: int) -> list[Span]:
    end = line.find("\n", start, stop)
    marks = [at for at in range(start, end if end >= 0 else stop) if line[at] == "|"]
    edges = [start - 1, *marks, end if end >= 0 else stop]
    cells = [(a + 1, b) for a, b in pairwise(edges)]
    if cells and not line[slice(*cells[0])].strip() and line.startswith("|", cells[0][1]):
        cells = cells[1:]
    return cells[:-1] if cells and not line[slice(*cells[-1])].strip() else cells
