"""How many levels of the spine a procedure is for: told as a number, or listed."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Doubt
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Plan: transforaminal injections at three levels.", [3.0]),
        ("Plan: right L3-L4, L4-L5 and L5-S1 TFESI.", [3.0]),
        ("Radiofrequency ablation L4-5 and L5-S1.", []),
        ("Medial branch block 1, L3-L5 branches (L4-5, L5-S1 joints).", []),
        ("MRI: disc disease L3-4, L4-5, L5-S1.", []),
    ],
)
def test_more_than_two_levels_are_counted(text: str, levels: list[float]) -> None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    record = prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))
    found = values_of(record, record.documents[0], "levels")
    assert [v.quantity.low for v in found if v.quantity] == levels


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("Trial leads: pain 8 down to 5.2 (35%), pills unchanged.", [35.0]),
        ("Trial leads: NRS 8 -> 1 (88 %).", [88.0]),
        ("Distance walked went from 2 to 1 (50%).", []),
        ("Pain rose from 3 to 8 (60%).", []),
    ],
)
def test_the_share_behind_two_scores_is_how_much_of_the_pain_is_gone(text: str, relief: list[float]) -> None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    record = prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))
    found = values_of(record, record.documents[0], "pain relief")
    assert [v.quantity.low for v in found if v.quantity] == relief


def test_a_bar_dated_between_receipt_and_service_still_stands() -> None:
    row = Row(id="X1", statement="", check=DocumentsCheck(term="thing"), window_days=365)
    term = Term(name="thing", things=(("three levels",),))
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text="On 12/1/2026: three levels.")
    context = ReadingContext(judged_on=date(2026, 12, 15), received_on=date(2026, 11, 20))

    def doubts(asked: Row) -> tuple[Doubt, ...]:
        question = RowQuestion(policy_id="P", rows=(asked,), terms=(term,), item=RequestedItem(code="64483"))
        return read_rows([document], context, question).observations[0].doubts

    assert Doubt.future in doubts(row)
    assert Doubt.future not in doubts(row.model_copy(update={"bar": True}))


@pytest.mark.parametrize(
    "text",
    [
        "Highest BMI of her life was 41; after two years of semaglutide she is down to 32.",
        "BMI was 41 when she was forty.",
    ],
)
def test_a_value_of_long_ago_is_none_of_today(text: str) -> None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    record = prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))
    assert [v.confused for v in values_of(record, record.documents[0], "BMI") if v.quantity] == [True]
