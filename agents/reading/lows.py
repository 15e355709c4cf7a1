"""Low sugars told one by one: "47 on 8/11, 51 on 9/3", "meter: 9/14 52, 10/2 49", "five readings in the forties".

Only what lies below the bound of a level 2 event is counted, and only readings of different days. A log tells a day a
line under the name of a meter; a list of lows tells its figures alone ("lows: 47, 52, 49").
"""

from collections.abc import Iterator
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS

Told = tuple[int, int, float]

BOUND, LEAST, HIGHEST = 54, 20, 100
ABOUT_SUGAR = re.compile(
    r"\b(?:glucoses?|sugars?|meter|glucometer|fingersticks?|finger ?sticks?|bgs?|smbg|cgm|libre|dexcom|lows?|hypo\w*)\b"
)
OF_OTHERS = re.compile(r"\b(?:pulse|hr|heart rate|bpm|bp|weight|kg|lbs?|age[ds]?|ejection|ef|sats?|spo2|goal|target)\b")
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = rf"(?:\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\d)|{MONTH} \d{{1,2}}(?!\d)(?:st|nd|rd|th)?|\d{{1,2}} {MONTH})"
SUGAR = r"(?<![\d./-])(?P<{}>[2-5]\d)(?![\d./%-]\d|\d|%)(?: ?mg/?dl)?"
ONE = re.compile(
    rf"{SUGAR.format('a')},? ?(?:\(|on |at |@ ?)?(?P<on>{DAY})|(?P<at>{DAY}),?(?: at \S+)?"
    r" ?(?:(?:\d{1,2}:\d\d|[0-2]\d[0-5]\d) ?(?:[ap]m )?)?[:,(-]? ?(?:(?:bg|glucose|sugar|cbg|fs) )?(?:was |of |a |= ?)?"
    rf"{SUGAR.format('b')}(?! ?(?:units?|u|mg|h|hours?|min|minutes|g|days?|weeks?)\b)"
)
FIGURES = {w: n for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple") and n == int(n) and 1 < n <= 20}
MANY = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(FIGURES)}) (?:separate |different |more |documented |logged |meter |glucose "
    r"|blood |low |sensor )*(?:readings?|values?|sugars?|glucoses|lows|checks|fingersticks|numbers|episodes|results) "
    r"(?:were |was |all )?(?:in the (?:low |mid |high )?(?:30s|40s|thirties|forties)|(?:under|below|less than|<) ?54)"
)


# "Meter download:" over lines of "05/30 04:10 - 49".
CLOCK = r"(?:(?:at |@ ?)?(?:\d{1,2}:\d\d|[0-2]\d[0-5]\d|\d{1,2}(?= ?[ap]\.?m\b)) ?(?:h\b|[ap]\.?m\.?)? ?)?"
ENTRY = re.compile(
    rf"[ \t]*(?:[*\-+\u2022][ \t]*)?(?P<day>{DAY}),?[ \t]*{CLOCK}[ \t]*(?:[-\u2013\u2014:=|,][ \t]*){{0,2}}"
    r"(?P<sugar>\d{2,3})(?![\d/%:-]|\.\d)(?! ?(?:units?|u|mg(?!/)|h|hours?|min|minutes|g|days?|weeks?|am|pm)\b)"
)
LONGEST_HEADING = 90
LOGGED = re.compile(r"\n[ \t*\-+\u2022]*(?:\d{1,2}/\d|[a-z]{3,9}\.? \d|\d{1,2} [a-z]{3})")
AIMED_AT = re.compile(r"\b(?:goal|target|sample|example|normal|range)s?\b")
FIGURE = re.compile(r"\d{2}")
# "Lows: four since July - 47, 52, 49": figures of a list that is named a list of lows.
NOT_SUGARS = r"(?![\d/%:-]|\.\d)(?! ?(?:units?|u|mg(?!/)|g|min|minutes|h|hours?|yo?|years?|days?|nights?|times|x)\b)"
LOWS = r"\b(?:lows?|hypos?|hypoglyc\w+|nadirs?)\b"
LISTED = re.compile(
    rf"{LOWS}[^.;\n\d]{{0,40}}?(?:\b(?:x ?|since |of )?\d{{1,2}}\b[^.;\n\d]{{0,30}})??[-\u2013:=( ] ?"
    rf"(?P<list>\d{{2}}(?:(?:, ?(?:and )?| and | ?/ ?)\d{{2}}){{1,11}}){NOT_SUGARS}"
)
# "BG 43, 48, 51 on separate nights"
OF_SEVERAL_DAYS = re.compile(
    r"\b(?:bgs?|smbg|cbg|glucoses?|sugars?|fingersticks?)\b(?: (?:of|was|were|readings?|values?))*[ :=(]{1,2}"
    rf"(?P<list>\d{{2}}(?:(?:, ?(?:and )?| and )\d{{2}}){{1,11}}){NOT_SUGARS}"
    r"(?=[^.;\n]{0,24}\b(?:separate|different|several|consecutive)\b"
    r" ?(?:nights?|days?|mornings?|dates|occasions|weeks))"
)
# "Lows 2-3 a week, 45-52"
RANGED = re.compile(
    rf"{LOWS}[^.;\n]{{0,50}}?(?<![\d/.-])(?P<list>\d{{2}} ?(?:-|to|\u2013) ?\d{{2}})"
    rf"(?: ?mg/?dl)?{NOT_SUGARS}"
)


class Reading(NamedTuple):
    """One line of a log: its day, where the figure stands, and the heading over it."""

    day: str
    start: int
    end: int
    figure: float
    heading: tuple[int, int]


def sugars_in_logs(low: str) -> Iterator[Reading]:
    """The readings of logs: lines that begin with a day and a bare figure, under a line that names the meter."""
    if not LOGGED.search(low):
        return
    heading, at = (0, 0), 0
    for line in low.splitlines(keepends=True):
        entry = ENTRY.match(low, at, at + len(line))
        if entry is None:
            heading = (at, at + len(line))
        elif _heads_a_log(low, heading):
            yield Reading(entry["day"], *entry.span("sugar"), float(entry["sugar"]), heading)
        at += len(line)


def _heads_a_log(low: str, heading: tuple[int, int]) -> bool:
    return (
        heading[1] - heading[0] <= LONGEST_HEADING
        and ABOUT_SUGAR.search(low, *heading) is not None
        and OF_OTHERS.search(low, *heading) is None
        and AIMED_AT.search(low, *heading) is None
    )


def sugars_listed(low: str, start: int, end: int) -> Iterator[Told]:
    """The low sugars that a sentence tells by their days, or in a list that is named one of lows, never one alone."""
    if not ABOUT_SUGAR.search(low, start, end) or OF_OTHERS.search(low, start, end):
        return
    told = [m for m in ONE.finditer(low, start, end) if LEAST <= int(m["a"] or m["b"]) < BOUND]
    if len({m["on"] or m["at"] for m in told}) > 1:
        for m in told:
            which = "a" if m["a"] else "b"
            yield *m.span(which), float(m[which])
    for figures in _lists(low, start, end):
        yield from ((at, at + 2, figure) for at, figure in figures)
    for m in RANGED.finditer(low, start, end):
        ends = [(f.start(), float(f[0])) for f in FIGURE.finditer(low, *m.span("list"))]
        if LEAST <= ends[0][1] < ends[1][1] < BOUND:
            yield from ((at, at + 2, figure) for at, figure in ends)


def _lists(low: str, start: int, end: int) -> Iterator[list[tuple[int, float]]]:
    """The figures below the bound of each list of lows that holds at least two of them."""
    for pattern in (LISTED, OF_SEVERAL_DAYS):
        for listed in pattern.finditer(low, start, end):
            told = [(m.start(), float(m[0])) for m in FIGURE.finditer(low, *listed.span("list"))]
            below = [(at, figure) for at, figure in told if LEAST <= figure < BOUND]
            if len(below) > 1:
                yield below


def lows_counted(low: str, start: int, end: int) -> Iterator[Told]:
    """How many low sugars a sentence tells, by their days or by a count of readings in the forties."""
    if not ABOUT_SUGAR.search(low, start, end) or OF_OTHERS.search(low, start, end):
        return
    for m in MANY.finditer(low, start, end):
        yield m.start(), m.end(), float(FIGURES.get(m["count"]) or m["count"])
    told = [m for m in ONE.finditer(low, start, end) if LEAST <= int(m["a"] or m["b"]) < BOUND]
    days = {m["on"] or m["at"] for m in told}
    if len(days) > 1:
        yield told[0].start(), told[-1].end(), float(len(days))
    elif below := next(_lists(low, start, end), None):
        yield below[0][0], below[-1][0] + 2, float(len(below))


# "Lows: 47 (8/3)" tells a sugar, "lows: 24 in 30 days" a count.
A_COUNT = re.compile(
    r" ?(?:x\b|times\b|lows\b|hypos\b|episodes?\b|events?\b|readings?\b|/|per\b|over\b|a (?:week|month|day)"
    r"|(?:in|within|during) (?:\d|the (?:last|past)|an?\b|two|three|four|six|ten|twelve|fourteen|thirty|ninety))"
)


def tells_a_sugar(low: str, name_ends: bool, figure: float, end: int) -> bool:
    """Whether a figure behind the name of lows is a reading and counts none of them."""
    return name_ends and LEAST <= figure < HIGHEST and A_COUNT.match(low, end) is None
