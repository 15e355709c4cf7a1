"""A date dates what its own clause tells: an event of old beside a present finding does not make that old."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Doubt
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

VISIT, ON = date(2026, 11, 2), date(2026, 11, 20)


def seen(text: str, spelling: str, window: int = 180) -> Observation:
    term = Term(name="it", things=((spelling,),))
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"), window_days=window)
    context = ReadingContext(judged_on=ON, received_on=ON)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Clinic visit 11/02/2026\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return read_rows([note], context, question).observations[-1]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("72F, lung adenocarcinoma resected 2023, now recurrent in the other lung.", "recurrent"),
        ("Sprain playing tennis 2023; unable to walk on gravel.", "unable to walk"),
        ("Rheumatic tricuspid regurgitation torrential, prior mitral mechanical 2009.", "tricuspid regurgitation"),
        ("She bled on warfarin in November 2025, and her neurologist wants no anticoagulant.", "no anticoagulant"),
        ("He wants no pills for good: he took low doses for six weeks last winter.", "wants no pills"),
        ("The pain began after a slip on wet tile in April.", "pain"),
        ("He has been told to sign up for the programme, which starts in December.", "sign up"),
        ("Carboplatin continues through January; she wants more afterwards.", "she wants"),
        ("Imaging: stenosis at L4-5.", "stenosis"),
        ("CT: annulus 510 mm2\nSURGERY (Dr Example, face to face 10/26): prefers a valve by catheter.", "prefers"),
        ("Axial CT 10/26: both cochleae open.", "open"),
        ("Superior limit untaped 17 degrees.\nBoth measured on Oct 6, 2026 by the technician.", "untaped"),
    ],
)
def test_what_is_told_in_another_clause_is_of_today(text: str, spelling: str) -> None:
    assert not set(seen(text, spelling).doubts) & {Doubt.stale, Doubt.undated, Doubt.future}


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("CT chest in 2023 showed a mass; recurrent tumor near the hilum.", "recurrent"),
        ("EMG 2019; carpal tunnel severe.", "carpal tunnel"),
        ("2019: pain 8 of 10; unable to walk.", "unable to walk"),
        ("Tricuspid regurgitation on echo 2009.", "tricuspid regurgitation"),
        ("In March 2019 he was unable to walk.", "unable to walk"),
        ("The pain began in 2019 and cleared by 2020.", "pain"),
        ("Unable to walk, last seen so in 2024.", "unable to walk"),
        ("Imaging: previous films with stenosis at L4-5.", "stenosis"),
        ("Imaging 3/4/2024: stenosis at L4-5.", "stenosis"),
    ],
)
def test_what_the_date_itself_tells_stays_old(text: str, spelling: str) -> None:
    assert set(seen(text, spelling).doubts) & {Doubt.stale, Doubt.undated}


@pytest.mark.parametrize(
    "text",
    ["Exam: strength 4/5 in both hips.", "Seen for pain 7/10 today.", "MRI 2/2 pain.", "Eval 4/5 grip."],
)
def test_a_grade_beside_a_study_is_no_date(text: str) -> None:
    term = "hips" if "hips" in text else text.rstrip(".").split()[-1]
    assert seen(text, term).when is not None
    assert seen(text, term).when.first == VISIT  # pyright: ignore[reportOptionalMemberAccess]
