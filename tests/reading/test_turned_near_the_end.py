"""Honest sentences turned in a few words: a film not yet shot, a list that is denied at its end, a wish of another."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.subject import subject_of
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Check, Comparison, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 12, 1)
CONTEXT = ReadingContext(judged_on=ON, received_on=ON)


def read(text: str, check: Check, *words: str) -> list[Observation]:
    note = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 11/12/2026.\n\n{text}")
    row = Row(id="C1", statement="", check=check)
    terms = (Term(name="thing", things=tuple((w,) for w in words)),) if words else ()
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    return list(read_rows([note], CONTEXT, question).observations)


def said(text: str, *words: str) -> set[Assertion]:
    return {o.assertion for o in read(text, DocumentsCheck(term="thing"), *words)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Knee films ordered 10/12, not shot yet - expects bone-on-bone wear.", "bone-on-bone"),
        ("He expects the MRI to show a tear.", "tear"),
        (
            "Read the leaflet with her (veil over the eyes, lids held up, driving given up): none of these is her.",
            "veil",
        ),
        (
            "Read the leaflet with her (veil over the eyes, lids held up, driving given up): none of these is her.",
            "driving",
        ),
        ("She is on the waiting list for behavioral therapy.", "behavioral therapy"),
        ("Behavioral therapy to be added when a place comes up.", "behavioral therapy"),
        ("The hospital was a certified site through 6/2026, not renewed.", "certified site"),
        ("R/B/A incl bleeding, infection, scars.", "scars"),
    ],
)
def test_what_is_expected_waited_for_or_denied_at_the_end_is_not_there(text: str, words: str) -> None:
    found = said(text, words)
    assert found and Assertion.affirmed not in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Knee films 10/12: bone-on-bone wear. She expects relief.", "bone-on-bone"),
        ("She was on the waiting list for a year and has now had behavioral therapy, no gain.", "no gain"),
        ("Veil over the eyes, lids held up; none of the drops helped.", "veil"),
        ("The hospital is a certified site, renewed 6/2026.", "certified site"),
        ("No pacemaker, no clips, a steel splinter still in the right eye, no fear of the tube.", "steel splinter"),
    ],
)
def test_what_stands_beside_such_words_is_there(text: str, words: str) -> None:
    assert Assertion.affirmed in said(text, words)


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        ("Fixation losses 1/18, reliable.", Grade.a),
        ("Fixation losses 14/18, too unreliable to count, repeat 11/30.", Grade.c),
        ("Fixation losses were excessive.", Grade.c),
    ],
)
def test_a_field_that_was_too_unreliable_is_no_field(told: str, grade: Grade) -> None:
    check = MeasureCheck(measures=("visual field limit",), comparison=Comparison.at_most, low=30)
    found = read(f"Fields 11/03/2026: right upper field to 19 degrees from fixation. {told}", check)
    assert {o.grade for o in found} == {grade}


@pytest.mark.parametrize(
    ("text", "bar", "subject"),
    [
        ("Her niece wants it; she herself says no.", True, Subject.patient),
        ("Her daughter is all for it; she isn't.", True, Subject.patient),
        ("Her husband wants it; he says no to nothing.", True, Subject.other_person),
        ("Her niece does not want it.", True, Subject.other_person),
    ],
)
def test_against_approval_a_clause_may_turn_from_a_relative_to_the_patient(
    text: str, bar: bool, subject: Subject
) -> None:
    note = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    document = prepare([note], CONTEXT).documents[0]
    at = max(text.find(words) for words in ("says no", "isn't", "want it."))
    assert subject_of(document, 0, len(text), began=at, told=at + 4, sex=Sex.female, bar=bar) is subject
