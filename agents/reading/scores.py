"""Scores of disability or mood that moved: "Oswestry fell from 52 to 24", "MIDAS 62 before, 18 now".

The name of the score stands before its figures, and which way is better is the score's own.
"""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.compared import CAME_FROM, How, Pair, pairs_in

HARDLY, REACH = 0.15, 60
NAMED = re.compile(
    r"\b(?:(?P<harm>oswestry|odi|ndi|rmdq|rmq|rdq|roland[- ]morris|pdi|quickdash|dash|womac|midas|hit-?6|hit 6|phq-?9"
    r"|phq 9|gad-?7|madrs|ham-?d\w*|hdrs|qids\S*|bdi\S*|twstrs|ipss|epworth|ess|disability(?: index| score)?)"
    r"|(?P<good>koos|hoos|lefs|sf-?36|sf-?12|kccq|gaf|ases|oks|ohs|promis))\b"
)
ANOTHER_MATTER = re.compile(r"\b(?:pain|nrs|vas|relief|visits?|sessions?|mg|hours?|weight|bmi|leaks?|days)\b")
WENT_UP = re.compile(r"\b(?:rose|rises|increased|worsened|climbed|went up|gone up|up|deteriorated)\b")


def scores_moved(low: str, start: int, end: int, *, better: bool, by: float) -> Iterator[tuple[int, int]]:
    """Where two figures of a score tell that it got better, or worse, by so many percent at the least."""
    if not NAMED.search(low, start, end):
        return
    for pair in pairs_in(low, start, end):
        ahead = max(start, pair.start - REACH)
        names = [*NAMED.finditer(low, ahead, pair.start)]
        if not names or ANOTHER_MATTER.search(low, names[-1].end(), pair.end) or _is_a_range(low, ahead, pair):
            continue
        before, after = pair.before.worth, pair.after.worth
        gain = (before - after) if names[-1]["harm"] else (after - before)
        share = 100 * (gain if better else -gain) / max(before, 1.0)
        if share >= max(by, 100 * HARDLY):
            yield names[-1].start(), pair.end


def _is_a_range(low: str, ahead: int, pair: Pair) -> bool:
    """Whether "to" stands between two figures that rise without a word that says so: "ODI 40 to 50"."""
    told = low[ahead : pair.start]
    return pair.how is How.to and not pair.fell and not CAME_FROM.search(told) and not WENT_UP.search(told)
