"""Values that other figures come to: a weight and a height, two scores, packs a day over years, the lines of a list."""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.adherence import events_left, shares_of_nights
from agents.reading.binding import packs_smoked
from agents.reading.dates import NUMBER_WORDS
from agents.reading.headaches import migraine_days_of_these
from agents.reading.lessened import Lessened, lessened
from agents.reading.lows import BOUND, LEAST, Reading, lows_counted, sugars_in_logs, sugars_listed
from agents.reading.measured import mentions_by_sentence
from agents.reading.numbers import NumberToken, Shape
from agents.reading.quantities import converted_value, length_in_years, years_since
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.smoking import given_up
from agents.reading.subject import subject_of
from agents.reading.totals import total_of_the_list
from agents.reading.value import Value
from priorauth.facts import Quantity, Subject
from priorauth.measures import MEASURES, Measure

BMI_ROUNDING = 0.5
WEIGHT, HEIGHT = MEASURES["weight"], MEASURES["height"]
LEVELS_TO_LIST = 3
MOST_PAIN = 10
PAIN = re.compile(r"\b(?:pain|nrs|vas|ache|sciatica)\b")
SHARE_OF_PAIR = re.compile(
    r"(?<![\d.])(?P<before>\d{1,2}(?:\.\d)?)(?:/10)? ?(?:->|\u2192|to|down to|fell to) ?(?P<after>\d{1,2}(?:\.\d)?)"
    r"(?:/10| of (?:10|ten))?,? ?(?:[(=]|(?<=,) ?)(?:that is |i\.e\. )?"
    r"(?:an? |about |approximately |nearly |almost |roughly |~|= ?)?$"
)
FROM_DEVICES = {"adherent nights": shares_of_nights, "residual AHI": events_left}
STILL_THERE = re.compile(
    r" (?:of (?:the |his |her |it |that )?(?:usual )?(?:pain )?)?(?:was |is )?(?:left|remain\w*|still)\b"
)
SPINE_LEVEL = re.compile(r"\b([clt])(\d{1,2})\s?[-/]\s?([clts]?)(\d{1,2})\b")
SPINE_PROCEDURE = re.compile(
    r"\b(?:t?f?esis?|epidurals?|injections?|blocks?|mbbs?|rfa|ablations?|rhizotom\w+|neurotom\w+|denervations?"
    r"|augmentations?|kyphoplast\w+|vertebroplast\w+|inject|fuse|acdf)\b"
)


def indices_of_the_body(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`98 kg / 162 cm = 37.3`: a bare figure that the weight and the height before it come to is their index."""
    for sentence in document.sentences:
        heavy = next((n for n in sentence.numbers if n.unit in ("kg", "lb") and n.point), None)
        tall = next((n for n in sentence.numbers if n.unit in ("cm", "in", "m", "ft") and n.point), None)
        if heavy is None or tall is None or not heavy.point or not tall.point:
            continue
        kilograms = converted_value(WEIGHT, heavy.point, heavy.unit)
        centimeters = converted_value(HEIGHT, tall.point, tall.unit)
        if not kilograms or not centimeters:
            continue
        index = kilograms / (centimeters / 100) ** 2
        for n in sentence.numbers:
            bare = n.unit in ("", "kg/m2") and n.shape is Shape.point and n.point is not None
            if bare and n.start > max(heavy.end, tall.end) and abs((n.point or 0) - index) <= BMI_ROUNDING:
                start = min(heavy.start, tall.start)
                q = Quantity(low=n.low, high=n.high, unit=measure.unit)
                yield Value(measure.name, sentence.index, start, n.end, q, (n.start, n.end))


def nights_kept(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`nine nights in ten`: the share of the nights."""
    for index in mentions_by_sentence(document):
        sentence = document.sentences[index]
        if not any(m.thing == measure.name for m in mentions_by_sentence(document)[index]):
            continue
        for m in NIGHTS_IN.finditer(document.low, sentence.start, sentence.end):
            kept, every = (float(NUMBER_WORDS.get(m[part], 0) or m[part]) for part in ("kept", "all"))
            if kept <= every:
                share = round(100 * kept / every, 4)
                quantity = Quantity(low=share, high=share, unit=measure.unit)
                yield Value(measure.name, sentence.index, m.start(), m.end(), quantity, m.span())


def shares_of_scores(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`pain 8 down to 5.2 (35%)`, `from 8 to 3, a 62 percent drop`: the share behind two scores is what is gone."""
    low = document.low
    for sentence in document.sentences:
        shares = [n for n in sentence.numbers if n.unit == "%" and n.point is not None]
        if not shares or not PAIN.search(low, sentence.start, sentence.end):
            continue
        for n in shares:
            m = SHARE_OF_PAIR.search(low[max(sentence.start, n.start - 48) : n.start])
            if m is None or STILL_THERE.match(low, n.end):
                continue
            if float(m["before"]) <= MOST_PAIN and float(m["after"]) <= float(m["before"]):
                quantity = Quantity(low=n.low, high=n.high, unit=measure.unit)
                start = n.start - len(m.group())
                yield Value(measure.name, sentence.index, start, n.end, quantity, (n.start, n.end), vague=n.vague)


def lows_of(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for start, end, count in lows_counted(document.low, sentence.start, stop):
            quantity = Quantity(low=count, high=count, unit=measure.unit)
            yield Value(measure.name, sentence.index, start, end, quantity, (start, end))
    logged = _logged_lows(document)
    if logged:
        start, end, days = logged[0].start, logged[0].end, float(len({r.day for r in logged}))
        quantity = Quantity(low=days, high=days, unit=measure.unit)
        yield Value(measure.name, document.sentence_at(start).index, start, end, quantity, (start, end))


def _logged_lows(document: PreparedDocument) -> list[Reading]:
    """The low sugars of the logs that are the patient's own; none where they are of one day."""
    told = [r for r in sugars_in_logs(document.low) if LEAST <= r.figure < BOUND]
    mine = [r for r in told if subject_of(document, *r.heading) is Subject.patient]
    return mine if len({r.day for r in mine}) > 1 else []


def sugars_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`Meter download:` over days and bare figures, `lows: 47, 52, 49`: low sugars whose own name is not told."""
    places = [(r.start, r.end, r.figure) for r in _logged_lows(document)]
    for s in document.sentences:
        places += sugars_listed(document.low, s.start, min(s.end, s.start + SENTENCE_BOUND))
    for start, end, figure in places:
        quantity = Quantity(low=figure, high=figure, unit=measure.unit)
        yield Value(measure.name, document.sentence_at(start).index, start, end, quantity, (start, end))


def totals_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    places = [(s.start, min(s.end, s.start + SENTENCE_BOUND)) for s in document.sentences]
    for sentence in document.sentences:
        total = total_of_the_list(document.low, places[sentence.index], places[: sentence.index])
        if total is not None and measure.plausible(total[2]):
            start, end, count = total
            quantity = Quantity(low=count, high=count, unit=measure.unit)
            yield Value(measure.name, sentence.index, start, end, quantity, (start, end))


def shares_gone(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`Trial lead 10/13. Diary pain 8 -> 3`: what two figures come to where no share is told."""
    told = [(s, one) for s in document.sentences for one in _lessened_in(document, s, measure)]
    leaks = any(one.of_leaks for _, one in told)
    for sentence, one in told:
        if one.of_leaks or not leaks:
            quantity = Quantity(low=one.share, high=one.share, unit=measure.unit)
            yield Value(measure.name, sentence.index, one.start, one.end, quantity, (one.start, one.end))


def _lessened_in(document: PreparedDocument, sentence: Sentence, measure: Measure) -> list[Lessened]:
    if any(n.unit == "%" for n in sentence.numbers):
        return []
    ahead = [s for s in document.sentences[max(0, sentence.index - 2) : sentence.index] if s.block == sentence.block]
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    return lessened(document.low, sentence.start, stop, ahead[0].start if ahead else sentence.start, measure.name)


def figures_of_devices(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    tell = FROM_DEVICES[measure.name]
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for n in tell(document.low, sentence.start, stop, sentence.numbers):
            if n.low is not None and measure.plausible(n.low):
                quantity = Quantity(low=n.low, high=n.high, unit=measure.unit)
                place = (n.start, n.end)
                yield Value(measure.name, sentence.index, *place, quantity, place, vague=n.vague)


def migraine_days_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        before = document.sentences[sentence.index - 1] if sentence.index else sentence
        above = before.start if before.block == sentence.block else sentence.start
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for a, b, days in migraine_days_of_these(document.low, sentence.start, stop, above):
            quantity = Quantity(low=days, high=days, unit=measure.unit)
            yield Value(measure.name, sentence.index, a, b, quantity, (a, b))


def _neighbours(level: re.Match[str]) -> bool:
    """Whether the two ends are one level ("L4-5", "L5-S1"), not a stretch of several ("L3-L5")."""
    if level[3] and level[3] != level[1]:
        return level[4] == "1"
    return int(level[4]) == int(level[2]) + 1 or (level[2] == "5" and level[4] == "1")


def levels_listed(low: str, sentence: Sentence, measure: Measure) -> Value | None:
    """The levels of the spine that a sentence lists for a procedure, where there are more than two."""
    if not SPINE_PROCEDURE.search(low, sentence.start, sentence.end):
        return None
    found = list(SPINE_LEVEL.finditer(low, sentence.start, sentence.end))
    count = float(len({m.group(1, 2) for m in found if _neighbours(m)}))
    if count < LEVELS_TO_LIST:
        return None
    start, end = found[0].start(), found[-1].end()
    quantity = Quantity(low=count, high=count, unit=measure.unit)
    return Value(measure.name, sentence.index, start, end, quantity, (start, end))


NIGHTS_IN = re.compile(
    r"\b(?P<kept>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten) (?:nights|days) (?:in|out of|of) "
    r"(?:the |every |each |last )?(?P<all>\d{1,3}|five|seven|ten|thirty)\b"
)


def smoking_told(
    record: PreparedRecord, document: PreparedDocument, measure: Measure, taken: set[int]
) -> Iterator[Value]:
    """What sentences tell of smoking that name no measure, where they gave no value yet."""
    low, judged = document.low, record.context.judged_on
    for sentence in document.sentences:
        if sentence.index in taken:
            continue
        if measure.name == "pack-years":
            if not any(n.unit == "pack-year" for n in sentence.numbers):
                yield from packs_smoked(low, sentence, measure)
            continue
        for start, told in given_up(low, sentence.start, sentence.end, sentence.dates, sentence.numbers):
            q = None
            if isinstance(told, NumberToken):
                q = length_in_years(measure, told)
            elif told.interval is not None and told.interval.last <= judged:
                q = years_since(told.interval, record)
            if q is not None:
                yield Value(measure.name, sentence.index, start, told.end, q, (told.start, told.end))
