"""How much was smoked and since when no more, told without a measure: "a pack a day for thirty years, gave up in 2015".

Packs a day times the years told behind them are pack-years; several stretches in one sentence add up. What was given
up is taken for cigarettes only beside words of smoking, and never beside words of smoking today.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.dates import DateMention
from agents.reading.numbers import NumberToken, Shape
from priorauth.measures import CIGARETTES_IN_A_PACK
from priorauth.worded import ONES

SMOKED = re.compile(r"\b(?:smok\w*|cig(?:arette)?s?|tobacco|packs?|ppd|pk|pack-?y\w*|nicotine)\b")
SMOKED_OR_DID = re.compile(rf"{SMOKED.pattern}|\b(?:ex-?|non-?)smoker\b|\bex since\b")
A_DAY = r" ?(?:per|a|/|each|every|-) ?(?:day|d)\b|(?: each| every)? ?daily\b"
COUNT = rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?|a|{'|'.join(ONES)})"
PACKS_A_DAY = re.compile(
    rf"(?<![\w./])(?:(?P<mixed>\d) ?(?P<part>1/2|1/4|3/4|[½¼¾])|(?P<half>[13]/[24]|[½¼¾]|half(?: a)?|one half)"
    rf"|(?P<count>{COUNT}))"
    rf"(?P<and_half> and a half| 1/2)? ?-?(?:ppd\b|pks? ?/ ?(?:day|d)\b|packs?(?P<later> and a half)?"
    rf"(?: of (?:cigarettes|smokes))?(?:{A_DAY}))"
)
CIGARETTES_A_DAY = re.compile(rf"(?<![\w./])(?P<count>\d{{1,2}}) (?:cigarettes|cigs?)(?:{A_DAY})")
PARTS = {"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75}
YEARS_AWAY = 34
# "from age 19 -> 38 y": a length that began at an age.
SINCE_AN_AGE = re.compile(r"[ ,(]{1,2}(?:from|since|beginning at|starting at) (?:the )?age (?:of )?\d{1,2}(?=\D)")
# "from age 17 to 56", "from 1976 until 2015".
FROM_TO = re.compile(
    r"[ ,(]{1,2}(?:from )?(?:(?:the )?ages? (?:of )?(\d{1,2}) ?(?:to|->?|until|till|through) ?(?:age )?(\d{2})"
    r"|(?<=from )([12]\d|[89]) (?:to|until|till|through) ([2-9]\d)"
    r"|((?:19|20)\d\d) ?(?:to|->?|until|till|through) ?((?:19|20)\d\d))\b(?! ?(?:y|yrs?|years?)\b)"
)
TIMES = re.compile(r" ?x(\d{1,2}) ?(?:y|yrs?|years)\b")
# "39 years at a pack a day", "smoked 39 years, 1 ppd".
RIGHT_BEFORE = re.compile(r",?(?: (?:of|at|with|smoking|averaging|about|roughly|some|around))* | ?[x@] ?")
OF_ELSE = re.compile(r"\b(?:age|aged|at)\s?$|\b(?:retired|married|work\w*|lived|quit|stopped|sober|drank|drink\w*)\b")
YEARS = frozenset(("year", "time/year"))
UP_TO_THE_YEARS = re.compile(r"[^.;\d]*(?:\([^()]*\)[^.;\d]*)?")
ANOTHER_MATTER = re.compile(
    r"\b(?:retired|married|work\w*|lived|quit\w*|stopped|off|clean|sober|without|not|no|has been|had been|since|ago"
    r"|until|till|gave|drank|drink\w*)\b"
)
NO_LENGTH = re.compile(r"\W*(?:ago|old|of age|earlier|before|later|from now)\b")
SMOKES_STILL = re.compile(
    r"\b(?:smokes|still smok\w+|current(?:ly)? smok\w+|active smoker|continues to smoke|keeps smoking|resumed|relapsed"
    r"|restarted|started again|back (?:to|on) smoking|wants? to|would like|plans? to|trying|tries|advised|urged|will)\b"
)
WHO = (
    r"(?:(?<![^\n])|(?<=[-:;,.!?(*]\s)|(?<=\()|\b(?:he|she|they|patient|pt|who|and|until|till|when|before|then|but|since"
    r"|mrs?\.? \w+|ms\.? \w+) )"
)
GAVE_UP = re.compile(
    rf"{WHO}(?:(?:he|she|they) )?(?:finally |then |had |has |have |quitting |completely |at last )?"
    r"(?:gave (?:(?:it|them|smoking|tobacco|cigarettes) )?up(?: (?:smoking|tobacco|cigarettes))?"
    r"|put (?:the|her|his) last (?:one|cigarette) out|stopped|quit|laid (?:it|them) (?:down|aside)|kicked the habit"
    r"|(?:has |have )?(?:been )?off (?:them|it|cigarettes|tobacco)?(?: ?(?:for|since))?"
    r"|smoke-?free(?: (?:for|since))?|abstinent(?: (?:for|since))?|none since|not (?:one|a cigarette) since"
    r"|(?:ex|former|non)(?:[- ]?smoker)? since|(?:last|final) (?:cig(?:arette)?|smoke),?|ex-?smoker,)"
    r"(?: for good| completely| altogether| cold turkey| smoking| entirely)?(?: back)? ?"
)
DATE_AWAY = 12
SO_LONG_OUT = re.compile(
    r" (?:out(?! (?:from|of|since|after))|smoke-?free|tobacco-?free|off (?:them|cigarettes|tobacco)"
    r"|without (?:a cigarette|one|smoking|tobacco)|since (?:quitting|(?:the|his|her) last (?:one|cigarette)))\b"
)
NONE_SINCE = re.compile(
    r"\b(?:no (?:cigarettes?|tobacco|smoking|nicotine)(?: use)?|none|nothing|not smoked|hasn't smoked|has not smoked)"
    r"(?: at all| whatsoever)? (?:since|for|in) (?:about |over |more than |the last |the past )?"
)
UNTIL = re.compile(
    r"\b(?:smok\w+|packs?|ppd|cig\w*|daily|a day|/ ?day)\b[^.;]{0,40}?\b(?:until|till|up to|through) "
    r"(?:the day [^.;,]{0,50}, |about |around |early |late |sometime in "
    r"|(?:thanksgiving|christmas|easter|halloween|lent|new year'?s?(?: day| eve)?"
    r"|(?:labor|memorial|independence) day|(?:his|her) birthday),? )?"
)
THEN_LESS = re.compile(r"\b(?:then|since) (?:only |just |about )?(?:one|half|two|three|a few|less|fewer|cut|\d)\b")
NO_MORE = re.compile(r"\b(?:no|not|none|never|without|quit|stopped|nothing|hasn't)\b[^.;,]*$")


def pack_years_told(low: str, start: int, stop: int, numbers: Sequence[NumberToken]) -> tuple[int, int, float] | None:
    """What the packs a day of a sentence come to over their years, and where it says so; None where one has none."""
    if not any(word in low[start:stop] for word in ("pack", "ppd", "cig", "pk")):
        return None
    rates = sorted(
        (*PACKS_A_DAY.finditer(low, start, stop), *CIGARETTES_A_DAY.finditer(low, start, stop)), key=lambda m: m.start()
    )
    told = [(m, years) for m in rates if (years := _years_of(low, m, start, numbers)) is not None]
    if not told or len(told) < len(rates):
        return None
    total = sum(_packs(m) * years.low for m, years in told if years.low is not None)
    first, last = min(rates[0].start(), told[0][1].start), max(rates[-1].end(), told[-1][1].end)
    return first, last, round(total, 2)


def _years_of(low: str, rate: re.Match[str], start: int, numbers: Sequence[NumberToken]) -> NumberToken | None:
    """The years that a rate was smoked for: told behind it, as two ages or two years, or right before it."""
    if (behind := _years_behind(low, rate.end(), numbers)) is not None:
        return behind
    if (times := TIMES.match(low, rate.end())) is not None:
        return NumberToken(*times.span(1), Shape.point, float(times[1]), float(times[1]), unit="year")
    if (span := FROM_TO.match(low, rate.end())) is not None:
        first, last = (float(age) for age in span.groups() if age is not None)
        if first < last:
            return NumberToken(span.start(), span.end(), Shape.point, last - first, last - first, unit="year")
    for n in numbers:
        ahead = start <= n.start and n.end <= rate.start() and n.unit == "year" and n.shape is Shape.point
        beside = ahead and RIGHT_BEFORE.fullmatch(low, n.end, rate.start()) is not None
        if beside and not OF_ELSE.search(low, max(start, n.start - 30), n.start):
            return n
    return None


def _packs(m: re.Match[str]) -> float:
    named = m.groupdict()
    if m.re.pattern == CIGARETTES_A_DAY.pattern:
        return float(m["count"]) / CIGARETTES_IN_A_PACK
    extra = 0.5 if named.get("and_half") or named.get("later") else 0.0
    if m["half"]:
        return PARTS.get(m["half"], 0.5)
    if m["mixed"]:
        return float(m["mixed"]) + PARTS[m["part"]]
    count = m["count"]
    worth = 1.0 if count == "a" else float(ONES.index(count) + 1) if count in ONES else float(count)
    return worth + extra


def _years_behind(low: str, at: int, numbers: Sequence[NumberToken]) -> NumberToken | None:
    """The length told right behind a rate: "for thirty years", "x 40 yrs"; never a time ago or an age."""
    if (since := SINCE_AN_AGE.match(low, at)) is not None:
        at = since.end()
    for n in numbers:
        if n.start < at or (n.unit not in YEARS and low.count("(", at, n.start) > low.count(")", at, n.start)):
            continue
        near = n.start - at <= YEARS_AWAY and UP_TO_THE_YEARS.fullmatch(low, at, n.start) is not None
        if not near or n.shape is not Shape.point or n.unit not in YEARS:
            return None
        return None if NO_LENGTH.match(low, n.end) or ANOTHER_MATTER.search(low, at, n.start) else n
    return None


def _smoked_on(low: str, start: int, stop: int) -> bool:
    """Whether smoking is told of behind a date that ended some of it: "two packs until 2015, then one"."""
    if THEN_LESS.search(low, start, stop):
        return True
    return any(
        not NO_MORE.search(low, max(start, m.start() - 16), m.start()) for m in SMOKED.finditer(low, start, stop)
    )


def given_up(
    low: str, start: int, stop: int, dates: Sequence[DateMention], numbers: Sequence[NumberToken]
) -> Iterator[tuple[int, DateMention | NumberToken]]:
    """Where a sentence of smoking tells when it was given up, and the date or the number of years that it tells."""
    if not SMOKED_OR_DID.search(low, start, stop) or SMOKES_STILL.search(low, start, stop):
        return
    for n in numbers:
        if n.unit == "year" and start <= n.start < stop and SO_LONG_OUT.match(low, n.end, stop):
            yield n.start, n
    gave_up = (*GAVE_UP.finditer(low, start, stop), *NONE_SINCE.finditer(low, start, stop))
    for m in (*gave_up, *(u for u in UNTIL.finditer(low, start, stop) if not _smoked_on(low, u.end(), stop))):
        behind = [d for d in dates if d.start >= m.start() and d.end > m.end() and d.start - m.end() <= DATE_AWAY]
        told = [d for d in behind if d.interval and not d.birth]
        lengths = [n for n in numbers if n.unit in ("year", "month") and 0 <= n.start - m.end() <= DATE_AWAY]
        nearest = min((*told, *lengths), key=lambda one: one.start, default=None)
        if nearest is not None:
            yield m.start(), nearest
