"""What a diagnostic block gave: a share behind two scores, a drug or the day, "8 to 1 (88%)", "lido 85%".

The strength of a drug is no relief. Which sentences tell of a block is for `after_blocks.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.reading import patterns as re
from agents.reading.numbers import NumberToken

LEAST, CLAUSE_REACH = 20, 48
A_WHILE = r"(?:half a day|an? (?:hour|day)|\w{1,6}(?: and a half)? ?(?:hours?|hrs?|h|days?|d))"
ANESTHETIC = r"(?:lido\w*|bupi\w*|ropi\w*|mepi\w*|marcaine|xylocaine|sensorcaine|anesthetic)"
NAMED = re.compile(
    r"\b(?:blocks?|blocked|mbbs?|medial branch\w*|arthrogram\w*|injection (?:#|no\.? ?)?[12]"
    r"|(?<!allergy )(?<!skin )(?<!tuberculin )(?:test|numbing) (?:injections?|shots?))\b"
    r"|\b(?:sij?|sacroiliac|intra-?articular|image-guided|fluoro\w*|ct-guided|contrast\S*|diagnostic)\b"
    r"[^.;\n]{0,70}\b(?:injections?|injected)\b"
    r"|\b(?:injections?|injected|inj)\b[^.;\n]{0,70}\b(?:sij?|sacroiliac|contrast|fluoro\w*|ct-guided|c-arm)\b"
    r"|\b(?:sij?|sacroiliac)(?: joint)? inj\b|\banesthetic (?:in|into|to) \w+ (?:\w+ ){0,2}joint\b"
)
ANOTHER = re.compile(
    r"\b(?:epidurals?|t?f?esis?|transforaminal|interlaminar|ablat\w+|rfas?|rhizotom\w+|neurotom\w+|genicular|trial"
    r"|stimulat\w+|occipital|stellate|sympathetic|nerve root|trigger|heart|bundle|beta|conduction|av|street)\b"
)
SCORES_BEFORE = re.compile(
    r"(?<![\d./])(?:10|\d(?:\.\d)?)(?: ?/ ?10)? ?(?:->|=>|\u2192|to|down to|fell to|dropped to) ?"
    r"(?:10|\d(?:\.\d)?)(?: ?/ ?10)?(?: (?:each|both|either) times?)?"
    rf"(?:,? (?:for |x ?)?(?:about )?{A_WHILE})?"
    r"[\s,(=~:]{0,4}(?:that is|i\.e\.|about|approximately|or|nearly|roughly|almost|an?)?[\s,~]?$"
)
NUMBERED_BEFORE = re.compile(
    r"\b(?:blocks?|mbbs?|inj|injections?) ?(?:#|no\.? ?|number )?(?:[12]|one|two)\s?[:=\-|]\s?$"
)
DRUG_BEFORE = re.compile(rf"\b{ANESTHETIC}[\s,:=]{{1,3}}(?:gave |with |x )?$")
RELIEF_BEFORE = re.compile(r"\b(?:relief|improvement|pain reduction|reduction in pain)[\s:=]{1,3}(?:of |was |by )?$")
RATED_BEFORE = re.compile(
    r"\b(?:rat(?:ed|es|ing)|scor(?:ed|es)|put|puts|judged|reckon(?:ed|s)|estimat(?:ed|es)|call(?:ed|s)|report(?:ed|s)|gave"
    r"|gives"
    r"|graded|recorded|logged|marked)(?: (?:it|that|this|them|(?:the|his|her|their|pain) (?:relief|improvement|benefit"
    r"|response)))?(?: (?:at|as|by))?(?: about| roughly| around)? ?$"
)
FELL_BY = re.compile(
    r"\b(?:pain|ache|it|scores?|nrs|vas)\b[^.;\d]{0,30}\b(?:fell|dropped|went down|came down|decreased|reduced|cut"
    r"|eased|lessened|improved|down|better|less|lower)(?: by)?(?: about| over| more than| at least| some| roughly)? ?$"
)
BY_THE_DIARY = re.compile(
    r"\s?(?:relief )?(?:by|on|per|in|from|according to) (?:(?:his|her|the|their)(?: own)? )?(?:pain )?"
    r"(?:diary|log|sheet|card|account|record|chart|reckoning|estimate)\b"
)
RELIEF_BEHIND = re.compile(
    r"\s?(?:pain )?(?:relief|better|improve\w*|(?:pain )?reduction|less pain|decrease|pain[- ]free"
    r"|of (?:the |her |his )?(?:usual |index )?pain (?:gone|relieved))\b"
)
SHARE_BEFORE = (SCORES_BEFORE, DRUG_BEFORE, RELIEF_BEFORE, NUMBERED_BEFORE, RATED_BEFORE, FELL_BY)
REMAINS = re.compile(
    r"[^.;,)\d]{0,40}\b(?:still|remain\w*|left\b(?! (?:si|sacro|side))|unchanged|persist\w*|goal|hoped)\b"
)
DATE_TO_SHARE = re.compile(r"[\s:=,(~\-\u2192>]{1,4}(?:about )?")
STRENGTH = re.compile(rf"\b{ANESTHETIC}\s?$")
STRENGTH_BEHIND = re.compile(rf"\s?{ANESTHETIC}\b")

NOT_OF_PAIN = re.compile(
    r"\b(?:oswestry|odi|ndi|rmdq|roland\S*|phq\S*|function\w*|sleep|slept|walk\w*|stairs|steps|tablets?|pills?|levels?"
    r"|opioids?|oxycodone|hydrocodone|tramadol|mme|visits?|sessions?|spasms?|strength|range|rom|flexion|extension|a1c"
    r"|bp|pressure|anxiety|fatigue|nausea|leg weakness|numbness)\b"
)
JOINED = re.compile(r"\s?%? ?(?:and|&|/|then|,) ?(?:then )?")


def names_a_block(low: str, start: int, end: int) -> bool:
    """Whether a stretch names a diagnostic block or injection, and no other treatment."""
    return NAMED.search(low, start, end) is not None and ANOTHER.search(low, start, end) is None


def shares_of_blocks(
    low: str, start: int, numbers: Sequence[NumberToken], days: Sequence[tuple[int, int]]
) -> Iterator[NumberToken]:
    """The shares of the pain that blocks took, each where it stands; `days` is where dates stand."""
    told: NumberToken | None = None
    for n in _sharing_percent(low, numbers):
        if n.unit != "%" or n.low is None or n.low != n.high or not LEAST <= n.low <= 100 or REMAINS.match(low, n.end):
            told = None
            continue
        left = low[max(start, n.start - CLAUSE_REACH) : n.start]
        if (
            (told and JOINED.fullmatch(low, told.end, n.start))
            or any(before.search(left) for before in SHARE_BEFORE)
            or RELIEF_BEHIND.match(low, n.end)
            or _by_the_diary(low, start, n)
            or any(DATE_TO_SHARE.fullmatch(low, day, n.start) for _, day in days if day < n.start)
        ):
            told = n
            yield n
        else:
            told = None


def _by_the_diary(low: str, start: int, n: NumberToken) -> bool:
    """Whether a share is what a diary tells, of the pain and of nothing else that stands before it."""
    named = NOT_OF_PAIN.search(low, max(start, n.start - CLAUSE_REACH), n.start)
    return named is None and BY_THE_DIARY.match(low, n.end) is not None


def _sharing_percent(low: str, numbers: Sequence[NumberToken]) -> Iterator[NumberToken]:
    """The same, where the first number of `80 and 90 percent` takes the unit of the second."""
    for at, n in enumerate(numbers):
        behind = numbers[at + 1] if at + 1 < len(numbers) else None
        shares = behind is not None and not n.unit and behind.unit == "%" and JOINED.fullmatch(low, n.end, behind.start)
        yield replace(n, unit="%") if shares else n


def is_strength(low: str, start: int, n: NumberToken) -> bool:
    """Whether a figure is how strong a drug is: "bupivacaine 0.5%", "2% lidocaine"."""
    if n.unit != "%" or n.low is None or n.low >= LEAST:
        return False
    return (
        STRENGTH.search(low[max(start, n.start - 24) : n.start]) is not None
        or STRENGTH_BEHIND.match(low, n.end) is not None
    )
