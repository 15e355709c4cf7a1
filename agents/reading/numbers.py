"""Numbers and units, tokenised once and atomically: comparators, ranges, dimensions, fractions, powers of ten.

Dates are blanked before. A number keeps the unit that stands with it, in one spelling; nothing is converted here and
no unit is ever supplied. A number inside a word (L4, T2DM, M17.11) is no number.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from agents.reading import patterns as re
from priorauth.worded import ONES, TEENS, WORTH, worded_numbers


class Shape(StrEnum):
    point = "point"
    span = "span"
    bound = "bound"
    dimensions = "dimensions"
    ratio = "ratio"


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number where it stands. A bound has one end; a ratio keeps its second number in `of`."""

    start: int
    end: int
    shape: Shape
    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False
    unit: str = ""
    of: float | None = None
    decimals: int = 0
    vague: bool = False

    @property
    def point(self) -> float | None:
        return self.low if self.low == self.high else None


UNIT_SPELLINGS = {
    "mm": "mm millimeters millimeter millimetres millimetre",
    "cm": "cm cms centimeters centimeter centimetres centimetre",
    "m": "m meters meter metres metre mtr",
    "ft": "ft feet foot",
    "in": "in inches inch",
    "yd": "yd yards yard",
    "kg": "kg kgs kilograms kilogram kilos",
    "lb": "lb lbs pounds pound lb. #",
    "g": "g gm gms grams gram",
    "mg": "mg milligrams milligram",
    "%": "% percent pct percentile|per cent",
    "% predicted": "%|pred %pred|% predicted|% of predicted|%predicted|percent predicted|percent of predicted|% pred",
    "mmhg": "mmhg mm-hg torr|mm hg|mm of mercury|millimeters of mercury|millimetres of mercury",
    "cmh2o": "cmh2o cwp|cm h2o|cm of water|cm water",
    "kpa": "kpa",
    "mg/dl": "mg/dl mg%|mg per dl|mg / dl|milligrams per deciliter",
    "mmol/l": "mmol/l|mmol per liter",
    "umol/l": "umol/l µmol/l",
    "mmol/mol": "mmol/mol",
    "g/dl": "g/dl gm/dl|grams per deciliter|g / dl",
    "g/l": "g/l",
    "k/ul": "k/ul k/µl k/mcl k/mm3 k/cumm thou/ul thou/mcl th/ul k x10e3/ul x10e9/l|x 10e3/ul|x 10e3|x 10e9/l|10e9/l"
    "|10e3/ul"
    "|10*3/ul|x10*3/ul|10^9/l|10^3/ul|10^3/µl|10^9 /l|x10^9/l|x10^3/ul|x10^3/µl|x 10^9/l|x 10^3/ul|x 10^3/µl|x 10^3"
    "|x 10(3)/ul|x10(3)/ul|x10(3)/mcl|x 109/l|x109/l|x 103/ul|x103/ul|x10^3|k/microliter|x1000/ul|x 1000/ul"
    "|thousand per microliter|thousand/ul|thousand",
    "/ul": "/ul /µl /mcl /mm3 /cumm cells/ul cells/µl cells/mcl cells/mm3 cells|per microliter|cells per microliter"
    "|/microliter|cells/microliter|per mm3|per cubic millimeter",
    "ng/ml": "ng/ml|ng per ml|nanograms per milliliter",
    "pg/ml": "pg/ml pg/dl|pg per ml",
    "mm/s": "mm/s mm/sec",
    "cm/s": "cm/s cm/sec|cm per second",
    "m/s": "m/s m/sec mps|m per second|meters per second|meters/second|metres per second|meters a second"
    "|metres a second",
    "cm2": "cm2 cm^2 sqcm|sq cm|square cm|cm squared|square centimeters|cm sq|sq. cm",
    "mm2": "mm2 mm^2|sq mm|square mm",
    "ml/kg/min": "ml/kg/min ml/kg/minute ml/min/kg|ml per kg per minute|ml/kg per minute",
    "m2": "m2 m^2|sq m|square meters",
    "kg/m2": "kg/m2 kg/m^2 kg/m|kg per m2|kg/ m2|kg/m 2|kilograms per meter squared|kg/sq m|kg per square meter"
    "|kg / m2",
    "db": "db dbhl dB decibels decibel|db hl|dbhl",
    "/h": "/h /hr /hour eph ev/h ev/hr events/h events/hr events/hour events/hour|/ hr|/ h|/ hour|events / hr"
    "|events / hour"
    "|per hour|per hr|events per hour|events per hr|events an hour|an hour|events/h of sleep"
    "|obstructive events per hour"
    "|respiratory events per hour|times an hour|times per hour|times each hour|times every hour",
    "/min": "/min bpm|per minute|breaths per minute|breaths/min|breaths a minute",
    "events": "events event",
    "s": "s sec secs seconds second",
    "ms": "ms msec msecs milliseconds millisecond",
    "min": "min mins minutes minute",
    "h": "h hr hrs hours hour",
    "day": "day days d",
    "night": "night nights",
    "week": "week weeks wk wks w",
    "month": "month months mo mos|month's",
    "year": "year years yr yrs y|years old|year old|year-old|y/o|yo|y.o.",
    "degree": "degree degrees deg ° º",
    "pack-year": "pack-years pack-year packyears pack-yr pack-yrs pkyr p-y|pack yr|pack yrs|pack years|pack year"
    "|pk yr|pk-yr|pk yrs|py|ppy",
    "met": "mets met",
    "l": "l liters liter litres litre",
    "ml": "ml milliliters cc",
    "lpm": "lpm l/min|liters per minute|liters/min|l per minute",
    "day/month": "days/month days/mo d/mo|days per month|days a month|days each month|headache days per month"
    "|days monthly"
    "|headache days/month|headache days a month|migraine days per month|migraine days/month|migraine days a month"
    "|/month|/mo|a mo|per mo|d/mo"
    "|days out of the month|per month|a month",
    "hour/night": "h/night hr/night hrs/night hours/night hours/day|hours per night|hours a night|hrs per night"
    "|hr per night|hours nightly"
    "|hours each night|h per night",
    "time/year": "/year /yr|per year|per yr|a year|times a year|episodes per year|episodes/year|infections per year"
    "|yearly"
    "|episodes a year|episodes in the past year|episodes in the last year|in the past year|in the last year",
    "level": "level levels",
    "visit": "visit visits session sessions",
    "episode": "episode episodes infection infections|separate episodes",
    "point": "point points pts pt",
    "mcg": "mcg µg",
    "iu": "iu units unit",
    "times": "times",
}  # fmt: skip


def _unit_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for unit, written in UNIT_SPELLINGS.items():
        head, *phrases = written.split("|")
        for word in (
            [*head.split(), *phrases] if not phrases else [*head.split(), *phrases, head if " " in head else ""]
        ):
            if word and word not in table:
                table[word] = unit
    return table


UNITS = _unit_table()
UNIT = re.compile(
    r"(?:[\s\-]{0,2}|\s?\|\s?)("
    + "|".join(re.escape(u).replace(r"\ ", r"[ \-]") for u in sorted(UNITS, key=len, reverse=True))
    + r")(?![a-z0-9])"
)
# The digit comes first and the look behind it second, so that the matcher runs on to the next digit.
NUMBER = re.compile(r"[\d.](?<![\w.][\d.])(?:(?<=\d)(?:\d{0,2}(?:,\d{3})+(?!\d)|\d*)(?:\.\d+)?|(?<=\.)\d+)")
SMALL_WORD = re.at_words(re.compile(rf"(?<![\w.-])(?:{'|'.join((*TEENS, *ONES))})\b(?! point\b)(?!-)"))
AND_A_HALF = re.compile(r" and (?:a|one)[ -]half(?= )")
OUT_OF_WORDS = re.compile(rf"\s?(?:out of|of|over) (?:a possible )?({'|'.join((*TEENS, *ONES))}|(?:a |one )?hundred)\b")
SCALE_BEFORE = re.compile(
    r"(?<!one )(?<!each )(?<!both )\b(?:class|grade|stage|score|index|(?:class|grade|stage|score|scale|index|vasc"
    r"|chads2|ahi|bmi|ratio|level|nrs|vas|odi|a1c) (?:of|is|was|at))\s?$"
)
BETWEEN = re.compile(r"\s?and\s?(?=[\d.])")
SEPARATED = re.compile(r"\s?(?:-|to|through|thru)\s?(?=[\d.])")
ON_A_SCALE = re.compile(
    r" on (?:a|an|the|his|her) (?:(?:0|1|zero|one) ?(?:-|to) ?)?(10|ten|100)(?:[- ]point)? (?:\w+ ){0,2}scale\b"
)
TIMES = re.compile(r"\s?(?:x|by)\s?(?=[\d.])")
A_SHARE = re.compile(r"\s?(?:%|percent\b)")
OVER = re.compile(r"\s?(?:/|out of|of|over)\s?(?=\d)")
PLUS_MINUS = re.compile(r"\s?(?:±|\+/-|\+-)\s?\d+(?:\.\d+)?")
FEET_INCHES = re.compile(
    r"(?<![\w.])(\d)\s?(?:'|ft\.?|feet|foot)[\s,\-]{0,2}(\d{1,2}(?:\.\d+)?)\s?(?:\"|''|in\b|inch(?:es)?\b)?"
)
HOURS_MINUTES = re.compile(
    r"(?<![\w.])(\d{1,3})\s?-?(?:h|hrs?\.?|hours?)[\s,]{0,2}(?:and )?(\d{1,2})\s?-?(?:m|mins?|minutes?)\b"
)
YEARS_MONTHS = re.compile(
    r"(?<![\w.])(\d{1,2})\s?-?(?:y|yrs?\.?|years?)[\s,]{0,2}(?:and )?(\d{1,2})\s?-?(?:mos?|months?)\b"
)
PARTS = {("h", "min"): 60, ("year", "month"): 12}
BETWEEN_UNITS = re.compile(r"[\s,]{0,2}(?:and )?")
COMPOUNDS = ((HOURS_MINUTES, 60, "h"), (YEARS_MONTHS, 12, "year"))
POWER = re.compile(r"\s?x\s?10\^?\(?([3-9])\)?(?=\s?/)")
AFTER_OR = re.compile(
    r"[\s,%]{0,2}(?:or|and) (more|higher|greater|above|over|less|lower|below|fewer|under)\b|\+(?![\d/\-])"
)
BEFORE = re.compile(
    r"(>=|(?<!\d )(?<!\d)(?<!% )=>|≥|>/=|<=|=<|≤|</=|(?<![-=])>|<"
    r"|at least|at most|no (?:more|less|fewer|greater) than|more than|greater than|"
    r"less than|fewer than|lower than|higher than|smaller than|larger than|bigger than|shorter than|longer than|"
    r"under|over|above|below|up to|exceed(?:s|ed|ing)|minimum of"
    r"|maximum of|"
    r"between|approximately|approx\.?|about|around|roughly|nearly|almost|~|estimated(?: at)?|circa)\s?$"
)
NEGATIVE = re.compile(r"(?:^|[\s:=(])(-|minus |negative )$")
CLOSED_LOW = {">=", "=>", "≥", ">/=", "at least", "no less than", "no fewer than", "minimum of"}
OPEN_LOW = {
    ">",
    "more than",
    "greater than",
    "higher than",
    "larger than",
    "bigger than",
    "longer than",
    "over",
    "above",
    "exceeds",
    "exceeded",
    "exceeding",
}
CLOSED_HIGH = {"<=", "=<", "≤", "</=", "at most", "no more than", "no greater than", "up to", "maximum of"}
OPEN_HIGH = {"<", "less than", "fewer than", "lower than", "smaller than", "shorter than", "under", "below"}
VAGUE = ("approx", "about", "around", "roughly", "nearly", "almost", "~", "estimated", "circa")


# How what makes a number more than itself begins: another number beside it, a scale, a power, a range, a spread.
GOES_ON = re.compile(r"\s?(?:[x/±+\-]|by|t[oh]|and|on|o[fuv])")
COMPOUND_SIGNS, BEFORE_SIGNS = "'fhy-", "><=~≥≤.-("


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _decimals(text: str) -> int:
    return len(text.rpartition(".")[2]) if "." in text else 0


# "From 16 in January": a date, blanked by now, follows what is no inch; nor is a place "29.4 in our clinic".
NO_INCH = re.compile(r" {4,}| (?:the |our |my )?(?:\w+ )?(?:clinic|office|hospital|lab|laboratory|ward|department)\b")

# "T-score -2.7 L-spine", "-2.5 L hip".
FIGURE_BEHIND, RIGHT_BEFORE = re.compile(r"[ :=]{0,2}\.?\d"), re.compile(r"(?<!\w)r(?:ight|t)?[ .:=]{0,3}[\d.]+$")
OF_A_SIDE = re.compile(r"[- ](?:spine|hip|wrist|forearm|femoral|femur|knee|shoulder|leg|arm|eye|foot|side)\b")


def unit_at(low: str, at: int, stop: int) -> tuple[str, int]:
    """The unit that stands at an offset and where it ends, or no unit."""
    if at >= stop:
        return "", at
    m = UNIT.match(low, at, stop)
    if m and not (m[1] == "in" and NO_INCH.match(low, m.end())) and not (m[1] == "l" and _is_left(low, at, m.end())):
        return UNITS[re.sub(r"[\s\-]", " ", m[1])] if m[1] not in UNITS else UNITS[m[1]], m.end()
    return "", at


def _is_left(low: str, at: int, end: int) -> bool:
    """Whether an "l" behind a figure is a side: "-2.5 L hip", "R 0.62 L 0.91"."""
    if OF_A_SIDE.match(low, end):
        return True
    return FIGURE_BEHIND.match(low, end) is not None and RIGHT_BEFORE.search(low, max(0, at - 16), at) is not None


def find_numbers(low: str, start: int = 0, end: int | None = None) -> list[NumberToken]:
    """The numbers of text whose dates are blanked, in order; each character belongs to one token at most."""
    stop = len(low) if end is None else end
    tokens: list[NumberToken] = []
    at = start
    while m := NUMBER.search(low, at, stop):
        compound = low[m.end() : m.end() + 2].lstrip()[:1] in COMPOUND_SIGNS
        token = (compound and (_feet(low, m.start(), stop) or _compound(low, m.start(), stop))) or _token(low, m, stop)
        if token.end < stop and low[token.end].isalpha() and token.unit == "" and token.shape is Shape.point:
            at = m.end()
            continue
        tokens.append(token)
        at = max(token.end, m.end())
    return _with_worded(low, start, stop, tokens)


def _with_worded(low: str, start: int, stop: int, tokens: list[NumberToken]) -> list[NumberToken]:
    """The same with the numbers that are told in words, where no other stands."""
    found = [
        _bounded(low, m, stop, v, _decimals(str(v)), *unit_at(low, m.end(), stop))
        for m, v in worded_numbers(low, start, stop)
    ]
    found += [t for m in SMALL_WORD.finditer(low, start, stop) if (t := _small(low, m, stop)) is not None]
    taken, free = bytearray(stop), list[NumberToken]()
    for one in tokens:
        taken[one.start : one.end] = b"\1" * (min(one.end, stop) - one.start)
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (min(one.end, stop) - one.start)
            free.append(one)
    return _in_two_units(low, sorted((*tokens, *free), key=lambda t: t.start)) if free else tokens


def _in_two_units(low: str, tokens: list[NumberToken]) -> list[NumberToken]:
    """The same, with `seven hours 5 minutes` and `six hours, forty-one minutes` as one number each."""
    merged: list[NumberToken] = []
    for token in tokens:
        larger = merged[-1] if merged else None
        parts = PARTS.get((larger.unit, token.unit)) if larger else None
        if larger and parts and _go_together(low, larger, token, parts) and larger.low is not None and token.low:
            whole = larger.low + token.low / parts
            merged[-1] = replace(larger, end=token.end, low=whole, high=whole, decimals=2)
        else:
            merged.append(token)
    return merged


def _go_together(low: str, larger: NumberToken, smaller: NumberToken, parts: int) -> bool:
    plain = larger.shape is Shape.point and smaller.shape is Shape.point and smaller.low is not None
    joined = BETWEEN_UNITS.fullmatch(low, larger.end, smaller.start) is not None
    return plain and joined and 0 < (smaller.low or 0) < parts


def _small(low: str, m: re.Match[str], stop: int) -> NumberToken | None:
    """A small number in words, where a unit, what it is out of, or the name of a scale shows that it is a value."""
    value = float(WORTH[m.group()])
    if out_of := OUT_OF_WORDS.match(low, m.end(), stop):
        of = 100.0 if out_of[1].endswith("hundred") else float(WORTH[out_of[1]])
        return NumberToken(m.start(), out_of.end(), Shape.ratio, value, value, of=of) if value <= of else None
    half = AND_A_HALF.match(low, m.end(), stop)
    unit, after = unit_at(low, half.end() if half else m.end(), stop)
    value += 0.5 if half and unit else 0.0
    if not unit and not SCALE_BEFORE.search(low[max(0, m.start() - 24) : m.start()]):
        return None
    return _bounded(low, m, stop, value, 0, unit, after)


def _feet(low: str, at: int, stop: int) -> NumberToken | None:
    m = FEET_INCHES.match(low, at, stop)
    if m is None or float(m[2]) >= 12 or not 1 <= int(m[1]) <= 8:
        return None
    inches = int(m[1]) * 12 + float(m[2])
    return NumberToken(m.start(), m.end(), Shape.point, inches, inches, unit="in")


def _compound(low: str, at: int, stop: int) -> NumberToken | None:
    """`5 hours 55 minutes`, `6 h 12 min`, `2 years 3 months`: one number in the larger unit."""
    for pattern, parts, unit in COMPOUNDS:
        if (m := pattern.match(low, at, stop)) and int(m[2]) < parts:
            whole = int(m[1]) + int(m[2]) / parts
            return NumberToken(m.start(), m.end(), Shape.point, whole, whole, unit=unit, decimals=2)
    return None


def _token(low: str, m: re.Match[str], stop: int) -> NumberToken:
    first, decimals = _value(m.group()), _decimals(m.group())
    unit, after = unit_at(low, m.end(), stop)
    if not (GOES_ON.match(low, after, stop) or GOES_ON.match(low, m.end(), stop)):
        return _bounded(low, m, stop, first, decimals, unit, after)
    if (times := TIMES.match(low, after, stop)) and (second := NUMBER.match(low, times.end(), stop)):
        if not A_SHARE.match(low, second.end(), stop):
            return _dimensions(low, m, stop, second)
        return _bounded(low, m, stop, first, decimals, unit, after)
    if (power := POWER.match(low, m.end(), stop)) and unit != "k/ul":
        scaled = first * 10 ** int(power[1])
        unit, after = unit_at(low, power.end(), stop)
        return NumberToken(m.start(), after, Shape.point, scaled, scaled, unit=unit)
    between = low[max(0, m.start() - 9) : m.start()].rstrip().endswith("between")
    sep = SEPARATED.match(low, after, stop) or (BETWEEN.match(low, after, stop) if between else None)
    if sep and (second := NUMBER.match(low, sep.end(), stop)):
        return _range(low, m, stop, second, unit)
    if not unit and (scale := ON_A_SCALE.match(low, m.end(), stop)):
        of = 100.0 if scale[1] == "100" else 10.0
        if first <= of:
            return NumberToken(m.start(), scale.end(), Shape.ratio, first, first, of=of, decimals=decimals)
    if not unit and (over := OVER.match(low, m.end(), stop)) and (second := NUMBER.match(low, over.end(), stop)):
        if decimals and (share := unit_at(low, second.end(), stop))[0].startswith("%"):
            # "0.82/31%": a volume, and behind it its share of what is predicted.
            return _bounded(low, second, stop, _value(second.group()), _decimals(second.group()), *share)
        return _ratio(low, m, stop, second, first)
    if spread := PLUS_MINUS.match(low, after, stop):
        unit, after = (unit, spread.end()) if unit else unit_at(low, spread.end(), stop)
        return NumberToken(m.start(), after, Shape.point, first, first, unit=unit, decimals=decimals, vague=True)
    return _bounded(low, m, stop, first, decimals, unit, after)


def _dimensions(low: str, m: re.Match[str], stop: int, second: re.Match[str]) -> NumberToken:
    """`12 x 9 x 8 mm`: the low end is the smallest side, the high end the largest; the unit serves all sides."""
    sides, units = [_value(m.group()), _value(second.group())], {unit_at(low, m.end(), stop)[0]}
    unit, after = unit_at(low, second.end(), stop)
    units.add(unit)
    if (times := TIMES.match(low, after, stop)) and (third := NUMBER.match(low, times.end(), stop)):
        sides.append(_value(third.group()))
        unit, after = unit_at(low, third.end(), stop)
        units.add(unit)
    units.discard("")
    one = units.pop() if len(units) == 1 else ""
    return NumberToken(
        m.start(), after, Shape.dimensions, max(sides), max(sides), unit=one, decimals=_decimals(m.group())
    )


def _range(low: str, m: re.Match[str], stop: int, second: re.Match[str], unit: str) -> NumberToken:
    a, b = _value(m.group()), _value(second.group())
    other, after = unit_at(low, second.end(), stop)
    if (times := TIMES.match(low, after, stop)) and (third := NUMBER.match(low, times.end(), stop)):
        return NumberToken(m.start(), unit_at(low, third.end(), stop)[1], Shape.dimensions, None, None)
    if (over := OVER.match(low, after, stop)) and not other and (total := NUMBER.match(low, over.end(), stop)):
        of = _value(total.group())
        return NumberToken(m.start(), total.end(), Shape.ratio, a, b, of=of, decimals=_decimals(second.group()))
    if b < a or (unit and other and unit != other):
        return _bounded(low, m, stop, a, _decimals(m.group()), unit, unit_at(low, m.end(), stop)[1])
    return NumberToken(m.start(), after, Shape.span, a, b, unit=other or unit, decimals=_decimals(second.group()))


def _ratio(low: str, m: re.Match[str], stop: int, second: re.Match[str], first: float) -> NumberToken:
    of = _value(second.group())
    unit, after = unit_at(low, second.end(), stop)
    return NumberToken(m.start(), after, Shape.ratio, first, first, unit=unit, of=of, decimals=_decimals(m.group()))


def _bounded(low: str, m: re.Match[str], stop: int, value: float, decimals: int, unit: str, after: int) -> NumberToken:
    lead = low[max(0, m.start() - 20) : m.start()]
    told = lead.rstrip()[-1:]
    before = BEFORE.search(lead) if told.isalpha() or told in BEFORE_SIGNS else None
    word = before[1] if before else ""
    tail = AFTER_OR.match(low, after, stop)
    upward = tail is not None and (tail[1] is None or tail[1] in ("more", "higher", "greater", "above", "over"))
    vague = word.startswith(VAGUE)
    if word in CLOSED_LOW or word in OPEN_LOW or (tail and upward):
        return NumberToken(
            m.start(), after, Shape.bound, value, None, low_open=word in OPEN_LOW, unit=unit, decimals=decimals
        )
    if word in CLOSED_HIGH or word in OPEN_HIGH or tail:
        return NumberToken(
            m.start(), after, Shape.bound, None, value, high_open=word in OPEN_HIGH, unit=unit, decimals=decimals
        )
    sign = NEGATIVE.search(low[max(0, m.start() - 10) : m.start()]) if told.isalpha() or told == "-" else None
    if sign and (sign[1] in ("-", "minus ") or decimals):
        start = m.start() - len(sign[1])
        return NumberToken(start, after, Shape.point, -value, -value, unit=unit, decimals=decimals)
    return NumberToken(m.start(), after, Shape.point, value, value, unit=unit, decimals=decimals, vague=vague)
