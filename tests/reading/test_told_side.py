"""The one side that a record speaks of, where the request names none."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ROW = Row(id="N1", statement="", check=DocumentsCheck(term="hernia"), on_requested_side=True)
TERM = Term(name="hernia", things=(("inguinal hernia", "inguinal bulge"),))
FOUND = "11/5/2026: right inguinal hernia, 3 cm, reducible. "


def told(text: str, *, row: Row = ROW, sides: tuple[Side, ...] = ()) -> Side | None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    context = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))
    item = RequestedItem(code="49650", label="Hernia repair", names=("hernia repair",), sides=sides)
    question = RowQuestion(policy_id="P", rows=(row,), terms=(TERM,), item=item)
    return read_rows([document], context, question).told_side


@pytest.mark.parametrize(
    "text",
    [
        FOUND + "Plan: right repair with mesh.",
        FOUND + "Plan: laparoscopic repair.",
        FOUND + "L: no bulge, no impulse.",
        FOUND + "L side quiet. L neg.",
        FOUND + "The left is sound.",
        FOUND + "The other side is normal. No contralateral bulge.",
        FOUND + "Nothing on the left. No left groin bulge.",
        FOUND + "Left groin without a hernia.",
        FOUND + "He left his ladder alone and left work in May.",
        FOUND + "His brother had a left hernia repaired.",
        "Exam 11/5/2026: R inguinal bulge. Plan: R TEP.",
        "Exam 11/5/2026: R reducible inguinal hernia. Plan: R TEP.",
    ],
)
def test_a_record_that_speaks_of_one_side_alone_tells_the_side(text: str) -> None:
    assert told(text) is Side.right


@pytest.mark.parametrize(
    "text",
    [
        FOUND + "Left inguinal hernia, small.",
        FOUND + "Plan: left inguinal hernia repair.",
        FOUND + "Plan: L TEP with mesh.",
        FOUND + "He complains of left groin pain.",
        FOUND + "No left groin pain until May, now daily.",
        FOUND + "The left is normal but for a small bulge.",
        FOUND + "Bilateral repair is planned.",
        FOUND + "Plan: repair on the other side.",
        FOUND + "Plan: repair of the contralateral hernia.",
        FOUND + "He asks for both.",
        FOUND + "The opposite side also bulges.",
        FOUND + "R hernia repaired, L reducible hernia since.",
        "11/5/2026: inguinal hernia, 3 cm, reducible. Plan: repair.",
        "11/5/2026: inguinal hernia, 3 cm. He left work in May.",
        "11/5/2026: possible right inguinal hernia. Right ultrasound ordered.",
        "His brother has a right inguinal hernia.",
    ],
)
def test_a_record_that_names_no_side_or_finds_something_on_the_other_tells_none(text: str) -> None:
    assert told(text) is None


def test_only_rows_of_the_requested_side_and_requests_without_one_are_told_a_side() -> None:
    assert told(FOUND, sides=(Side.right,)) is None
    assert told(FOUND, row=ROW.model_copy(update={"on_requested_side": False})) is None
