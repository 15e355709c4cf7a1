"""The eight fields: every span exact, confidence by slots filled, what is not said not found."""

from datetime import date

import pytest

from agents.reading.extract import extract
from agents.reading.record import prepare
from priorauth.case import Document, DocumentKind
from priorauth.reading import ExtractedField, Extraction, FieldName, ReadingContext, RequestedItem
from tests.reading import corpus

CONTEXT = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 12, 1))


def extracted(text: str, family: str = "OJ") -> Extraction:
    context = CONTEXT.model_copy(update={"items": (RequestedItem(code="27447", family=family),)})
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    return extract(prepare([document], context))


def field(text: str, name: FieldName, family: str = "OJ") -> ExtractedField:
    return next(f for f in extracted(text, family).fields if f.name is name)


@pytest.mark.parametrize(
    ("name", "text", "low", "high"),
    [
        (
            FieldName.prior_treatments,
            "Physical therapy for ten weeks, June 1 to August 10, 2026, failed to help.",
            90,
            95,
        ),
        (FieldName.prior_treatments, "Physical therapy for ten weeks did not help.", 70, 85),
        (FieldName.prior_treatments, "She tried physical therapy.", 50, 65),
        (FieldName.diagnostic_findings, "Hemoglobin 13.1 g/dL on 2026-11-16.", 90, 95),
        (FieldName.diagnostic_findings, "Hemoglobin 13.1 g/dL.", 70, 85),
        (FieldName.diagnostic_findings, "An MRI was done.", 50, 65),
        (
            FieldName.duration_and_progression,
            "The nodule has grown from 9 mm on 2026-04-02 to 13 mm on 2026-10-05.",
            90,
            95,
        ),
        (FieldName.functional_limitations, "She is unable to walk more than two blocks.", 90, 95),
        (FieldName.severity_indicators, "Severe arthritis.", 50, 65),
        (FieldName.medical_history_and_comorbidities, "PMH: hypertension, type 2 diabetes on metformin.", 90, 95),
        (FieldName.chief_complaint, "CC: right knee pain, worse on stairs.", 90, 95),
        (FieldName.history_of_present_illness, "He has had sharp knee pain for three years.", 90, 95),
    ],
)
def test_confidence_follows_the_slots_filled(name: FieldName, text: str, low: int, high: int) -> None:
    assert low <= field(text, name).confidence <= high


@pytest.mark.parametrize(
    "text",
    [
        "All values within normal limits.",
        "Pulmonary function tests on 2026-09-30 showed FEV1 68%.",
        "She is a good surgical candidate.",
        "He has no difficulty walking and no trouble climbing stairs.",
        "She is independent in activities of daily living.",
        "Malignancy cannot be excluded.",
        "Her husband is unable to walk more than a block.",
        "The patient will have difficulty walking after surgery if untreated, as policy requires.",
    ],
)
def test_these_are_no_limitation_of_function(text: str) -> None:
    assert field(text, FieldName.functional_limitations).statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "Physical therapy will be started next month.",
        "She has not had physical therapy.",
        "His wife completed physical therapy for eight weeks.",
        "The policy requires failed physical therapy for six weeks.",
    ],
)
def test_these_are_no_prior_treatment(text: str) -> None:
    assert field(text, FieldName.prior_treatments).statements == ()


def test_a_course_of_treatment_is_no_progression_of_the_disease() -> None:
    text = "Physical therapy for ten weeks, June 1 to August 10, 2026, brought no improvement."
    assert field(text, FieldName.duration_and_progression).statements == ()


def test_a_date_is_no_pain_score() -> None:
    assert field("Office visit 3/10/2026.", FieldName.severity_indicators).statements == ()


def test_an_empty_record_has_no_confidence() -> None:
    assert extracted("").confidence == 0


def test_a_field_without_bearing_is_left_out_of_the_mean() -> None:
    text = "CT chest on 2026-10-14 shows a spiculated 18 mm nodule. Cough for three months, worse at night."
    lung, knee = extracted(text, "LU"), extracted(text, "OJ")
    assert not next(f for f in lung.fields if f.name is FieldName.functional_limitations).bears_on_request
    assert next(f for f in knee.fields if f.name is FieldName.functional_limitations).bears_on_request
    assert lung.confidence > knee.confidence


def test_a_thin_note_is_of_low_confidence_and_a_full_one_is_not() -> None:
    by_name = {n.place: n for n in corpus.notes()}
    thin, full = (
        extract(prepare([n.document], corpus.context_of(n.asked))).confidence
        for n in (by_name["48-thin"], by_name["56-long-knee-chart"])
    )
    assert thin < 40
    assert full >= 85


@pytest.mark.parametrize("note", list(corpus.notes()), ids=lambda n: n.place)
def test_every_statement_stands_in_the_note(note: corpus.Text) -> None:
    fields = extract(prepare([note.document], corpus.context_of(note.asked))).fields
    assert [f.name for f in fields] == list(FieldName)
    spans = [s.evidence for f in fields for s in f.statements]
    assert all(note.text[e.start : e.end] == e.quote for e in spans)
