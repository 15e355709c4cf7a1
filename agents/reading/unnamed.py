"""Values told without the name of their measure, which their own form or the lines above give away."""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.after_blocks import MAY_TELL_A_SHARE, falls_of_blocks, tells_of_a_block
from agents.reading.block_tables import blocks_in_tables
from agents.reading.blocks import is_strength, shares_of_blocks
from agents.reading.earlier import both_ends, is_from_to, is_prior, with_former
from agents.reading.functional import ABOVE, classes_without_a_name
from agents.reading.grades import grade_figure
from agents.reading.lookalikes import is_confused
from agents.reading.nodules import SENTENCES_ABOVE, sizes_without_a_name
from agents.reading.numbers import NumberToken
from agents.reading.oximetry import figures_of_oximetry
from agents.reading.pain import in_use, scores_of_ten
from agents.reading.pain_logs import newest_of_logs
from agents.reading.quantities import converted_value, quantity_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.terms import Kind, Mention
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import Measure

NEEDS_REACH = 3
BARE_INDEX = re.compile(
    r"(?:^|[,;:(]\s?|\b(?:the|an|with|overall|total|and|had)\s)(index)(?: of| was| is| at|:| =)?\s$"
)
COMES_TO = re.compile(
    r"(?:works? out (?:at|to|as)|comes? (?:out )?(?:at|to)|came to|that is|i\.e\.,?|=|makes|made|equals|giving|gives"
    r"|gave|or|averag(?:es|ed|ing)|a rate of) (?:about |some |roughly )?$"
)
EVENTS_COUNTED = re.compile(
    r"\d (?:\w+ ){0,3}(?:events|apn(?:o?e)as|hypopn(?:o?e)as|pauses|obstructions)\b"
    r"|\b(?:events|apn(?:o?e)as|hypopn(?:o?e)as)[ :=]{1,3}\d"
)
# "Severe sleep apnea (27 an hour)": the figure behind the name of the disease.
SLEEP_APNEA = re.compile(r"\b(?:sleep apn(?:o?e)a|osas?)(?: syndrome)?[ ,]?[,:(]\s?$")
OTHER_EVENTS = re.compile(r"\b(?:desaturations?|arousals?|odi|central|reras?|limb|snor\w+|titrat\w+|cpap|residual)\b")
OF_BREATHING = re.compile(
    r"\b(?:apn(?:o?e)as?|hypopn(?:o?e)as?|polysomno\w+|sleep|psg|hsat|recording|recorder|desaturations?)\b"
)
GAS = re.compile(
    r"(?:\b(?:abgs?|gas(?:es)?)\b[^.;\n]{0,40}?(?<![\d.])[67]\.\d{1,2}|(?<![\d./])7\.[1-5]\d)"
    r" ?/ ?(?P<PaCO2>\d{2,3}(?:\.\d)?) ?/ ?(?P<PaO2>\d{2,3}(?:\.\d)?)(?!\d|\.\d)"
)
NOT_ARTERIAL = re.compile(r"\b(?:vbgs?|venous|capillary|cord|mixed)\b")
GIVEN_OXYGEN = re.compile(r"\b\d(?:\.\d)? ?(?:l|lpm|liters?)\b|\bnasal cannula\b|\bfio2\b|\bon (?:o2|oxygen)\b")
NAMED_ABOVE, PAIN_ABOVE = 4, 4
LIGHTEST, HEAVIEST = 30, 350


def indices_of_events(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`207 apneas and hypopneas, index 34 per hour`: what index it is, its unit and the sentence tell."""
    low = document.low
    for sentence in document.sentences:
        for n in sentence.numbers:
            if n.unit not in ("/h", "") or n.of is not None or n.low is None or not measure.plausible(n.low):
                continue
            before = low[max(sentence.start, n.start - 30) : n.start]
            name = BARE_INDEX.search(before) or (n.unit and _rate_of_events(low, sentence, n, before))
            if name and not n.unit and OTHER_EVENTS.search(low, sentence.start, n.start):
                continue
            if not name or not OF_BREATHING.search(low, sentence.start, sentence.end):
                continue
            q = Quantity(low=n.low, high=n.high, low_open=n.low_open, high_open=n.high_open, unit=measure.unit)
            at = n.start - len(name[0].lstrip())
            confused = is_confused(low, sentence, measure, at, n.end)
            yield Value(measure.name, sentence.index, at, n.end, q, (n.start, n.end), False, confused, n.vague)


def _rate_of_events(low: str, sentence: Sentence, n: NumberToken, before: str) -> re.Match[str] | None:
    """`Sleep apnea (27 an hour)`, `47 obstructive events, which works out to nine an hour`: of what the figure is."""
    if (disease := SLEEP_APNEA.search(before)) is not None:
        return disease
    comes = COMES_TO.search(before)
    counted = low[sentence.start : n.start]
    return comes if comes and EVENTS_COUNTED.search(counted) and not OTHER_EVENTS.search(counted) else None


def gases_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`ABG on room air 7.36/52/58`: acidity, carbon dioxide and oxygen in their usual order."""
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for m in GAS.finditer(document.low, sentence.start, stop):
            if NOT_ARTERIAL.search(document.low, sentence.start, stop):
                break
            figure = float(m[measure.name])
            if measure.plausible(figure):
                q = Quantity(low=figure, high=figure, unit=measure.unit)
                helped = measure.name == "PaO2" and GIVEN_OXYGEN.search(document.low, sentence.start, stop) is not None
                yield Value(measure.name, sentence.index, m.start(), m.end(), q, m.span(measure.name), confused=helped)


def saturations_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """The figures of a walk test, each under its own condition."""
    for sentence in document.sentences:
        ahead = document.sentences[max(0, sentence.index - NAMED_ABOVE) : sentence.index]
        above = next((s.start for s in ahead if s.block == sentence.block), sentence.start)
        before = ahead[-1].start if ahead and ahead[-1].block == sentence.block else sentence.start
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        worded = [
            (n.start, n.end, n.point)
            for n in sentence.numbers
            if n.unit == "%" and n.point is not None and document.low[n.start].isalpha()
        ]
        for start, end, a, b, figure, helped in figures_of_oximetry(
            document.low, sentence.start, stop, above, before=before, worded=worded
        ):
            q = Quantity(low=figure, high=figure, unit=measure.unit)
            yield Value(measure.name, sentence.index, a, b, q, (a, b), confused=helped, under=(start, end))


BARE_WEIGHT = re.compile(
    r"(?:(?<![^\n])|(?<=[.,;|/:]\s)|(?<=\()|\d(?:'|ft|feet)\s?\d{0,2}\"?,? )"
    r"(?P<told>(?P<figure>\d{2,3}(?:\.\d)?) ?(?:lbs?|pounds|kg))(?=\s*(?:[.,;|)]|$))"
)
NOT_OF_A_BODY = re.compile(
    r"\b(?:grip|lift\w*|push\w*|pull\w*|carr\w+|lost|loss|gain\w*|grams?|dumbbells?|pinch|force|traction|limit"
    r"|capacity|chair|holds?|bags?|before|was|goal|target|husband|wife|mother|father|son|daughter)\b"
)


# "Ht 64, wt 180, BMI 31": the index tells the units of the two.
BARE_BODY = re.compile(
    r"\b(?P<tall>ht|height)[ :=]{1,3}(?P<height>\d{2,3})(?: ?(?:in|inches|cm|\"))?[ ,;|]{1,3}(?P<heavy>wt"
    r"|weight)[ :=]{1,3}"
    r"(?P<weight>\d{2,3}(?:\.\d)?)[ ,;|]{1,3}bmi[ :=]{1,3}(?:of )?(?P<index>\d{2}(?:\.\d)?)(?!\d|/)"
)
INDEX_IN_POUNDS, INDEX_SLACK = 703, 1.0


def weights_by_index(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """A weight without a unit where the height and the index beside it leave only one."""
    for m in BARE_BODY.finditer(document.low) if "bmi" in document.low else ():
        tall, heavy, index = float(m["height"]), float(m["weight"]), float(m["index"])
        pounds = abs(INDEX_IN_POUNDS * heavy / tall**2 - index) <= INDEX_SLACK
        kilograms = abs(heavy / (tall / 100) ** 2 - index) <= INDEX_SLACK
        if pounds is not kilograms:
            figure = converted_value(measure, heavy, "lb" if pounds else "kg")
            if figure is not None:
                q = Quantity(low=figure, high=figure, unit=measure.unit)
                place = m.span("weight")
                yield Value(measure.name, document.sentence_at(m.start("weight")).index, *place, q, place)


def weights_told(document: PreparedDocument, measure: Measure, told: set[int]) -> Iterator[Value]:
    """`Apixaban, amlodipine. 176 lb.`, `5 ft 10, 243 lb, BMI 34.9`: a weight that has a clause of its own."""
    low = document.low
    for sentence in document.sentences:
        if sentence.index in told or not any(n.unit in ("lb", "kg") for n in sentence.numbers):
            continue
        if NOT_OF_A_BODY.search(low, sentence.start, sentence.end):
            continue
        for m in BARE_WEIGHT.finditer(low, sentence.start, sentence.end):
            n = next((n for n in sentence.numbers if n.start == m.start("figure") and n.point), None)
            kilograms = converted_value(measure, n.point, n.unit) if n and n.point else None
            if n and kilograms and LIGHTEST <= kilograms <= HEAVIEST:
                quantity = Quantity(low=kilograms, high=kilograms, unit=measure.unit)
                yield Value(measure.name, sentence.index, *m.span("told"), quantity, (n.start, n.end))


def nodule_sizes(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    low = document.low
    for sentence in document.sentences:
        ahead = document.sentences[max(0, sentence.index - SENTENCES_ABOVE) : sentence.index]
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        above = ahead[0].start if ahead else sentence.start
        earlier: list[Value] = []
        for n in sizes_without_a_name(low, sentence.start, stop, above, sentence.numbers):
            place = (n.start, n.end)
            mention = Mention(sentence.index, *place, 0, 0, measure.name, Kind.thing)
            if is_from_to(low, sentence, n):
                earlier += both_ends(low, sentence, measure, mention, n)
                continue
            if (q := quantity_of(measure, n, mention, low)) is None:
                continue
            value = Value(
                measure.name, sentence.index, *place, q, place, is_prior(low, sentence, n, earlier), vague=n.vague
            )
            earlier.append(value)
        yield from with_former(low, earlier)


def classes_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        ahead = document.sentences[max(0, sentence.index - ABOVE) : sentence.index + 1]
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for a, b, one, other in classes_without_a_name(document.low, sentence.start, stop, ahead[0].start):
            first, last = grade_figure(one), grade_figure(other)
            quantity = Quantity(low=min(first, last), high=max(first, last), unit=measure.unit)
            yield Value(measure.name, sentence.index, a, b, quantity, (a, b))


def pain_scores(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    logs = [*newest_of_logs(document)]
    lines = [(one.since, document.sentence_at(one.start).end) for one in logs]
    for one in logs:
        quantity, place = Quantity(low=one.score, high=one.score, unit=measure.unit), (one.start, one.end)
        yield Value(measure.name, document.sentence_at(one.start).index, *place, quantity, place, dated=one.day)
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        ahead = [
            s
            for s in document.sentences[max(0, sentence.index - PAIN_ABOVE) : sentence.index]
            if s.block == sentence.block
        ]
        above = ahead[0].start if ahead else sentence.start
        for a, b, first, last in scores_of_ten(document.low, sentence.start, stop, above, sentence.numbers):
            if any(begun <= a < end for begun, end in lines):
                continue
            quantity = Quantity(low=first, high=last, unit=measure.unit)
            confused = is_confused(document.low, sentence, measure, a, b)
            yield Value(measure.name, sentence.index, a, b, quantity, (a, b), confused=confused)


def pain_in_use(document: PreparedDocument, measure: Measure, found: Sequence[Value]) -> list[Value]:
    """The scores found, with the pain in use for the one told at rest beside it: "6 at rest, 8 with lifting"."""
    kept = list(found)
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for rest, figure in in_use(document.low, sentence.start, stop):
            score = float(document.low[slice(*figure)])
            quantity = Quantity(low=score, high=score, unit=measure.unit)
            kept = [v for v in kept if v.number[0] not in (rest[0], figure[0])]
            kept.append(Value(measure.name, sentence.index, *figure, quantity, figure))
    return kept


def relief_by_blocks(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`Blocks: 8/04 8 to 1 (88%), 9/01 lido 85%`, `8/10 to 1/10 for 6 h`: the block is named there or just before."""
    for one in (row for rows in blocks_in_tables(document).values() for row in rows):
        quantity = Quantity(low=one.share, high=one.share, unit=measure.unit)
        place = (one.start, one.end)
        yield Value(measure.name, document.sentence_at(one.start).index, *place, quantity, place, dated=one.day)
    for sentence in document.sentences:
        if not MAY_TELL_A_SHARE.search(document.low, sentence.start, sentence.end) or not tells_of_a_block(
            document, sentence
        ):
            continue
        days = [(d.start, d.end) for d in sentence.dates]
        told = [*shares_of_blocks(document.low, sentence.start, sentence.numbers, days)]
        for n in told:
            quantity = Quantity(low=n.low, high=n.high, unit=measure.unit)
            place, confused = (n.start, n.end), is_confused(document.low, sentence, measure, n.start, n.end)
            yield Value(measure.name, sentence.index, *place, quantity, place, confused=confused, vague=n.vague)
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for start, end, share in falls_of_blocks(document.low, sentence.start, stop, days, told):
            quantity = Quantity(low=share, high=share, unit=measure.unit)
            yield Value(measure.name, sentence.index, start, end, quantity, (start, end))


def without_strengths(document: PreparedDocument, found: Sequence[Value]) -> Iterator[Value]:
    """The same without how strong the drug of a block was."""
    for value in found:
        sentence = document.sentences[value.sentence]
        numbers = (n for n in sentence.numbers if value.number[0] <= n.start < value.number[1])
        if not any(is_strength(document.low, sentence.start, n) for n in numbers):
            yield value
