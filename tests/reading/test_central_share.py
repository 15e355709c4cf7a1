"""The share of central and mixed apneas that is told by its other side."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Comparison, MeasureCheck, Row
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

FEW = Row(
    id="H5",
    statement="",
    check=MeasureCheck(measures=("central apnea percent",), comparison=Comparison.less_than, high=25, unit="%"),
)
LATER = "Polysomnogram 2026-09-18. "


def shares(text: str) -> list[float]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n\n{text}")
    context = ReadingContext(judged_on=date(2026, 11, 20), received_on=date(2026, 11, 20), patient_sex=Sex.male)
    question = RowQuestion(policy_id="P", rows=(FEW,), terms=(), item=RequestedItem(code="64582"))
    seen = read_rows([document], context, question).observations
    told = [o for o in seen if o.grade is Grade.a and o.assertion is Assertion.affirmed and not o.doubts]
    return sorted({v.low for o in told if (v := o.value) is not None and v.low is not None})


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("He had 38 apneas and hypopneas an hour, all but 4 percent of them obstructive.", 4.0),
        ("AHI 38 per hour, 97% obstructive.", 3.0),
        ("Of his events 96 percent of events were obstructive.", 4.0),
        ("Of 250 events 8 were central and 2 mixed.", 4.0),
        ("Of the 200 events on that night, six were central and none mixed.", 3.0),
    ],
)
def test_what_is_not_obstructive_is_central_or_mixed(text: str, share: float) -> None:
    assert shares(LATER + text) == [share]


@pytest.mark.parametrize(
    "text",
    [
        "AHI 38 per hour; his FEV1 is 97% obstructive lung disease notwithstanding.",
        "At least 90 percent of events obstructive.",
        "Of the events 97 percent would have to be obstructive.",
        "His brother's apneas were 97 percent obstructive.",
        "Obstructive events lasted 97 seconds.",
        "97 percent obstructive, 12 percent central events.",
    ],
)
def test_other_figures_beside_obstructive_are_no_share(text: str) -> None:
    assert 3.0 not in shares(LATER + text)
