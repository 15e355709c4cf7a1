"""Which numbers of a clause belong to a name: those behind it up to another name, or the one right before it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS
from agents.reading.earlier import (
    ARROW,
    before_an_arrow,
    both_ends,
    is_from_to,
    is_prior,
    numbers_compared,
    value_beside,
    with_former,
)
from agents.reading.grades import AFTER_REACH, grades_beside
from agents.reading.lookalikes import OF_THE_LABORATORY, usual_ranges
from agents.reading.numbers import NumberToken, Shape, unit_at
from agents.reading.quantities import BARE_PAIN, quantity_of, years_since
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.sight import MEASURES_OF_SIGHT, figures_of_sight
from agents.reading.smoking import pack_years_told
from agents.reading.terms import Mention
from agents.reading.text import contains
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import MEASURES, Form, Measure

BEFORE_REACH, SIGHT_REACH = 42, 60
OTHER_FIELD = re.compile(r"\b(?:inferior|lower|nasal|temporal)(?: (?:visual|half|the|of))* (?:fields?|vf|loss)\b")
OTHER_EAR = re.compile(
    r"^[^.;]{0,4}\b(?:on the |in the )?(?:right|left|r|l)(?: ear)?[ ,/]{1,3}(?:and )?(?:(?:left|right|l|r) )?$"
)
HEADS = re.compile(r" ?:")
OPENS_A_UNIT, CLOSES_A_UNIT = re.compile(r" ?[(\[] ?|, ?"), re.compile(r" ?(?:[)\]] ?[:=|]?|[:=|])\s*(?:was |is |of )?")
LENGTH_BY_THE_CLOCK = re.compile(
    r"(?<![\d:])(?<!at )(?<!from )(?<!to )(?<!until )(?<!- )(?<!-)(?<!on )(?<!off )(\d{1,2}):([0-5]\d)(?::[0-5]\d)?"
    r"(?: ?(?:h|hrs?|hours)\b)?(?![\d:])(?! ?(?:[ap]\.?m\b|to\b|-|until\b))"
)
# "Pain (0-10): 8": the scale stands before the figure.
SCALE_BEHIND = re.compile(
    r"[\s(]{1,2}(?:on |scale |nrs |vas )*[01] ?(?:-|to) ?(10|100)(?: ?(?:scale|points?|pts?|nrs|vas))?\)?"
    r"(?: scale)?[\s:=|]+(?:(?:today|now|is|was)[\s:=]+)?"
)
OF_THESE = re.compile(r"\bof (?:these|them|those|which)\b")
# Names that say the unit of a bare figure right behind them.
SAYS_ITS_UNIT = re.compile(
    r"p(?:ac)?k.?y(?:ea)?rs?|years since quitting|mrd(?:[- ]?1)?|margin(?:al)?[- ]reflex distance"
)
RIGHT_BEHIND = re.compile(r"(?:[\s:=|+]|\b(?:is|was|are|about|of|total|approximately|o[dsu]|[rl]|right|left|both)\b)*")
NAMED_UNIT = re.compile(r"^(?:headache|migraine) days|pack.?y(?:ea)?rs?$|levels$|(?:an|per|each) hour$")
# "sinusitis x5 in 12 months", not "sinusitis x 5 weeks".
SO_MANY_TIMES = re.compile(
    r" ?x ?(\d{1,2})(?![\w.%-])(?! ?(?:d|days?|w|wk|wks|weeks?|mo|months?|y|yrs?|years?|h|hrs?|hours?|min|mg|ml)\b)"
)
# "27.4 AHI": indices whose bare figure may stand right before them.
TOLD_BEFORE = frozenset(("AHI", "RDI", "BMI"))
OF_THE_BODY = frozenset(("weight", "BMI"))
GAINED = re.compile(r"\b(?:up|down|gained|gain of|lost|loss of) (?:about |another )?$")
CLAUSE = re.compile(r";|\s-{2}\s|\.\s|\n\s*\n|\bbut\b|\bhowever\b")
BY = re.compile(r"\b(?:increas|improv|decreas|reduc|declin|fell|drop|rose|chang|worsen|gain|lost|los)\w* by\s*$")
CHANGES = re.compile(r"relief|reduction|improvement|loss")
BREAKS = re.compile(r"[,;:()]|\b(?:and|with|on|for|then|after|to|at)\b")
PREPOSED = re.compile(
    r" ?(?:correct |right |predicted |of predicted )?(?:on|for|by|with) (?:the |his |her |a |an |recorded |last )*"
)
SCORED_BEFORE = re.compile(r"\b(?:scor(?:es?|ed|ing)|a score of|rated|got)(?: an?| of)? $")
ON_SCALE = re.compile(r"\s*(?:on|by) (?:the |a |an |his |her )?")
FROM = re.compile(r"\bfrom\s*$")
WORD_NUMBER = re.compile(r"\b(" + "|".join(w for w in NUMBER_WORDS if w not in ("a", "an", "couple")) + r")\b")
SUBSTANTIAL_JOIN = re.compile(r"[\s/,&]*(?:or|and|/)?[\s/,&]*")


def with_contrasts(low: str, sentence: Sentence, measure: Measure, mention: Mention, bound: list[Value]) -> list[Value]:
    """The same, where the sentence tells what the measure was before and is now."""
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    numbers = [*sentence.numbers, *_word_numbers(low, sentence)]
    for pair in numbers_compared(low, sentence.start, stop, mention.start, numbers):
        told: list[Value] = []
        for n in pair:
            counted = n if n.unit in measure.units else replace(n, unit=next(iter(measure.units)))
            monthly = measure.form is Form.tally and n.unit == "day/month"
            if (monthly or n.unit in ("", *measure.units)) and (
                q := quantity_of(measure, counted, mention, low)
            ) is not None:
                earlier = n is pair[0]
                v = value_beside(low, sentence, measure, mention, counted, q, prior=earlier)
                told.append(replace(v, prior=earlier, former=earlier))
        if len(told) == len(pair):
            taken = {v.number[0] for v in told}
            return [*(v for v in bound if v.number[0] not in taken), *told]
    return bound


def values_beside(
    record: PreparedRecord,
    document: PreparedDocument,
    sentence: Sentence,
    measure: Measure,
    mention: Mention,
    others: Sequence[Mention],
) -> list[Value]:
    low = document.low
    if measure.form is Form.grade:
        return grades_beside(low, sentence, measure, mention)
    if measure.name == "years since quitting":
        return [*_quit_values(record, low, sentence, measure, mention)]
    if measure.name in MEASURES_OF_SIGHT:
        return [*_sight(document, sentence, measure, mention)]
    if measure.name == "pack-years" and (packs := [*packs_smoked(low, sentence, measure, mention)]):
        return packs
    numbers = [*sentence.numbers, *(_word_numbers(low, sentence) if measure.form is Form.tally else ())]
    if measure.form is Form.tally and (times := SO_MANY_TIMES.match(low, mention.end, sentence.end)):
        count = float(times[1])
        numbers.append(NumberToken(*times.span(1), Shape.point, count, count, unit=next(iter(measure.units), "")))
    numbers = _in_the_unit_named(low, measure, mention, sentence, numbers)
    if measure.name in ("recorded sleep", "nightly use"):
        numbers = _with_lengths_by_the_clock(low, sentence, numbers)
    if measure.form is Form.score and (scale := SCALE_BEHIND.match(low, mention.end, sentence.end)):
        others = [o for o in others if not mention.end <= o.start < scale.end()]
        numbers = [
            replace(n, of=float(scale[1])) if n.start == scale.end() and not n.unit and n.of is None else n
            for n in numbers
            if not mention.end <= n.start < scale.end()
        ]
    if measure.name in OF_THE_LABORATORY:
        usual = usual_ranges(low, mention.end, sentence.end)
        numbers = [_unflagged(n) for n in numbers if not contains(usual, n.start, n.end)]
    left, right = _window(low, sentence, mention)
    near = [o for o in others if o.thing != mention.thing and (o.start >= mention.end or o.end <= mention.start)]
    before = [n for n in numbers if left <= n.start < mention.start and not _claimed_behind(low, near, mention, n)]
    after = _unclaimed(low, near, mention, [n for n in numbers if mention.end <= n.start < right])
    values = _behind(low, sentence, measure, mention, before, bool(after))
    if values:
        after = [n for n in after if n.of or n.unit in measure.units or _compares(low[mention.end : n.start])]
    if not values or measure.form is not Form.tally:
        values = [*values, *_ahead(low, sentence, measure, mention, after)]
    if not values and HEADS.match(low, mention.end):
        values = _further_on(low, sentence, measure, mention, [n for n in numbers if n.start >= right])
    return values or _unitless(sentence, measure, mention, after)


def _unflagged(n: NumberToken) -> NumberToken:
    """`PTH 120 H`, `Hgb 9.1 L`: the laboratory's mark for high or low is no unit."""
    return replace(n, unit="", end=n.end - 2) if n.unit in ("h", "l") else n


def _in_the_unit_named(
    low: str, measure: Measure, mention: Mention, sentence: Sentence, numbers: Sequence[NumberToken]
) -> list[NumberToken]:
    """The same, where the name tells the unit of the figure behind it: "weight (lb): 260", "6MWD, m: 310"."""
    opens = OPENS_A_UNIT.match(low, mention.end, sentence.end)
    unit, after = unit_at(low, opens.end() if opens else mention.end, sentence.end)
    closes = CLOSES_A_UNIT.match(low, after, sentence.end) if unit in measure.units and unit else None
    if closes is None:
        return [*numbers]
    return [replace(n, unit=unit) if n.start == closes.end() and not n.unit and n.of is None else n for n in numbers]


def _with_lengths_by_the_clock(low: str, sentence: Sentence, numbers: Sequence[NumberToken]) -> list[NumberToken]:
    """The same, with hours and minutes parted by a colon as one length ("recording time 6:41"), not times of day."""
    found = list(numbers)
    for m in LENGTH_BY_THE_CLOCK.finditer(low, sentence.start, sentence.end):
        hours = int(m[1]) + int(m[2]) / 60
        found = [n for n in found if n.end <= m.start() or m.end() <= n.start]
        found.append(NumberToken(m.start(), m.end(), Shape.point, hours, hours, unit="h", decimals=2))
    return sorted(found, key=lambda n: n.start)


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
        if is_from_to(low, sentence, n) and n.unit and n.unit in measure.units:
            return both_ends(low, sentence, measure, mention, n)
        gap = low[n.end : mention.start] if n.end < mention.start else ""
        scores = measure.form is Form.score and (n.of is not None or _scored_on(low, sentence, mention, n))
        graded = scores and ON_SCALE.fullmatch(gap)
        told = graded or (not more and n.unit in measure.units and n.unit and _leads_to(low, n, gap))
        if not told and (BREAKS.search(gap) or len(gap.split()) > 4):
            return []
        explicit = n.unit in measure.units and n.unit != ""
        shared = measure.form is Form.share and (n.unit == "%" or n.of is not None)
        counted = measure.form is Form.tally and len(gap.split()) <= 3 and n.unit in ("", *measure.units)
        scored = scores or (measure.name in TOLD_BEFORE and not (n.unit or gap.strip() or more))
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
            value = value_beside(low, sentence, measure, mention, n, q, prior=False)
            return [*before_an_arrow(low, measure, mention, before, n, value), value]
        return []
    return []


def _scored_on(low: str, sentence: Sentence, mention: Mention, n: NumberToken) -> bool:
    """`scored 22 on the PHQ-9`: a bare figure that a named scale gave."""
    scored = SCORED_BEFORE.search(low, max(sentence.start, n.start - 24), n.start) is not None
    return scored and low[mention.start : mention.end] not in BARE_PAIN


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
        if is_from_to(low, sentence, n) or (
            n.shape is Shape.span and " to " in low[n.start : n.end] and FROM.search(before)
        ):
            values += both_ends(low, sentence, measure, mention, n)
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
        values.append(value_beside(low, sentence, measure, mention, n, q, prior=is_prior(low, sentence, n, values)))
    return with_former(low, values)


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
    """`Migraine days fell from 16 to 6`, `pack-years: 39`: the name says the unit of the numbers right behind it."""
    if SAYS_ITS_UNIT.fullmatch(low, mention.start, mention.end):
        return RIGHT_BEHIND.fullmatch(low, mention.end, n.start) is not None
    named = (
        re.search(r"^(?:headache|migraine|ha|h/a) days(?: (?:per|a|each) month)?$", low[mention.start : mention.end])
        is not None
    )
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


COMPARES = re.compile(
    r"\b(?:from|previously|prior|vs|compared|to|then|up|down|now|currently|was|before|earlier|ago|last|left|right)\b"
    r"|->|=>|\u2192|\d{4}"
)
# "12 events an hour, oxygen to 79": behind the comma something else is named.
ANOTHER_MATTER = re.compile(
    r"[,;] *(?:and |with |but )?(?!(?:the|a|an|and|then|now|was|is|to|from|up|down|after|post|pre|on|in|at|before"
    r"|earlier"
    r"|previously|prior|compared|vs|versus|left|right|today|currently|with|but|again|later|still|only|just|dropped"
    r"|fell|rose|improved|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|last"
    r"|this|by|it|ago|over|repeat\w*|again)\b)[a-z]{3}"
)
OTHER_NAME = re.compile(
    r",\s*(?:(?!(?:and|then|now|was|to|from|up|down|after|post|pre|on|in|at|last|this|about|best|worst|or|with|left"
    r"|right|previously|prior|before|earlier|today|compared|again|later|still|only|just|dropped|fell|rose|improved"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)[a-z/-]+ ){1,3}(?:of |is |was |at )?$"
)
SHARE_OF_IT = re.compile(r" ?[,(=/]{1,2} ?")
OTHER_SHARE = re.compile(r"\b(?:scar\w*|fibrosis|enhancement|infarct\w*|viab\w+|strain|burden)\b")


def _compares(gap: str) -> bool:
    """Whether the words up to a further figure compare it with the first, and name nothing else."""
    return COMPARES.search(gap) is not None and ANOTHER_MATTER.search(gap) is None


def _unitless(sentence: Sentence, measure: Measure, mention: Mention, after: Sequence[NumberToken]) -> list[Value]:
    """A number that would be the value had it a unit: shown, never counted."""
    for n in after[:1]:
        if measure.unit_required and n.unit == "" and n.shape is Shape.point and n.start - mention.end < 20:
            return [Value(measure.name, sentence.index, mention.start, n.end, None, (n.start, n.end))]
    return []


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
        yield Value(
            measure.name, sentence.index, mention.start, d.end, years_since(d.interval, record), (d.start, d.end)
        )
        return
    for n in sentence.numbers:
        if (
            0 <= n.start - mention.end <= 24
            and (n.unit in measure.units or (not n.unit and _days_named(low, mention, n)))
            and (q := quantity_of(measure, n if n.unit else replace(n, unit="year"), mention, low))
        ):
            yield Value(measure.name, sentence.index, mention.start, n.end, q, (n.start, n.end))
            return


def _sight(document: PreparedDocument, sentence: Sentence, measure: Measure, mention: Mention) -> Iterator[Value]:
    low, after = document.low, document.sentences[sentence.index + 1 : sentence.index + 2]
    further = after[0].end if after and after[0].block == sentence.block else sentence.end
    for start, end, figure in figures_of_sight(low, sentence.start, sentence.end, measure.name, further):
        if measure.plausible(figure):
            first, last = min(mention.start, start), max(mention.end, end)
            q = Quantity(low=figure, high=figure, unit=measure.unit)
            other = OTHER_FIELD.search(low, max(sentence.start, start - SIGHT_REACH), end) is not None
            yield Value(measure.name, sentence.index, first, last, q, (start, end), confused=other)


def packs_smoked(low: str, sentence: Sentence, measure: Measure, mention: Mention | None = None) -> Iterator[Value]:
    """The pack-years that packs a day come to over the years told with them."""
    if (told := pack_years_told(low, sentence.start, sentence.end, sentence.numbers)) is not None:
        start, end, total = told
        first, last = (min(mention.start, start), max(mention.end, end)) if mention else (start, end)
        q = Quantity(low=total, high=total, unit=measure.unit)
        yield Value(measure.name, sentence.index, first, last, q, (start, end))
