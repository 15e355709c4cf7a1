"""What a gadget says, an aim told at length, a page that is another's, and a denial of another clause."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def told(text: str, *spellings: str, bar: bool = False, patient: str = "Rosalba Whitcomb") -> list[Observation]:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"), bar=bar)
    item = RequestedItem(code="93653")
    context = ReadingContext(judged_on=ON, received_on=ON, patient_name=patient, items=(item,))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Seen 2026-11-12. {text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(Term(name="it", things=(spellings,)),), item=item)
    return list(read_rows([document], context, question).observations)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("The watch announced flutter on October 11.", "flutter"),
        ("The app called it flutter twice.", "flutter"),
        ("Computer read: flutter, overread as sinus.", "flutter"),
        ("Relief of 85 percent is what we are after with the second block.", "relief of 85 percent"),
        ("We aim at nine voids, i.e. an improvement of 59 percent.", "improvement of 59 percent"),
        ("Goal: headache days down by half.", "headache days down"),
        ("Target of the lead is nine voids a day, an improvement of 59 percent.", "improvement of 59 percent"),
        ("Diabetes and sleep apnea from the drop-down.", "diabetes"),
    ],
)
def test_what_a_gadget_says_or_an_aim_tells_is_no_finding(text: str, spelling: str) -> None:
    assert all(o.assertion is not Assertion.affirmed for o in told(text, spelling))


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("The 12-lead showed flutter on October 11.", "flutter"),
        ("The goal was met, an improvement of 59 percent.", "improvement of 59 percent"),
        ("Headache days down by half since the first cycle.", "headache days down"),
        ("Diabetes for nine years; labs on the order set for Monday.", "diabetes"),
    ],
)
def test_what_was_found_stays_a_finding(text: str, spelling: str) -> None:
    assert [o.assertion for o in told(text, spelling)] == [Assertion.affirmed]


PAGES = "\nPAGE 1\nCoronary disease.\n\nPAGE 2 - Neurology\nStroke scale zero.\n\nClerk: fax resent, page 2 {}."


@pytest.mark.parametrize("said", ["is not ours", "was upside down and is another patient's", "belongs to someone else"])
def test_a_page_that_the_record_disowns_is_another_person(said: str) -> None:
    assert told(PAGES.format(said), "stroke scale")[0].assertion is Assertion.other_person
    assert told(PAGES.format(said), "coronary disease")[0].assertion is Assertion.affirmed


@pytest.mark.parametrize("said", ["was upside down", "is from last week", "is hers after all"])
def test_a_page_with_a_blemish_stays_the_patients(said: str) -> None:
    assert told(PAGES.format(said), "stroke scale")[0].assertion is Assertion.affirmed


def test_a_page_that_nothing_begins_takes_nothing_away() -> None:
    assert told("Stroke scale zero. Page 3 is not ours.", "stroke scale")[0].subject is Subject.patient


def test_a_label_with_a_name_and_a_birth_date_names_whose_page_it_is() -> None:
    page = "\nPAGE 2 (label: WHITCOMB, {}, 4/2/1948)\nStroke scale zero."
    assert told(page.format("Loretta M."), "stroke scale")[0].assertion is Assertion.other_person
    assert told(page.format("Rosalba"), "stroke scale")[0].assertion is Assertion.affirmed


def test_a_denial_of_one_clause_does_not_hide_what_the_next_clause_tells() -> None:
    seen = told("No pacer, no clips; a curl of steel sits in the eyeball.", "clip & steel", "steel & eyeball", bar=True)
    assert [o.assertion for o in seen] == [Assertion.affirmed]
