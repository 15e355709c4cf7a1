"""What was added to a note holds back what stands before it, unless a row has heard it or it mends a small thing."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import AbsenceCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

TERMS = (
    Term(name="therapy", things=(("supervised therapy", "rehabilitation"),)),
    Term(name="stent", things=(("stent", "bypass"),)),
    Term(name="abscess", things=(("abscess",),)),
)
ROWS = (
    Row(id="C1", statement="", check=DocumentsCheck(term="therapy")),
    Row(id="C2", statement="", check=DocumentsCheck(term="stent")),
    Row(id="X1", statement="", check=AbsenceCheck(term="abscess"), bar=True),
)
NOTE = "She did ten weeks of supervised therapy for the right shoulder, ending 10/12/2026."


def seen(text: str) -> dict[str, Observation]:
    context = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    item = RequestedItem(code="29827", sides=(Side.right,))
    question = RowQuestion(policy_id="P", rows=ROWS, terms=TERMS, item=item)
    return {o.row: o for o in reversed(read_rows([document], context, question).observations)}


@pytest.mark.parametrize(
    "added",
    [
        "Correction, 11/12/26: I called the gym. The ten weeks were rehabilitation after her other operation.",
        "Addendum 11/14/2026: whatever is found, there will be no bypass for her.",
        "Dictated November 13: the group met and would rather not place a stent.",
        "Later page 11/17: nobody here would place the stent any more.",
        "Amended report 11/9: the log has it on the left.",
    ],
)
def test_an_addition_that_nothing_has_understood_holds_back_what_stands_before_it(added: str) -> None:
    held = seen(f"{NOTE}\n\n{added}")["C1"]
    assert Doubt.amended in held.doubts or held.assertion is Assertion.retracted


@pytest.mark.parametrize(
    "added",
    [
        "Late entry 11/12: the birth month on the face sheet is fixed to June.",
        "Addendum 11/12: her dog is well again and she thanks the nurses.",
        "Correction 11/12: the log first said left; the films confirm the right.",
        "Phone addendum, Nov 6: symptoms unchanged, still wishes a stent.",
        "Addendum 11/12/2026: she completed rehabilitation on 11/10/2026.",
    ],
)
def test_a_small_correction_and_one_that_a_row_has_heard_hold_nothing_back(added: str) -> None:
    assert Doubt.amended not in seen(f"{NOTE}\n\n{added}")["C1"].doubts


def test_what_stands_against_approval_stands_before_an_addition_too() -> None:
    bar = seen("An abscess was drained on 11/2/2026.\n\nAddendum 11/14/2026: whatever comes, there will be no bypass.")
    assert Doubt.amended not in bar["X1"].doubts


def test_a_note_that_is_headed_an_addendum_was_added_to_nothing() -> None:
    told = seen(
        "Phone addendum 11/12/2026, the day of the bypass talk. She completed supervised therapy on 11/10/2026."
    )
    assert Doubt.amended not in told["C1"].doubts
