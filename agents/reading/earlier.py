"""Which of several figures tells an earlier time, and which the sentence says has become another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agents.reading import patterns as re
from agents.reading.compared import SPANS_BUT_DAYS, How, columns_compared, gaps_compared, gone_from, pairs_in
from agents.reading.lookalikes import is_confused, is_of_both_sides
from agents.reading.numbers import NumberToken, Shape
from agents.reading.quantities import quantity_of
from agents.reading.record import Sentence
from agents.reading.terms import Mention
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import Form, Measure

PRIOR_BEFORE = re.compile(
    r"(?:\bfrom|\bprevious(?:ly)?|\bprior|\bcompared (?:to|with)|\bvs\.?|\bversus|\bearlier|\blast|\bformer(?:ly)?"
    r"|\binitial(?:ly)?|\bbaseline|\bthen|\bhad been|\bup from|\bdown from)"
    r"[\s:(of,was]*(?:an? )?(?:approximately )?$"
)
PRIOR_AFTER = re.compile(
    r"^[\s,(]*(?:previously|prior|before|earlier|initially|at baseline|on (?:the )?(?:prior|previous))"
)
ARROW = re.compile(r"(?: ?(?:/10|%|mm|cm))? ?(?:->|-->|=>|\u2192) ?")
NOW_INSTEAD = re.compile(r"[^.;]{0,40}\b(?:now|currently|today|presently|at present)\b[^.;\d]{0,16}")
BEFORE_BEHIND = re.compile(
    r"[\s(]{1,2}(?:before|at (?:the )?(?:baseline|start|outset)|baseline|initially|previously|at first)\b"
    r"[^.;\d]{0,24}"
)
NOW_BEHIND = re.compile(
    r"(?: ?(?:a|per|each) month| ?/ ?mo(?:nth)?)?[\s(,]{1,2}(?:now|currently|at present|these days)\b(?! \d)"
)
DOWN_TO = re.compile(r" (?:\w+ ){0,2}(?:down |up )?to (?:about )?")
IT_WAS_BEFORE = re.compile(
    r"[,( ]{1,3}(?:previously|formerly|compared (?:with|to)|c/w|versus|vs\.?|was)"
    r"(?: (?:a |the )?(?:baseline|prior)(?: of)?)?:? ?"
)
BECAME_ANOTHER = re.compile(r"\b(?:up|down|risen|fallen|increased|decreased|improved|grown|dropped) from (?:about )?$")
CHANGED = re.compile(
    r"\b(?:increas|gone|grew|grown|enlarg|decreas|improv|declin|fell|fallen|rose|risen|dropp|went|progress|chang|reduc"
    r"|worsen|drop|growth|interval|drift|climb|crept|creep)\w*"
    r"[^.;]{0,40}$"
)


def numbers_compared(
    low: str, start: int, stop: int, named: int, numbers: Sequence[NumberToken]
) -> Iterator[tuple[NumberToken, NumberToken]]:
    """The numbers of a sentence that are told as of before and of now, the earlier one first."""
    told = [n for n in numbers if n.low is not None and n.low == n.high and n.of is None and start <= n.start < stop]
    if "|" in low[start:stop]:
        cells = columns_compared(low, low.rfind("\n", 0, named) + 1, stop)
        found = [[n for n in told if a <= n.start < b] for a, b in cells[:2]] if cells else []
        if found and all(len(f) == 1 for f in found):
            yield found[0][0], found[1][0]
        return
    by_place = {n.start: n for n in told}
    if ("  " in low[start:stop] or "\t" in low[start:stop]) and (
        cells := gaps_compared(low, low.rfind("\n", 0, named) + 1)
    ):
        one, other = (by_place.get(at) for at, _ in cells)
        if one and other:
            yield one, other
        return
    for pair in pairs_in(low, start, stop, SPANS_BUT_DAYS):
        one, other = (by_place.get(f.start) for f in pair[:2])
        told = pair.how is How.words or gone_from(low, start, pair) or pair.before.start > pair.after.start
        if one and other and told:
            yield one, other


def before_an_arrow(
    low: str, measure: Measure, mention: Mention, before: Sequence[NumberToken], n: NumberToken, value: Value
) -> Iterator[Value]:
    """`24 -> 10 headache days a month`: the figure that the arrow leads away from is what it was."""
    for one in before:
        leads = one.end < n.start and ARROW.fullmatch(low, one.end, n.start) and one.unit in ("", n.unit)
        if leads and (q := quantity_of(measure, replace(one, unit=n.unit), mention, low)) is not None:
            number = (one.start, one.end)
            yield replace(value, start=one.start, quantity=q, number=number, prior=True, former=True)


def is_from_to(low: str, sentence: Sentence, n: NumberToken) -> bool:
    """Whether a stretch of figures tells how something changed: "has gone from 10 to 17 mm"."""
    before = low[max(sentence.start, n.start - 80) : n.start]
    return n.shape is Shape.span and " to " in low[n.start : n.end] and CHANGED.search(before) is not None


def with_former(low: str, values: list[Value]) -> list[Value]:
    """The same, with those told as what it was before: `24 -> 8`, `15, now 3`, `16 mm, previously 11 mm`."""
    for at, (first, second) in enumerate(pairwise(values)):
        gap = low[first.number[1] : second.number[0]]
        now_behind = NOW_BEHIND.match(low, second.number[1]) and ";" not in gap
        told_before = ARROW.fullmatch(gap) or NOW_INSTEAD.fullmatch(gap) or BEFORE_BEHIND.fullmatch(gap)
        if told_before or now_behind or (first.prior and DOWN_TO.fullmatch(gap)):
            values[at] = replace(first, prior=True, former=True)
        elif IT_WAS_BEFORE.fullmatch(gap):
            values[at + 1] = replace(second, prior=True, former=True)
    return values


def is_prior(low: str, sentence: Sentence, n: NumberToken, earlier: Sequence[Value]) -> bool:
    told = PRIOR_BEFORE.search(low[max(sentence.start, n.start - 36) : n.start])
    # "Headaches last six hours" tells how long, not when.
    if told and not (told.group().strip() == "last" and n.unit in ("h", "min", "day")):
        return True
    return PRIOR_AFTER.search(low[n.end : min(sentence.end, n.end + 24)]) is not None and bool(earlier)


def both_ends(low: str, sentence: Sentence, measure: Measure, mention: Mention, n: NumberToken) -> list[Value]:
    """`grew from 9 to 14 mm`: two values, the first the earlier one."""
    found: list[Value] = []
    for end, prior in ((n.low, True), (n.high, False)):
        one = replace(n, shape=Shape.point, low=end, high=end)
        if (q := quantity_of(measure, one, mention, low)) is not None:
            v = value_beside(low, sentence, measure, mention, one, q, prior=prior)
            number = (n.start, n.end - 1) if prior else (n.start + 1, n.end)
            found.append(replace(v, number=number, former=prior))
    return found


def value_beside(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, n: NumberToken, q: Quantity, *, prior: bool
) -> Value:
    start, end = min(mention.start, n.start), max(mention.end, n.end)
    confused = is_confused(
        low, sentence, measure, _its_own_clause(low, measure, mention, n) or start, end
    ) or is_of_both_sides(low, sentence, measure, n)
    former = prior and BECAME_ANOTHER.search(low[max(sentence.start, n.start - 30) : n.start]) is not None
    return Value(measure.name, sentence.index, start, end, q, (n.start, n.end), prior, confused, n.vague, former)


def _its_own_clause(low: str, measure: Measure, mention: Mention, n: NumberToken) -> int:
    """Where the words of a further score begin: "5/10 at rest, 8/10 with activity" tells two conditions."""
    cut = max(low.rfind(mark, mention.end, n.start) for mark in ",;")
    if measure.form is not Form.score or cut < 0 or not any(c.isdigit() for c in low[mention.end : cut]):
        return 0
    return n.start
