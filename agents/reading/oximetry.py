"""Saturations told in a row under the conditions they were taken: "rest RA 94, walking RA 84, walking on 3 L 92".

The name of the measure stands once, or only in the line above; each figure belongs to the condition of its own clause.
A figure taken on oxygen is told apart, never counted as one on room air.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re

LEAST, MOST = 50, 100
CONTEXT = re.compile(
    r"\b(?:spo2|sao2|o2 ?sats?|sats?|saturat\w+|oximetr\w+|desat\w*|hypox\w+|6mwt|walk(?:ing)? tests?|walk oximetry"
    r"|pulse ox|oxygen|o2|(?:ra|air)[:,]? ?\d\d ?%|\d\d ?%,? \(?(?:on )?(?:ra|room air)"
    r"|\d\d ?%[^.;]{0,40}\broom air|(?:[5-9]\d|100) (?:ra|room air)"
    r"|(?:walk|exert|ambulat|rest|seated|sitting)\w* (?:on )?(?:ra|room air)[:,]? ?[5-9]\d"
    r"|\d\d ?% (?:walk|exert|ambulat|rest|seated|sitting)\w* (?:on )?(?:ra|room air)"
    r"|\d\d ?% [^.;]{0,30}\b(?:w/|with|on) ?\d ?(?:l|lpm|liters?)\b"
    r"|(?:ra|air)[:,]? (?:eighty|ninety)(?:-\w+)? percent|borg"
    r"|waveform|(?:plain|ambient|breathing) air[^.;]{0,80}\d\d ?(?:%|percent))(?![a-z])"
)
CONDITION = (
    r"(?:at rest|rest(?:ing|ed)?|seated|sitting|awake|asleep|slept|nocturnal|overnight|sleep(?:ing)?"
    r"|walk(?:s|ed|ing)?|ambulat\w+|exert\w*"
    r"|exercis\w*|effort|exertional|(?:room|plain|ambient) air|ra|off (?:oxygen|o2)|without (?:oxygen|o2))"
)
LINK = (
    r"(?:[\s:=,(\-/]|\b(?:on|air(?! (?:hunger|trapping|leak\w*|travel))|the|was|is|of|to|at|a|an|and"
    r"|with|down|as|low|by|only|room air|ra|off|oxygen|o2|sats?|spo2"
    r"|saturations?|hypox\w+|desat\w*|fell|falls|dropped|drops|nadir|lowest|best|he|she|hall|while|during|today|off"
    r"|\d(?:\.\d)? ?(?:l(?:/min)?|lpm|liters?)|nc|without|brought|took|it|him|her|repeated|baseline|quietly|awake"
    r"|seated|sitting|resting|rest|w/)\b){0,9}?"
)
FIGURE = (
    r"(?P<figure>[5-9]\d|100)(?:\.\d)?"
    r"(?![\d.,/:]\d|\d| ?(?:l|lpm|feet|ft|m|met(?:er|re)s?|min|mins|minutes|s|secs?|seconds|yards|steps|paces|laps"
    r"|beats|bpm|/|years?|yo|mmhg|mg|kg|lbs?)\b)"
)
ANY_FIGURE = re.compile(rf"(?<![\w./]){FIGURE}")
BEFORE = re.compile(rf"\b{CONDITION}\b{LINK}(?<![\w./]){FIGURE}\s?(?:%|percent\b)?")
BEHIND = re.compile(
    rf"(?<![\w./]){FIGURE}\s?(?:%|percent)?(?: \(?(?:ra|room air)\)?,?)? ?(?:at|while|w/|with|when|during|on|after)? ?"
    rf"(?:the )?{CONDITION}\b"
)
PAUSE = re.compile(r"[,|:]")
CLAUSE = re.compile(
    r"[;|,]|(?<=[ %])\d\) "
    r"|:(?= ?(?:at )?(?:rest|seated|sitting|awake|walk|exer|exert|ambul|ra\b|room air))|->|\u2192|\.\s|\bthen\b"
    r"|\b(?:and|but)\b(?= (?:\w+ ){0,3}(?:walk|ambul|exer|exert|rest|on|with|\d\d))"
    r"|\b(?:improv|correct|rose|rising|rises|recover(?:ed|s|ing)|came (?:back )?up|increas|return)\w*"
)
AT_REST = re.compile(r"\b(?:rest(?:ing|ed)?|seated|sitting|sat|awake|asleep|slept|nocturnal|overnight|sleep(?:ing)?)\b")
IN_EFFORT = re.compile(r"\b(?:effort|walk(?:s|ed|ing)?|ambulat\w+|exert\w*|exercis\w*|corridor|stairs|treadmill)\b")
HAS_CONDITION = re.compile(rf"\b{CONDITION}\b")
ON_OXYGEN = re.compile(
    r"\b(?:\d(?:\.\d)?|one|two|three|four|five|six) ?-?(?:l|lpm|liters?|litres?)\b"
    r"|\bcannula\b|\b(?:on|with|plus|supplemental) (?:o2|oxygen)\b"
    r"|\bnc\b"
)
ON_AIR = re.compile(
    r"\b(?:(?:room|plain|ambient|on) air|air(?=[:,=.]? ?\d\d)|ra|off (?:oxygen|o2)|without (?:oxygen|o2))\b"
)
OTHER_FIGURE = re.compile(r"\b(?:hr|heart rate|pulse(?! ox)|bp|rr|borg|weight|age[ds]?|fev1|dlco|ef|pao2|po2|temp)\b")


Figure = tuple[int, int, int, int, float, bool]
Told = tuple[int, int, float]


def figures_of_oximetry(
    low: str, start: int, end: int, above: int, *, before: int | None = None, worded: Sequence[Told] = ()
) -> Iterator[Figure]:
    """Each figure with its clause, its own place, and whether it was taken on oxygen.

    `above` is where the text begins that may lend the name, `before` where the sentence before begins. Oxygen once
    named goes on until the air of the room is. `worded` are percentages told in words.
    """
    if CONTEXT.search(low, above, end) is None:
        return
    helped = ON_OXYGEN.search(low, above if before is None else before, start) is not None
    for left, right in _clauses(low, start, end, worded):
        helped = ON_OXYGEN.search(low, left, right) is not None or (helped and not ON_AIR.search(low, left, right))
        if OTHER_FIGURE.search(low, left, right):
            continue
        figures = _figures_in(low, left, right, worded)
        if (found := BEFORE.search(low, left, right) or BEHIND.search(low, left, right)) is not None:
            under = (left, right) if len(figures) == 1 else found.span()
            yield *under, *found.span("figure"), float(found["figure"]), helped
        elif len(figures) == 1 and HAS_CONDITION.search(low, left, right) and _is_a_share(low, figures[0]):
            yield left, right, *figures[0], helped


def _figures_in(low: str, left: int, right: int, worded: Sequence[Told]) -> list[Told]:
    in_digits = [(*m.span("figure"), float(m["figure"])) for m in ANY_FIGURE.finditer(low, left, right)]
    return [*in_digits, *(w for w in worded if left <= w[0] and w[1] <= right)]


def _contradicts(low: str, left: int, right: int) -> bool:
    """Whether clauses tell of rest and of effort both, so that none is told of the figure in the last."""
    return AT_REST.search(low, left, right) is not None and IN_EFFORT.search(low, left, right) is not None


def _is_a_share(low: str, figure: Told) -> bool:
    return low[figure[1] - 1] in "t%" or low[figure[1] : figure[1] + 2].lstrip().startswith(("%", "p"))


def _clauses(low: str, start: int, end: int, worded: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """The clauses; one that has no figure is told of the next where only a comma, a bar or a colon parts them."""
    at = waits = start
    for mark in (*CLAUSE.finditer(low, start, end), None):
        stop = mark.start() if mark else end
        if _figures_in(low, at, stop, worded) or OTHER_FIGURE.search(low, at, stop):
            apart = OTHER_FIGURE.search(low, at, stop) is not None or _contradicts(low, waits, stop)
            yield at if apart else waits, stop
            waits = mark.end() if mark else end
        elif mark is None or not PAUSE.fullmatch(mark.group()):
            yield waits, stop
            waits = mark.end() if mark else end
        at = mark.end() if mark else end
