"""What a treatment did, by a figure of before it and one of after it: "33 -> 34", "8/10 then and 8/10 now".

Hardly any change is a failure, a halving a help. Doses, visits and spans of time are no such figures.
"""

from agents.reading import patterns as re
from agents.reading.compared import LATER, How, Pair, figures_in, pairs_in
from priorauth.facts import Outcome

NO_CHANGE, NO_LOSS, HELPFUL = 0.15, 0.04, 0.5
APART = 60
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


def by_scores(low: str, start: int, end: int) -> tuple[Outcome, int] | None:
    """What the first two figures of a stretch that are told as before and after come to, and where they end."""
    for f in figures_in(low, start, end):
        if not NO_SCORE.fullmatch(f.unit) and ALL_ALONG.match(low, f.end, end):
            return Outcome.failed, f.end
    for pair in pairs_in(low, start, end, NO_SCORE):
        if pair.end - pair.start <= APART and _of_one_matter(low, start, pair):
            verdict = _verdict(low, start, pair)
            if verdict is not None:
                return verdict, _told_until(low, end, pair.end)
    return None


def _told_until(low: str, end: int, last: int) -> int:
    said = LATER.search(low, last, min(end, last + 24))
    return said.end() if said else last


def _of_one_matter(low: str, start: int, pair: Pair) -> bool:
    """Whether two figures are of one score: parted by no semicolon, and by "to" only behind its name."""
    if pair.how is not How.to:
        return ";" not in low[pair.start : pair.end]
    ahead = low[max(start, pair.start - 40) : pair.start]
    named = FROM.search(ahead) is not None and (ahead.endswith("from ") or not _is_a_range(pair))
    return named or TOOK.search(ahead) is not None


def _is_a_range(pair: Pair) -> bool:
    """Whether two figures tell how far a score reaches today ("pain 7 to 8/10"), and not what it came to."""
    return bool(pair.after.of) or pair.after.worth == 1 + pair.before.worth


def _verdict(low: str, start: int, pair: Pair) -> Outcome | None:
    if (pair.before.side is None) is not (pair.after.side is None):
        return None
    before, after = (f.worth * (f.side or 1) for f in (pair.before, pair.after))
    ahead = low[max(start, pair.start - 40) : pair.start]
    weighed = any(BY_WEIGHT.fullmatch(f.unit) for f in (pair.before, pair.after)) or A_WEIGHT.search(ahead)
    if abs(before - after) <= (NO_LOSS if weighed else NO_CHANGE) * before:
        return Outcome.failed
    if weighed:
        return None
    if after > before and HEAVIER_IS_WORSE.search(ahead):
        return Outcome.failed
    return Outcome.helped if after <= HELPFUL * before else None
