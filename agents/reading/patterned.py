"""Values told in a pattern of their own: a machine's settings, two gradients at once, days of thirty, an audiogram.

Or in a sentence of their own, right behind the one that names what was measured.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain

from agents.reading import patterns as re
from agents.reading.audiograms import losses_of_ears, losses_told
from agents.reading.lookalikes import is_confused
from agents.reading.measured import mentions_by_sentence
from agents.reading.numbers import NumberToken
from agents.reading.quantities import quantity_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import Measure

# "mean/peak gradient 46/72 mmHg", "gradients 72/46 (peak/mean)", "gradient 46 mean, 72 peak".
TWO_GRADIENTS = re.compile(
    r"\b(?:(?P<first>mean|peak|max(?:imum)?|avg|average)(?: ?/ ?| and )(?P<second>mean|peak|max(?:imum)?|avg|average)"
    r" (?:(?:av|aortic|valve|transvalvular|pressure) )*(?:gradients?|grads?|pg)[\s:=]{1,3}(?:of |was |were )?"
    r"(?P<a>\d{1,3}) ?(?:mm ?hg)?(?: ?/ ?| and )(?P<b>\d{1,3})"
    r"|gradients?[\s:=]{1,3}(?:of |was |were )?(?P<c>\d{1,3}) ?/ ?(?P<d>\d{1,3}) ?(?:mm ?hg)? ?\("
    r"(?P<third>mean|peak|max) ?/ ?(?P<fourth>mean|peak|max)\)"
    r"|gradients?[\s:=]{1,3}(?:of |was |were )?(?P<mean>\d{1,3}) ?(?:mm ?hg )?\(?mean\b)"
)
MITRAL = re.compile(r"\b(?:mitral|tricuspid|pulmon\w+|lvot|goal|after|post|prosthe\w+)\b")
# "BiPAP 20/5, rate 16", "IPAP 20, EPAP 5, rate 16".
PRESSURES = re.compile(
    r"\b(?:bipap|bilevel|bpap|vpap|ipap ?/ ?epap)"
    r"(?: (?:s/?t|st|auto|at|of|set|to|settings?|pressures?|mode|with|is|was))*"
    r"[ :,=]{1,2}(?P<IPAP>\d{1,2}) ?/ ?(?P<epap>\d{1,2})(?![\d/]|\.\d)"
)
RATE = re.compile(
    r"(?:\bepap[ :=]{1,2}(?:of )?\d{1,2}|(?:bipap|bilevel|bpap|vpap|epap)[^.;\d]{0,30}\d{1,2} ?/ ?\d{1,2})"
    r"(?: ?cm ?h2o| ?cm)?[ ,;]{1,3}(?:with |and )?(?:a )?(?:rate|rr|bur|f)[ :=]{1,2}(?:of )?"
    r"(?P<rate>\d{1,2})(?![\d/]|\.\d)"
)
# "It came back at 28 percent.", "The reading was 52 mmHg.": the sentence before names what was measured.
CAME_BACK = re.compile(
    r"\W*(?:(?:it|that|this|the (?:reading|result|figure|number|value|answer|test|study|echo|report|score))"
    r" (?:was|is|came|read|reads|showed|shows|gave|stood|turned|measured|ran)"
    r"(?: (?:back|out|in|at|as|to|be|only|just|now))*"
    r"|(?:the )?(?:result|reading|answer|value|figure)\s?[:=])\s(?:about |approximately |only |just )?"
)
# "Her calcium vexed me. The figure was 11.0": it may lack its unit.
A_FIGURE = re.compile(r"\W*(?:the )?(?:reading|result|figure|number|value|answer|level)\b")
NOT_MEASURED = re.compile(
    r"\b(?:will|order\w*|schedul\w+|plan\w*|pending|goals?|targets?|needs?|should|would|normal\w*|criteri\w+|requir\w+|if"
    r"|no|not|never|refus\w+|declin\w+|mother|father|wife|husband|brother|sister|son|daughter|before|until|last|ago)\b"
)
HURTS_ON = re.compile(
    r"\b(?:headaches?|head (?:hurts|aches|pounds)|ha)(?: (?:on|about|some|occurs?|present|are|is|hurts))* "
    r"(?P<days>\d{1,2})(?: days)? ?(?:of|out of|in|/) ?(?:the |every |each |last )?(?:28|30|31|thirty)\b(?! ?min)"
)
DAYS_A_MONTH = re.compile(
    r"(?<![\w./-])(?P<days>\d{1,2})\+? (?:ha|h/a|headache) ?(?:days?|d) ?/ ?mo(?:nth)?\b"
    r"(?! ?(?:->|→|before|prior|at base|goal))"
)
EARLIER_OR_AIMED = re.compile(r"\b(?:goal|was|were|before|used to|had been|if|until|target|from)\b[^.;]{0,40}$")
SCORE_OF_BONE = re.compile(r"(?<![\w-])t[ =:]{1,3}(?:score )?(?P<score>-[0-5]\.\d)(?!\d)")
OF_BONE = re.compile(r"\b(?:dxa|dexa|bone (?:density|mineral)|densitomet\w+|osteop\w+|bmd)\b")


def gradients_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """The mean of two gradients that stand in the order their names do."""
    low = document.low
    for sentence in document.sentences if "gradient" in low or "grad" in low else ():
        for m in TWO_GRADIENTS.finditer(low, sentence.start, sentence.end):
            names = [name for name in (m["first"] or m["third"], m["second"] or m["fourth"]) if name]
            means = [at for at, name in enumerate(names) if name in ("mean", "avg", "average")]
            if names and len(means) != 1:
                continue
            place = "mean" if not names else ("ab" if m["a"] else "cd")[means[0]]
            figure = float(m[place])
            if measure.plausible(figure):
                q = Quantity(low=figure, high=figure, unit=measure.unit)
                confused = MITRAL.search(low, sentence.start, m.start()) is not None
                yield Value(measure.name, sentence.index, m.start(), m.end(), q, m.span(place), confused=confused)


def settings_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """The upper pressure or the rate of a breathing machine that stands among its other settings."""
    low, pattern, name = document.low, *((PRESSURES, "IPAP") if measure.name == "IPAP" else (RATE, "rate"))
    for sentence in document.sentences if "bi" in low or "pap" in low else ():
        for m in pattern.finditer(low, sentence.start, sentence.end):
            figure = float(m[name])
            if any(d.start < m.end() and m.start(name) < d.end for d in sentence.dates):
                continue
            if measure.plausible(figure) and (name == "rate" or figure >= float(m["epap"])):
                q = Quantity(low=figure, high=figure, unit=measure.unit)
                yield Value(measure.name, sentence.index, m.start(), m.end(), q, m.span(name))


def figures_carried_over(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """A figure that begins a sentence, where the one before names just this measure and gives none."""
    low, mentions = document.low, mentions_by_sentence(document)
    alone = sorted(index for index, named in mentions.items() if {m.thing for m in named} == {measure.name})
    for named, sentence in ((mentions[index], s) for index in alone for s in document.sentences[index + 1 : index + 2]):
        if not sentence.numbers:
            continue
        before, n = document.sentences[sentence.index - 1], sentence.numbers[0]
        opens = CAME_BACK.match(low, sentence.start, sentence.end)
        if opens is None or opens.end() != n.start or not _is_in_its_unit(low, sentence, n, measure):
            continue
        if before.block != sentence.block or any(b.unit in measure.units for b in before.numbers):
            continue
        clause = max(before.start, *(low.rfind(mark, before.start, named[0].start) + 1 for mark in ",;:"))
        if NOT_MEASURED.search(low, clause, before.end) or NOT_MEASURED.search(low, sentence.start, n.start):
            continue
        q = quantity_of(measure, n, named[0], low)
        if q is not None:
            confused = is_confused(low, sentence, measure, n.start, n.end) or is_confused(
                low, before, measure, named[0].start, named[0].end
            )
            place = (n.start, n.end)
            yield Value(measure.name, sentence.index, *place, q, place, confused=confused, vague=n.vague)


def _is_in_its_unit(low: str, sentence: Sentence, n: NumberToken, measure: Measure) -> bool:
    """Whether a figure has a unit of the measure, or is called a figure and the measure is told without one."""
    if n.unit:
        return n.unit in measure.units
    bare = n.of is None and not measure.unit_required
    return bare and A_FIGURE.match(low, sentence.start, n.start) is not None


def thresholds_by_ear(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """What an audiogram shows of each ear at its middle pitches, in a table or in a sentence."""
    starts = [s.start for s in document.sentences]
    places = ((s.start, min(s.end, s.start + SENTENCE_BOUND)) for s in document.sentences)
    told = [one for place in places for one in losses_told(document.low, *place)]
    for start, end, least, most in (*losses_of_ears(document.low), *told):
        quantity = Quantity(low=least, high=most, unit=measure.unit)
        index = max(0, bisect_right(starts, start) - 1)
        yield Value(measure.name, index, start, end, quantity, (start, end))


def headache_days_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`headaches on 22 of 30 days`, `18 HA days/mo`: days of a month."""
    low = document.low
    for sentence in document.sentences if "head" in low or "ha " in low or "h/a " in low else ():
        hurts_on = HURTS_ON.finditer(low, sentence.start, sentence.end)
        for m in chain(hurts_on, DAYS_A_MONTH.finditer(low, sentence.start, sentence.end)):
            days = float(m["days"])
            if measure.plausible(days):
                q = Quantity(low=days, high=days, unit=measure.unit)
                prior = EARLIER_OR_AIMED.search(low, sentence.start, m.start()) is not None
                yield Value(measure.name, sentence.index, m.start(), m.end(), q, m.span("days"), prior)


def scores_of_bone(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`DXA: T -2.7 at the hip`: a score named by one letter, in a sentence that speaks of bone."""
    for sentence in document.sentences:
        for m in SCORE_OF_BONE.finditer(document.low, sentence.start, sentence.end):
            if OF_BONE.search(document.low, sentence.start, sentence.end):
                figure = float(m["score"])
                q = Quantity(low=figure, high=figure, unit=measure.unit)
                yield Value(measure.name, sentence.index, m.start(), m.end(), q, m.span("score"))
