"""Whether a device was ordered before the report arrived that must come first: "received 11/3; order placed 10/30"."""

from bisect import bisect_right
from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from priorauth.criteria import Row

Day = tuple[int, int]

ASKS_FOR_THE_REPORT_FIRST = re.compile(r"\bbefore the order\b")
REPORT = re.compile(r"\breports?\b|\bevaluations?\b")
IN_FIGURES = re.compile(r"(?<![\d/.])(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?!\d)(?!/10\b)")
OF_THE_ORDER = re.compile(
    r"\b(?:orders?|ordered|prescription|prescribed|rx)\b"
    r"(?! (?:for|of) (?:pt|therapy|physical|labs?|mri|x-?rays?|oxygen))[^.;\n]{0,40}$"
)
ARRIVED = re.compile(
    r"\b(?:rec'?d|received|arrived|came|reached|got|faxed|forwarded|sent|in hand|delivered|read|reviewed)\b"
    r"[^.;\n]{0,30}$"
)
BEFORE = 60


def ordered_before_it_came(row: Row, document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether the record dates the order before the day on which the report of a sentence arrived."""
    if row.bar or ASKS_FOR_THE_REPORT_FIRST.search(row.statement) is None or not row.statement.startswith("The report"):
        return False
    low, stop = document.low, min(sentence.end, sentence.start + SENTENCE_BOUND)
    if REPORT.search(low, sentence.start, stop) is None:
        return False
    came = [day for at, day in _days(document, sentence.start, stop) if _told_of(ARRIVED, low, at)]
    ordered = _days_of_orders(document) if came else ()
    return bool(came and ordered) and min(ordered) < min(came)


def _days_of_orders(document: PreparedDocument) -> tuple[Day, ...]:
    if document.remembered.ordered is None:
        days = _days(document, 0, len(document.low))
        document.remembered.ordered = tuple(day for at, day in days if _told_of(OF_THE_ORDER, document.low, at))
    return document.remembered.ordered


def _told_of(words: re.Pattern[str], low: str, at: int) -> bool:
    return words.search(low, max(0, at - BEFORE), at) is not None


def _days(document: PreparedDocument, start: int, end: int) -> Iterator[tuple[int, Day]]:
    """Month and day of every date between two places, of those in bare figures too, with where each stands."""
    told = [d for d in document.dates if start <= d.start < end and d.interval and not d.birth]
    ends = [d.end for d in told]
    for d in told:
        if d.interval and d.interval.first == d.interval.last:
            yield d.start, (d.interval.first.month, d.interval.first.day)
    for m in IN_FIGURES.finditer(document.low, start, end):
        at = bisect_right(ends, m.start())
        if at == len(told) or m.start() < told[at].start:
            yield m.start(), (int(m[1]), int(m[2]))
