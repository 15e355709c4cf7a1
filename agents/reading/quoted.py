"""The day of what is quoted from an older note: it keeps that note's day to the end of the quotation.

"Pasted from the last note: 'CLINIC 3/11/2026. A1c 8.9. Wear 91 %.'" is of March, whenever the letter around it was
written.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.dates import DateKind, DateMention

QUOTATION = re.compile(r"(?<![\w\"])\"(?=[^\s\"])[^\"]{20,2000}\"|\u201c[^\u201c\u201d]{20,2000}\u201d")
# What may stand in a quotation before the day that heads it: "DIABETES CLINIC 3/11/2026."
HEADING = re.compile(
    r"[\s\"\u201c>*-]*(?:(?:date|seen|dos|office|clinic|visit|note|progress|follow-?up|f/u|phone|telephone|video"
    r"|consult\w*"
    r"|new|patient|encounter|letter|addendum|dr\.?|[a-z&]+(?:ology|iatry|surgery|medicine|care|clinic|center"
    r"|practice|team)"
    r"|diabetes|pain|sleep|heart|spine|wound|ortho|endo|pulm|neuro|psych|urology|on|of|the)[\s:,.-]+){0,6}"
)
# "Her note of 3/11/2026 says:", "from the visit on 3/11:".
PAPER = r"(?:note|visit|letter|dictation|report|consult\w*|encounter|entry|summary|record|chart|h&p|follow-?up|f/u)s?"
NAMED_BEFORE = re.compile(
    rf"\b{PAPER}\b(?:(?: of| from| dated| on| by| in| at| the| her| his| our|,|:| \(|[ ]?dr\.? [a-z'-]+"
    rf"| [a-z'-]+,? m\.?d\.?)*) ?$"
)
SAYS = re.compile(
    r"\)?,?(?: (?:she|he|they|i|we|it|dr\.? [a-z'-]+|the (?:surgeon|clinician|doctor|nurse|plan|assessment|exam)))?"
    r"(?: (?:says?|said|reads?|states?|stated|notes?|noted|records?|recorded|writes?|wrote|documents?|documented"
    r"|as follows"
    r"|in full|in part|verbatim|reports?|reported|had|has|that))*[\s,:-]*"
)
TAKEN_OVER = re.compile(
    r"\b(?:copied|pasted|excerpt\w*|transcribed|quot(?:ed|ing|e)|cut[- ]and[- ]paste\w*|copy[- ]and[- ]paste\w*"
    r"|imported"
    r"|carried (?:over|forward)|reproduced|retyped)\b[^\n]{0,100}:[ \t]*\n?(?=[^\n])"
)
REACH = 90


class Quotation(NamedTuple):
    """A stretch quoted from an older note, and the day of that note."""

    start: int
    end: int
    day: DateMention


def quotations(low: str, dates: Sequence[DateMention]) -> Iterator[Quotation]:
    """What is quoted in marks, or under a line that says it was pasted in, where its day is told."""
    days = [d for d in dates if d.interval and not d.birth and d.kind is DateKind.day]
    if not days:
        return
    last = 0
    marked = QUOTATION.finditer(low) if '"' in low or "\u201c" in low else ()
    for m in sorted([*(m.span() for m in marked), *_pasted(low)]):
        start, end = m
        if start < last:
            continue
        if day := _day_of(low, days, start, end):
            last = end
            yield Quotation(start, end, day)


def _pasted(low: str) -> Iterator[tuple[int, int]]:
    """The paragraphs under lines that say what follows was pasted in, but for those in marks."""
    for m in TAKEN_OVER.finditer(low):
        blank = low.find("\n\n", m.end())
        end = blank if blank >= 0 else len(low)
        if not low[m.end() : end].lstrip().startswith(('"', "\u201c")):
            yield m.end(), end


def _day_of(low: str, days: Sequence[DateMention], start: int, end: int) -> DateMention | None:
    """The day that heads a quotation, else the one of the note it is said to come from."""
    inside = next((d for d in days if start <= d.start < end), None)
    if inside and HEADING.fullmatch(low, start, inside.start):
        return inside
    before = [d for d in days if start - REACH <= d.start and d.end <= start]
    if not before:
        return None
    told = before[-1]
    named = NAMED_BEFORE.search(low, max(0, told.start - REACH), told.start)
    return told if named and SAYS.fullmatch(low, told.end, start) else None
