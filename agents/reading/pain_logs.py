"""A log of pain: days and scores line by line under a title, of which the newest tells the pain of today."""

from collections.abc import Iterator
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument
from priorauth.facts import DateInterval

LOG = re.compile(
    r"(?<![^\n])(?P<title>[^\n|]{0,40}\bpain (?:log|diary|scores?|record|chart|ratings?)\b[^\n]{0,40})\n"
    r"(?P<rows>(?:[ \t]*(?:[-*][ \t]*)?"
    r"\d{1,2}/\d{1,2}(?:/(?:\d\d){1,2})?[ \t|:=\-]{1,12}(?:10|\d)(?:/10)?[ \t]*(?:\n|$)){2,12})"
)
ROW = re.compile(r"\d{1,2}/\d{1,2}(?:/(?:\d\d){1,2})?[ \t|:=\-]{1,12}(?P<score>10|\d)(?:/10)?[ \t]*(?:\n|$)")
OF_ANOTHER_MATTER = re.compile(
    r"\b(?:goals?|targets?|wife|husband|mother|father|example|sample|knees?|hips?|shoulders?|ankles?|feet|foot|head"
    r"|headaches?|blocks?|injections?|trial|after|post|best|rest)\b"
)


class Logged(NamedTuple):
    """A score of a log, where it stands and its day."""

    start: int
    end: int
    score: float
    day: DateInterval


def newest_of_logs(document: PreparedDocument) -> Iterator[Logged]:
    """The newest score of each log of pain."""
    if "pain" not in document.low:
        return
    for log in LOG.finditer(document.low):
        if OF_ANOTHER_MATTER.search(log["title"]):
            continue
        rows = [r for m in ROW.finditer(document.low, *log.span("rows")) if (r := _row(document, m)) is not None]
        if rows:
            yield max(rows, key=lambda r: r.day.last)


def _row(document: PreparedDocument, m: re.Match[str]) -> Logged | None:
    day = next((d.interval for d in document.dates if m.start() <= d.start < m.start("score") and d.interval), None)
    return Logged(*m.span("score"), float(m["score"]), day) if day is not None else None
