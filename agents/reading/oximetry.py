"""Saturations told in a row under the conditions they were taken: "rest RA 94, walking RA 84, walking on 3 L 92".

The name of the measure stands once, or only in the line above; each figure belongs to the condition of its own clause.
A figure taken on oxygen is told apart, never counted as one on room air.
"""

from collections.abc import Iterator

from agents.reading import patterns as re

LEAST, MOST = 50, 100
CONTEXT = re.compile(
    r"\b(?:spo2|sao2|o2 ?sats?|sats?|saturat\w+|oximetr\w+|desat\w*|hypox\w+|6mwt|walk(?:ing)? tests?|walk oximetry"
    r"|pulse ox|oxygen|o2|(?:ra|room air):? ?\d\d ?%|\d\d ?%,? \(?(?:on )?(?:ra|room air))(?![a-z])"
)
CONDITION = (
    r"(?:at rest|rest(?:ing|ed)?|seated|sitting|awake|asleep|sleep(?:ing)?|walk(?:s|ed|ing)?|ambulat\w+|exert\w*"
    r"|exercis\w*|exertional|room air|ra|off (?:oxygen|o2)|without (?:oxygen|o2))"
)
LINK = (
    r"(?:[\s:=,(\-]|\b(?:on|the|was|is|of|to|at|a|an|and|with|down|as|low|by|only|room air|ra|off|oxygen|o2|sats?|spo2"
    r"|saturations?|hypox\w+|desat\w*|fell|falls|dropped|drops|nadir|lowest|best|he|she|hall|while|during|today|off"
    r"|\d(?:\.\d)? ?(?:l|lpm|liters?)|without|brought|took|it|him|her|repeated|baseline|quietly|awake"
    r"|seated|sitting|resting|rest|w/)\b){0,9}?"
)
FIGURE = (
    r"(?P<figure>[5-9]\d|100)(?:\.\d)?"
    r"(?![\d.,/:]\d|\d| ?(?:l|lpm|feet|ft|m|min|mins|minutes|yards|steps|bpm|/|years?|yo)\b)"
)
ANY_FIGURE = re.compile(rf"(?<![\w./]){FIGURE}")
BEFORE = re.compile(rf"\b{CONDITION}\b{LINK}(?<![\w./]){FIGURE}\s?(?:%|percent\b)?")
BEHIND = re.compile(
    rf"(?<![\w./]){FIGURE}\s?(?:%|percent)?(?: \(?(?:ra|room air)\)?,?)? ?(?:at|while|w/|with|when|during|on|after)? ?"
    rf"(?:the )?{CONDITION}\b"
)
CLAUSE = re.compile(
    r"[;|,]|:(?= ?(?:at )?(?:rest|seated|sitting|awake|walk|exer|exert|ambul|ra\b|room air))|->|\u2192|\.\s|\bthen\b"
    r"|\b(?:and|but)\b(?= (?:\w+ ){0,3}(?:walk|ambul|exer|exert|rest|on|with|\d\d))"
    r"|\b(?:improv|correct|rose|rising|rises|recover(?:ed|s|ing)|came (?:back )?up|increas|return)\w*"
)
ON_OXYGEN = re.compile(
    r"\b\d(?:\.\d)? ?-?(?:l|lpm|liters?|litres?)\b|\bnasal cannula\b|\b(?:on|with|plus|supplemental) (?:o2|oxygen)\b"
    r"|\bnc\b"
)
ON_AIR = re.compile(r"\b(?:room air|ra|off (?:oxygen|o2)|without (?:oxygen|o2))\b")
OTHER_FIGURE = re.compile(r"\b(?:hr|heart rate|pulse(?! ox)|bp|rr|borg|weight|age[ds]?|fev1|dlco|ef|pao2|po2|temp)\b")


Figure = tuple[int, int, int, int, float, bool]


def figures_of_oximetry(low: str, start: int, end: int, above: int) -> Iterator[Figure]:
    """Each figure with its clause, its own place, and whether it was taken on oxygen.

    `above` is where the text begins that may lend the name. Oxygen once named goes on until the air of the room is.
    """
    if CONTEXT.search(low, above, end) is None:
        return
    helped = ON_OXYGEN.search(low, above, start) is not None
    for left, right in _clauses(low, start, end):
        helped = ON_OXYGEN.search(low, left, right) is not None or (helped and not ON_AIR.search(low, left, right))
        if OTHER_FIGURE.search(low, left, right):
            continue
        found = BEFORE.search(low, left, right) or BEHIND.search(low, left, right)
        if found is not None:
            alone = len(ANY_FIGURE.findall(low, left, right)) == 1
            under = (left, right) if alone else found.span()
            yield *under, *found.span("figure"), float(found["figure"]), helped


def _clauses(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for mark in CLAUSE.finditer(low, start, end):
        yield at, mark.start()
        at = mark.end()
    yield at, end
