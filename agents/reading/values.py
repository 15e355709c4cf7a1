"""The values of a measure in the record: which number belongs to which name, in the measure's own unit.

A number is bound to the measure named before it in the same clause, or to the name right behind it. What stands for
something else (a residual index, a goal, a slice thickness) keeps its value and gains a doubt.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from agents.reading import patterns as re
from agents.reading.adherence import AS_ASKED, TOO_FEW_HOURS, is_of_else
from agents.reading.binding import values_beside, with_contrasts
from agents.reading.central import shares_not_obstructive
from agents.reading.columns import by_their_columns, values_in_columns
from agents.reading.lessened import LABELS
from agents.reading.lows import tells_a_sugar
from agents.reading.measured import mentions_by_sentence
from agents.reading.pain_logs import newest_of_logs
from agents.reading.pairs import paired
from agents.reading.patterned import (
    figures_carried_over,
    gradients_told,
    headache_days_told,
    scores_of_bone,
    settings_told,
    thresholds_by_ear,
)
from agents.reading.reckoned import (
    FROM_DEVICES,
    figures_of_devices,
    indices_of_the_body,
    levels_listed,
    lows_of,
    migraine_days_told,
    nights_kept,
    shares_gone,
    shares_of_scores,
    smoking_told,
    sugars_told,
    totals_told,
)
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sight import MEASURES_OF_SIGHT
from agents.reading.sight_told import fields_told
from agents.reading.tremors import tremors_told
from agents.reading.unnamed import (
    NEEDS_REACH,
    classes_told,
    gases_told,
    indices_of_events,
    nodule_sizes,
    pain_in_use,
    pain_scores,
    relief_by_blocks,
    saturations_told,
    weights_by_index,
    weights_told,
    without_strengths,
)
from agents.reading.value import Value
from priorauth.measures import MEASURES, Measure

BMI_SLACK = 1.5
GASES = frozenset(("PaCO2", "PaO2"))
PATTERNED: Mapping[str, Callable[[PreparedDocument, Measure], Iterable[Value]]] = {
    "mean gradient": gradients_told,
    "hearing threshold": thresholds_by_ear,
    "IPAP": settings_told,
    "backup rate": settings_told,
    "headache days": headache_days_told,
    "T-score": scores_of_bone,
    "glucose": sugars_told,
    "central apnea percent": shares_not_obstructive,
    **dict.fromkeys(MEASURES_OF_SIGHT, fields_told),
}
FURTHER: Mapping[str, Callable[[PreparedDocument, Measure], Iterable[Value]]] = {
    "AHI": indices_of_events,
    "BMI": indices_of_the_body,
    **dict.fromkeys(GASES, gases_told),
    "pain relief": shares_of_scores,
    "hypoglycemic events": lows_of,
    "tonsillitis episodes": totals_told,
    "migraine days": migraine_days_told,
    "nodule size": nodule_sizes,
}
COMPARED_IN_TIME = frozenset(("headache days", "migraine days", "migraine attacks", "PaCO2", "nodule size"))
PRESSURE_TOLD = re.compile(r"\d ?(?:mm ?hg|mm of mercury|torr|kpa)\b")
VAGUE_BEFORE = re.compile(
    r"(?<!\bnot )\b(approximately|approx\.?|about|around|roughly|nearly|almost|estimated(?: at)?|circa)\s?$"
)


def _named_values(record: PreparedRecord, document: PreparedDocument, measure: Measure) -> list[Value]:
    """The values that stand beside the name of their measure, in order."""
    mentions = mentions_by_sentence(document)
    name, found = measure.name, list[Value]()
    for index in sorted(mentions):
        sentence = document.sentences[index]
        mine = [m for m in mentions[index] if m.thing == name]
        if not mine:
            continue
        bound: list[Value] = []
        for m in mine:
            told = paired(document.low, sentence, measure, m, mentions[index])
            bound += values_beside(record, document, sentence, measure, m, mentions[index]) if told is None else told
        if name in COMPARED_IN_TIME:
            bound = with_contrasts(document.low, sentence, measure, mine[0], bound)
        if not _needs_met(document, sentence, measure):
            pressed = name in GASES and any(PRESSURE_TOLD.search(document.low, *v.number) for v in bound)
            bound = bound if pressed else []
        found += bound
    return found


def values_of(record: PreparedRecord, document: PreparedDocument, name: str) -> list[Value]:
    """The values of one measure in a document: beside its name, and as else it is told."""
    measure = MEASURES[name]
    found = _named_values(record, document, measure)
    if name == "hypoglycemic events":
        found = [v for v in found if not _tells_a_sugar(document.low, v)]
    if name in FURTHER:
        found += FURTHER[name](document, measure)
    if name in ("pack-years", "years since quitting"):
        found += smoking_told(record, document, measure, {v.sentence for v in found})
    if name == "oxygen saturation":
        under = list(saturations_told(document, measure))
        taken = {v.number[0] for v in under}
        found = [*(v for v in found if v.number[0] not in taken), *under]
    if name == "adherent nights":
        told = [*nights_kept(document, measure)]
        found = [*(v for v in found if not any(t.start <= v.number[0] < t.end for t in told)), *told]
        begun = document.sentences
        found = [v for v in found if not is_of_else(document.low, begun[v.sentence].start, v.number[0])]
    if name == "weight":
        found = _with_units_found(found, weights_by_index(document, measure))
        found += weights_told(document, measure, {v.sentence for v in found})
    if name in LABELS and not any(v.quantity for v in found):
        found = [*shares_gone(document, measure), *found]
    if name == "pain score":
        found = _without_older_scores(document, found)
        named = {v.sentence for v in found}
        found += (v for v in pain_scores(document, measure) if v.sentence not in named)
        found = pain_in_use(document, measure, found)
    if name in FROM_DEVICES:
        taken = {v.number[0] for v in found}
        found += (v for v in figures_of_devices(document, measure) if v.number[0] not in taken)
    if name in PATTERNED:
        taken = {v.number[0] for v in found}
        found += (v for v in PATTERNED[name](document, measure) if v.number[0] not in taken)
    if name == "NYHA class":
        taken = {v.sentence for v in found}
        found += (v for v in classes_told(document, measure) if v.sentence not in taken)
    if name == "tremor score":
        ratings = [*tremors_told(document, measure)]
        rated = {v.sentence for v in ratings}
        found = [*(v for v in found if v.sentence not in rated), *ratings]
    if name == "diagnostic block relief":
        found = [*without_strengths(document, found), *relief_by_blocks(document, measure)]
    if name == "levels":
        found += [v for s in document.sentences if (v := levels_listed(document.low, s, measure)) is not None]
    if not any(v.quantity for v in found):
        found += figures_carried_over(document, measure)
    found = by_their_columns(document, measure, found)
    taken = {v.number[0] for v in found if v.quantity}
    headed = [v for v in values_in_columns(document, measure) if v.number[0] not in taken]
    return _distinct(_with_units_found(found, headed))


def _without_older_scores(document: PreparedDocument, found: list[Value]) -> list[Value]:
    """The same without the figures of a log of pain, whose newest score alone tells of now."""
    lines = [(one.since, document.sentence_at(one.start).end) for one in newest_of_logs(document)]
    return [v for v in found if not any(a <= v.number[0] < b for a, b in lines)]


def _tells_a_sugar(low: str, value: Value) -> bool:
    """Whether what stands behind "lows" is the reading of one, not how many there were."""
    figure = value.quantity.low if value.quantity else None
    return figure is not None and tells_a_sugar(low, value.start < value.number[0], figure, value.number[1])


def _with_units_found(found: Sequence[Value], told: Iterable[Value]) -> list[Value]:
    """The same, where a bare figure that could not count without its unit gives way to one whose unit is told."""
    further = [*told]
    places = {v.number[0] for v in further}
    return [*(v for v in found if v.quantity or v.number[0] not in places), *further]


def for_a_criterion(document: PreparedDocument, value: Value) -> Value:
    """The same, save that nights of any use are no proof of nights of four hours: those are no more."""
    if value.measure != "adherent nights" or value.quantity is None or value.quantity.high is None:
        return value
    if hours_are_told(document, value):
        return value
    return replace(value, quantity=value.quantity.model_copy(update={"low": None}))


def hours_are_told(document: PreparedDocument, value: Value) -> bool:
    """Whether nights of use are told as nights of four hours: in their sentence, or near where no average is less."""
    low, sentence = document.low, document.sentences[value.sentence]
    if AS_ASKED.search(low, sentence.start, sentence.end):
        return True
    near = document.sentences[max(0, sentence.index - NEEDS_REACH) : sentence.index + 1 + NEEDS_REACH]
    near = [s for s in near if s.block == sentence.block]
    start, end = near[0].start, near[-1].end
    return AS_ASKED.search(low, start, end) is not None and TOO_FEW_HOURS.search(low, start, end) is None


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


def vague_words(low: str, sentence: Sentence, value: Value) -> tuple[int, int]:
    """Where "about" or the like stands before a value: the width it gives the value is all that it does."""
    start = value.number[0]
    told = VAGUE_BEFORE.search(low, max(sentence.start, start - 24), start)
    return told.span(1) if told else (start, start)


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
