"""How many levels of the spine a procedure is for: told as a number, or listed."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext


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
