"""Low sugars told one by one: "47 on 8/11, 51 on 9/3", "meter: 9/14 52, 10/2 49", "five readings in the forties".

Only what lies below the bound of a level 2 event is counted, and only readings of different days.
"""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS

Told = tuple[int, int, float]

BOUND, LEAST = 54, 20
ABOUT_SUGAR = re.compile(
    r"\b(?:glucoses?|sugars?|meter|glucometer|fingersticks?|finger ?sticks?|bgs?|smbg|cgm|libre|dexcom|lows?|hypo\w*)\b"
)
OF_OTHERS = re.compile(r"\b(?:pulse|hr|heart rate|bpm|bp|weight|kg|lbs?|age[ds]?|ejection|ef|sats?|spo2|goal|target)\b")
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = rf"(?:\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\d)|{MONTH} \d{{1,2}}(?!\d)(?:st|nd|rd|th)?|\d{{1,2}} {MONTH})"
SUGAR = r"(?<![\d./-])(?P<{}>[2-5]\d)(?![\d./%-]\d|\d|%)(?: ?mg/?dl)?"
ONE = re.compile(
    rf"{SUGAR.format('a')},? ?(?:\(|on |at |@ ?)?(?P<on>{DAY})|(?P<at>{DAY}),?(?: at \S+)?[:,(]? ?(?:was |of |a |= ?)?"
    rf"{SUGAR.format('b')}(?! ?(?:units?|u|mg|h|hours?|min|minutes|g|days?|weeks?)\b)"
)
FIGURES = {w: n for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple") and n == int(n) and 1 < n <= 20}
MANY = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(FIGURES)}) (?:separate |different |more |documented |logged |meter |glucose "
    r"|blood |low |sensor )*(?:readings?|values?|sugars?|glucoses|lows|checks|fingersticks|numbers|episodes|results) "
    r"(?:were |was |all )?(?:in the (?:low |mid |high )?(?:30s|40s|thirties|forties)|(?:under|below|less than|<) ?54)"
)


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
