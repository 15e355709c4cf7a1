"""Days that a note leaves half told: a column of dates, a letter's visit, what is ordered for a month to come."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

RECEIVED = date(2026, 11, 20)


def told(text: str) -> dict[str, date | None]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    prepared = prepare([document], ReadingContext(judged_on=RECEIVED, received_on=RECEIVED)).documents[0]
    found = {prepared.low[d.start : d.end]: d.interval.first if d.interval else None for d in prepared.dates}
    return {**found, "visit": prepared.visit.first if prepared.visit else None}


def test_a_figure_in_a_column_of_dates_is_a_day() -> None:
    assert told("Clinic, 11/12/26.\nTest | date | result\nABG | 9/10 | PaCO2 44\n")["9/10"] == date(2026, 9, 10)


def test_a_figure_in_another_column_is_none() -> None:
    assert "9/10" not in told("Clinic, 11/12/26.\nTest | score | result\nPain | 9/10 | worse\n")


def test_what_runs_from_a_day_runs_to_a_day_and_not_to_a_month() -> None:
    days = told("Clinic, 11/12/26.\nRehab 8/31 to 10/29, all sessions.")
    assert (days["8/31"], days["10/29"]) == (date(2026, 8, 31), date(2026, 10, 29))


def test_a_letter_of_thanks_tells_its_visit() -> None:
    letter = "Thank you for allowing me to see Mrs. Marchetti on 6 November. Fibrillation since 12 February 2026."
    assert told(letter)["visit"] == date(2026, 11, 6)


def test_the_day_of_a_first_visit_is_not_today() -> None:
    assert told("Podiatry note 11/12/26.\nFirst seen 1/14/26. Pain today 7/10.")["today"] == date(2026, 11, 12)


def test_what_is_ordered_for_a_month_is_to_come() -> None:
    days = told("Visit of 4 November 2026.\nSigned the order for a screening CT in mid-December.")
    assert days["mid-december."] == date(2026, 12, 8)


def test_what_was_done_in_that_month_lies_behind() -> None:
    assert told("Visit of 4 November 2026.\nScreening CT in mid-December.")["mid-december."] == date(2025, 12, 8)


def observed(text: str, spelling: str, sex: Sex = Sex.male) -> tuple[date | None, Subject]:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"), window_days=365)
    context = ReadingContext(judged_on=RECEIVED, received_on=RECEIVED, patient_sex=sex)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 11/12/26.\n{text}")
    question = RowQuestion(
        policy_id="P", rows=(row,), terms=(Term(name="it", things=((spelling,),)),), item=RequestedItem(code="27447")
    )
    seen = read_rows([document], context, question).observations[0]
    return (seen.when.first if seen.when else None), seen.subject


@pytest.mark.parametrize(
    "text", ["A 69-year-old man with stenosis.", "He is a 58 year old roofer, stenosis.", "71-yr-old, stenosis."]
)
def test_a_persons_age_makes_nothing_old(text: str) -> None:
    assert observed(text, "stenosis")[0] == date(2026, 11, 12)


@pytest.mark.parametrize(
    "text", ["An old stenosis.", "A 30-year-old scar with stenosis.", "A 2-year-old MRI of stenosis."]
)
def test_a_things_age_does(text: str) -> None:
    assert observed(text, "stenosis")[0] is None


def test_the_daughter_who_came_along_is_no_other_patient() -> None:
    told_by = "He came with his daughter. She brought a folder, supervised diet for six months."
    assert observed(told_by, "supervised diet")[1] is Subject.patient


def test_she_who_has_the_finding_is() -> None:
    assert observed("He came with his daughter. She has stenosis.", "stenosis")[1] is not Subject.patient
