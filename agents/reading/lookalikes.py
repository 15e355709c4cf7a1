"""What stands for something else than the measure named beside it: a residual index, a goal, a slice thickness.

Such a value is kept and gains a doubt; what the laboratory holds to be usual is no second figure.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.numbers import NumberToken
from agents.reading.record import Sentence
from priorauth.measures import Measure

CONFUSER_STOP = re.compile(r"[;.)](?:\s|$)|,|\band\b|\bwith (?!cpap|pap|oxygen|supplemental)")
DISTANCE = re.compile(
    r"\s*(?:from (?!\d|prior|previous|the (?:prior|previous|earlier|last))|away|apart|deep|thick|proximal|distal|"
    r"beyond|"
    r"above|below|off|(?:under|beneath|inside|to|into) the (?:pleura|skin|chest|rib)\w*)\b"
)
OF_THE_LABORATORY = frozenset(
    (
        *("calcium", "PTH", "hemoglobin", "hematocrit", "creatinine", "platelets", "HbA1c", "glucose", "BNP"),
        *("NT-proBNP", "PSA", "LDL", "eosinophils"),
    )
)
# "11.2 (8.6-10.2)", "11.9 mg/dL (upper limit 10.5)": what the laboratory holds to be usual.
USUAL = re.compile(
    r"(?<=\d)(?: ?[a-z%]+(?:/[a-z]+)?)?(?: ?\(?[hl]\)?| high| low)? "
    r"?(?P<usual>[(\[](?:[^()\[\]\d]{0,24}\b(?:ref\w*|normals?|nl|uln|lln|limit|range)\b[^()\[\]]{0,30}"
    r"|\s*\d[\d.]*\s?(?:-|to)\s?\d[\d.]*(?: ?[a-z]+/[a-z]+)?\s*)[)\]])"
)


def usual_ranges(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """The brackets behind a figure that tell what the laboratory holds to be usual."""
    return [m.span("usual") for m in USUAL.finditer(low, start, end)] if "(" in low[start:end] else []


OF_AN_ABLATION = re.compile(
    r"\b(?:ablation|rfas?|radiofrequency|rhizotom\w+|neurotom\w+|denervation)\b"
    r"(?!.*\b(?:blocks?|mbbs?|injections?|lidocaine|bupivacaine|anesthetic)\b)"
)
OTHER_NUMBER_BEFORE = re.compile(r"\b(?:serial|lot|model|invoice|version|calibrat\w+)\b[^.;\n]{0,16}$")
COUNTED_IN_ALL = frozenset({"respiratory events"})
OTHER_NUMBER_AFTER = re.compile(
    r"\s?(?:for|in|over) the (?:whole |entire )night|\s?(?:in all|in total)\b|\s?(?:usd|dollars?|\$|chances?\b|odds\b)"
)
FROM_THE_DEVICE = re.compile(
    r"\b(?:downloads?|airview|data card|machine card|smart ?card|compliance report|adherence report)\b"
    r"(?!.*\b(?:psg|polysomno\w+|hsat|sleep (?:study|test)|home test|diagnostic)\b)"
)
# "CPAP to 20, events persist (AHI 16)", "BPAP 20/14 -> AHI 2.1": the events that are left under a pressure.
UNDER_PRESSURE = re.compile(
    r"(?:\b(?:cpap|bi?-?pap|bpap|apap|asv|bilevel|pressure) (?:at |of |to |up to |raised to )?\d\d?(?:\.\d)?"
    r"(?: ?/ ?\d\d?)?"
    r"(?: ?cm(?: ?h2o)?)?\b(?![/-])(?! ?(?:%|min|h\b|hr|hours|d\b|days|nights|weeks|months|years|lb|kg))"
    r"|\bre-?titrat\w+[^.;]{0,24}?:)"
    r"(?:(?!\b(?:for|given|because|osa|due|order\w*|start\w*|request\w*|rx|new|prescri\w*|psg|study|test|baseline"
    r"|diagnos\w*|off|without|before|untreated|needs?|dx|off|prior|last|initial|original)\b)[^.;\n]){0,44}$"
)
# The index of a split night is the diagnostic one where no pressure is told of before it.
ON_PRESSURE = re.compile(
    r"\b(?:[a-z]*pap|bilevel|pressure|treat\w*|titrat\w+|second|after|later|latter|cm(?: ?h2o)?|with mask|mask on)\b"
)
ORDERED_FOR = re.compile(r"\b(?:order\w*|start\w*|request\w*|rx|prescri\w*|plan|needs?|supply|begin)\b")
# "Days used 4 hours or more" are the nights that count, "days used" alone are not.
OF_FOUR_HOURS = re.compile(
    r"\b(?:days|nights) (?:used|with usage),? ?(?:for )?(?:>=?|≥|at least|more than|over)? ?(?:4|four)\b"
)
# A pain that is told at rest and in use is no pain at rest alone.
REST_AND_MORE = re.compile(
    r"\bat rest(?: and|,? as well as)(?= [^.;\d]{0,40}\b(?:stairs|walking|activity|standing|night|motion|movement"
    r"|weight-?bearing)\b)"
)
SO_LONG_EACH = re.compile(
    r"\blast(?:s|ed|ing) (?:about |some |over |at least |more than )?[\w-]+(?: (?:to|or) [\w-]+)? hours?\b"
)
# "AHI 27 (supine 44, lateral 12)": the further figures are those of a posture or a stage of sleep.
OF_A_POSTURE = re.compile(
    r"[\s(\[,;/]{1,3}(?:in |while )?(?:non-?supine|off-?supine|supine|lateral|side|prone|n?rem)(?: sleep| ahi| index)?"
    r"[ :=]{1,3}(?:of |was )?\d[\d.]*"
)
LONG_AGO = re.compile(
    r"\b(?:lifetime (?:highest|maximum|max|peak|low)|(?:highest|peak|maximum|max|lowest) (?:lifetime|ever|adult|weight)"
    r"|(?:highest|peak|maximum|max|heaviest|lowest)\b[^.;]{0,24}\b(?:of|in) (?:his|her|the patient's) life"
    r"|at (?:his|her) heaviest"
    r"|when (?:he|she) was (?:\d\d|twenty|thirty|forty|fifty|sixty|younger|young|a (?:student|teenager|young))"
    r"|in (?:college|high school|youth|childhood|(?:his|her) (?:teens|twenties|thirties|youth)))\b"
)
FOUR_HOURS = re.compile(r"(?:4|four)(?:\.0)?(?= ?-?h|\+)")
NIGHTS_BEHIND = re.compile(
    r"[ -]?(?:h|hrs?|hours?)\b(?:/night| (?:a|per|each) night)?"
    r"(?:,? (?:or|and) (?:more|longer|over|above|better)|\+| plus)?,? ?"
    r"(?:(?:met|reached|was|were|on|in|for|only|just|about|some|:|=) ?){0,4}"
    r"(?:\d+(?:\.\d+)? ?(?:%|percent\b|(?:of|/) ?(?:the )?\d+)|\w+ (?:of (?:the )?\w+ )?nights\b)"
)
NIGHTS_BEFORE = re.compile(
    r"\b(?:nights|days) (?:of|with|over|above|at|that reached)? ?(?:at least |more than |over |>=? ?|\u2265 ?)?$"
)
# "4 percent central, nadir saturation 79 percent": the second figure is of the oxygen.
OF_OXYGEN = re.compile(r"\b(?:saturations?|nadir|spo2|o2|sats?|oxygen|lowest|minimum|efficiency)\b")
TOLD_ABOVE = 240
BLOCK_OR_ABLATION = re.compile(
    r"(?P<ablation>\b(?:ablat\w+|rfas?|rfn|rhizotom\w+|neurotom\w+|burned|burnt"
    r"|burning(?= (?:itself |of the nerves )?(?:did|gave|helped|held|worked|lasted|took)\b))\b)"
    r"|\b(?:blocks?|blocked|mbbs?|(?:test|numbing|diagnostic) (?:injections?|shots?))\b"
)
HOURS_OR_A_BLOCK = re.compile(
    r"\b(?:hours?|hrs?|h|minutes|afternoon|day of|lido\w*|bupi\w*|ropi\w*|marcaine|anesthetic|blocks?|blocked|mbbs?"
    r"|injections?|injected|shots?|diary|log)\b"
)
NOT_DONE_YET = re.compile(
    r"\b(?:plan\w*|if|candidate|proceed\w*|schedul\w*|consider\w*|request\w*|await\w*|will|would|before|prior to|toward"
    r"|no|never|not|for (?:rfa|ablation)|to (?:rfa|ablation|qualify))\b"
)
OF_ONE_SIDE = frozenset({"resection weight"})
SUM_BEHIND = re.compile(
    r"\s?(?:grams?|gm?s?)?,? ?\(?(?:of tissue |removed )?(?:in |as a |is (?:the|a) )?(?:grand )?(?:(?:(?:the|from) )?"
    r"(?:both|two|right and left|left and right|r ?(?:\+|and|&) ?l|l ?(?:\+|and|&) ?r)(?: sides| breasts)?,? )?"
    r"(?:all told|in all|in sum|together|totals?|combined|altogether|summed|taken together|as a sum"
    r"|between (?:them|the two|both)|for the pair)\b"
)
SUM_BEFORE = re.compile(
    r"\b(?:total(?:s|ing|led)?|combined|together|altogether|sum|summed|in all|both breasts together|overall)\b"
    r"(?: (?:resection|weight|removal|specimen|estimate|tissue))*"
    r"(?: (?:of|is|to|will be|at|about|some|estimated))*[ :=~]*$"
)


def is_of_both_sides(low: str, sentence: Sentence, measure: Measure, n: NumberToken) -> bool:
    """Whether the sum of both sides is told where the measure is one of each side."""
    if measure.name not in OF_ONE_SIDE:
        return False
    before = low[max(sentence.start, n.start - 50) : n.start]
    return SUM_BEHIND.match(low, n.end, sentence.end) is not None or SUM_BEFORE.search(before) is not None


def is_confused(low: str, sentence: Sentence, measure: Measure, start: int, end: int) -> bool:
    """Whether a false friend stands with the name and its number."""
    if "mm" in measure.units and DISTANCE.match(low, end):
        return True
    before, after = low[max(sentence.start, start - 24) : start], low[end : end + 12]
    inside = low[start:end]
    if OTHER_NUMBER_BEFORE.search(before) or OTHER_NUMBER_BEFORE.search(inside):
        return True
    if OTHER_NUMBER_AFTER.match(after) and measure.name not in COUNTED_IN_ALL:
        return True
    if LONG_AGO.search(low, sentence.start, sentence.end):
        return True
    if measure.name == "diagnostic block relief" and (
        OF_AN_ABLATION.search(low, sentence.start, start) or _goes_on_about_an_ablation(low, sentence)
    ):
        return True
    if measure.name in ("AHI", "RDI") and FROM_THE_DEVICE.search(low[sentence.start : start]):
        return True
    if measure.name == "central apnea percent" and OF_OXYGEN.search(inside):
        return True
    if measure.name in ("AHI", "RDI") and _under_pressure(low, sentence, start):
        return True
    if not measure.confusers:
        return False
    left = low[max(sentence.start, start - 60) : start]
    left = re.split(r"[,;(]|\.\s|\band\b", left)[-1] + " " + sentence.section.header
    right = low[end : min(sentence.end, end + 34)]
    if measure.name in OF_THE_LABORATORY and (usual := usual_ranges(low, start, sentence.end)):
        right = " ".join(low[a:b] for a, b in _outside(usual, end, min(sentence.end, end + 34)))
    if measure.name in ("AHI", "RDI"):
        right = OF_A_POSTURE.sub("", right)
    if measure.name in ("AHI", "RDI") and "split" in left and not ON_PRESSURE.search(low, sentence.start, start):
        left = left.replace("split", " ")
    stop = CONFUSER_STOP.search(right)
    around = f" {left}{low[start:end]}{right[: stop.start()] if stop else right} "
    around = REST_AND_MORE.sub(" ", around)
    around = SO_LONG_EACH.sub(" ", OF_FOUR_HOURS.sub(" ", around))
    name = low[start:end]
    return has_confuser(measure, around, name)


def is_what_a_night_counts_by(low: str, name: str, number: tuple[int, int]) -> bool:
    """Whether a figure is the four hours by which nights of use are counted: "4 h or more on 6% of nights"."""
    if name != "nightly use" or (figure := FOUR_HOURS.match(low, number[0])) is None:
        return False
    before = NIGHTS_BEFORE.search(low, max(0, number[0] - 40), number[0])
    return before is not None or NIGHTS_BEHIND.match(low, figure.end()) is not None


def _under_pressure(low: str, sentence: Sentence, start: int) -> bool:
    """Whether an index is told right behind the pressure it was left under, and no device is ordered for it."""
    begin = max(sentence.start, start - 90)
    told = UNDER_PRESSURE.search(low, begin, start)
    return told is not None and ORDERED_FOR.search(low, max(sentence.start, told.start() - 30), start) is None


def _goes_on_about_an_ablation(low: str, sentence: Sentence) -> bool:
    """Whether a sentence that names no block goes on about an ablation: "I burned L4. He had 75% relief"."""
    if HOURS_OR_A_BLOCK.search(low, sentence.start, sentence.end):
        return False
    begin = max(0, sentence.start - TOLD_ABOVE, low.rfind("\n\n", 0, sentence.start) + 1)
    named = list(BLOCK_OR_ABLATION.finditer(low, begin, sentence.start))
    if not named or named[-1]["ablation"] is None:
        return False
    opened = max(low.rfind(". ", begin, named[-1].start()), low.rfind("\n", begin, named[-1].start()), begin)
    return NOT_DONE_YET.search(low, opened, sentence.start) is None


def has_confuser(measure: Measure, words: str, name: str = "") -> bool:
    """Whether words hold one of the false friends of a measure, other than its own name there."""
    beside = [c for c in measure.confusers if c in words and c != name]
    return any(re.search(rf"(?<![a-z0-9]){re.escape(c)}(?![a-z0-9])", words) for c in beside)


def _outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What of a stretch lies outside spans that are in order."""
    for a, b in spans:
        if start < b and a < end:
            yield start, max(start, a)
            start = b
    yield start, max(start, end)
