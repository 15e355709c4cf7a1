"""A figure told before a treatment and after it: "33 -> 34", "8/10 then and 8/10 now", "IPSS was 24, is 25".

Hardly any change is a failure, a halving a help. Doses, visits and spans of time are no such figures.
"""

from itertools import pairwise

from agents.reading import patterns as re
from priorauth.facts import Outcome

NO_CHANGE, NO_LOSS, HELPFUL = 0.15, 0.04, 0.5
APART = 60
FIGURE = re.compile(
    r"(?<![\w/.$#])(?<![a-z]-)(?P<wide>\d{1,3}(?:\.\d{1,2})?)(?:(?:\s?cm)?\s?[x×]\s?(?P<long>\d{1,2}(?:\.\d{1,2})?))?"
    r"(?:(?:\s?cm)?\s?[x×]\s?\d{1,2}(?:\.\d)?)?(?:\s?/\s?(?:5|10|21|24|27|30|42|48|60|63|96|100))?"
    r"(?![\d/]|[.:]\d|-\d|st\b|nd\b|rd\b|th\b)(?:[\s-]?(?P<unit>%|[a-z]+))?"
)
NO_SCORE = re.compile(
    r"(?:mg|mcg|g|ml|units?|iu|mmhg|mm|weeks?|wks?|w|wk|months?|mos?|years?|yrs?|hours?|hrs?|h|min(?:utes?)?|visits?"
    r"|sessions?|times|x|tablets?|tabs?|pills?|doses?|l|feet|ft|blocks?|yo|y|d|bid|tid|am|pm"
    r"|lessons?|injections?|shots?|weekly|daily)"
)
BY_WEIGHT = re.compile(r"(?:lbs?|pounds|kg|kilos?)")
A_WEIGHT = re.compile(r"\b(?:bmi|weight|weighed)\b[^.;\d]{0,12}$")
HEAVIER_IS_WORSE = re.compile(
    r"\b(?:pain|nrs|vas|phq|madrs|ham-?d|qids|ipss|odi|ndi|ess|seizures?|attacks?|episodes|pads|headache days"
    r"|migraine days|vcss|das28)\b[^.;\d]{0,14}(?:\b9 )?$"
)
ARROW = re.compile(r"\s*(?:->|-->|=>|→)\s*")
MONTH = r"(?:in|early|late|mid-?|by) ?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
BEFORE = re.compile(
    rf"\b(?:before(?:hand)?|then|going in|initially|at the time|(?:at|on) (?:the )?(?:very )?(?:start|outset|beginning"
    rf"|baseline|entry|intake|first|onset|day one|day 1|admission|first visit)"
    r"|when (?:he|she|we|they|it) (?:started|began)"
    rf"|{MONTH})\b"
)
AFTER = re.compile(
    rf"\b(?:after(?:ward)?s?|now|today|coming out|with it|on it|with (?:them|treatment|therapy)|currently|at present"
    rf"|(?:at|on) (?:the )?(?:very )?(?:end|close|exit|finish|discharge|last|present|conclusion|final|follow-?up"
    rf"|last visit)|later|{MONTH})\b"
)
WAS = re.compile(r"\b(?:was|were|had been|pre|baseline|started at|began at|at entry|at (?:the )?start|before)\W*$")
IS = re.compile(r"\b(?:is|are|now|today|post|still|ended at|ends at|at exit|at discharge|at (?:the )?end|after)\W*$")
ALL_ALONG = re.compile(
    r"[\s,]*(?:\w+ ){0,2}(?:both )?(?:before and after|throughout|from (?:start|first) to (?:finish|last)|at both)\b"
)
FROM = re.compile(
    r"\b(?:nrs|vas|madrs|phq-?9?|ham-?d\d*|odi|pain|score|ndi|womac|koos|hoos|nose|ipss|psqi|ess|pads|vcss|das28"
    r"|headache days|migraine days|ha days|bdi|bmi|ef|lvef|cdai|sdai|das|basdai|pasi|hbi|act|snot-?22|spadi|ases"
    r"|quickdash|dash|lefs|faam|hit-?6|midas|rdq|roland-morris|oks|ohs|oxford(?: \w+)? score|kccq|asex|ymrs|gaf)\s?:?"
    r"(?: (?:is|was|has|have|only|just|went|moved|came|come|gone|down|fell|fallen|dropped|improved|decreased"
    r"|reduced)){0,3}(?: from)? $"
)
TOOK = re.compile(r"\b(?:took|brought|moved) (?:the |his |her )?(?:\w+ )?(?:pain|score|nrs|vas|odi|phq-?9?) from $")
OUT_OF = re.compile(r" ?(?:out )?of (?:10|ten)\b")
TO = re.compile(r" ?to(?: only| just)? ")


def by_scores(low: str, start: int, end: int) -> tuple[Outcome, int] | None:
    """What the first two figures of a stretch that are told as before and after come to, and where they end."""
    figures = [m for m in FIGURE.finditer(low, start, end) if not (m["unit"] and NO_SCORE.fullmatch(m["unit"]))]
    for m in figures:
        if ALL_ALONG.match(low, _stop(m), end):
            return Outcome.failed, _stop(m)
    for one, other in pairwise(figures):
        if _stop(other) - one.start() <= APART and _told_apart(low, start, end, one, other):
            verdict = _verdict(low, start, one, other)
            if verdict is not None:
                return verdict, _told_until(low, end, other)
    return None


def _stop(m: re.Match[str]) -> int:
    """Where the figure ends, without the word behind it."""
    return m.start("unit") if m["unit"] and m["unit"] != "%" else m.end()


def _told_until(low: str, end: int, other: re.Match[str]) -> int:
    said = AFTER.search(low, _stop(other), min(end, other.end() + 24))
    return said.end() if said else _stop(other)


def _told_apart(low: str, start: int, end: int, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether the words around two figures say that one is of before and the other of after."""
    between = low[_stop(one) : other.start()]
    if ARROW.fullmatch(between):
        return True
    if re.search(r"[.;]", between):
        return False
    ahead = low[max(start, one.start() - 40) : one.start()]
    if TO.fullmatch(between):
        if TOOK.search(ahead):
            return True
        return FROM.search(ahead) is not None and (ahead.endswith("from ") or not _is_a_range(low, one, other))
    behind = re.split(r"[.;,)\n]", low[_stop(other) : min(end, _stop(other) + 40)], maxsplit=1)[0]
    was = WAS.search(ahead) is not None or BEFORE.search(between) is not None
    return was and (IS.search(between) is not None or AFTER.search(behind) is not None)


def _is_a_range(low: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two figures tell how far a score reaches today ("pain 7 to 8/10"), and not what it came to."""
    return (
        "/" in other.group()
        or OUT_OF.match(low, _stop(other)) is not None
        or float(other["wide"]) == 1 + float(one["wide"])
    )


def _verdict(low: str, start: int, one: re.Match[str], other: re.Match[str]) -> Outcome | None:
    if (one["long"] is None) is not (other["long"] is None):
        return None
    before, after = (float(m["wide"]) * float(m["long"] or 1) for m in (one, other))
    ahead = low[max(start, one.start() - 40) : one.start()]
    weighed = any(m["unit"] and BY_WEIGHT.fullmatch(m["unit"]) for m in (one, other)) or A_WEIGHT.search(ahead)
    if abs(before - after) <= (NO_LOSS if weighed else NO_CHANGE) * before:
        return Outcome.failed
    if weighed:
        return None
    if after > before and HEAVIER_IS_WORSE.search(ahead):
        return Outcome.failed
    return Outcome.helped if after <= HELPFUL * before else None
