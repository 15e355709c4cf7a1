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
A_DAY = r" ?(?:per|a|/|each|every|-) ?(?:day|d)\b|(?: each| every)? ?daily\b"
COUNT = rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?|a|{'|'.join(ONES)})"
PACKS_A_DAY = re.compile(
    rf"(?<![\w./])(?:(?P<mixed>\d) ?(?:1/2|½)|(?P<half>1/2|½|half(?: a)?|one half)|(?P<count>{COUNT}))"
    rf"(?P<and_half> and a half| 1/2)? ?-?(?:ppd\b|pks? ?/ ?(?:day|d)\b|packs?(?P<later> and a half)?"
    rf"(?: of (?:cigarettes|smokes))?(?:{A_DAY}))"
)
CIGARETTES_A_DAY = re.compile(rf"(?<![\w./])(?P<count>\d{{1,2}}) (?:cigarettes|cigs?)(?:{A_DAY})")
YEARS_AWAY = 34
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
    r"|smoke-?free(?: (?:for|since))?|abstinent(?: (?:for|since))?|none since|not (?:one|a cigarette) since)"
    r"(?: for good| completely| altogether| cold turkey| smoking| entirely)?(?: back)? ?"
)
DATE_AWAY = 12


def pack_years_told(low: str, start: int, stop: int, numbers: Sequence[NumberToken]) -> tuple[int, int, float] | None:
    """What the packs a day of a sentence come to over their years, and where it says so; None where one has none."""
    if not any(word in low[start:stop] for word in ("pack", "ppd", "cig", "pk")):
        return None
    rates = sorted(
        (*PACKS_A_DAY.finditer(low, start, stop), *CIGARETTES_A_DAY.finditer(low, start, stop)), key=lambda m: m.start()
    )
    told = [(m, _years_behind(low, m.end(), numbers)) for m in rates]
    if not told or any(years is None for _, years in told):
        return None
    total = sum(_packs(m) * years.low for m, years in told if years is not None and years.low is not None)
    last = told[-1][1]
    return rates[0].start(), last.end if last else rates[-1].end(), round(total, 2)


def _packs(m: re.Match[str]) -> float:
    named = m.groupdict()
    if m.re.pattern == CIGARETTES_A_DAY.pattern:
        return float(m["count"]) / CIGARETTES_IN_A_PACK
    extra = 0.5 if named.get("and_half") or named.get("later") else 0.0
    if m["half"]:
        return 0.5
    if m["mixed"]:
        return float(m["mixed"]) + 0.5
    count = m["count"]
    worth = 1.0 if count == "a" else float(ONES.index(count) + 1) if count in ONES else float(count)
    return worth + extra


def _years_behind(low: str, at: int, numbers: Sequence[NumberToken]) -> NumberToken | None:
    """The length told right behind a rate: "for thirty years", "x 40 yrs"; never a time ago or an age."""
    for n in numbers:
        if n.start < at or (n.unit not in YEARS and low.count("(", at, n.start) > low.count(")", at, n.start)):
            continue
        near = n.start - at <= YEARS_AWAY and UP_TO_THE_YEARS.fullmatch(low, at, n.start) is not None
        if not near or n.shape is not Shape.point or n.unit not in YEARS:
            return None
        return None if NO_LENGTH.match(low, n.end) or ANOTHER_MATTER.search(low, at, n.start) else n
    return None


def given_up(
    low: str, start: int, stop: int, dates: Sequence[DateMention], numbers: Sequence[NumberToken]
) -> Iterator[tuple[int, DateMention | NumberToken]]:
    """Where a sentence of smoking tells when it was given up, and the date or the number of years that it tells."""
    if not SMOKED.search(low, start, stop) or SMOKES_STILL.search(low, start, stop):
        return
    for m in GAVE_UP.finditer(low, start, stop):
        told = [d for d in dates if d.interval and not d.birth and 0 <= d.start - m.end() <= DATE_AWAY]
        lengths = [n for n in numbers if n.unit in ("year", "month") and 0 <= n.start - m.end() <= DATE_AWAY]
        nearest = min((*told, *lengths), key=lambda one: one.start, default=None)
        if nearest is not None:
            yield m.start(), nearest
