"""A value and what its own sentence says it was before: two numbers, one of today, one that needs no date."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import ChangeCheck, Comparison, MeasureCheck, Row
from priorauth.evidence import Observation
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
CHANGE = ChangeCheck(measure="headache days", increased=False, by=50, unit="percent")


def seen(text: str, check: ChangeCheck | MeasureCheck) -> tuple[Observation, ...]:
    row = Row(id="C1", statement="", check=check)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Visit 2026-11-12.\n\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(), item=RequestedItem(code="64615"))
    return tuple(read_rows([note], ReadingContext(judged_on=ON, received_on=ON), question).observations)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Headache days fell from 24 to 8 a month.", 24, 8),
        ("Headache days 20 -> 9/mo.", 20, 9),
        ("Headache days 8 per month, previously 20 per month.", 20, 8),
        ("Headache days 20 per month, now 7 per month.", 20, 7),
    ],
)
def test_a_sentence_tells_what_a_value_was_before(text: str, before: int, after: int) -> None:
    told = {o.former: o.value.low for o in seen(text, CHANGE) if o.value}
    assert told == {True: before, False: after}


def test_what_a_value_was_before_does_not_contradict_what_it_is() -> None:
    bmi = MeasureCheck(measures=("BMI",), comparison=Comparison.less_than, high=35)
    assert [o.value.low for o in seen("BMI of 32, down from 36 after diet.", bmi) if o.value] == [32]


def test_an_arrow_is_no_comparison() -> None:
    [*_, last] = seen("Headache days 20 -> 9/mo.", CHANGE)
    assert last.value is not None and last.value.high == 9


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("ABG on room air 10/28/2026: 7.41/41/55.", "PaO2", 55),
        ("ABG on room air 10/28/2026: 7.41/41/55.", "PaCO2", 41),
        ("She scores her knee pain at 8 on the ten-point scale.", "pain score", 8),
        ("Body weight: 410 lb, up 6 lb since July.", "weight", 186),
    ],
)
def test_a_value_is_read_where_its_form_tells_what_it_is(text: str, measure: str, value: int) -> None:
    check = MeasureCheck(measures=(measure,), comparison=Comparison.at_least, low=0)
    assert [round(o.value.low) for o in seen(text, check) if o.value and o.value.low] == [value]
