"""A figure before an arrow, and one told as of before, is what it was; the other is what it is."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext


def told(text: str, measure: str) -> list[tuple[float | None, bool]]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    record = prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))
    return [(v.quantity.low, v.former) for v in values_of(record, record.documents[0], measure) if v.quantity]


@pytest.mark.parametrize(
    ("text", "measure", "found"),
    [
        ("24 -> 10 headache days a month.", "headache days", [(24, True), (10, False)]),
        ("Headache days 20 a month before, 8 a month now.", "headache days", [(20, True), (8, False)]),
        ("Headache days 22 a month in March, 9 a month now.", "headache days", [(22, True), (9, False)]),
    ],
)
def test_what_it_was_and_what_it_is_are_told_apart(text: str, measure: str, found: list[tuple[float, bool]]) -> None:
    assert told(text, measure) == found
