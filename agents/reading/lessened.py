"""What a test stimulation took away, told as two figures: "pain 8 -> 3", "eight leaks a day before; in the test, two".

The share that is gone counts where the sentence or the two before it speak of the test, and where the figures are of
the pain, or of the diary's leaks; of voids only where no leaks are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.reading import patterns as re
from priorauth.worded import ONES

NONE = {"none": 0.0, "zero": 0.0, "nothing": 0.0, "no": 0.0}
WORDS = {**{w: float(n) for n, w in enumerate((*ONES, "ten", "eleven", "twelve"), start=1)}, **NONE}
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
TIME = r"days?|weeks?|wks?|months?|mo|years?|h|hrs?|hours?|min\w*|nights?|mg|ml|cc|cm|mm|am|pm|sessions?"
DIGITS = r"\d{1,2}(?:\.\d)?(?![\d%]|\.\d| ?%|/(?!10\b|d|n)|-\d)"
FIGURE = rf"(?<![\w./-])(?:{DIGITS}|(?:{WORD})\b)(?! (?:{TIME}|test|trial)\b)"
UNIT = r"(?:/10\b| (?:out )?of (?:10|ten)\b)?(?: ?(?:/|\b(?:a|per|each)) ?(?:day|d|24 ?h|night|n)\b| daily\b)?"
THING = r"(?: (?:wet |urge |urgency )?(?:leaks?|accidents?|episodes?|voids?|pads?|trips?|times?))?"
RUNS = r"(?:over|during|with|on|in|under|while|trial|test|stim\w*|when)\b"
FELL_TO = re.compile(
    rf"(?P<before>{FIGURE}){THING}{UNIT}{THING}"
    r"(?: ?(?:->|-->|=>|\u2192) ?|,? (?:(?:fell|dropped|went|came) )?(?:down )?to )"
    rf"(?:about |only |just )?(?P<after>{FIGURE})"
)
BEFORE_IT = re.compile(
    rf"(?P<before>{FIGURE}){UNIT}[^.;\d]{{0,24}}?"
    r" (?:at baseline|at the start|before(?:hand)?\b(?: (?:it|that|the \w+))?|off it)"
    rf"(?:,|;| and| but| to){{1,2}} (?:(?:only|just|about|then|fell to) )?"
    rf"(?P<after>{FIGURE}){UNIT}[^.;\d]{{0,24}}? {RUNS}"
)
THEN_DURING = re.compile(
    rf"\b(?:before|baseline|pre-?(?:trial|test))\b[^.;\d]{{0,40}}?(?P<before>{FIGURE}){UNIT}"
    rf"[^.;\d]{{0,36}}?[,;:] (?:and |but )?{RUNS}[^.;\d]{{0,40}}?(?P<after>{FIGURE}){UNIT}"
    r"(?= ?(?:[.,;()/]|$)| (?:a|per|each|daily|wet|leaks|accidents|episodes)\b)"
)
A_FIGURE = re.compile(FIGURE)
FORMS = (FELL_TO, BEFORE_IT, THEN_DURING)
TEST = re.compile(
    r"\b(?:leads?|wires?|electrodes?|pne|stage (?:1|one|i)\b|interstim|axonics|neuromodulat\w+|stimulat\w+|stim|scs"
    r"|test (?:phase|days?|period|week|lead)|percutaneous nerve evaluation)\b"
)
NO_TEST = re.compile(
    r"\b(?:goals?|expect\w*|hop(?:es?|ing)|aim\w*|if|would|should|target|removed because|migrat\w+|dislodg\w+"
    r"|trial of (?!stim|sns|scs|neuromod|the (?:lead|stim))"
    r"|epidurals?|injections?|esi|ablation|rfa|planned|scheduled|booked|to be placed|brochure|most patients)\b"
)
OF_PAIN = re.compile(r"\b(?:pain|vas|nrs|nprs|scores?|burning|ache|diary|log|leg)\b")
NOT_PAIN = re.compile(
    r"\b(?:oxycodone|hydrocodone|tramadol|opioids?|tablets?|pills?|mme|odi|sleep|slept|walk\w*|blocks?|steps|stairs|bmi"
    r"|a1c|leaks?|accidents?|voids?|pads?)\b"
)
OF_LEAKS = re.compile(r"\b(?:leak\w*|accidents?|incontinen\w+|wet|wetting|pads?|uui|soiling)\b")
OF_DIARY = re.compile(
    r"\b(?:leak\w*|accidents?|incontinen\w+|wet|wetting|pads?|uui|soiling|voids?|voiding|trips|urgency|frequency"
    r"|catheteri\w+|caths)\b"
)
OF_STOOL = re.compile(r"\b(?:soil\w*|stools?|fecal|faecal|bowel|feces|faeces|abl|fi)\b")
MOST_PAIN, NAME_REACH = 10.0, 44


@dataclass(frozen=True, slots=True)
class Lessened:
    """A share that two figures come to, from the first to the last of them."""

    start: int
    end: int
    share: float
    of_leaks: bool = False


def lessened(low: str, start: int, end: int, above: int, measure: str) -> list[Lessened]:
    """The shares gone under a test stimulation that a sentence tells as two figures."""
    if not TEST.search(low, above, end) or NO_TEST.search(low, start, end):
        return []
    if measure == "pain relief":
        return [p for p, ahead, whole in _pairs(low, start, end) if _of_pain(low, p, ahead, whole)]
    of_stool = OF_STOOL.search(low, above, end) is not None
    if of_stool != (measure == "fecal improvement"):
        return []
    return [
        Lessened(p.start, p.end, p.share, of_leaks=OF_LEAKS.search(name) is not None)
        for p, ahead, whole in _pairs(low, start, end)
        if OF_DIARY.search(name := ahead if OF_DIARY.search(ahead) else whole)
    ]


def _pairs(low: str, start: int, end: int) -> Iterator[tuple[Lessened, str, str]]:
    """Each pair that went down, with the words before its first figure, and those with the pair itself."""
    taken = start
    for m in sorted((m for form in FORMS for m in form.finditer(low, start, end)), key=lambda m: m.start("before")):
        before, after = (_worth(m[part]) for part in ("before", "after"))
        first = m.start("before")
        if first < taken or not 0 <= after < before:
            continue
        left, taken = max(taken, first - NAME_REACH), m.end("after")
        share = round(100 * (before - after) / before, 2)
        yield Lessened(first, taken, share), low[left:first], low[left:taken]


def _of_pain(low: str, pair: Lessened, ahead: str, whole: str) -> bool:
    name = ahead if OF_PAIN.search(ahead) else whole
    told = list(OF_PAIN.finditer(name))
    first = A_FIGURE.match(low, pair.start)
    named = bool(told) and not NOT_PAIN.search(name, told[-1].end())
    return named and first is not None and _worth(first.group()) <= MOST_PAIN


def _worth(figure: str) -> float:
    return WORDS[figure] if figure in WORDS else float(figure)
