"""How long a treatment lasted and what came of it, told in the sentence after, in months, or ahead of a list."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Outcome
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def courses(text: str, *spellings: str, days: int = 84) -> list[Observation]:
    term = Term(name="care", things=(spellings,))
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="care", at_least_days=days))
    context = ReadingContext(judged_on=ON, received_on=ON)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Clinic visit 11/12/2026\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return list(read_rows([note], context, question).observations)


def lasted_and_failed(text: str, *spellings: str, days: int = 84) -> bool:
    return any(
        o.outcome is Outcome.failed and o.duration is not None and o.duration.low >= days
        for o in courses(text, *spellings, days=days)
    )


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Failed 12 weeks of conservative care: bracing, naproxen, cream.", "bracing"),
        ("Therapy from May to August 2026: the knee hurts as before.", "therapy"),
        ("Compression for four months. Rechecked in July and again today: no gain.", "compression"),
        ("Dressings for 15 weeks. The surface was 12.4 square cm at the start and 12.1 at the close.", "dressings"),
        ("She wore stockings for fourteen weeks. Through October 20 pain stayed the same.", "stockings"),
        ("Diuretics, nitrates for five months. On this she is still limited, no better.", "nitrates"),
        ("Dressings and off-loading for 13 weeks w/o healing.", "off-loading"),
        ("Cushions and a wedge used for four months. She slides off all of them.", "wedge"),
        ("Tablets for four months, the spells have not ceased.", "tablets"),
        ("Tablets from January to August 2026. They did not bring it under control.", "tablets"),
    ],
)
def test_care_that_lasted_and_failed_is_heard(text: str, spelling: str) -> None:
    assert lasted_and_failed(text, spelling, "conservative care")


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Failed 8 weeks of conservative care: bracing, naproxen, cream.", "bracing"),
        ("Therapy from June to July 2026: the knee hurts as before.", "therapy"),
        ("Compression for four months. Rechecked in July and again today: all swelling gone.", "compression"),
        ("Dressings for 15 weeks. The surface was 12.4 square cm at the start and 4.1 at the close.", "dressings"),
        ("She is to wear stockings for fourteen weeks. Pain today 6.", "stockings"),
        ("Dressings and off-loading for 13 weeks without healing problems.", "off-loading"),
        ("Cushions and a wedge used for four months. She slides off the chair of a bus.", "wedge"),
        ("Tablets for four months. The spells have ceased.", "tablets"),
        ("Tablets from January to August 2026. They brought it under control.", "tablets"),
    ],
)
def test_care_that_was_short_or_helped_is_not(text: str, spelling: str) -> None:
    assert not lasted_and_failed(text, spelling, "conservative care")
