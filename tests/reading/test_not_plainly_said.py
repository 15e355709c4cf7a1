"""What is doubted, denied, planned, missed or another's counts for nothing, in some three hundred ways to say so."""

from datetime import date
from pathlib import Path

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

SAID = Path(__file__).parent / "said"
TERM = Term(name="thing", things=(("radiculopathy", "sleep study"),))
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="thing"))
CONTEXT = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))


def counts(sentence: str) -> bool:
    note = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Office visit 11/03/2026\n\n{sentence}"
    )
    question = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="45385"))
    seen = read_rows([note], CONTEXT, question).observations
    return any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen)


def told(name: str) -> list[str]:
    return (SAID / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("sentence", told("doubts"))
def test_a_finding_that_is_not_plainly_told_counts_for_nothing(sentence: str) -> None:
    assert not counts(sentence)


@pytest.mark.parametrize("sentence", told("events"))
def test_a_test_that_was_not_plainly_done_counts_for_nothing(sentence: str) -> None:
    assert not counts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He has radiculopathy.",
        "Radiculopathy on the left since August, seen on EMG.",
        "The EMG shows radiculopathy.",
        "A sleep study was done on 9/2/2026.",
        "He had a sleep study in September (bed 4).",
        "Sleep study: done 9/2/2026, AHI 31.",
        "He wants surgery; the sleep study of 9/2/2026 showed apnea.",
        "Risks were discussed; he has radiculopathy.",
        "Risk factors: smoking. Exam: radiculopathy of the left L5.",
        "He has radiculopathy; he settled in Ohio last year.",
        "The aim was to treat him at home; a sleep study was done on 9/2/2026.",
        "We put off the trip; radiculopathy was found on 10/12/2026.",
    ],
)
def test_what_is_plainly_told_counts(sentence: str) -> None:
    assert counts(sentence)
