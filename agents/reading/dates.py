"""Dates as intervals, never points: days, months, years, and expressions relative to a visit.

Found before numbers are read, so that a year is never a value. A relative expression without an anchor keeps its
span and has no interval.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, partial

from agents.reading import patterns as re
from agents.reading.beginnings import DEPTH, first_letters
from priorauth.facts import DateInterval

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36,
    "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "couple": 2,
}  # fmt: skip
COUNT = r"(?P<count>\d{1,3}(?:\.\d)?|" + "|".join(sorted((w for w in NUMBER_WORDS), key=len, reverse=True)) + r")"
UNIT_DAYS = {"day": 1, "week": 7, "wk": 7, "month": 30.44, "mo": 30.44, "year": 365.25, "yr": 365.25}
UNIT = r"(?P<unit>days?|weeks?|wks?|months?|mos?|years?|yrs?)\b\.?"
NTH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
SEASONS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}
OF_YEAR = r"(?P<which> (?:of )?(?:this|last) year)"
DAY, YEAR = r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d{2})"


class DateKind(StrEnum):
    day = "day"
    month = "month"
    year = "year"
    relative = "relative"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands. `birth` marks a date of birth, which dates nothing else. A relative one keeps how it is
    read, so that it can be counted from an anchor without being looked for again."""

    start: int
    end: int
    kind: DateKind
    interval: DateInterval | None
    birth: bool = False
    counted: "Callable[[date], tuple[DateKind, DateInterval | None]] | None" = field(
        default=None, compare=False, repr=False
    )


def day_interval(day: date) -> DateInterval:
    return DateInterval(first=day, last=day)


def month_interval(year: int, month: int) -> DateInterval:
    return DateInterval(first=date(year, month, 1), last=date(year, month, monthrange(year, month)[1]))


def year_interval(year: int) -> DateInterval:
    return DateInterval(first=date(year, 1, 1), last=date(year, 12, 31))


Reader = Callable[[re.Match[str], date | None], tuple[DateKind, DateInterval | None]]


def _month(m: re.Match[str]) -> int:
    return MONTHS.index(m["month"][:3]) + 1


def _year(text: str, anchor: date | None) -> int:
    if len(text) == 4:
        return int(text)
    newest = ((anchor.year if anchor else 2030) + 1) % 100
    return int(text) + (2000 if int(text) <= newest else 1900)


def _numeric(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    month, day = int(m["m"]), int(m["day"])
    if month > 12 >= day:
        month, day = day, month
    return DateKind.day, day_interval(date(_year(m["y"], anchor), month, day))


def _iso(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    return DateKind.day, day_interval(date(int(m["year"]), int(m["m"]), int(m["day"])))


def _named(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    return DateKind.day, day_interval(date(_year(m["year"], anchor), _month(m), int(m["day"])))


def _month_year(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    month = _month(m) if "month" in m.groupdict() else int(m["m"])
    return DateKind.month, month_interval(int(m["year"]), month)


def _short_month(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`3/25` of `3/25-9/26`; a stretch of many years, or that ends before it begins (`6/1-8/28`), is told in days."""
    behind = SHORT_BEHIND.match(m.string, m.end())
    ahead = m.string[max(0, m.start() - 14) : m.start()]
    before = SHORT_BEFORE.search(ahead)
    if before is None and DAY_BEFORE.search(ahead):
        raise ValueError("a stretch that begins on a day ends on a day")
    years = [int(end["y"]) for end in (before, m, behind) if end]
    if not 0 <= years[-1] - years[0] <= LONGEST_STRETCH:
        raise ValueError("so many years are no course of care")
    return DateKind.month, month_interval(_year(m["y"], anchor), int(m["m"]))


def _bare_year(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    return DateKind.year, year_interval(int(m["year"]))


def _ago(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`3 weeks ago` is between two and four weeks ago: as vague as it is said."""
    if anchor is None:
        return DateKind.relative, None
    count, unit = float(NUMBER_WORDS.get(m["count"], 0) or m["count"]), UNIT_DAYS[m["unit"].rstrip(".s")]
    slack = 0.0 if unit == 1 else unit * max(0.5, count / 12)
    first = anchor - timedelta(days=round(count * unit + slack))
    last = anchor - timedelta(days=max(0, round(count * unit - slack)))
    return DateKind.relative, DateInterval(first=first, last=last)


def _recent(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    if anchor is None:
        return DateKind.relative, None
    new_year = (anchor - date(anchor.year, 1, 1)).days
    month_before = (anchor - (anchor.replace(day=1) - timedelta(days=1)).replace(day=1)).days
    days = {"today": (0, 0), "yesterday": (1, 1), "week": (13, 1), "month": (month_before, 1)}
    days["year"] = ((anchor - date(anchor.year - 1, 1, 1)).days, 1)
    now = {"morning": (0, 0), "afternoon": (0, 0), "visit": (0, 0), "evening": (0, 0), "encounter": (0, 0)}
    word = m["word"]
    first, last = {**days, **now}[word]
    if m["when"] in ("this", "today's"):
        first, last = {"week": (6, 0), "month": (30, 0), "year": (new_year, 0)}.get(word, (0, 0))
    elif m["when"] == "past":
        first, last = {"week": (7, 0), "month": (31, 0), "year": (366, 0)}.get(word, (first, last))
    return DateKind.relative, DateInterval(first=anchor - timedelta(days=first), last=anchor - timedelta(days=last))


PARTS_OF_MONTH = {"early": (1, 15), "middle": (8, 22), "late": (16, 31)}
PART_OF_MONTH = re.compile(
    r"\b(?:(?P<early>early|first (?:week|days?|half|part) of)|(?P<middle>mid|(?:second|third) week of)"
    r"|(?P<late>late|last (?:week|days?|half|part) of|second half of))\b"
)


def _last_named(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`last spring`, `in March`: the most recent one that has begun by the anchor."""
    if anchor is None:
        return DateKind.relative, None
    if m.groupdict().get("season"):
        begin, end = SEASONS[m["season"]]
    else:
        begin = end = _month(m)
    year = anchor.year if date(anchor.year, begin, 1) <= anchor else anchor.year - 1
    last = month_interval(year if end >= begin else year + 1, end).last
    first = date(year, begin, 1)
    if begin == end and (part := PART_OF_MONTH.search(m.group())):
        begun, ended = PARTS_OF_MONTH[part.lastgroup or "early"]
        first, last = first.replace(day=begun), min(last, date(year, end, ended) if ended < 28 else last)
    return DateKind.relative, DateInterval(first=first, last=max(first, min(last, anchor)))


def _last_month(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`Feb` and `Sept` of `Feb-Sept`: the latest that have begun by the anchor."""
    if anchor is None:
        return DateKind.relative, None
    words = m.groupdict()
    month = MONTHS.index((words.get("month") or words["month2"])[:3]) + 1
    year = anchor.year if date(anchor.year, month, 1) <= anchor else anchor.year - 1
    return DateKind.relative, month_interval(year, month)


def _day_only(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`on 9/14`: the last such day up to the anchor."""
    if TWO_SCORES.search(m.string, max(0, m.start() - 30), m.end() + 30) or A_RANGE.search(
        m.string, max(0, m.start() - 5), m.end()
    ):
        raise ValueError("scores out of ten are no dates")
    told_in_figures = "m" in m.groupdict() and m["day"] == "10"
    if told_in_figures and UP_TO_A_SCORE.search(m.string, max(0, m.start() - 5), m.start("m")):
        raise ValueError("a range of scores is no date")
    if told_in_figures and RAN_TO.match(m.group()) and MOVED_TO.search(m.string, max(0, m.start() - 70), m.start()):
        raise ValueError("where a pain went to is no date")
    if m["day"] == "5" and OF_STRENGTH.search(m.string, max(0, m.start() - 60), m.start()):
        raise ValueError("a grade of strength is no date")
    if anchor is None:
        return DateKind.relative, None
    month = _month(m) if "month" in m.groupdict() else int(m["m"])
    day = date(anchor.year, month, int(m["day"]))
    return DateKind.day, day_interval(day if day <= anchor else date(anchor.year - 1, month, int(m["day"])))


def _end_of_between(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`and 9/14` of "between 7/6 and 9/14"."""
    if not BETWEEN.search(m.string, max(0, m.start() - 16), m.start()):
        raise ValueError("two figures are no dates")
    return _day_only(m, anchor)


def _day_of_it(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`10/26` of "CT temporal bones 10/26: clear", where the words before are of a study or a visit."""
    told = DAY_OF_IT.search(m.string, max(0, m.start() - 44), m.start())
    if told is None or m.group() == "2/2" or (told["person"] and int(m["day"]) in DENOMINATORS):
        raise ValueError("a score, or a fraction, is no date")
    return _day_only(m, anchor)


def _in_a_column(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`9/10` of a table's row, where its column is headed "date"."""
    text = m.string
    line = text.rfind("\n", 0, m.start()) + 1
    column = text.count("|", line, m.start())
    head = ""
    while line > 0 and "|" in (above := text[text.rfind("\n", 0, line - 1) + 1 : line - 1]):
        head, line = above, line - 1 - len(above)
    cells = head.split("|")
    if (
        not column
        or len(cells) <= column
        or cells[column].strip() not in ("date", "dates", "when", "day", "done", "date done")
    ):
        raise ValueError("a figure of a table that is no date")
    return _day_only(m, anchor)


def _begins_a_line(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`10/27` that begins a row, where the line over the rows is headed "date" or is the title of a log."""
    text, line = m.string, m.start()
    for _ in range(MOST_ROWS):
        above = text.rfind("\n", 0, line - 1) + 1
        if line <= 0 or not ROW_BEGINS.match(text, above, line):
            break
        line = above
    head = text[text.rfind("\n", 0, max(0, line - 1)) + 1 : max(0, line - 1)] if line > 0 else ""
    if not HEADS_DAYS.search(head):
        raise ValueError("two figures under no heading are no date")
    return _day_only(m, anchor)


SERIES = 240


def _heads_its_line(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`10/18` of "- 10/18 carotid duplex: ...", `9/12` of "9/12: A1c 8.1": the day of an entry, not a grade."""
    text = m.string
    if LINE_LEADS.fullmatch(text, text.rfind("\n", max(0, m.start() - SERIES), m.start()) + 1, m.start()) is None:
        raise ValueError("two figures amid a line are no date")
    told = WHAT_WAS_DONE.match(text, m.end())
    graded = int(m["day"]) in DENOMINATORS
    if told is None and (graded or text[m.end() : m.end() + 1] != ":"):
        raise ValueError("a score, or a fraction, is no date")
    return _day_only(m, anchor)


def _in_a_series(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`9/14` of "SI blocks: 9/14 8 -> 1; 10/05 7 -> 1": of days that go up, behind a word for what was done on each."""
    if m["day"] == "10":
        raise ValueError("out of ten is a score")
    text, begun, stop = m.string, max(0, m.start() - SERIES), m.end() + SERIES
    line = max(begun, text.rfind("\n", begun, m.start()) + 1)
    end = text.find("\n", m.end(), stop)
    stop = end if end >= 0 else min(stop, len(text))
    label = DONE_ON_DAYS.search(text, line, m.start())
    told = list(BARE_DAY.finditer(text, label.end(), stop)) if label else []
    told = [d for d in told if d["day"] != "10"]
    days = [(int(d["m"]), int(d["day"])) for d in told[:MOST_ROWS]]
    sure = sum(d["day"].startswith("0") or int(d["day"]) not in DENOMINATORS for d in told)
    if sure < 2 or days != sorted(set(days)) or len({day for _, day in days}) < len(days):
        raise ValueError("figures that are no series of days are scores")
    if label and OUT_OF_SO_MUCH.search(text, line, stop):
        raise ValueError("a score, or a vision, is no date")
    return _day_only(m, anchor)


def _spoken(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`October the sixth`: with its year, else the last such day up to the anchor."""
    month, day = _month(m), NTH.index(m["nth"]) + 1
    if m["year"]:
        return DateKind.day, day_interval(date(int(m["year"]), month, day))
    if anchor is None:
        return DateKind.relative, None
    told = date(anchor.year, month, day)
    return DateKind.day, day_interval(told if told <= anchor else date(anchor.year - 1, month, day))


def _range_start(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`2/1` of `2/1-5/15/2026`, `March 9` of `March 9 to June 12, 2026`: the end lends its year."""
    words = m.groupdict()
    begin = MONTHS.index(words["month"][:3]) + 1 if words.get("month") else int(m["m"])
    end = MONTHS.index(words["until"][:3]) + 1 if words.get("until") else int(words.get("em") or begin)
    year = _year(m["y"], anchor) - (begin > end)
    return DateKind.day, day_interval(date(year, begin, int(m["day"])))


def _months_start(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`Feb` of `Feb-April 2026`."""
    begin, end = _month(m), MONTHS.index(m["until"][:3]) + 1
    return DateKind.month, month_interval(int(m["year"]) - (begin > end), begin)


def _months_span(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`03` of `03-06/2026`: the month that a stretch begins in, where its end alone tells the year."""
    begin, end = int(m["m"]), int(m["em"])
    return DateKind.month, month_interval(_year(m["y"], anchor) - (begin > end), begin)


def _short_year(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`Mar '26`."""
    return DateKind.month, month_interval(_year(m["y"], anchor), _month(m))


def _year_after_a_mark(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`'09` and `'98`: of the last hundred years."""
    year = 2000 + int(m["y"])
    return DateKind.year, year_interval(year if year <= (anchor.year if anchor else 2029) else year - 100)


def _between_months(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`February` and `June` of "between February and June of this year": the latest that have begun by the anchor."""
    if anchor is None:
        return DateKind.relative, None
    month, latest = _month(m), date(anchor.year - ("last" in (m["which"] or "")), 12, 31)
    latest = min(anchor, latest)
    year = latest.year if date(latest.year, month, 1) <= latest else latest.year - 1
    return DateKind.relative, month_interval(year, month)


def _days_of_a_month(m: re.Match[str], anchor: date | None) -> tuple[DateKind, DateInterval | None]:
    """`10/12-19/26`: the first of the days. Where the second number could be a month, only a full year tells."""
    year = _year(m["y4"] or m["y2"], anchor)
    return DateKind.day, day_interval(date(year, int(m["m"]), int(m["day"])))


def _part_of_year(m: re.Match[str], _: date | None) -> tuple[DateKind, DateInterval | None]:
    """`since the beginning of 2026`, `in late 2025`."""
    begin, end = next(months for name, months in PARTS_OF_YEAR.items() if m[name])
    year = int(m["year"])
    return DateKind.month, DateInterval(first=date(year, begin, 1), last=month_interval(year, end).last)


class Begins(StrEnum):
    """What a date of a rule begins with: the places where one can begin are found once for all rules."""

    digit = "digit"
    word = "word"


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    read: Reader
    begins: tuple[Begins, ...]


def _rule(pattern: str, reader: Reader, *begins: Begins) -> Rule:
    return Rule(re.compile(pattern + r"(?![\w])"), reader, begins)


def _number(pattern: str, reader: Reader) -> Rule:
    return _rule(pattern, reader, Begins.digit)


def _word(pattern: str, reader: Reader) -> Rule:
    return _rule(pattern, reader, Begins.word)


MONTH_DAY = r"(?P<m>0?[1-9]|1[0-2])/(?P<day>[0-2]?\d|3[01])"
TO = r"\s?(?:-|to|through|thru|until)\s?"
UNTIL = MONTH.replace("?P<month>", "?P<until>")
SEASON = r"(?P<season>winter|spring|summer|fall|autumn)"
PART_OF_YEAR = (
    r"(?:(?P<begin>(?:beginning|start|very start|turn|outset) of)|(?P<early>early(?: in)?)|(?P<mid>mid|middle of)"
    r"|(?P<late>late(?: in)?)|(?P<close>(?:end|close) of))[ \-]"
)
PARTS_OF_YEAR = {"begin": (1, 2), "early": (1, 4), "mid": (5, 8), "late": (9, 12), "close": (11, 12)}
BEFORE_DAY = r"(?:on|from|since|until|through|dated|to|thru|between|ending|ended|starting|beginning) "
# "CT 10/26: clear", "seen 11/3": shorthand for the day of a study or a visit.
DAY_OF_IT = re.compile(
    r"\b(?:ct|cta|mri|mra|mr|x-?rays?|xr|films?|radiographs?|hvf|gvf|goldmann|humphrey|perimetry|visual fields?|fields"
    r"|echo|tte|tee|angio\w*|cath|rhc|psg|hsat|hst|labs?|duplex|ultrasound|us|pet|pet/ct|spect|dexa|dxa|audio\w*"
    r"|emg|ncs|ncv|eeg|biopsy|bx|path\w*|photos?|photographs|scope|egd|dise|abg|pfts?|spirometry|arthrogram|myelogram"
    r"|titration|download|bone scan|cotinine|(?:hb)?a1c|hgb|hemoglobin|hct|ferritin|creatinine|egfr|inr|psa|tsh|bnp|crp"
    r"|esr|calprotectin|fcp|pth|calcium|cultures?|hida|mrcp|colonoscopy|(?:tumou?r|thoracic|lung|chest|mdt) board"
    r"|interrogation"
    r"|(?P<person>ed|er|ems|seen|visit|note|letter|eval\w*|consult|consent(?:ed)?"
    r"|face[- ]to[- ]face|f2f|clearance|cleared|signed|examined|exam by \w+))\b[^.;:\n\d|]{0,24}$"
)
AND_NO_GRADE = r"(?=\s?[:,;)]|\.?\s+[a-z(]|\.?\s*$|\.?\s*\n)(?! ?(?:pain|strength|power|weak|bilat|murmur))"
BETWEEN = re.compile(r"\bbetween \d{1,2}/\d{1,2} $")
LINE_LEADS = re.compile(r"[ \t]*(?:[-*>\u2022#][ \t]*)?")
WHAT_WAS_DONE = re.compile(
    r"(?: ?[:–-])? ?(?:(?:repeat|home|low-?dose|chest|carotid|cervical|lumbar|thoracic|brain|head|neck|abd\w*|renal"
    r"|venous"
    r"|arterial|sleep|vascular|standing|dynamic|cardiac|stress|second|first|follow-?up|screening|diagnostic|left|right"
    r"|[lr]|c|t|l-?spine|pelvic|bone|lab|full|split-night|in-lab|[a-z]+ology) ){0,3}"
    r"(?:ct|cta|mri|mra|x-?rays?|xr|films?|echo\w*|tte|tee|cath|angio\w*|psg|polysomno\w+|hsat|hst|labs?|duplex"
    r"|ultrasound|pet|pet/ct|dexa|dxa|audio\w*|emg|emg/ncs|ncs|eeg|biopsy|bx|path\w*|egd|colonoscopy|dise|abg|pfts?"
    r"|spirometry|titration|download|holter|cpet|6mwt|cystoscopy|urodynamics|myelogram|arthrogram"
    r"|seen (?:by|in|at)|admitted|discharged|hospitali[sz]ed|consult\w*|clinic)\b"
    r"(?! (?:sessions?|surgery|visits?|days?))"
)
DENOMINATORS = frozenset((2, 4, 5, 10))
BARE_DAY = re.compile(r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<day>0[1-9]|[12]\d|3[01]|[1-9])(?![\d/%]|\.\d)")
# "Blocks: 9/14 ..., 10/05 ...", "pain log: 10/24 6, 11/03 7": what is done on one day after another.
DONE_ON_DAYS = re.compile(
    r"\b(?:blocks?|mbbs?|injections?|injs?|t?f?esis?|arthrograms?|logs?|diary|nrs|nprs|vas|pain scores?"
    r"|derm(?:atology)? (?:notes?|visits?)|weights|wts|weigh-ins|debridements?|admissions?|debrided)\b"
)
OUT_OF_SO_MUCH = re.compile(
    r"\b(?:phq|gad|isi|moca|mmse|ess|epworth|iief|ipss|hit|midas|odi|ndi|rmdq|womac|koos|hoos|faos|zcq|oswestry"
    r"|roland|disability|vision|acuity|va|snellen|od|os|ou|teeth|motor|strength|out of|points)\b"
)
SURE_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
MONTH_START = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4}"
MOST_ROWS = 20
ROW_BEGINS = re.compile(r"\d{1,2}/\d{1,2}(?![\d/])")
HEADS_DAYS = re.compile(
    r"^\W*(?:dates?|day|when|visit|dos)\b|\b(?:pain|score) (?:log|diary|scores?|record|chart|ratings?)\b"
)
# "From 8/10 down to 3/10" tells of pain.
TWO_SCORES = re.compile(r"(?<![\d/])(?:\d|10)/10\b(?!/)[^.;\d]{1,24}(?<![\d/])(?:\d|10)/10\b(?!/)")
# "0-1/10 after" and "2 to 3/10" tell of pain as well.
A_RANGE = re.compile(r"(?<![\d/.-])\d ?- ?(?:\d|10)/10$")
# "Climbed from 6 at the start to 8/10", "the ache rose to 9/10".
RAN_TO = re.compile(r"(?:to|through|thru) ")
MOVED_TO = re.compile(
    r"\bfrom (?:an? |about )?\d(?:\.\d)?(?![\d/.])[^.;\n]{0,30}$"
    r"|\b(?:pain|nrs|vas|scores?|ache|aching|intensity|severity|soreness)\b[^.;\n]{0,30}\b(?:climb\w*|rose|risen|rises"
    r"|rising|went|gone|goes|up|drop\w*|fell|fallen|down|increas\w+|decreas\w+|worsen\w*|improv\w+|escalat\w+|jump\w*"
    r"|spik\w*|flar\w*|soar\w*|shot|eas\w+|came|back)\b[^.;:\d\n]{0,24}$"
)
UP_TO_A_SCORE = re.compile(r"(?<![\d/.])\d ?to $")
OF_STRENGTH = re.compile(
    r"(?<![\d/])[0-5][+-]?/5\b(?!/)[^.;\d]{1,30}$|\b(?:strength|power|grade|graded|motor|mrc)\b[^.;\d]{0,20}$"
)
# "Over the past year" and "throughout this year" tell how long something went on up to now, as "for six months" does.
LASTING = r"(?<!over the )(?<!throughout the )(?<!through the )(?<!over )(?<!throughout )(?<!through )(?<!for the )"
SHORT = r"(?:0?[1-9]|1[0-2])/2\d(?!\d|/)"
SHORT_BEHIND = re.compile(TO + r"\d{1,2}/(?P<y>2\d)(?!\d|/)")
SHORT_BEFORE = re.compile(r"(?<![\d/])\d{1,2}/(?P<y>2\d)" + TO + "$")
DAY_BEFORE = re.compile(r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1\d|3[01])" + TO + "$")
LONGEST_STRETCH = 2
RULES = (
    _number(r"(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?:t[\d:.z+-]*)?", _iso),
    _number(r"(?P<m>\d{1,2})(?P<sep>[-/.])(?P<day>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d{2}|\d{2})", _numeric),
    _number(r"(?P<m>0?[1-9]|1[0-2])/(?P<day>\d{1,2})-(?:\d{1,2}/(?P<y4>(?:19|20)\d{2})|(?:1[3-9]|2\d"
        r"|3[01])/(?P<y2>\d{2}))"
            r"(?![/\d])", _days_of_a_month),
    _number(MONTH_DAY + r"(?=" + TO + r"(?P<em>\d{1,2})/\d{1,2}/(?P<y>(?:19|20)\d{2}|\d{2})\b)", _range_start),
    _word(MONTH + " " + DAY + r"(?=" + TO + UNTIL + r" \d{1,2},? (?P<y>(?:19|20)\d{2})\b)", _range_start),
    _word(MONTH + " " + DAY + r"(?=(?:" + TO + r"|,? (?:and|&) )(?:" + UNTIL + r" )?\d{1,2}(?:st|nd|rd|th)?,?"
          r" (?P<y>(?:19|20)\d{2})\b)", _range_start),
    _number(MONTH_DAY + r"(?=,? (?:and|&) (?P<em>\d{1,2})/\d{1,2}/(?P<y>(?:19|20)\d{2}|\d{2})\b)", _range_start),
    _word(MONTH + r"(?=" + TO + UNTIL + r",? " + YEAR + r"\b)", _months_start),
    _word(r"(?<=between )" + MONTH + r"(?= and " + UNTIL + r",? " + YEAR + r"\b)", _months_start),
    _word(r"(?<=between )" + MONTH + r"(?= and " + UNTIL + r"(?! ?\d)" + OF_YEAR + ")", _between_months),
    _word(r"(?<=and )" + MONTH + OF_YEAR, _between_months),
    _number(r"(?<![/\d])(?P<m>0?[1-9]|1[0-2])(?=\s?-\s?(?P<em>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d{2})(?![\d/]))",
            _months_span),
    _number(r"(?<![/\d])(?P<m>0[1-9]|1[0-2])(?=-(?P<em>0[1-9]|1[0-2])/(?P<y>2\d)(?![\d/]))", _months_span),
    _word(MONTH + r" ?'(?P<y>2\d)", _short_year),
    _number(r"(?:(?<=[a-z] ')|(?<=\('))(?P<y>[0-2]\d|[4-9]\d)(?![\w'\"/:.%-]\w|[\w'\"%])", _year_after_a_mark),
    _word(MONTH + r"[ \-]{0,2}" + DAY + r"(?:st|nd|rd|th)?,?(?: of|[ \-])[ \-]?" + YEAR, _named),
    _word(MONTH + r" (?:the )?(?P<nth>" + "|".join(NTH) + r")(?:,? " + YEAR + ")?", _spoken),
    _number(DAY + r"(?:st|nd|rd|th)?(?: of)?[ \-]{0,2}" + MONTH + r",?[ \-]{0,2}" + YEAR, _named),
    _word(MONTH + r"(?: of)?[ ,\-/']{1,2}" + YEAR, _month_year),
    _word(MONTH + r"(?=\s?(?:-|to|through|until|and)\s?" + MONTH_START + ")", _last_named),
    _number(r"(?<=\n)" + MONTH_DAY + r"(?![\d/])(?=(?: {2,}|\t| ?\|) *\S)", _begins_a_line),
    _number(r"(?P<m>0?[1-9]|1[0-2])/" + YEAR, _month_year),
    _number(r"(?P<year>(?:19|20)\d{2})-(?P<m>\d{2})", _month_year),
    _number(r"(?P<m>0?[1-9]|1[0-2])/(?P<y>2\d)(?=\s?(?:-|to|through)\s?" + SHORT + ")", _short_month),
    _number(r"(?P<m>0?[1-9]|1[0-2])/(?P<y>2\d)(?=\s?(?:-|to|through|until) ?(?:present|now|date|today"
        r"|current))", _short_month),
    _number(r"(?:(?<=\d[-\s])|(?<=/\d\d - )|(?<=/\d\d to ))(?P<m>0?[1-9]|1[0-2])/(?P<y>2\d)(?!/)", _short_month),
    _word(SEASON + r"(?: of)? " + YEAR, lambda m, _: (DateKind.month, _season_of(m))),
    _word(SURE_MONTH + " " + DAY + r"(?:st|nd|rd|th)?(?! ?(?:%|mg|ml|mm|cm|/|:\d|\.\d))", _day_only),
    _number(DAY + r"(?:st|nd|rd|th)?(?: of)?[ \-]" + SURE_MONTH, _day_only),
    _rule(COUNT + r"(?: of)?[ \-]" + UNIT + r" (?:ago|back|earlier|prior(?! to))", _ago, Begins.digit, Begins.word),
    # "An eleven-day-old collapse" happened then; a child's age dates nothing.
    _rule(COUNT + r"[ \-](?P<unit>day|week|month)s?[ \-]old(?! (?:bab|infant|boy|girl|son|daughter|child|grand|puppy"
          r"|twin|male|female))", _ago, Begins.digit, Begins.word),
    _word(LASTING + r"(?P<when>last|this|past) (?P<word>week|month|year|morning|afternoon|evening|visit|encounter)"
          r"(?! of (?:" + "|".join(MONTHS) + r"))", _recent),
    _word(r"(?P<when>today's) (?P<word>visit|encounter)", _recent),
    _word(r"(?P<when>)(?P<word>today|yesterday)", _recent),
    _word(r"(?:early|mid|late)[- ]" + MONTH, _last_named),
    _word(r"(?:first|second|third|last) (?:week|days?|half|part) of " + MONTH, _last_named),
    _word(r"(?:last|this past|in|since|this|during|of) (?:the )?(?:early |mid-?|late |about |around )?(?:"
          + SEASON + "|" + MONTH + ")"
          r"(?! (?:help|be|have|need|require|also|not|cause|improve|benefit|include|continue|proceed)\b)", _last_named),
    _word(r"from (?:early |mid-?|late )?" + MONTH + r"(?! ?\d)", _last_named),
    _word(MONTH + r"(?=" + TO + UNTIL + r"\b)", _last_month),
    _word(r"(?<=[a-z.]-)" + MONTH + r"|(?:to|through|until|thru) " + MONTH.replace("<month>", "<month2>"), _last_month),
    _number(MONTH_DAY + r"(?=" + TO + r"(?:0?[1-9]|1[0-2])/(?:[0-2]?\d|3[01])(?![\d/]))", _day_only),
    _number(r"(?<=\()(?P<m>0?[1-9]|1[0-2])/(?P<day>1[346789]|2[23569]|31)(?=[),;])", _day_only),
    _number(r"(?:(?<=\d-)|(?<=/\d - )|(?<=/\d\d - )|(?<=/\d to )|(?<=/\d\d to ))" + MONTH_DAY + r"(?!/)", _day_only),
    _word(BEFORE_DAY + r"(?P<m>0?[1-9]|1[0-2])/(?P<day>[0-2]?\d|3[01])", _day_only),
    _word(r"and (?P<m>0?[1-9]|1[0-2])/(?P<day>[0-2]?\d|3[01])", _end_of_between),
    _number(MONTH_DAY + AND_NO_GRADE, _day_of_it),
    _number(MONTH_DAY + r"(?=(?: ?[:–-])? [a-z]|: ?[a-z])", _heads_its_line),
    _number(r"(?<=\| )" + MONTH_DAY + r"(?= ?(?:\||\n|$))", _in_a_column),
    _number(MONTH_DAY + r"(?![\d/%]|\.\d)", _in_a_series),
    _word(SURE_MONTH + r"(?= (?:figures|labs?|bloods|blood work|ct|mri|scan|films?|x-?rays?|echo\w*|study|test\w*|visit"
          r"|numbers|values|readings?|panel|report|download|audiogram|diary)\b)", _last_named),
    _word(BEFORE_DAY + MONTH + " " + DAY + r"(?:st|nd|rd|th)?", _day_only),
    _word(r"(?:(?:in|since|from|until|by) (?:the )?|(?=early|mid|late))" + PART_OF_YEAR + YEAR, _part_of_year),
    _word(r"(?:in|since|of|from|during|until|circa|around|by|year|before|after|late|early|mid|to|and)[ \-]" + YEAR
          + r"(?! ?(?:mg|ml|units?|steps|iu|mcg|kcal|cal|g|m|feet|ft|hours)\b)", _bare_year),
    _word(r"\(" + YEAR + r"\)", _bare_year),
    _number(r"(?<!over )(?<!above )(?<!below )(?<!under )(?<!than )(?<!exceeds )" + YEAR
            + r"(?=\s?[:,;)]|\s*-\s| (?:with|w/))", _bare_year),
    _number(r"(?<=[a-z] )" + YEAR + r"(?=\.(?:\s|$)|\s*\n|$)", _bare_year),
    _number(YEAR + r"(?= (?:[a-z]+ )?(?:study|psg|ct|mri|x-?ray|echo|surgery|trial|course|visit|scan|test|admission"
          r"|stay|hospitali[sz]ation|infarct\w*|mi|n?stemi|stroke|fusion|stent|bypass|cabg|ablation|implant"
          r"|fracture)\b)",
          _bare_year),
)  # fmt: skip
FREE = r"(?<![\w.])"
DIGIT_STARTS = re.compile(r"\d(?<![\w.]\d)(?=\d{0,2}(?:[ \-]{0,2}[a-z]|[\-/.])|\d{3})")
WORD_STARTS = re.compile(
    FREE + r"(?:\((?=\d)|" + "|".join((*MONTHS, *SEASONS, "today", "yesterday"))
    + r"|(?:last|this|past|in|since|of|during|on|from|until|through|dated|to|thru|between|circa|around|by|year|before"
    r"|after|late|early|mid|first|second|third|ending|ended|starting|beginning|and|"
    + "|".join(NUMBER_WORDS) + r")[ \-])"
)  # fmt: skip
STARTS = {Begins.digit: DIGIT_STARTS, Begins.word: WORD_STARTS}
# "Ms. Sample (06/13/1968), a 58-year-old": nobody's age follows any other day.
AGE_BEHIND = re.compile(r"\)?,? ?(?:is )?(?:an? |aged? )?\d{2,3}[- ]?(?:years?|yrs?|y\.?/?o)\b")
BIRTH = re.compile(r"(?:\bdob|\bd\.o\.b\.?|date of birth|birth ?date|\bborn(?: on)?)\s*[:#\-(]*\s*$")


def _season_of(m: re.Match[str]) -> DateInterval:
    begin, end = SEASONS[m["season"]]
    year = int(m["year"])
    return DateInterval(first=date(year, begin, 1), last=month_interval(year + (end < begin), end).last)


def find_dates(low: str, anchor: date | None, start: int = 0, end: int | None = None) -> list[DateMention]:
    """The dates of normalised text in order, none overlapping; `anchor` is the day relative expressions count from."""
    stop = len(low) if end is None else end
    places: list[list[int]] = [[] for _ in RULES]
    for begins, pattern in STARTS.items():
        for m in pattern.finditer(low, start, stop):
            at = m.start()
            for number in _may_begin(begins, low[at : at + DEPTH]):
                places[number].append(at)
    taken = bytearray(stop - start)
    found: list[DateMention] = []
    for rule, begun in ((rule, begun) for rule, begun in zip(RULES, places, strict=True) if begun):
        for m in _matches(rule.pattern, low, sorted(begun), stop):
            if any(taken[m.start() - start : m.end() - start]):
                continue
            try:
                kind, interval = rule.read(m, anchor)
            except (ValueError, OverflowError):
                continue
            taken[m.start() - start : m.end() - start] = b"\1" * (m.end() - m.start())
            birth = (
                BIRTH.search(low[max(0, m.start() - 24) : m.start()]) is not None
                or AGE_BEHIND.match(low, m.end(), stop) is not None
            )
            counted = partial(rule.read, m) if interval is None else None
            found.append(DateMention(m.start(), m.end(), kind, interval, birth, counted))
    return sorted(found, key=lambda d: d.start)


@lru_cache(maxsize=4_000)
def _may_begin(begins: Begins, letters: str) -> tuple[int, ...]:
    """The numbers of the rules whose dates may begin with these letters."""
    return tuple(n for n, rule in enumerate(RULES) if begins in rule.begins and letters.startswith(_first_letters(n)))


@lru_cache(maxsize=100)
def _first_letters(number: int) -> tuple[str, ...]:
    return tuple(first_letters(RULES[number].pattern.pattern)) or ("",)


def _matches(pattern: re.Pattern[str], low: str, starts: Sequence[int], stop: int) -> Iterator[re.Match[str]]:
    """Where a pattern matches at one of the places, none overlapping."""
    passed = 0
    for at in starts:
        if at >= passed and (m := pattern.match(low, at, stop)):
            yield m
            passed = m.end()


def resolve(mention: DateMention, anchor: date) -> DateMention:
    """A relative mention counted from its anchor; any other mention as it is."""
    if mention.interval is not None or mention.counted is None:
        return mention
    try:
        kind, interval = mention.counted(anchor)
    except (ValueError, OverflowError):
        return mention
    return replace(mention, kind=kind, interval=interval)
