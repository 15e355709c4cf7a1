"""A log of pain: days and scores line by line under a title, of which the newest tells the pain of today."""

from collections.abc import Iterator
from datetime import date
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


# "10/16 6/10   10/30 7/10   11/13 8/10": days and scores in one line, under a sentence about pain.
PAIR = r"\d{1,2}/\d{1,2}(?:/(?:\d\d){1,2})?[ \t:=\-]{1,6}(?:10|\d)/10(?![\d/])"
IN_ONE_LINE = re.compile(rf"(?<![\d/]){PAIR}(?:[ \t,;|>\u2192-]{{1,14}}{PAIR}){{1,9}}")
ONE_PAIR = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2}/\d{1,2}(?:/(?:\d\d){1,2})?)[ \t:=\-]{1,6}(?P<score>10|\d)/10(?![\d/])"
)
# "Pain log (NRS, standing): 10/24 6 -> 11/03 7 -> 11/17 9": scores without their scale, behind what they are of.
BARE_PAIR = r"\d{1,2}/\d{1,2}(?:/(?:\d\d){1,2})?(?: ?[:=] ?| )(?:10|\d)(?:/10)?(?![\d/%]|\.\d| ?[a-z])"
BARE_LINE = re.compile(
    r"\b(?:pain (?:log|diary|scores?|record|ratings?)|nrs|nprs|vas)(?: ?\([^()\n\d]{0,40}\))?(?: pain)?:? "
    rf"(?P<pairs>{BARE_PAIR}(?:[ \t,;|>\u2192-]{{1,6}}{BARE_PAIR}){{1,9}})"
)
BARE_ONE = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2}/\d{1,2}(?:/(?:\d\d){1,2})?)(?: ?[:=] ?| )(?P<score>10|\d)(?:/10)?(?![\d/%])"
)
OF_PAIN = re.compile(r"\b(?:pain|aches?|aching|hurts?|nrs|nprs|vas)\b")
ABOVE = 220


class Logged(NamedTuple):
    """A score of a log, where it stands and its day; `since` is where its line of days and scores begins."""

    start: int
    end: int
    score: float
    day: DateInterval | None
    since: int


def newest_of_logs(document: PreparedDocument) -> Iterator[Logged]:
    """The newest score of each log of pain."""
    if not OF_PAIN.search(document.low):
        return
    for log in LOG.finditer(document.low):
        if OF_ANOTHER_MATTER.search(log["title"]):
            continue
        rows = [r for m in ROW.finditer(document.low, *log.span("rows")) if (r := _row(document, m)) is not None]
        if rows:
            yield _newest(rows)
    for line in IN_ONE_LINE.finditer(document.low):
        told = document.low[max(0, line.start() - ABOVE) : line.start()]
        if OF_PAIN.search(told) and not OF_ANOTHER_MATTER.search(told):
            yield from _newest_of_line(document, line.span(), ONE_PAIR)
    for line in BARE_LINE.finditer(document.low):
        before = document.low.rfind("\n", 0, line.start()) + 1
        if not OF_ANOTHER_MATTER.search(document.low, max(before, line.start() - 60), line.start("pairs")):
            yield from _newest_of_line(document, line.span("pairs"), BARE_ONE)


def _newest(rows: list[Logged]) -> Logged:
    return max(rows, key=lambda r: r.day.last if r.day else date.min)


def _newest_of_line(document: PreparedDocument, line: tuple[int, int], one: re.Pattern[str]) -> Iterator[Logged]:
    """The newest score of a line; where its days have no year, the last, if they go up."""
    pairs = [*one.finditer(document.low, *line)]
    rows = [r for m in pairs if (r := _row(document, m)) is not None]
    if len(rows) == len(pairs):
        yield _newest(rows)._replace(since=line[0])
        return
    days = [tuple(int(n) for n in m["day"].split("/")[:2]) for m in pairs]
    if not rows and days == sorted(set(days)):
        last = pairs[-1]
        yield Logged(*last.span("score"), float(last["score"]), None, line[0])


def _row(document: PreparedDocument, m: re.Match[str]) -> Logged | None:
    day = next((d.interval for d in document.dates if m.start() <= d.start < m.start("score") and d.interval), None)
    return Logged(*m.span("score"), float(m["score"]), day, m.start()) if day is not None else None
