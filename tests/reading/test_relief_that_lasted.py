"""How long what helped did so: relief that held for so many months, and times that are nobody's relief."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Assertion
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.spellings import Part, groups_in, parts_of

WORDS = "(relief or ablation or held or lasted or helped) & {relief for at least 6 months}"
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="thing"))
TERM = Term(name="thing", things=((WORDS,),))
CONTEXT = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))


def counts(text: str) -> bool:
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Office visit 11/03/2026\n\n{text}")
    asked = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="64635"))
    return any(o.assertion is Assertion.affirmed for o in read_rows([note], CONTEXT, asked).observations)


@pytest.mark.parametrize(
    "text",
    [
        "He got 75 percent relief, and it held for a little over nine months before it wore off.",
        "The ablation gave 8 months of relief.",
        "The ablation of 2025 helped for seven months.",
        "After the ablation the ache came back after ten months.",
        "Relief from the ablation lasted a good eleven months.",
        "Relief for more than a year after the ablation.",
        "After the ablation he was better for 7 months, then it came back.",
    ],
)
def test_relief_that_lasted_long_enough_counts(text: str) -> None:
    assert counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ablation helped for three months.",
        "The ablation was done nine months ago.",
        "No other ablation has been done within the last twelve months.",
        "Ablation every 12 months.",
        "The ablation gave no relief; pain for nine months.",
        "Pain for nine months before the ablation.",
        "Relief for less than 6 months after the ablation.",
        "Relief for about six months after the ablation.",
        "We hope the ablation will hold for nine months of relief.",
        "Her mother's ablation held for nine months.",
        "The ablation has not held for nine months.",
        "Does the ablation give relief for nine months?",
    ],
)
def test_relief_that_was_short_hoped_for_or_never_told_does_not(text: str) -> None:
    assert not counts(text)


def test_a_length_of_relief_is_a_part_of_a_spelling_and_no_group() -> None:
    assert parts_of("held & {relief for at least 6 months}", {})[1] == Part(relief_days=6 * 30.44)
    assert list(groups_in("held & {relief for at least 6 months}")) == []
