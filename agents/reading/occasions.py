"""A thing done on two days: "9/23/26 lido 85%; 10/14/26 bupi 80%", "on October 8 and again October 22".

Two dates of a sentence may tell anything, a period, a visit after it; they are two occasions where nothing but a join
stands between them, or where each has its own result behind it.
"""

from collections.abc import Iterator
from itertools import pairwise

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from priorauth.facts import DateInterval

FARTHEST, LINES = 80, 4
BETWEEN = re.compile(r"\b(?:between|from)\s?$")
ENTRY = re.compile(r"[\s\-*\u2022#\d.)]{0,8}$")
JOIN = re.compile(r"[\s,;/&+]*(?:(?:and|then|again|once more|repeated|on|as well as|plus|also|each time)\b[\s,]*){0,4}")
RESULT = re.compile(
    r"\d{1,3} ?(?:%|percent\b)"
    r"|(?<![\d/])\d{1,2}(?:\.\d)?(?:/10)? ?(?:->|=>|\u2192|to|down to) ?\d{1,2}(?:\.\d)?(?!/\d\d)"
    r"|\b(?:relief|pain-?free|pain gone|no pain|better)\b"
)
FALL = re.compile(r"(?<![\d/.])\d{1,2}(?:/10)? ?(?:->|=>|\u2192|to|down to) ?\d(?:\.\d)?(?![\d/])")
SEVERAL = re.compile(r"\b(?:blocks|injections|mbbs|arthrograms|both|each|two|twice|pair|#?2)\b")
ANOTHER_MATTER = re.compile(
    r"\b(?:seen|visits?|follow\w*|f/u|returned|still|until|till|through|by|wore|phone\w*|called|review\w*|recheck\w*"
    r"|therapy|pt|mri|ct|film\w*|x-?ray\w*|planned|scheduled|booked|next|will|plan|fusion|surgery|born|since|onset)\b"
)


def two_days(document: PreparedDocument, sentence: Sentence) -> Iterator[tuple[int, int]]:
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
            and RESULT.search(low, one.end, other.start) is not None
            and RESULT.search(low, other.end, stop) is not None
        )
        told_apart = told_apart or _fell_twice(low, sentence, one.start, one.end, other.start, other.end)
        joined = joined and not BETWEEN.search(low[max(sentence.start, one.start - 9) : one.start])
        if (joined or told_apart) and not ANOTHER_MATTER.search(low, one.start, stop):
            yield one.start, other.end
    if sentence.words and low[sentence.start : sentence.end].rstrip().endswith(":") and _days_below(document, sentence):
        yield sentence.words[0].start, sentence.words[0].end


def _fell_twice(low: str, sentence: Sentence, *days: int) -> bool:
    """`from 8 to 1 on 1 September and from 8 to 2 on 29 September`: each day behind its own fall of the pain."""
    one, behind, other, _ = days
    first = FALL.search(low, max(sentence.start, one - FARTHEST // 2), one)
    return first is not None and other - behind <= FARTHEST and FALL.search(low, behind, other) is not None


def _days_below(document: PreparedDocument, lead: Sentence) -> bool:
    """Whether the lines under a line that ends in a colon begin with two days, each with its result."""
    low, days = document.low, set[DateInterval]()
    for line in document.sentences[lead.index + 1 : lead.index + 1 + LINES]:
        first = next((d for d in line.dates if d.interval and not d.birth), None)
        if line.block != lead.block or first is None or first.interval is None:
            break
        if ENTRY.match(low[line.start : first.start]) is None or ANOTHER_MATTER.search(low, line.start, line.end):
            break
        if RESULT.search(low, first.end, line.end):
            days.add(first.interval)
    return len(days) > 1
