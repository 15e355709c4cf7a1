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


@pytest.mark.parametrize(
    "head",
    [
        "PCP 11/18/26   B Rowe 73M",
        "NP device clinic  11/18/26  H. Lund 80M",
        "FM, 11/18/26, Rowe B, 68 y/o",
        "Resident clinic 11/18/26 | (73M)",
    ],
)
def test_a_first_line_with_the_patients_age_behind_the_day_tells_the_visit(head: str) -> None:
    days = told(f"{head}\n\nCT 10/20/26: nodule 15 mm, was 9 mm on 4/22/26.\nLabs 11/17: INR 1.1.")
    assert (days["visit"], days["11/17"]) == (date(2026, 11, 18), date(2026, 11, 17))


@pytest.mark.parametrize(
    "head",
    [
        "MRI 4/18/26   B Rowe 73M",
        "Born 4/18/26   B Rowe 73M",
        "Nodule 4/18/26   15 mm",
        "Nodule since 4/18/26   B Rowe 73M",
        "Surgery of 4/18/26  B Rowe 73M",
    ],
)
def test_a_first_line_that_tells_of_something_done_is_no_visit(head: str) -> None:
    visit = told(f"{head}\n\nSeen 11/2/26.")["visit"]
    assert visit == date(2026, 11, 2)


def test_the_day_of_a_blood_test_a_board_or_the_emergency_room_is_read_without_its_year() -> None:
    days = told("Clinic, 11/18/26.\nA1c 11/13: 7.6. Tumor board 11/10: get tissue. ED 10/27: seizure.")
    assert (days["11/13"], days["11/10"], days["10/27"]) == (
        date(2026, 11, 13),
        date(2026, 11, 10),
        date(2026, 10, 27),
    )


def test_a_score_behind_such_a_word_is_no_day() -> None:
    days = told("Clinic, 11/18/26.\nED, pain 7/10. Board games 3/5 days. In the ED 9/10 at worst.")
    assert set(days) == {"11/18/26", "visit"}


def dated(text: str) -> tuple[date | None, date | None]:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"), window_days=365)
    context = ReadingContext(judged_on=date(2026, 12, 15), received_on=RECEIVED)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 11/12/26.\n{text}")
    term = Term(name="it", things=(("retention",),))
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="52601"))
    when = read_rows([document], context, question).observations[0].when
    return (when.first, when.last) if when else (None, None)


def test_what_is_told_of_the_year_goes_up_to_the_telling() -> None:
    assert dated("Retention x2 in 2026.") == (date(2026, 1, 1), date(2026, 11, 12))


def test_another_year_and_a_month_keep_all_their_days() -> None:
    assert dated("Retention x2 in 2025.") == (date(2025, 1, 1), date(2025, 12, 31))
    assert dated("Retention, surgery 11/2026.") != (date(2026, 11, 1), date(2026, 11, 12))
