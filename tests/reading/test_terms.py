"""Where a nurse's words stand in the record."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="examined by the surgeon"))
TERM = Term(name="examined by the surgeon", things=(("cardiac surgeon & examined",),))


def seen(text: str) -> tuple[Observation, ...]:
    context = ReadingContext(judged_on=ON, received_on=ON)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="33361"))
    return read_rows([document], context, question).observations


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-10-22 the cardiac surgeon examined him face to face.",
        "He was examined on 2026-10-22 by our cardiac surgeon.",
    ],
)
def test_parts_joined_by_an_ampersand_stand_in_one_sentence_in_any_order(text: str) -> None:
    (observation,) = seen(text)
    assert observation.assertion is Assertion.affirmed
    assert observation.grade is Grade.a


def test_parts_in_two_sentences_do_not_belong_together() -> None:
    assert seen("The cardiac surgeon called on 2026-10-22. She was examined by the nurse.") == ()


def test_a_denial_between_the_parts_is_a_denial() -> None:
    (observation,) = seen("On 2026-10-22 the cardiac surgeon has not examined him.")
    assert observation.grade is not Grade.a or observation.assertion is Assertion.negated
