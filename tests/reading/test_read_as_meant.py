"""Small signs read as they are meant: a code of the whole, a number behind "no.", an exception, a day ahead."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

CONTEXT = ReadingContext(judged_on=date(2026, 12, 2), received_on=date(2026, 11, 20))


def seen(
    words: str, text: str, *, head: str = "Office visit 11/03/2026\n\n", bar: bool = False
) -> tuple[Observation, ...]:
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"{head}{text}")
    row = Row(id="C1", statement="", check=DocumentsCheck(term="thing"), bar=bar)
    term = Term(name="thing", things=((words,),))
    asked = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="90867"))
    return read_rows([note], CONTEXT, asked).observations


def asserted(words: str, text: str, *, bar: bool = False) -> list[Assertion]:
    return [o.assertion for o in seen(words, text, bar=bar)]


@pytest.mark.parametrize(
    "text",
    [
        "Major depression, severe, without psychotic features (F33.2).",
        "She has major depression, recurrent, w/o psychosis (ICD-10: F33.2).",
    ],
)
def test_a_code_behind_what_is_lacking_is_that_of_the_whole(text: str) -> None:
    assert asserted("F33.2", text) == [Assertion.affirmed]


@pytest.mark.parametrize(
    "text",
    [
        "No major depression (F33.2).",
        "He is without depression (F33.2).",
        "Denies depression (F33.2).",
        "She was without any depressive episode (F33.2).",
    ],
)
def test_a_code_of_what_is_denied_itself_stays_denied(text: str) -> None:
    assert Assertion.affirmed not in asserted("F33.2", text)


@pytest.mark.parametrize("what", ["subject", "case", "protocol", "room", "device"])
def test_a_no_before_a_figure_numbers_a_thing_and_denies_nothing(what: str) -> None:
    assert asserted("enrolled", f"He is enrolled, {what} no. 0147, radiculopathy confirmed.") == [Assertion.affirmed]
    assert asserted("radiculopathy", f"Filed under {what} no. 12 radiculopathy.") == [Assertion.affirmed]


@pytest.mark.parametrize(
    "text",
    ["Radiculopathy: no. 2 views were taken.", "There is no radiculopathy. 12 visits."],
)
def test_a_no_that_numbers_nothing_still_denies(text: str) -> None:
    assert Assertion.affirmed not in asserted("radiculopathy", text)


def test_an_exception_is_one_to_the_last_denial_alone() -> None:
    text = "No metal in the neck, no cochlear implant, aneurysm clip or pacemaker, no hardware other than fillings."
    assert asserted("cochlear implant", text, bar=True) == [Assertion.negated]
    assert asserted("aneurysm clip", text, bar=True) == [Assertion.negated]


def test_an_exception_to_a_denial_leaves_that_denial_open() -> None:
    assert asserted("metal", "No metal other than a clip.", bar=True) == [Assertion.uncertain]


def test_a_date_of_service_that_lies_ahead_is_no_visit() -> None:
    head = "FAX 3 pages 11/17/2026\nREQ: 64635, left, DOS 12/02/2026\n\nSummary 11/16/2026\n"
    (found,) = seen("axial pain", "Chronic axial pain since 2021.", head=head)
    assert found.grade is Grade.a
    assert found.when is not None
    assert found.when.last <= date(2026, 11, 20)


def test_a_note_whose_only_day_lies_ahead_is_still_dated_by_it() -> None:
    (found,) = seen("axial pain", "Chronic axial pain.", head="Office visit 12/02/2026\n\n")
    assert found.when is not None
    assert found.grade is not Grade.a
