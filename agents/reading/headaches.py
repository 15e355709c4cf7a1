"""Migraine days told as part of the headache days: "21, 22, 19 days/mo; migraine features on 12, 13, 11 of them"."""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS

MOST_DAYS = 31
WORDED = {w: n for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple") and n == int(n) and n <= MOST_DAYS}
FIGURE = rf"(?:\d{{1,2}}|{'|'.join(sorted(WORDED, key=len, reverse=True))})"
PART = re.compile(
    rf"(?<![\w.,/-])(?P<figures>{FIGURE}(?:(?:, and |, | and | & |/){FIGURE})*) of (?:them|these|those|which)\b"
)
ONE = re.compile(rf"(?<![\w.]){FIGURE}(?!\w)")
DAYS_OF_HEADACHE = re.compile(
    r"\b(?:headaches?|head pain)\b[^;]{0,120}\b(?:days?|month|mo)\b|\bdays? (?:of|with) (?:head|pain)"
)
MIGRAINE = re.compile(r"\bmigrain\w+")
NOT_MIGRAINE = re.compile(
    r"\b(?:no|not|without|never|free of|non-?)(?: \w+){0,2}[ -]?migrain|\btension|\btriptan|\bgoal\b|\bafter\b"
)

MIGRAINE_BESIDE = re.compile(
    r"(?:\b(?:has?|h/as?|headaches?):? \d{1,2}\+? ?(?:d|days)? ?/ ?mo(?:nth)?\b"
    r"|(?<![\w./-])\d{1,2}\+? (?:ha|h/a|headache) ?(?:d|days) ?/ ?mo(?:nth)?\b)"
    r"(?:,|;|,? of which| w/|:) (?P<days>\d{1,2}) (?:w/ |with )?migr(?:aine|aines|ainous|s)?\b"
    r"(?! ?(?:attacks?|episodes?|h\b|hrs?\b|hours?|tabs?|tablets?|pills?|meds?|drugs?|free|per"
    r"|a (?:year|week)|/ ?(?:wk|yr)))"
)
NOT_NOW = re.compile(
    r"\b(?:was|were|had|before|prior|goal|until|if|target|baseline|now|used to|mother|sister|wife)\b|->|→"
)

Days = tuple[int, int, float]


def migraine_days_of_these(low: str, start: int, end: int, above: int) -> Iterator[Days]:
    """The counts of a sentence that are migraine days among headache days named there or in the one before."""
    yield from _beside(low, start, end)
    if " of " not in low[start:end] or not MIGRAINE.search(low, start, end):
        return
    for m in PART.finditer(low, start, end):
        left = max(start, low.rfind(";", start, m.start()) + 1, m.start() - 90)
        stop = low.find(";", m.end(), end)
        right = min(m.end() + 60, stop if stop >= 0 else end)
        told = MIGRAINE.search(low, left, right) and not NOT_MIGRAINE.search(low, left, right)
        if told and DAYS_OF_HEADACHE.search(low, above, m.start()):
            for one in ONE.finditer(low, *m.span("figures")):
                word = one.group()
                yield one.start(), one.end(), float(WORDED[word] if word in WORDED else int(word))


def _beside(low: str, start: int, end: int) -> Iterator[Days]:
    """The migraine days that a dense line puts behind the headache days: "HA 22 d/mo, 12 migr"."""
    if "migr" not in low[start:end] or NOT_NOW.search(low, start, end):
        return
    for m in MIGRAINE_BESIDE.finditer(low, start, end):
        if int(m["days"]) <= MOST_DAYS:
            yield *m.span("days"), float(m["days"])
