"""A thing done on two days: "9/23/26 lido 85%; 10/14/26 bupi 80%", "on October 8 and again October 22".

Two dates of a sentence may tell anything, a period, a visit after it; they are two occasions where nothing but a join
stands between them, or where each has its own result behind it: in one sentence, in the lines of a list, in the rows
of a table, or in sentences that each begin with their day.
"""

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.block_tables import blocks_in_tables
from agents.reading.blocks import names_a_block
from agents.reading.compared import columns_compared, pairs_in
from agents.reading.record import PreparedDocument, Sentence
from priorauth.facts import DateInterval

FARTHEST, LINES = 80, 10
BETWEEN = re.compile(r"\b(?:between|from)\s?$")
ORDINAL = (
    r"(?:(?:the )?(?:1st|2nd|3rd|first|second|third|one|two|[ab])"
    r"|(?:block|mbb|inj(?:ection)?|set|no\.?|number|session|sij?) ?#?\d|#\d)"
)
ENTRY = re.compile(
    rf"[\s\-*\u2022#\d.)(|]{{0,8}}(?:{ORDINAL}(?: (?:block|mbb|set|one|injection))?[\s:.,)(|\-]*(?:on |was )?)?"
    r"(?:(?:on|then|again|and) ){0,2}$"
)
# "#1 right L3, L4 MBB 9/15/26", "#2 same levels 9/25/26": a numbered entry may name the block before its day.
NUMBERED = re.compile(
    rf"[\s\-*\u2022]{{0,4}}(?:{ORDINAL}|#?\d[.):])[\s:.,)\-]+(?=[^\n]{{0,40}}\b(?:mbbs?|blocks?|branch\w*|same|repeat\w*)\b)"
    r"[^.;\n]{2,40}$"
)
JOIN = re.compile(
    r"[\s,;/&+]*(?:(?:and|then|again|once more|repeated|on|as well as|plus|also|each time"
    r"|(?:\w+ )?(?:weeks?|days?|months?) (?:later|after|apart))\b[\s,]*){0,4}"
)
RESULT = re.compile(
    r"\d{1,3} ?(?:%|percent\b)"
    r"|(?<![\d/])\d{1,2}(?:\.\d)?(?:/10)? ?(?:->|=>|\u2192|to|down to) ?\d{1,2}(?:\.\d)?(?!/\d\d)"
    r"|\b(?:relief|pain-?free|pain gone|no pain|better)\b"
)
FALL = re.compile(r"(?<![\d/.])\d{1,2}(?:/10)? ?(?:->|=>|\u2192|to|down to) ?\d(?:\.\d)?(?![\d/])")
SEVERAL = re.compile(r"\b(?:blocks|injections|mbbs|arthrograms|both|each|two|twice|pair|#?2)\b")
ONCE_MORE = re.compile(r"\b(?:same|again|second|repeat(?:ed)?|2nd|once more|confirmatory)\b")
ANOTHER_MATTER = re.compile(
    r"\b(?:seen|visits?|follow\w*|f/u|returned|still|until|till|through|by|wore|phone\w*|called|review\w*|recheck\w*"
    r"|therapy|pt|mri|ct|film\w*|x-?ray\w*|planned|scheduled|booked|next|will|plan|fusion|surgery|born|since|onset)\b"
)


class Occasions(NamedTuple):
    """Where a sentence tells two days, and how many days lie between them at the most."""

    start: int
    end: int
    apart: int


def two_days(document: PreparedDocument, sentence: Sentence) -> Iterator[Occasions]:
    """Where a sentence tells two days as the days of one thing done twice."""
    low = document.low
    dated = [d for d in sentence.dates if d.interval and not d.birth]
    for at, (one, other) in enumerate(pairwise(dated)):
        if one.interval is None or other.interval is None or not one.interval.last < other.interval.first:
            continue
        joined = JOIN.fullmatch(low, one.end, other.start) is not None and other.start > one.end
        behind = dated[at + 2].start if at + 2 < len(dated) else sentence.end
        stop = min(behind, sentence.end, other.end + FARTHEST)
        told_apart = (
            other.start - one.end <= FARTHEST
            and SEVERAL.search(low, sentence.start, sentence.end) is not None
            and _has_result(low, one.end, other.start)
            and _has_result(low, other.end, stop)
        )
        told_apart = told_apart or _fell_twice(low, sentence, one.start, one.end, other.start, other.end)
        joined = joined and not BETWEEN.search(low[max(sentence.start, one.start - 9) : one.start])
        if (joined or told_apart) and not ANOTHER_MATTER.search(low, one.start, stop):
            yield Occasions(one.start, other.end, (other.interval.last - one.interval.first).days)
    if sentence.words and (days := _days_below(document, sentence) or _days_tabulated(document, sentence)):
        apart = min((other.last - one.first).days for one, other in pairwise(days))
        yield Occasions(sentence.words[0].start, sentence.words[0].end, apart)


def _days_tabulated(document: PreparedDocument, title: Sentence) -> list[DateInterval]:
    """The days, where they are two or more, of the blocks in the table that a line stands over."""
    if not names_a_block(document.low, title.start, title.end):
        return []
    told = [b.day for b in blocks_in_tables(document).get(title.index, ()) if b.day is not None]
    days = sorted({d.first: d for d in told}.values(), key=lambda day: day.first)
    return days if len(days) > 1 and all(a.last < b.first for a, b in pairwise(days)) else []


def _has_result(low: str, start: int, end: int) -> bool:
    """Whether a stretch tells what came of it: a share, words of relief, or a score of before and one of after."""
    return RESULT.search(low, start, end) is not None or _falls(low, start, end)


def _falls(low: str, start: int, end: int) -> bool:
    return any(pair.after.worth < pair.before.worth for pair in pairs_in(low, start, end))


def _fell_twice(low: str, sentence: Sentence, *days: int) -> bool:
    """`from 8 to 1 on 1 September and from 8 to 2 on 29 September`: each day behind its own fall of the pain."""
    one, behind, other, _ = days
    first = FALL.search(low, max(sentence.start, one - FARTHEST // 2), one)
    return first is not None and other - behind <= FARTHEST and FALL.search(low, behind, other) is not None


def _days_below(document: PreparedDocument, lead: Sentence) -> list[DateInterval]:
    """The days, where they are two or more, that the entries under a line, or behind a sentence, begin with."""
    low = document.low
    if low.startswith("|", lead.start):
        entries = [s for s in _rest_of_the_block(document, lead.index) if low.startswith("|", s.start)]
        if (
            lead.index
            and low.startswith("|", document.sentences[lead.index - 1].start)
            and _day_of(document, document.sentences[lead.index - 1])
        ):
            return []
    elif low[lead.start : lead.end].rstrip().endswith(":"):
        entries = _rest_of_the_block(document, lead.index + 1)
    elif _tells_of_several(document, lead) and _own_day(document, lead) is not None:
        entries = [lead, *takewhile(lambda s: s.dates, _rest_of_the_block(document, lead.index + 1))]
    else:
        return []
    days: list[DateInterval] = []
    for line in entries:
        own = line is lead and not low.startswith("|", line.start)
        day = _own_day(document, line) if own else _day_of(document, line)
        if day is None and line.dates and not own:
            break
        if day is not None and day not in days:
            days.append(day)
    days.sort(key=lambda day: day.first)
    return days if len(days) > 1 and all(a.last < b.first for a, b in pairwise(days)) else []


def _tells_of_several(document: PreparedDocument, lead: Sentence) -> bool:
    """Whether a sentence names more than one, or the next of its paragraph says that it was done again."""
    if SEVERAL.search(document.low, lead.start, lead.end):
        return True
    after = document.sentences[lead.index + 1] if lead.index + 1 < len(document.sentences) else lead
    again = after.block == lead.block and bool(after.dates)
    return again and ONCE_MORE.search(document.low, after.start, after.end) is not None


def _rest_of_the_block(document: PreparedDocument, index: int) -> list[Sentence]:
    """The next sentences of the same paragraph, from one on."""
    block = document.sentences[index - 1].block if index else 0
    return [s for s in document.sentences[index : index + LINES] if s.block == block]


def _day_of(document: PreparedDocument, line: Sentence) -> DateInterval | None:
    """The day that an entry of a list or a row of a table begins with, where it tells what came of it."""
    low = document.low
    first = next((d for d in line.dates if d.interval and not d.birth), None)
    if first is None or ANOTHER_MATTER.search(low, line.start, line.end):
        return None
    if low.startswith("|", line.start):
        found = columns_compared(low, line.start, line.end)
        return first.interval if found or RESULT.search(low, first.end, line.end) else None
    begun = low[line.start : first.start]
    named = ENTRY.match(begun) or NUMBERED.match(begun)
    return first.interval if named and _has_result(low, first.end, line.end) else None


def _own_day(document: PreparedDocument, lead: Sentence) -> DateInterval | None:
    """The only day of a sentence that tells with it what came of a thing done more than once."""
    low = document.low
    dated = [d for d in lead.dates if d.interval and not d.birth]
    if len(dated) != 1 or ANOTHER_MATTER.search(low, lead.start, lead.end):
        return None
    return dated[0].interval if _has_result(low, dated[0].end, lead.end) else None
