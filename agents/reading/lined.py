"""The day that heads a line, and so dates all that the line tells: an entry of a course, a row of a table."""

from agents.reading import patterns as re
from agents.reading.dates import DateKind
from agents.reading.record import PreparedDocument, Sentence
from priorauth.facts import DateInterval

LONGEST = 16
LEAD = re.compile(r"[ \t]*(?:[|*#>•-][ \t]*){0,3}(?:\d{1,2}[.)][ \t]+)?")
# Behind the day of an entry stands what was seen that day; "11/03 to 12/04" and "11/03 and 11/10" are no one day.
PARTED = re.compile(
    r"[ \t]*(?:\([^()\n]{1,24}\)[ \t]*)?(?:[:|–—,;-](?! ?\d)|\t"
    r"| (?!to |until |through |thru |and |or |& |\d|[–—-] ?\d))"
)
OF_BEFORE = re.compile(
    r"\b(?:prior|previous(?:ly)?|earlier|old|older|past|last|former(?:ly)?|outside|original|ago|years?)\b"
)


def day_of_the_line(document: PreparedDocument, sentence: Sentence) -> DateInterval | None:
    """The day at the head of the line that a sentence goes on; none for one that tells of before."""
    low = document.low
    begun = low.rfind("\n", 0, sentence.start) + 1
    lead = LEAD.match(low, begun)
    head = lead.end() if lead else begun
    if not low[head : head + 1].isalnum() or OF_BEFORE.search(low, sentence.start, sentence.end):
        return None
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - LONGEST), -1):
        before = document.sentences[index]
        if before.start <= head:
            first = before.dates[0] if before.start >= begun and before.dates else None
            heads = first is not None and first.start == head and first.kind is DateKind.day and not first.birth
            return first.interval if first and heads and PARTED.match(low, first.end) else None
    return None


def goes_on_the_line(document: PreparedDocument, sentence: Sentence, index: int) -> bool:
    """Whether an earlier sentence begins in the same line."""
    before = document.sentences[index]
    return document.low.find("\n", before.start, sentence.start) < 0
