"""What a breathing device reports: the nights it was used four hours, and the events that it left.

"Days >=4 h: 3/30 (10%)", "CPAP download: AHI 19.6 despite 6 h use". An index that led to the device is none it left.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.numbers import NumberToken

FOUR_HOURS = re.compile(r"(?:4|four)[- ]?(?:h|hr|hrs|hours?)\b(?: or (?:more|longer|over))?")
# Nights of use are nights of four hours, or a share that the report calls compliant; an average below four is neither.
AS_ASKED = re.compile(r"\b(?:4|four)(?:\.0)?[- +]{0,2}(?:h|hr|hrs|hours?)\b|\b(?:complian\w+|adheren\w+)\b")
TOO_FEW_HOURS = re.compile(
    r"\b(?:average|averag\w+|avg|mean|median|typical)\b[^.;\n\d]{0,24}(?<![\d.])[0-2](?:\.\d+)? ?(?:h|hrs?|hours?)\b"
)
NIGHTS = re.compile(r"\b(?:nights?|days?|usage|use)\b")
TO_SHARE = re.compile(r"(?:[\s,:;(=|]|\b(?:on|only|just|nights?|mark|a night)\b|\b\d{1,2} ?(?:/|of|in) ?\d{2}\b){0,9}")
DEVICE = re.compile(
    r"\b(?:download\w*|data card|smart ?card|compliance report|airview)\b"
    r"|\b(?:on|with|despite|under|wearing|using)\b(?: \w+){0,2} (?:c-?pap|pap|bi-?pap|a-?pap|auto-?pap|mask|machine)\b"
)
LED_TO_IT = re.compile(
    r"\b(?:start\w*|beg[aiu]n|placed|prescri\w+|order\w*|diagnos\w+|psg|polysomno\w+|hsat|hst"
    r"|home (?:sleep )?(?:test|study)|sleep (?:study|test|lab\w*)|titrat\w+|split|baseline|before|untreated|without|off"
    r"|goal|target|until|initial\w*|study|watchpat|recommend\w*|trial of|needs?|for (?:an? )?ahi|because|central)\b"
)
INDEX = re.compile(
    r"\b(?:ahi|index)\b[\s:=]*(?:(?:of|was|is|still|at|remains?|stays?|came to|average\w*|residual)[\s:]+){0,3}"
    r"(?:about |around )?$"
)


# "Large leak on 11% of nights" tells of the leak, and of no use.
OF_ELSE = re.compile(
    r"\b(?:leak(?:s|ing|age)?|snor(?:es?|ing)|events?|alarms?|alerts?|awake|awakenings?|insomnia|reflux|dry mouth"
    r"|mask (?:was |came )?off|(?:came|comes|took|takes|pulled) (?:it )?off|removed|missing|no data"
    r"|power (?:loss|failure))"
    r"(?:[\s,:=(]|\b(?:on|in|for|during|at|of|was|were|is|about|only|some|over|large|excessive|high"
    r"|seen|noted|present)\b)*$"
)
ELSE_REACH = 60


def is_of_else(low: str, start: int, at: int) -> bool:
    """Whether the nights a share is of are told of something that is no use: a leak, a mask that came off."""
    return OF_ELSE.search(low, max(start, at - ELSE_REACH), at) is not None


def shares_of_nights(low: str, start: int, end: int, numbers: Sequence[NumberToken]) -> Iterator[NumberToken]:
    """The shares told right after "four hours" in a sentence about nights of use."""
    shares = [n for n in numbers if n.unit == "%" and n.point is not None]
    if not shares or not NIGHTS.search(low, start, end):
        return
    for m in FOUR_HOURS.finditer(low, start, end):
        for n in shares:
            if n.start >= m.end() and TO_SHARE.fullmatch(low, m.end(), n.start):
                yield n
                break


def events_left(low: str, start: int, end: int, numbers: Sequence[NumberToken]) -> Iterator[NumberToken]:
    """The indices a sentence tells as what the device left."""
    if not DEVICE.search(low, start, end) or LED_TO_IT.search(low, start, end):
        return
    for n in numbers:
        if n.point is None or n.unit not in ("", "/h"):
            continue
        if n.unit == "/h" or INDEX.search(low[max(start, n.start - 40) : n.start]):
            yield n
