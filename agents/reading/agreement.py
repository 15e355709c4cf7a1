"""Whether the record's own values agree: one study with two results, a body mass index that its height and weight deny.

Only measures that have one value a day are compared, on one side, and never across a correction.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agents.reading import patterns as re
from agents.reading.assertion import said_of
from agents.reading.listed import listed
from agents.reading.places import place_of
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.subject import subject_of
from agents.reading.timing import when_of
from agents.reading.value import Value
from agents.reading.values import values_of
from priorauth.evidence import Evidence, quote
from priorauth.facts import Assertion, Side, Subject
from priorauth.measures import MEASURES, Form
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy

ONCE_A_DAY = (
    *("AHI", "BMI", "LVEF", "INR", "platelets", "HbA1c", "creatinine", "hemoglobin", "aortic valve area", "PHQ-9"),
    *("Kellgren-Lawrence grade", "Wagner grade", "NYHA class", "ABI", "T-score"),
)
SIDED = frozenset({"Kellgren-Lawrence grade", "Wagner grade", "ABI"})
AT_REST = "oxygen saturation"
SLACK, SATURATION_SLACK = 0.15, 0.05
BMI_SLACK = 1.5
CORRECTS = re.compile(
    r"\b(?:correct(?:ed|ion)|addendum|amended|amendment|in error|erroneous|disregard|previously|prior)\b"
)
PARTS = listed(
    "medial lateral patellofemoral compartment spine hip femoral neck supine rem preliminary repeat before after"
)
REST, ROOM_AIR = re.compile(r"\b(?:rest|resting)\b"), re.compile(r"\broom[- ]air\b|\bra\b")


@dataclass(frozen=True, slots=True)
class Measured:
    """One point value on one day, as the record states it of the patient."""

    value: float
    day: date
    side: Side | None
    evidence: Evidence


def find_conflicting_values(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """Measures that the record gives two ways for one day."""
    for name in (*ONCE_A_DAY, AT_REST):
        groups: defaultdict[tuple[date, Side | None], list[Measured]] = defaultdict(list)
        for measured in _measured(record, name):
            groups[measured.day, measured.side].append(measured)
        for found in groups.values():
            if _differ(name, [m.value for m in found]):
                detail = f"The record gives {name} two ways for one day."
                yield _conflict(detail, tuple(m.evidence for m in found))
    yield from _bmi_against_size(record)


def _conflict(detail: str, spans: tuple[Evidence, ...]) -> FoundDiscrepancy:
    return FoundDiscrepancy(kind=DiscrepancyKind.conflicting_values, detail=detail, spans=spans)


def _differ(name: str, values: list[float]) -> bool:
    lowest, highest = min(values), max(values)
    if MEASURES[name].form is Form.grade:
        return highest - lowest >= 1
    slack = SATURATION_SLACK if name == AT_REST else SLACK
    return highest - lowest > slack * max(abs(highest), abs(lowest))


def _measured(record: PreparedRecord, name: str) -> Iterator[Measured]:
    for document in record.documents:
        for value in values_of(record, document, name):
            sentence = document.sentences[value.sentence]
            point = _point(value)
            if point is None or not _states(document, sentence, value, name):
                continue
            when = when_of(document, sentence, value.start, value.end, reported=MEASURES[name].report)
            if when is None or when.first != when.last:
                continue
            side = place_of(document, sentence, value.start, value.end).side if name in SIDED else None
            yield Measured(point, when.first, side, _evidence(document, sentence))


def _point(value: Value) -> float | None:
    if value.prior or value.confused or value.vague or value.quantity is None:
        return None
    return value.quantity.low if value.quantity.low == value.quantity.high else None


def _states(document: PreparedDocument, sentence: Sentence, value: Value, name: str) -> bool:
    """Whether the sentence plainly gives this value of the patient, of the whole and not of a part."""
    words = document.low[sentence.start : sentence.end]
    if sentence.standing is not None or CORRECTS.search(words) or any(w.text in PARTS for w in sentence.words):
        return False
    if name == AT_REST and not (REST.search(words) and ROOM_AIR.search(words)):
        return False
    if subject_of(document, sentence.start, sentence.end) is not Subject.patient:
        return False
    return said_of(sentence.cues, value.start, value.end).assertion is Assertion.affirmed


def _evidence(document: PreparedDocument, sentence: Sentence) -> Evidence:
    return quote(document.document, sentence.start, sentence.end, sentence.section.header)


def _bmi_against_size(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """A stated index that is not what height and weight of the same day come to."""
    heights = {m.day: m.value for m in _measured(record, "height")}
    weights = {m.day: m.value for m in _measured(record, "weight")}
    for stated in _measured(record, "BMI"):
        height, weight = heights.get(stated.day), weights.get(stated.day)
        if height and weight and abs(weight / (height / 100) ** 2 - stated.value) >= BMI_SLACK:
            detail = "The stated body mass index does not follow from the height and weight of that day."
            yield _conflict(detail, (stated.evidence,))
