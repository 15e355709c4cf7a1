"""A bare class is that of the heart failure told beside it, and of nothing else."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext


def classes(text: str) -> list[float | None]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    record = prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))
    return [v.quantity.low for v in values_of(record, record.documents[0], "NYHA class") if v.quantity]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Known heart failure since 2020. She slows on the second aisle; I grade her class II today.", [2]),
        ("HFrEF. Stops halfway across the lot. Class III, stage C.", [3]),
        ("CHF: class II-III symptoms.", [2]),
        ("He remains class 3 with his cardiomyopathy.", [3]),
        ("I'd call her class III: winded by a single flight of stairs, easy at rest.", [3]),
    ],
)
def test_a_bare_class_beside_heart_failure_is_its_class(text: str, found: list[float]) -> None:
    assert classes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Heart failure. ASA class III.",
        "Heart failure. Angina class III today.",
        "Heart failure; a defibrillator is a class I recommendation.",
        "Heart failure. She would be class II if she took her tablets.",
        "Low back pain, walks well, is class II.",
        "Heart failure. Mallampati: class II.",
        "She is class II: obese, and winded by one flight of stairs.",
        "Winded by one flight of stairs. Her bite is class II.",
        "She is class III: no dyspnea, no pain.",
    ],
)
def test_the_class_of_another_thing_is_none_of_heart_failure(text: str) -> None:
    assert not classes(text)
