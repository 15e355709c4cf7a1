"""The values of a measure in the record: which number belongs to which name, in the measure's own unit.

A number is bound to the measure named before it in the same clause, or to the name right behind it. What stands for
something else (a residual index, a goal, a slice thickness) keeps its value and gains a doubt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile

from agents.reading import patterns as re
from agents.reading.adherence import events_left, shares_of_nights
from agents.reading.befores import contrasts_in
from agents.reading.blocks import is_strength, names_a_block, shares_of_blocks
from agents.reading.changes import LABELLED, changes_tabled, changes_told
from agents.reading.dates import NUMBER_WORDS
from agents.reading.functional import ABOVE, classes_without_a_name
from agents.reading.headaches import migraine_days_of_these
from agents.reading.lessened import Lessened, lessened
from agents.reading.lows import lows_counted
from agents.reading.nodules import SENTENCES_ABOVE, sizes_without_a_name
from agents.reading.numbers import NumberToken, Shape
from agents.reading.oximetry import figures_of_oximetry
from agents.reading.pain import scores_of_ten
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.sight import MEASURES_OF_SIGHT, figures_of_sight
from agents.reading.smoking import given_up, pack_years_told
from agents.reading.terms import Kind, Mention, Run, Spelled, Spellings, mentions_of
from agents.reading.text import contains, spelling
from agents.reading.totals import total_of_the_list
from priorauth.facts import DateInterval, Quantity
from priorauth.measures import CATALOGUE, MEASURES, Form, Measure, convert, without_unit

AFTER_REACH, BEFORE_REACH, NEEDS_REACH, BMI_SLACK, BMI_ROUNDING = 90, 42, 3, 1.5, 0.5
WEIGHT, HEIGHT = MEASURES["weight"], MEASURES["height"]
ROMAN = {"i": 1.0, "ii": 2.0, "iii": 3.0, "iv": 4.0, "v": 5.0}
WORDED_FIGURES = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
AFTER_GRADE = "|".join(f"(?<={word} )" for word in ("class", "grade", "stage", "score", "scores", "scored", "level"))
WORDED_FIGURE = "|".join(WORDED_FIGURES)
FIGURE = rf"(iv|v|i{{1,3}}|[0-5](?:\.5)?|(?:{AFTER_GRADE})(?:{WORDED_FIGURE})\b)[abc]?"
# A figure in words right behind the name, which no noun follows ("Hoehn and Yahr three.", not "NYHA: two pillows").
STANDS_ALONE = r"(?=\s*(?:[,.;:)\n]|$|(?:by|on|off|with|at|in|when|despite|symptoms|today|now|to|or|for|while|per)\b))"
BEFORE_A_GRADE = (
    r"[\s:,=\-(|]*(?:functional |classification |system |scores? |rating |osteoarthritis |changes |arthritis |ulcer "
    r"|of |is |was |at |disease |left |right |upper |lower |limb |arm |leg |hand |[lr]t? |today |currently |now "
    r"|stands |remains |totals |still |both |dominant |in |the |her |his |comes to |put at |rated |graded |judged "
    r"|\([^()\d]{0,40}\)\s*|(?:arm|hand|limb|today|now|currently|score|exam)(?=:))*[:|]*\s*"
    r"(?:class|grade|stage|level|type|scores?|is|was|of|:|=)*[\s:=\-]*"
)
NOT_MYSELF = r"(?!(?:(?<=today )|(?<=now )|(?<=currently ))i )"
GRADE_AFTER = re.compile(
    rf"{BEFORE_A_GRADE}{NOT_MYSELF}(?:{FIGURE}|({WORDED_FIGURE}){STANDS_ALONE})(?![\w%]|\.\d|/(?! ?[0-5](?![\d/])))"
    rf"(?:\s*(?:-|to|/|or)\s*(?:{FIGURE}|({WORDED_FIGURE}){STANDS_ALONE})(?![\w%/]))?"
)
GRADE_BEFORE = re.compile(
    rf"(?:grade|class|stage|level|score[sd]?|scoring)\s*{FIGURE}(?:\s*(?:-|to|/)\s*{FIGURE})?"
    r"(?:[\s,:(\-]*(?:\w+ ){0,2}|[\s,:(\-]*(?:\w+ ){0,2}\(|\s(?:on|by|in) (?:the |a |his |her )?(?:\w+ )?)$"
)
GRADE_AGAIN = re.compile(rf"\b(?:grade|class|stage)\s*{FIGURE}(?![\w%/])(?:\s*(?:-|to|/|or)\s*{FIGURE}(?![\w%/]))?")
OTHER_EAR = re.compile(
    r"^[^.;]{0,4}\b(?:on the |in the )?(?:right|left|r|l)(?: ear)?[ ,/]{1,3}(?:and )?(?:(?:left|right|l|r) )?$"
)
HEADS = re.compile(r" ?:")
OF_THESE = re.compile(r"\bof (?:these|them|those|which)\b")
NAMED_UNIT = re.compile(r"^(?:headache|migraine) days|pack.?y(?:ea)?rs?$|levels$|(?:an|per|each) hour$")
BARE_INDEX = re.compile(
    r"(?:^|[,;:(]\s?|\b(?:the|an|with|overall|total|and|had)\s)(index)(?: of| was| is| at|:| =)?\s$"
)
COMES_TO = re.compile(
    r"(?:works? out (?:at|to|as)|comes? (?:out )?(?:at|to)|came to|that is|i\.e\.,?|=|makes|made|equals|giving|gives"
    r"|gave|or|averag(?:es|ed|ing)|a rate of) (?:about |some |roughly )?$"
)
EVENTS_COUNTED = re.compile(r"\d (?:\w+ ){0,3}(?:events|apn(?:o?e)as|hypopn(?:o?e)as|pauses|obstructions)\b")
OTHER_EVENTS = re.compile(r"\b(?:desaturations?|arousals?|odi|central|reras?|limb|snor\w+|titrat\w+|cpap|residual)\b")
OF_BREATHING = re.compile(
    r"\b(?:apn(?:o?e)as?|hypopn(?:o?e)as?|polysomno\w+|sleep|psg|hsat|recording|recorder|desaturations?)\b"
)
PRIOR_BEFORE = re.compile(
    r"(?:\bfrom|\bprevious(?:ly)?|\bprior|\bcompared (?:to|with)|\bvs\.?|\bversus|\bearlier|\blast|\bformer(?:ly)?"
    r"|\binitial(?:ly)?|\bbaseline|\bthen|\bhad been|\bup from|\bdown from)"
    r"[\s:(of,was]*(?:an? )?(?:approximately )?$"
)
PRIOR_AFTER = re.compile(
    r"^[\s,(]*(?:previously|prior|before|earlier|initially|at baseline|on (?:the )?(?:prior|previous))"
)
ARROW = re.compile(r"(?: ?(?:/10|%|mm|cm))? ?(?:->|-->|=>|\u2192) ?")
GASES = frozenset(("PaCO2", "PaO2"))
COMPARED_IN_TIME = frozenset(("headache days", "migraine days", "migraine attacks", "PaCO2", "nodule size"))
OF_THE_BODY = frozenset(("weight", "BMI"))
GAINED = re.compile(r"\b(?:up|down|gained|gain of|lost|loss of) (?:about |another )?$")
GAS = re.compile(
    r"(?:\b(?:abgs?|gas(?:es)?)\b[^.;\n]{0,40}?(?<![\d.])[67]\.\d{1,2}|(?<![\d./])7\.[1-5]\d)"
    r" ?/ ?(?P<PaCO2>\d{2,3}(?:\.\d)?) ?/ ?(?P<PaO2>\d{2,3}(?:\.\d)?)(?!\d|\.\d)"
)
NOT_ARTERIAL = re.compile(r"\b(?:vbgs?|venous|capillary|cord|mixed)\b")
PRESSURE_TOLD = re.compile(r"\d ?(?:mm ?hg|mm of mercury|torr|kpa)\b")
GIVEN_OXYGEN = re.compile(r"\b\d(?:\.\d)? ?(?:l|lpm|liters?)\b|\bnasal cannula\b|\bfio2\b|\bon (?:o2|oxygen)\b")
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
CLAUSE = re.compile(r";|\s-{2}\s|\.\s|\n\s*\n|\bbut\b|\bhowever\b")
CONFUSER_STOP = re.compile(r"[;.)](?:\s|$)|,|\band\b|\bwith (?!cpap|pap|oxygen|supplemental)")
BY = re.compile(r"\b(?:increas|improv|decreas|reduc|declin|fell|drop|rose|chang|worsen|gain|lost|los)\w* by\s*$")
CHANGES = re.compile(r"relief|reduction|improvement|loss")
DISTANCE = re.compile(
    r"\s*(?:from (?!\d|prior|previous|the (?:prior|previous|earlier|last))|away|apart|deep|thick|proximal|distal|"
    r"beyond|"
    r"above|below|off|(?:under|beneath|inside|to|into) the (?:pleura|skin|chest|rib)\w*)\b"
)
BOUNDED = re.compile(r"(?:below|under|less than|up to|at most|above|over|short of|beyond|not|[<>])\s*$")
BREAKS = re.compile(r"[,;:()]|\b(?:and|with|on|for|then|after|to|at)\b")
PREPOSED = re.compile(
    r" ?(?:correct |right |predicted |of predicted )?(?:on|for|by|with) (?:the |his |her |a |an |recorded |last )*"
)
ON_SCALE = re.compile(r"\s*(?:on|by) (?:the |a |an |his |her )?")
FROM = re.compile(r"\bfrom\s*$")
WORD_NUMBER = re.compile(r"\b(" + "|".join(w for w in NUMBER_WORDS if w not in ("a", "an", "couple")) + r")\b")
BARE_PAIN = frozenset(
    (
        "pain",
        "average pain",
        "worst pain",
        "rates it",
        "rates the pain",
        "rates pain",
        "rates his pain",
        "rates her pain",
        "rated",
        "gives it",
        "gives the pain",
        "puts it at",
        "puts the pain at",
        "scores it",
        "scored it",
        "scores the pain",
        "grades it",
        "grades the pain",
        "ache",
        "aching",
    )
)
SUBSTANTIAL_JOIN = re.compile(r"[\s/,&]*(?:or|and|/)?[\s/,&]*")


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
LEVELS_TO_LIST, NAMED_ABOVE, CHANGE_ABOVE = 3, 4, 2
LIGHTEST, HEAVIEST = 30, 350
MOST_PAIN = 10
PAIN = re.compile(r"\b(?:pain|nrs|vas|ache|sciatica)\b")
SHARE_OF_PAIR = re.compile(
    r"(?<![\d.])(?P<before>\d{1,2}(?:\.\d)?)(?:/10)? ?(?:->|\u2192|to|down to|fell to) ?(?P<after>\d{1,2}(?:\.\d)?)"
    r"(?:/10| of (?:10|ten))?,? ?(?:[(=]|(?<=,) ?)(?:that is |i\.e\. )?"
    r"(?:an? |about |approximately |nearly |almost |roughly |~|= ?)?$"
)
EASED_BY_A_TEST = frozenset(("pain relief", "voiding improvement", "fecal improvement"))
FROM_DEVICES = {"adherent nights": shares_of_nights, "residual AHI": events_left}
STILL_THERE = re.compile(
    r" (?:of (?:the |his |her |it |that )?(?:usual )?(?:pain )?)?(?:was |is )?(?:left|remain\w*|still)\b"
)
SPINE_LEVEL = re.compile(r"\b([clt])(\d{1,2})\s?[-/]\s?([clts]?)(\d{1,2})\b")
SPINE_PROCEDURE = re.compile(
    r"\b(?:t?f?esis?|epidurals?|injections?|blocks?|mbbs?|rfa|ablations?|rhizotom\w+|neurotom\w+|denervations?"
    r"|augmentations?|kyphoplast\w+|vertebroplast\w+|inject|fuse|acdf)\b"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value where it stands: `start:end` covers the name and the number.

    `prior` is one of an earlier time; `former` one that the sentence says has plainly become another.
    `under` is where the condition stands that it was taken under, where the clause tells it.
    """

    measure: str
    sentence: int
    start: int
    end: int
    quantity: Quantity | None
    number: tuple[int, int]
    prior: bool = False
    confused: bool = False
    vague: bool = False
    former: bool = False
    under: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def _spellings() -> Spellings:
    return Spellings(
        Spelled(m.name, Kind.thing, Run(words, s.isupper() and len(s) <= 3 and s.isalpha()))
        for m in CATALOGUE
        for s in m.spellings
        if (words := spelling(s))
    )


def measure_mentions(document: PreparedDocument) -> dict[int, list[Mention]]:
    """Every measure named in a document, by sentence; a longer name takes the shorter ones inside it."""
    by_sentence: dict[int, list[Mention]] = {}
    for one in _spellings().begun_in(document):
        for m in mentions_of(document, one):
            if not m.loose:
                by_sentence.setdefault(m.sentence, []).append(m)
    return {index: _longest(found) for index, found in by_sentence.items()}


def _longest(found: list[Mention]) -> list[Mention]:
    spans = {(m.start, m.end) for m in found}
    kept = [m for m in found if not any(a <= m.start and m.end <= b and (a, b) != (m.start, m.end) for a, b in spans)]
    return sorted(kept, key=lambda m: (m.start, m.thing))


def _named_values(record: PreparedRecord, document: PreparedDocument, measure: Measure) -> list[Value]:
    """The values that stand beside the name of their measure, in order."""
    mentions = mentions_by_sentence(document)
    name, found = measure.name, list[Value]()
    for index in sorted(mentions):
        sentence = document.sentences[index]
        mine = [m for m in mentions[index] if m.thing == name]
        if not mine:
            continue
        bound = [v for m in mine for v in _bind(record, document, sentence, measure, m, mentions[index])]
        if name in COMPARED_IN_TIME:
            bound = _with_contrasts(document.low, sentence, measure, mine[0], bound)
        if not _needs_met(document, sentence, measure):
            pressed = name in GASES and any(PRESSURE_TOLD.search(document.low, *v.number) for v in bound)
            bound = bound if pressed else []
        found += bound
    return found


def values_of(record: PreparedRecord, document: PreparedDocument, name: str) -> list[Value]:
    """The values of one measure in a document: beside its name, and as else it is told."""
    measure = MEASURES[name]
    found = _named_values(record, document, measure)
    if name == "AHI":
        found += _bare_indices(document, measure)
    if name in ("pack-years", "years since quitting"):
        found += _of_smoking(record, document, measure, {v.sentence for v in found})
    if name == "BMI":
        found += _of_the_body(document, measure)
    if name in GASES:
        found += _of_a_gas(document, measure)
    if name == "oxygen saturation":
        under = list(_saturations(document, measure))
        taken = {v.number[0] for v in under}
        found = [*(v for v in found if v.number[0] not in taken), *under]
    if name == "adherent nights":
        told = [*_nights_in(document, measure)]
        found = [*(v for v in found if not any(t.start <= v.number[0] < t.end for t in told)), *told]
    if name == "pain relief":
        found += _shares_of_pairs(document, measure)
    if name == "weight":
        found += _bare_weights(document, measure, {v.sentence for v in found})
    if name in LABELLED:
        found += _changes(document, measure)
    if name in EASED_BY_A_TEST and not any(v.quantity for v in found):
        found = [*_gone_in_the_test(document, measure), *found]
    if name == "hypoglycemic events":
        found += _lows(document, measure)
    if name == "tonsillitis episodes":
        found += _totals_of_lists(document, measure)
    if name == "pain score":
        named = {v.sentence for v in found}
        found += (v for v in _nameless_scores(document, measure) if v.sentence not in named)
    if name in FROM_DEVICES:
        taken = {v.number[0] for v in found}
        found += (v for v in _from_the_device(document, measure) if v.number[0] not in taken)
    if name == "migraine days":
        found += _migraine_days_of_these(document, measure)
    if name == "NYHA class":
        taken = {v.sentence for v in found}
        found += (v for v in _classes_without_a_name(document, measure) if v.sentence not in taken)
    if name == "nodule size":
        found += _sizes_without_a_name(document, measure)
    if name == "diagnostic block relief":
        found = [*_without_strengths(document, found), *_shares_of_blocks(document, measure)]
    if name == "levels":
        found += [v for s in document.sentences if (v := _levels_listed(document.low, s, measure)) is not None]
    return _distinct(found)


def _with_contrasts(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, bound: list[Value]
) -> list[Value]:
    """The same, where the sentence tells what the measure was before and is now."""
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    numbers = [*sentence.numbers, *_word_numbers(low, sentence)]
    for pair in contrasts_in(low, sentence.start, stop, mention.start, numbers):
        told: list[Value] = []
        for n in pair:
            counted = n if n.unit in measure.units else replace(n, unit=next(iter(measure.units)))
            monthly = measure.form is Form.tally and n.unit == "day/month"
            if (monthly or n.unit in ("", *measure.units)) and (
                q := quantity_of(measure, counted, mention, low)
            ) is not None:
                earlier = n is pair.before
                v = _value(low, sentence, measure, mention, counted, q, prior=earlier)
                told.append(replace(v, prior=earlier, former=earlier))
        if len(told) == len(pair):
            taken = {v.number[0] for v in told}
            return [*(v for v in bound if v.number[0] not in taken), *told]
    return bound


def _of_the_body(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`98 kg / 162 cm = 37.3`: a bare figure that the weight and the height before it come to is their index."""
    for sentence in document.sentences:
        heavy = next((n for n in sentence.numbers if n.unit in ("kg", "lb") and n.point), None)
        tall = next((n for n in sentence.numbers if n.unit in ("cm", "in", "m", "ft") and n.point), None)
        if heavy is None or tall is None or not heavy.point or not tall.point:
            continue
        kilograms, centimeters = _converted(WEIGHT, heavy.point, heavy.unit), _converted(HEIGHT, tall.point, tall.unit)
        if not kilograms or not centimeters:
            continue
        index = kilograms / (centimeters / 100) ** 2
        for n in sentence.numbers:
            bare = n.unit in ("", "kg/m2") and n.shape is Shape.point and n.point is not None
            if bare and n.start > max(heavy.end, tall.end) and abs((n.point or 0) - index) <= BMI_ROUNDING:
                start = min(heavy.start, tall.start)
                q = Quantity(low=n.low, high=n.high, unit=measure.unit)
                yield Value(measure.name, sentence.index, start, n.end, q, (n.start, n.end))


def _bare_indices(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`207 apneas and hypopneas, index 34 per hour`: what index it is, its unit and the sentence tell."""
    low = document.low
    for sentence in document.sentences:
        for n in sentence.numbers:
            if n.unit != "/h" or n.low is None or not measure.plausible(n.low):
                continue
            before = low[max(sentence.start, n.start - 30) : n.start]
            name = BARE_INDEX.search(before) or _rate_of_events(low, sentence, n, before)
            if name is None or not OF_BREATHING.search(low, sentence.start, sentence.end):
                continue
            q = Quantity(low=n.low, high=n.high, low_open=n.low_open, high_open=n.high_open, unit=measure.unit)
            at = n.start - len(name[0].lstrip())
            confused = _confused(low, sentence, measure, at, n.end)
            yield Value(measure.name, sentence.index, at, n.end, q, (n.start, n.end), False, confused, n.vague)


def _rate_of_events(low: str, sentence: Sentence, n: NumberToken, before: str) -> re.Match[str] | None:
    """`47 obstructive events, which works out to nine an hour`: what the count before it comes to."""
    comes = COMES_TO.search(before)
    counted = low[sentence.start : n.start]
    return comes if comes and EVENTS_COUNTED.search(counted) and not OTHER_EVENTS.search(counted) else None


def _of_a_gas(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
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


def _saturations(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
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


def _nights_in(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
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


def _shares_of_pairs(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
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


def _changes(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """What two figures, of before and of the test, come to."""
    sentences, low = document.sentences, document.low
    for sentence in sentences:
        ahead = [
            s for s in sentences[max(0, sentence.index - CHANGE_ABOVE) : sentence.index] if s.block == sentence.block
        ]
        above = ahead[0].start if ahead else sentence.start
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        told = [(0, change) for change in changes_told(low, sentence.start, stop, above, measure.name)]
        if low.startswith("|", sentence.start) and not (ahead and low.startswith("|", ahead[-1].start)):
            rows = takewhile(lambda s: low.startswith("|", s.start), sentences[sentence.index :])
            told += changes_tabled(low, [(s.start, s.end) for s in rows], above, measure.name)
        for below, (start, end, share) in told:
            quantity = Quantity(low=share, high=share, unit=measure.unit)
            yield Value(measure.name, sentence.index + below, start, end, quantity, (start, end))


BARE_WEIGHT = re.compile(
    r"(?:(?<![^\n])|(?<=[.,;|/:]\s)|\d(?:'|ft|feet)\s?\d{0,2}\"?,? )"
    r"(?P<told>(?P<figure>\d{2,3}(?:\.\d)?) ?(?:lbs?|pounds|kg))(?=\s*(?:[.,;|]|$))"
)
NOT_OF_A_BODY = re.compile(
    r"\b(?:grip|lift\w*|push\w*|pull\w*|carr\w+|lost|loss|gain\w*|grams?|dumbbells?|pinch|force|traction|limit"
    r"|capacity|chair|holds?|bags?|before|was|goal|target|husband|wife|mother|father|son|daughter)\b"
)


def _bare_weights(document: PreparedDocument, measure: Measure, told: set[int]) -> Iterator[Value]:
    """`Apixaban, amlodipine. 176 lb.`, `5 ft 10, 243 lb, BMI 34.9`: a weight that has a clause of its own."""
    low = document.low
    for sentence in document.sentences:
        if sentence.index in told or not any(n.unit in ("lb", "kg") for n in sentence.numbers):
            continue
        if NOT_OF_A_BODY.search(low, sentence.start, sentence.end):
            continue
        for m in BARE_WEIGHT.finditer(low, sentence.start, sentence.end):
            n = next((n for n in sentence.numbers if n.start == m.start("figure") and n.point), None)
            kilograms = _converted(measure, n.point, n.unit) if n and n.point else None
            if n and kilograms and LIGHTEST <= kilograms <= HEAVIEST:
                quantity = Quantity(low=kilograms, high=kilograms, unit=measure.unit)
                yield Value(measure.name, sentence.index, *m.span("told"), quantity, (n.start, n.end))


def _lows(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for start, end, count in lows_counted(document.low, sentence.start, stop):
            quantity = Quantity(low=count, high=count, unit=measure.unit)
            yield Value(measure.name, sentence.index, start, end, quantity, (start, end))


def _totals_of_lists(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    places = [(s.start, min(s.end, s.start + SENTENCE_BOUND)) for s in document.sentences]
    for sentence in document.sentences:
        total = total_of_the_list(document.low, places[sentence.index], places[: sentence.index])
        if total is not None and measure.plausible(total[2]):
            start, end, count = total
            quantity = Quantity(low=count, high=count, unit=measure.unit)
            yield Value(measure.name, sentence.index, start, end, quantity, (start, end))


def _gone_in_the_test(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
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


def _from_the_device(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    tell = FROM_DEVICES[measure.name]
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for n in tell(document.low, sentence.start, stop, sentence.numbers):
            if n.low is not None and measure.plausible(n.low):
                quantity = Quantity(low=n.low, high=n.high, unit=measure.unit)
                place = (n.start, n.end)
                yield Value(measure.name, sentence.index, *place, quantity, place, vague=n.vague)


def _migraine_days_of_these(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        before = document.sentences[sentence.index - 1] if sentence.index else sentence
        above = before.start if before.block == sentence.block else sentence.start
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for a, b, days in migraine_days_of_these(document.low, sentence.start, stop, above):
            quantity = Quantity(low=days, high=days, unit=measure.unit)
            yield Value(measure.name, sentence.index, a, b, quantity, (a, b))


def _sizes_without_a_name(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    low = document.low
    for sentence in document.sentences:
        ahead = document.sentences[max(0, sentence.index - SENTENCES_ABOVE) : sentence.index]
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        if not ahead:
            continue
        earlier: list[Value] = []
        for n in sizes_without_a_name(low, sentence.start, stop, ahead[0].start, sentence.numbers):
            place = (n.start, n.end)
            mention = Mention(sentence.index, *place, 0, 0, measure.name, Kind.thing)
            if _is_from_to(low, sentence, n):
                earlier += _from_to(low, sentence, measure, mention, n)
                continue
            if (q := quantity_of(measure, n, mention, low)) is None:
                continue
            value = Value(
                measure.name, sentence.index, *place, q, place, _is_prior(low, sentence, n, earlier), vague=n.vague
            )
            earlier.append(value)
        yield from _with_former(low, earlier)


def _classes_without_a_name(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        ahead = document.sentences[max(0, sentence.index - ABOVE) : sentence.index + 1]
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        for a, b, one, other in classes_without_a_name(document.low, sentence.start, stop, ahead[0].start):
            first, last = _figure(one), _figure(other)
            quantity = Quantity(low=min(first, last), high=max(first, last), unit=measure.unit)
            yield Value(measure.name, sentence.index, a, b, quantity, (a, b))


def _nameless_scores(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        ahead = [
            s for s in document.sentences[max(0, sentence.index - 2) : sentence.index] if s.block == sentence.block
        ]
        above = ahead[0].start if ahead else sentence.start
        for a, b, first, last in scores_of_ten(document.low, sentence.start, stop, above, sentence.numbers):
            quantity = Quantity(low=first, high=last, unit=measure.unit)
            confused = _confused(document.low, sentence, measure, a, b)
            yield Value(measure.name, sentence.index, a, b, quantity, (a, b), confused=confused)


def _shares_of_blocks(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """`Blocks: 8/04 8 to 1 (88%), 9/01 lido 85%`: the block is named there, or in the line that leads the list."""
    for sentence in document.sentences:
        if not any(n.unit == "%" for n in sentence.numbers) or not _speaks_of_blocks(document, sentence):
            continue
        days = [d.end for d in sentence.dates]
        for n in shares_of_blocks(document.low, sentence.start, sentence.numbers, days):
            quantity = Quantity(low=n.low, high=n.high, unit=measure.unit)
            place, confused = (n.start, n.end), _confused(document.low, sentence, measure, n.start, n.end)
            yield Value(measure.name, sentence.index, *place, quantity, place, confused=confused, vague=n.vague)


def _speaks_of_blocks(document: PreparedDocument, sentence: Sentence) -> bool:
    if names_a_block(document.low, sentence.start, min(sentence.end, sentence.start + SENTENCE_BOUND)):
        return True
    for before in reversed(document.sentences[max(0, sentence.index - NEEDS_REACH) : sentence.index]):
        if before.block != sentence.block:
            return False
        if document.low[before.start : before.end].rstrip().endswith(":"):
            return names_a_block(document.low, before.start, before.end)
    return False


def _without_strengths(document: PreparedDocument, found: Sequence[Value]) -> Iterator[Value]:
    """The same without how strong the drug of a block was."""
    for value in found:
        sentence = document.sentences[value.sentence]
        numbers = (n for n in sentence.numbers if value.number[0] <= n.start < value.number[1])
        if not any(is_strength(document.low, sentence.start, n) for n in numbers):
            yield value


def _neighbours(level: re.Match[str]) -> bool:
    """Whether the two ends are one level ("L4-5", "L5-S1"), not a stretch of several ("L3-L5")."""
    if level[3] and level[3] != level[1]:
        return level[4] == "1"
    return int(level[4]) == int(level[2]) + 1 or (level[2] == "5" and level[4] == "1")


def _levels_listed(low: str, sentence: Sentence, measure: Measure) -> Value | None:
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


def mentions_by_sentence(document: PreparedDocument) -> dict[int, list[Mention]]:
    """The measures named in a document, found once."""
    if document.remembered.measures is None:
        document.remembered.measures = measure_mentions(document)
    return document.remembered.measures


def _needs_met(document: PreparedDocument, sentence: Sentence, measure: Measure) -> bool:
    if not measure.needs:
        return True
    near = document.sentences[max(0, sentence.index - NEEDS_REACH) : sentence.index + 1]
    return any(w.text in measure.needs for s in near if s.section is sentence.section for w in s.words)


def _distinct(found: list[Value]) -> list[Value]:
    seen: dict[tuple[int, int], Value] = {}
    for v in found:
        if v.number not in seen or v.start > seen[v.number].start:
            seen[v.number] = v
    return sorted(seen.values(), key=lambda v: v.number)


def _bind(
    record: PreparedRecord,
    document: PreparedDocument,
    sentence: Sentence,
    measure: Measure,
    mention: Mention,
    others: Sequence[Mention],
) -> list[Value]:
    low = document.low
    if measure.form is Form.grade:
        return _grades(low, sentence, measure, mention)
    if measure.name == "years since quitting":
        return [*_quit_values(record, low, sentence, measure, mention)]
    if measure.name in MEASURES_OF_SIGHT:
        return [*_sight(low, sentence, measure, mention)]
    if measure.name == "pack-years" and (packs := [*_packs(low, sentence, measure, mention)]):
        return packs
    numbers = [*sentence.numbers, *(_word_numbers(low, sentence) if measure.form is Form.tally else ())]
    if measure.name in OF_THE_LABORATORY:
        usual = usual_ranges(low, mention.end, sentence.end)
        numbers = [_unflagged(n) for n in numbers if not contains(usual, n.start, n.end)]
    left, right = _window(low, sentence, mention)
    near = [o for o in others if o.thing != mention.thing and (o.start >= mention.end or o.end <= mention.start)]
    before = [n for n in numbers if left <= n.start < mention.start and not _claimed_behind(low, near, mention, n)]
    after = _unclaimed(low, near, mention, [n for n in numbers if mention.end <= n.start < right])
    values = _behind(low, sentence, measure, mention, before, bool(after))
    if values:
        after = [n for n in after if n.of or n.unit in measure.units or COMPARES.search(low[mention.end : n.start])]
    if not values or measure.form is not Form.tally:
        values = [*values, *_ahead(low, sentence, measure, mention, after)]
    if not values and HEADS.match(low, mention.end):
        values = _further_on(low, sentence, measure, mention, [n for n in numbers if n.start >= right])
    return values or _unitless(sentence, measure, mention, after)


def usual_ranges(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """The brackets behind a figure that tell what the laboratory holds to be usual."""
    return [m.span("usual") for m in USUAL.finditer(low, start, end)] if "(" in low[start:end] else []


def _unflagged(n: NumberToken) -> NumberToken:
    """`PTH 120 H`, `Hgb 9.1 L`: the laboratory's mark for high or low is no unit."""
    return replace(n, unit="", end=n.end - 2) if n.unit in ("h", "l") else n


def _further_on(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, rest: Sequence[NumberToken]
) -> list[Value]:
    """`R ICA: duplex 50-69; CT angiogram 64%`: what heads a line names a figure in its unit in a later clause too."""
    for n in rest:
        if n.unit and n.unit in measure.units and n.start - mention.end <= AFTER_REACH:
            return _ahead(low, sentence, measure, mention, [n])
    return []


def _window(low: str, sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """The stretch whose numbers may belong to this name: its clause, and no further than names reach."""
    left = max(sentence.start, mention.start - BEFORE_REACH)
    right = min(sentence.end, mention.end + AFTER_REACH)
    if clause := CLAUSE.search(low, mention.end, right):
        right = clause.start()
    for clause in CLAUSE.finditer(low, left, mention.start):
        left = clause.end()
    return left, right


def _unclaimed(
    low: str, others: Sequence[Mention], mention: Mention, after: Sequence[NumberToken]
) -> Sequence[NumberToken]:
    """The numbers behind a name up to the first that another name between them may hold.

    A name that could not hold it is no name there: "last" is none of a gradient, "recorded" none of a percentage.
    """
    behind = (o for o in others if o.start >= mention.end)
    between = [o for o in behind if not SUBSTANTIAL_JOIN.fullmatch(low, mention.end, o.start)]
    for at, n in enumerate(after):
        if any(o.start < n.start and _may_hold(low, o, n) for o in between):
            return after[:at]
    return after


def _claimed_behind(low: str, others: Sequence[Mention], mention: Mention, n: NumberToken) -> bool:
    """Whether another name stands between a number and the name that follows it."""
    return any(n.start < o.end <= mention.start and _may_hold(low, o, n) for o in others)


def _may_hold(low: str, other: Mention, n: NumberToken) -> bool:
    """Whether a number could be a value of another measure: its unit allows it, or it has none."""
    measure = MEASURES[other.thing]
    shared = n.unit == "%" and measure.form is Form.share
    return n.unit == "" or n.of is not None or shared or n.unit in measure.units


def _behind(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, before: Sequence[NumberToken], more: bool
) -> list[Value]:
    """A number right before the name: `14 mm spiculated nodule`, `7/10 pain`, `three episodes of tonsillitis`."""
    for n in reversed(before):
        if _is_from_to(low, sentence, n) and n.unit and n.unit in measure.units:
            return _from_to(low, sentence, measure, mention, n)
        gap = low[n.end : mention.start] if n.end < mention.start else ""
        graded = measure.form is Form.score and n.of is not None and ON_SCALE.fullmatch(gap)
        told = graded or (not more and n.unit in measure.units and n.unit and _leads_to(low, n, gap))
        if not told and (BREAKS.search(gap) or len(gap.split()) > 4):
            return []
        explicit = n.unit in measure.units and n.unit != ""
        shared = measure.form is Form.share and (n.unit == "%" or n.of is not None)
        counted = measure.form is Form.tally and len(gap.split()) <= 3 and n.unit in ("", *measure.units)
        scored = measure.form is Form.score and n.of is not None
        if (
            measure.name == "migraine days"
            and n.unit == ""
            and OF_THESE.search(low[max(0, n.start - 32) : mention.start])
        ):
            n = replace(n, unit="day/month")
            explicit = True
        if (
            not (explicit or shared or counted or scored)
            and n.unit == ""
            and NAMED_UNIT.search(low[mention.start : mention.end])
        ):
            n = replace(n, unit=next(iter(measure.units)))
            explicit = not gap.strip()
        if (explicit or shared or counted or scored) and (q := quantity_of(measure, n, mention, low)) is not None:
            value = _value(low, sentence, measure, mention, n, q, prior=False)
            return [*_was_before_arrow(low, measure, mention, before, n, value), value]
        return []
    return []


def _was_before_arrow(
    low: str, measure: Measure, mention: Mention, before: Sequence[NumberToken], n: NumberToken, value: Value
) -> Iterator[Value]:
    """`24 -> 10 headache days a month`: the figure that the arrow leads away from is what it was."""
    for one in before:
        leads = one.end < n.start and ARROW.fullmatch(low, one.end, n.start) and one.unit in ("", n.unit)
        if leads and (q := quantity_of(measure, replace(one, unit=n.unit), mention, low)) is not None:
            number = (one.start, one.end)
            yield replace(value, start=one.start, quantity=q, number=number, prior=True, former=True)


def _is_from_to(low: str, sentence: Sentence, n: NumberToken) -> bool:
    """Whether a stretch of figures tells how something changed: "has gone from 10 to 17 mm"."""
    before = low[max(sentence.start, n.start - 80) : n.start]
    return n.shape is Shape.span and " to " in low[n.start : n.end] and CHANGED.search(before) is not None


def _leads_to(low: str, n: NumberToken, gap: str) -> bool:
    """`350 m on the six-minute walk`, `(90%) stenosis`: a figure in its unit that the words behind it name."""
    enclosed = gap.strip() == ")" and low[n.start - 1 : n.start] == "("
    return enclosed or (PREPOSED.fullmatch(gap) is not None and not BY.search(low[max(0, n.start - 30) : n.start]))


def _ahead(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, after: Sequence[NumberToken]
) -> list[Value]:
    values: list[Value] = []
    for n in _in_its_unit(low, measure, _sharing_units(low, after)):
        if values and not _continues_series(low, measure, values[-1], n):
            break
        if n.unit == "" and n.of is None and _days_named(low, mention, n):
            n = replace(n, unit=next(iter(measure.units)))
        before = low[max(sentence.start, n.start - 80) : n.start]
        if _is_from_to(low, sentence, n) or (
            n.shape is Shape.span and " to " in low[n.start : n.end] and FROM.search(before)
        ):
            values += _from_to(low, sentence, measure, mention, n)
            continue
        if (
            measure.name == "hearing threshold"
            and values
            and n.unit == ""
            and OTHER_EAR.search(low[values[-1].number[1] : n.start])
        ):
            n = replace(n, unit=next(iter(measure.units)))
        q = quantity_of(measure, n, mention, low)
        if q is None or (BY.search(before) and not CHANGES.search(measure.name)):
            continue
        if measure.name in OF_THE_BODY and GAINED.search(before):
            continue
        values.append(_value(low, sentence, measure, mention, n, q, prior=_is_prior(low, sentence, n, values)))
    return _with_former(low, values)


def _with_former(low: str, values: list[Value]) -> list[Value]:
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


def _sharing_units(low: str, numbers: Sequence[NumberToken]) -> list[NumberToken]:
    """The same, where the first number of `20 -> 9/mo` takes the unit of the second."""
    found = list(numbers)
    for at, (first, second) in enumerate(pairwise(numbers)):
        if not first.unit and second.unit and ARROW.fullmatch(low, first.end, second.start):
            found[at] = replace(first, unit=second.unit)
    return found


def _in_its_unit(low: str, measure: Measure, numbers: Sequence[NumberToken]) -> list[NumberToken]:
    """The same without a bare number that the share right behind it is told of: `DLCO 9.1, 35% of predicted`."""
    if "%" not in measure.units:
        return [*numbers]
    absolute = {
        one.start
        for one, other in pairwise(numbers)
        if not one.unit and other.unit.startswith("%") and SHARE_OF_IT.fullmatch(low, one.end, other.start)
    }
    return [n for n in numbers if n.start not in absolute]


def _days_named(low: str, mention: Mention, n: NumberToken) -> bool:
    """`Migraine days fell from 16 to 6`: the name says the unit of the numbers right behind it."""
    named = re.search(r"^(?:headache|migraine|ha|h/a) days$", low[mention.start : mention.end]) is not None
    return named and re.fullmatch(r"[^,;.]{0,60}", low[mention.end : n.start]) is not None


def _continues_series(low: str, measure: Measure, last: Value, n: NumberToken) -> bool:
    """A second number belongs too where it carries the unit, or plainly compares with the first."""
    gap = low[last.number[1] : n.start]
    if len(gap) > 60 or OTHER_SHARE.search(gap) or (n.unit == "%" and OTHER_NAME.search(gap)):
        return False
    if measure.name == "hearing threshold" and n.unit == "" and OTHER_EAR.search(gap):
        return True
    if n.unit == "events" and measure.name != "respiratory events":
        return False
    if (n.unit and n.unit in measure.units) or (measure.form is Form.score and n.of is not None):
        return True
    told = r"\b(?:from|previously|prior|vs|compared|to|and then|then|up|down|now|currently)\b|->|=>|\u2192"
    return bool(re.search(told, gap)) and n.unit == ""


def _is_prior(low: str, sentence: Sentence, n: NumberToken, earlier: Sequence[Value]) -> bool:
    if PRIOR_BEFORE.search(low[max(sentence.start, n.start - 36) : n.start]):
        return True
    return PRIOR_AFTER.search(low[n.end : min(sentence.end, n.end + 24)]) is not None and bool(earlier)


def _from_to(low: str, sentence: Sentence, measure: Measure, mention: Mention, n: NumberToken) -> list[Value]:
    """`grew from 9 to 14 mm`: two values, the first the earlier one."""
    found: list[Value] = []
    for end, prior in ((n.low, True), (n.high, False)):
        one = replace(n, shape=Shape.point, low=end, high=end)
        if (q := quantity_of(measure, one, mention, low)) is not None:
            v = _value(low, sentence, measure, mention, one, q, prior=prior)
            number = (n.start, n.end - 1) if prior else (n.start + 1, n.end)
            found.append(replace(v, number=number, former=prior))
    return found


def _value(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, n: NumberToken, q: Quantity, *, prior: bool
) -> Value:
    start, end = min(mention.start, n.start), max(mention.end, n.end)
    confused = _confused(
        low, sentence, measure, _its_own_clause(low, measure, mention, n) or start, end
    ) or _of_both_sides(low, sentence, measure, n)
    former = prior and BECAME_ANOTHER.search(low[max(sentence.start, n.start - 30) : n.start]) is not None
    return Value(measure.name, sentence.index, start, end, q, (n.start, n.end), prior, confused, n.vague, former)


def _its_own_clause(low: str, measure: Measure, mention: Mention, n: NumberToken) -> int:
    """Where the words of a further score begin: "5/10 at rest, 8/10 with activity" tells two conditions."""
    cut = max(low.rfind(mark, mention.end, n.start) for mark in ",;")
    if measure.form is not Form.score or cut < 0 or not any(c.isdigit() for c in low[mention.end : cut]):
        return 0
    return n.start


def vague_words(low: str, sentence: Sentence, value: Value) -> tuple[int, int]:
    """Where "about" or the like stands before a value: the width it gives the value is all that it does."""
    start = value.number[0]
    told = VAGUE_BEFORE.search(low, max(sentence.start, start - 24), start)
    return told.span(1) if told else (start, start)


VAGUE_BEFORE = re.compile(
    r"(?<!\bnot )\b(approximately|approx\.?|about|around|roughly|nearly|almost|estimated(?: at)?|circa)\s?$"
)
COMPARES = re.compile(
    r"\b(?:from|previously|prior|vs|compared|to|then|up|down|now|currently|was|before|earlier|ago|last|left|right)\b"
    r"|->|=>|\u2192|\d{4}"
)
OTHER_NAME = re.compile(
    r",\s*(?:(?!(?:and|then|now|was|to|from|up|down|after|post|pre|on|in|at|last|this|about|best|worst|or|with|left"
    r"|right|previously|prior|before|earlier|today|compared|again|later|still|only|just|dropped|fell|rose|improved"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)[a-z/-]+ ){1,3}(?:of |is |was |at )?$"
)
SHARE_OF_IT = re.compile(r" ?[,(=/]{1,2} ?")
NIGHTS_IN = re.compile(
    r"\b(?P<kept>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten) (?:nights|days) (?:in|out of|of) "
    r"(?:the |every |each |last )?(?P<all>\d{1,3}|five|seven|ten|thirty)\b"
)
OF_AN_ABLATION = re.compile(
    r"\b(?:ablation|rfas?|radiofrequency|rhizotom\w+|neurotom\w+|denervation)\b"
    r"(?!.*\b(?:blocks?|mbbs?|injections?|lidocaine|bupivacaine|anesthetic)\b)"
)
OTHER_SHARE = re.compile(r"\b(?:scar\w*|fibrosis|enhancement|infarct\w*|viab\w+|strain|burden)\b")
OTHER_NUMBER_BEFORE = re.compile(r"\b(?:serial|lot|model|invoice|version|calibrat\w+)\b[^.;\n]{0,16}$")
COUNTED_IN_ALL = frozenset({"respiratory events"})
OTHER_NUMBER_AFTER = re.compile(
    r"\s?(?:for|in|over) the (?:whole |entire )night|\s?(?:in all|in total)\b|\s?(?:usd|dollars?|\$|chances?\b|odds\b)"
)
FROM_THE_DEVICE = re.compile(
    r"\b(?:downloads?|airview|data card|machine card|smart ?card|compliance report|adherence report)\b"
    r"(?!.*\b(?:psg|polysomno\w+|hsat|sleep (?:study|test)|home test|diagnostic)\b)"
)
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
LONG_AGO = re.compile(
    r"\b(?:lifetime (?:highest|maximum|max|peak|low)|(?:highest|peak|maximum|max|lowest) (?:lifetime|ever|adult|weight)"
    r"|(?:highest|peak|maximum|max|heaviest|lowest)\b[^.;]{0,24}\b(?:of|in) (?:his|her|the patient's) life"
    r"|at (?:his|her) heaviest"
    r"|when (?:he|she) was (?:\d\d|twenty|thirty|forty|fifty|sixty|younger|young|a (?:student|teenager|young))"
    r"|in (?:college|high school|youth|childhood|(?:his|her) (?:teens|twenties|thirties|youth)))\b"
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


def _of_both_sides(low: str, sentence: Sentence, measure: Measure, n: NumberToken) -> bool:
    """Whether the sum of both sides is told where the measure is one of each side."""
    if measure.name not in OF_ONE_SIDE:
        return False
    before = low[max(sentence.start, n.start - 50) : n.start]
    return SUM_BEHIND.match(low, n.end, sentence.end) is not None or SUM_BEFORE.search(before) is not None


def _confused(low: str, sentence: Sentence, measure: Measure, start: int, end: int) -> bool:
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
    if measure.name == "diagnostic block relief" and OF_AN_ABLATION.search(low, sentence.start, start):
        return True
    if measure.name in ("AHI", "RDI") and FROM_THE_DEVICE.search(low[sentence.start : start]):
        return True
    if not measure.confusers:
        return False
    left = low[max(sentence.start, start - 60) : start]
    left = re.split(r"[,;(]|\.\s|\band\b", left)[-1] + " " + sentence.section.header
    right = low[end : min(sentence.end, end + 34)]
    if measure.name in OF_THE_LABORATORY and (usual := usual_ranges(low, start, sentence.end)):
        right = " ".join(low[a:b] for a, b in _outside(usual, end, min(sentence.end, end + 34)))
    stop = CONFUSER_STOP.search(right)
    around = f" {left}{low[start:end]}{right[: stop.start()] if stop else right} "
    around = REST_AND_MORE.sub(" ", around)
    around = SO_LONG_EACH.sub(" ", OF_FOUR_HOURS.sub(" ", around))
    name = low[start:end]
    beside = [c for c in measure.confusers if c in around and c != name]
    return any(re.search(rf"(?<![a-z0-9]){re.escape(c)}(?![a-z0-9])", around) for c in beside)


def _outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What of a stretch lies outside spans that are in order."""
    for a, b in spans:
        if start < b and a < end:
            yield start, max(start, a)
            start = b
    yield start, max(start, end)


def quantity_of(measure: Measure, n: NumberToken, mention: Mention, low: str) -> Quantity | None:
    """A token as a quantity in the measure's unit; None where it cannot be one."""
    if n.of is not None:
        return _out_of(measure, n)
    if measure.name == "adherent nights" and n.unit in ("night", "day"):
        return None
    if (
        measure.form is Form.score
        and low[mention.start : mention.end] in BARE_PAIN
        and not re.search(
            r"\b(?:score|scale|rated|rates|level|severity|intensity|vas|nrs)\b", low[mention.end : n.start]
        )
    ):
        return None
    if n.shape is Shape.dimensions and (n.low is None or n.unit not in measure.units):
        return None
    low_end, high_end = _converted(measure, n.low, n.unit), _converted(measure, n.high, n.unit)
    if (low_end is None) is (n.low is not None) or (high_end is None) is (n.high is not None):
        return None
    return Quantity(low=low_end, high=high_end, low_open=n.low_open, high_open=n.high_open, unit=measure.unit)


def _converted(measure: Measure, value: float | None, unit: str) -> float | None:
    if value is None:
        return None
    if unit == "":
        return without_unit(measure, value)
    if unit not in measure.units:
        return None
    converted = convert(measure, value, unit)
    return round(converted, 6) if converted is not None and measure.plausible(converted) else None


def _out_of(measure: Measure, n: NumberToken) -> Quantity | None:
    if n.low is None or n.high is None or not n.of:
        return None
    if measure.form is Form.share and n.low <= n.of:
        share = round(100 * n.low / n.of, 4)
        return Quantity(low=share, high=share, unit=measure.unit)
    if measure.out_of is None or n.of not in (measure.out_of, measure.out_of * 10, *measure.also_out_of):
        return None
    scale = measure.out_of / n.of
    if not measure.plausible(n.high * scale):
        return None
    return Quantity(low=n.low * scale, high=n.high * scale, unit=measure.unit)


def _unitless(sentence: Sentence, measure: Measure, mention: Mention, after: Sequence[NumberToken]) -> list[Value]:
    """A number that would be the value had it a unit: shown, never counted."""
    for n in after[:1]:
        if measure.unit_required and n.unit == "" and n.shape is Shape.point and n.start - mention.end < 20:
            return [Value(measure.name, sentence.index, mention.start, n.end, None, (n.start, n.end))]
    return []


def _grades(low: str, sentence: Sentence, measure: Measure, mention: Mention) -> list[Value]:
    """The grades told with a name: right after it, else right before; further ones in the same clause as well."""
    stop = min(sentence.end, mention.end + AFTER_REACH)
    found: list[tuple[int, int, re.Match[str]]] = []
    if after := GRADE_AFTER.match(low, mention.end, stop):
        found.append((mention.start, after.end(), after))
        found += [(m.start(), m.end(), m) for m in GRADE_AGAIN.finditer(low, after.end(), stop)]
    else:
        left = max(sentence.start, mention.start - 40)
        if before := GRADE_BEFORE.search(low[left : mention.start]):
            found.append((left + before.start(), mention.end, before))
    return [v for start, end, m in found if (v := _grade(low, sentence, measure, start, end, m)) is not None]


def _figure(written: str) -> float:
    return ROMAN.get(written) or WORDED_FIGURES.get(written) or float(written)


def _grade(low: str, sentence: Sentence, measure: Measure, start: int, end: int, m: re.Match[str]) -> Value | None:
    figures = [_figure(f) for f in m.groups() if f]
    if not figures or not all(measure.plausible(f) for f in figures):
        return None
    if BOUNDED.search(low[max(sentence.start, start - 12) : start]):
        return None
    q = Quantity(low=min(figures), high=max(figures), unit=measure.unit)
    confused = _confused(low, sentence, measure, start, end)
    return Value(measure.name, sentence.index, start, end, q, (start, end), confused=confused)


def _word_numbers(low: str, sentence: Sentence) -> Iterator[NumberToken]:
    """Numbers in words that stand before what is counted, beyond those that are numbers by themselves."""
    for m in WORD_NUMBER.finditer(low, sentence.start, sentence.end):
        if any(n.start < m.end() and m.start() < n.end for n in sentence.numbers):
            continue
        value = float(NUMBER_WORDS[m[1]])
        yield NumberToken(m.start(), m.end(), Shape.point, value, value)


def _quit_values(
    record: PreparedRecord, low: str, sentence: Sentence, measure: Measure, mention: Mention
) -> Iterator[Value]:
    """Years since quitting, from the date told with it."""
    judged = record.context.judged_on
    for d in sentence.dates:
        if d.birth or d.interval is None or d.interval.last > judged or not 0 <= d.start - mention.end <= 40:
            continue
        yield Value(measure.name, sentence.index, mention.start, d.end, _years(d.interval, record), (d.start, d.end))
        return
    for n in sentence.numbers:
        if (
            0 <= n.start - mention.end <= 24
            and n.unit in measure.units
            and (q := quantity_of(measure, n, mention, low))
        ):
            yield Value(measure.name, sentence.index, mention.start, n.end, q, (n.start, n.end))
            return


def _years(interval: DateInterval, record: PreparedRecord) -> Quantity:
    judged = record.context.judged_on
    newest, oldest = (judged - interval.last).days / 365.25, (judged - interval.first).days / 365.25
    return Quantity(low=round(newest, 2), high=round(oldest, 2), unit="years")


def _sight(low: str, sentence: Sentence, measure: Measure, mention: Mention) -> Iterator[Value]:
    for start, end, figure in figures_of_sight(low, sentence.start, sentence.end, measure.name):
        if measure.plausible(figure):
            first, last = min(mention.start, start), max(mention.end, end)
            q = Quantity(low=figure, high=figure, unit=measure.unit)
            yield Value(measure.name, sentence.index, first, last, q, (start, end))


def _packs(low: str, sentence: Sentence, measure: Measure, mention: Mention | None = None) -> Iterator[Value]:
    """The pack-years that packs a day come to over the years told with them."""
    if (told := pack_years_told(low, sentence.start, sentence.end, sentence.numbers)) is not None:
        start, end, total = told
        first, last = (min(mention.start, start), max(mention.end, end)) if mention else (start, end)
        q = Quantity(low=total, high=total, unit=measure.unit)
        yield Value(measure.name, sentence.index, first, last, q, (start, end))


def _of_smoking(
    record: PreparedRecord, document: PreparedDocument, measure: Measure, taken: set[int]
) -> Iterator[Value]:
    """What sentences tell of smoking that name no measure, where they gave no value yet."""
    low, judged = document.low, record.context.judged_on
    for sentence in document.sentences:
        if sentence.index in taken:
            continue
        if measure.name == "pack-years":
            if not any(n.unit == "pack-year" for n in sentence.numbers):
                yield from _packs(low, sentence, measure)
            continue
        for start, told in given_up(low, sentence.start, sentence.end, sentence.dates, sentence.numbers):
            q = None
            if isinstance(told, NumberToken):
                q = _converted_length(measure, told)
            elif told.interval is not None and told.interval.last <= judged:
                q = _years(told.interval, record)
            if q is not None:
                yield Value(measure.name, sentence.index, start, told.end, q, (told.start, told.end))


def _converted_length(measure: Measure, n: NumberToken) -> Quantity | None:
    years = _converted(measure, n.point, n.unit)
    return Quantity(low=years, high=years, unit=measure.unit) if years is not None else None


def disagrees_with_body(record: PreparedRecord, document: PreparedDocument, bmi: Value) -> bool:
    """Whether a stated BMI is far from what the height and weight told nearest to it come to."""
    heights, weights = (values_of(record, document, name) for name in ("height", "weight"))
    tall, heavy = (_nearest(values, bmi) for values in (heights, weights))
    if tall is None or heavy is None or bmi.quantity is None or bmi.quantity.low is None:
        return False
    return abs(heavy / (tall / 100) ** 2 - bmi.quantity.low) > BMI_SLACK


def _nearest(values: Sequence[Value], bmi: Value) -> float | None:
    """The value of the nearest sentence, where it stands within a few sentences of the BMI."""
    near = [v for v in values if v.quantity and v.quantity.low and not v.confused and not v.prior]
    near = [v for v in near if abs(v.sentence - bmi.sentence) <= NEEDS_REACH]
    best = min(near, key=lambda v: abs(v.sentence - bmi.sentence), default=None)
    return best.quantity.low if best and best.quantity else None
