"""The eight fields of a clinical record, each statement with its exact span, its slots and its confidence.

All slots filled is 90 to 95, one missing 70 to 85, text alone 50 to 65, nothing 0. The whole is the mean over the
fields that bear on the request: a biopsy needs no failed therapy, and a note that says nothing of it loses nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agents.reading.assertion import CueKind, said_of
from agents.reading.fields import READERS, Place, place
from agents.reading.listed import listed
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sections import SectionKind
from agents.reading.subject import subject_of
from priorauth.evidence import quote
from priorauth.facts import Assertion, Subject
from priorauth.reading import ExtractedField, Extraction, FieldName, Statement

WHOLE, HIGHEST_WHOLE = 90, 95
ONE_SHORT, HIGHEST_ONE_SHORT = 76, 85
TEXT, HIGHEST_TEXT = 52, 65
SHOWN = 12

NO_BEARING: dict[FieldName, frozenset[str]] = {
    FieldName.functional_limitations: listed("LU IM ON GE DX RT GI GS CV WD UR BR PL SL"),
    FieldName.prior_treatments: frozenset(["LU", "IM", "GE", "DX", "SL", "RT", "GS"]),
    FieldName.duration_and_progression: frozenset(["GE", "DX", "IM", "SL"]),
    FieldName.severity_indicators: frozenset(["GE", "DX", "LU"]),
}
"""Families of service that do not turn on a field: its absence there is no weakness of the record."""

ELSEWHERE = frozenset({SectionKind.family_history, SectionKind.policy, SectionKind.instructions, SectionKind.signature})
SAYS = (Assertion.affirmed, Assertion.resolved)
NEGATION_COUNTS = frozenset({FieldName.diagnostic_findings, FieldName.medical_history_and_comorbidities})
"""A finding or a disease that is denied is still a finding about the patient."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence that may say something of the patient."""

    document: PreparedDocument
    place: Place


def extract(record: PreparedRecord) -> Extraction:
    """The eight fields of the record, in their order."""
    said = [
        _Said(document, place(document, sentence))
        for document in record.documents
        for sentence in document.sentences
        if _may_speak(document, sentence)
    ]
    fields = tuple(_field(record, said, name) for name in READERS)
    bearing = [f.confidence for f in fields if f.bears_on_request]
    return Extraction(fields=fields, confidence=round(sum(bearing) / len(bearing)) if bearing else 0)


def _field(record: PreparedRecord, said: Sequence[_Said], name: FieldName) -> ExtractedField:
    found = list(_statements(said, name))
    if name is FieldName.chief_complaint and not found:
        found = list(_first_told(said))
    best = sorted(found, key=lambda s: len(s.slots), reverse=True)[:SHOWN]
    kept = tuple(s for s in found if s in best)
    bears = bool(kept) or _bears(record, name)
    return ExtractedField(name=name, statements=kept, confidence=_confidence(name, kept), bears_on_request=bears)


def _bears(record: PreparedRecord, name: FieldName) -> bool:
    families = {f for item in record.context.items for f in item.family.replace(",", " ").split()}
    return not families & NO_BEARING.get(name, frozenset())


def _confidence(name: FieldName, statements: tuple[Statement, ...]) -> int:
    """By the fullest statement; further ones as full add a little."""
    if not statements:
        return 0
    wanted = READERS[name][1]
    most = max(len(s.slots) for s in statements)
    further = sum(len(s.slots) == most for s in statements) - 1
    if most >= wanted:
        return min(HIGHEST_WHOLE, WHOLE + further)
    if most == wanted - 1:
        return min(HIGHEST_ONE_SHORT, ONE_SHORT + 3 * further)
    return min(HIGHEST_TEXT, TEXT + 6 * (most - 1) + 2 * further)


def _statements(said: Sequence[_Said], name: FieldName) -> Iterator[Statement]:
    read = READERS[name][0]
    for one in said:
        found = read(one.place)
        sentence = one.place.sentence
        if found is None:
            continue
        (start, end), slots = found
        if _stands(sentence, sentence.start + start, sentence.start + end, name):
            yield Statement(
                evidence=quote(one.document.document, sentence.start, sentence.end, sentence.section.header),
                slots=tuple(sorted(slots)),
                when=_day(sentence),
            )


def _first_told(said: Sequence[_Said]) -> Iterator[Statement]:
    """A note without a stated reason begins with it: the first thing told of the present illness."""
    for told in _statements(said, FieldName.history_of_present_illness):
        slots = tuple(s for s in told.slots if s in ("what", "detail"))
        yield Statement(evidence=told.evidence, slots=slots, when=told.when)
        return


def _may_speak(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether the sentence may say something of the patient at all."""
    if sentence.standing is not None or sentence.section.kind in ELSEWHERE or len(sentence.words) < 2:
        return False
    return subject_of(document, sentence.start, sentence.end) is Subject.patient


def _stands(sentence: Sentence, start: int, end: int, name: FieldName) -> bool:
    """Planned, doubtful and denied things are no treatment, no limitation, no severity."""
    unable = [(c.start, c.end) for c in sentence.cues.found if c.kind is CueKind.unable]
    said = said_of(sentence.cues, start, end, own=unable).assertion
    return said in SAYS or (said is Assertion.negated and name in NEGATION_COUNTS)


def _day(sentence: Sentence) -> date | None:
    days = [d.interval for d in sentence.dates if d.interval and not d.birth]
    return max(i.last for i in days) if days else (sentence.visit.last if sentence.visit else None)
