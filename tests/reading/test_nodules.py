"""The size of a nodule that its sentence does not name, and figures that are told around it."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Comparison, MeasureCheck, Row
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

VISIT = "Visit 11/3/2026.\n"
CONTEXT = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20), patient_sex=Sex.female)


def note(text: str) -> Document:
    return Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=VISIT + text)


def values(text: str, measure: str = "nodule size") -> list[float | None]:
    record = prepare((note(text),), CONTEXT)
    return [v.quantity.low for v in values_of(record, record.documents[0], measure) if v.quantity]


def first(text: str, measure: str, bound: float) -> Observation:
    check = MeasureCheck(measures=(measure,), comparison=Comparison.at_least, low=bound)
    row = Row(id="C1", statement="", check=check, window_days=365)
    return read_rows(
        [note(text)], CONTEXT, RowQuestion(policy_id="P", rows=(row,), item=RequestedItem(code="1"))
    ).observations[0]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A coin in the left lung.\nThe CT of November 1 puts it at twenty-two millimeters across.", 22.0),
        ("CT 10/28/26: RLL 19 x 17 mm, solid.", 19.0),
        ("A coin of 22 millimeters in the left lower lobe on CT of November 1.", 22.0),
        ("A shadow in the left upper lobe, 19 millimeters across, on the scan of October 1.", 19.0),
    ],
)
def test_a_coin_or_a_figure_behind_its_lobe_is_a_nodules_size(text: str, size: float) -> None:
    assert size in values(text)


@pytest.mark.parametrize(
    "text",
    [
        "CT 10/28/26: RLL clear, 19 mm lymph node.",
        "CT 10/28/26: RLL, 5 mm slices.",
        "CT 10/28/26: RLL 22 mm from the pleura.",
        "RLL 19 mm, seen in a dream.",
        "She set it at 22 mm on the lathe.",
    ],
)
def test_a_node_a_slice_or_a_way_to_the_pleura_is_none(text: str) -> None:
    assert values(text) == []


def test_breath_that_will_be_left_is_foreseen_and_not_planned() -> None:
    seen = first("Scan 10/21/26: FEV1 she will be left with is 51 percent.", "lung function foreseen", 40)
    assert (seen.assertion, seen.grade) == (Assertion.affirmed, Grade.a)
    assert values("PFT 10/21/26: FEV1 51%.", "lung function foreseen") == []


def test_a_scan_that_is_yet_to_tell_what_will_be_left_tells_nothing() -> None:
    seen = first("A scan is planned for the FEV1 that will remain, 51 percent we hope.", "lung function foreseen", 40)
    assert seen.assertion is not Assertion.affirmed


def test_episodes_of_the_past_twelve_months_are_dated_and_those_of_the_past_are_not() -> None:
    assert first("8 episodes of tonsillitis in the past 12 mo.", "tonsillitis episodes", 7).grade is Grade.a
    assert first("In the past 8 episodes of tonsillitis.", "tonsillitis episodes", 7).grade is not Grade.a
