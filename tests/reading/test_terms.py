"""Where a nurse's words stand in the record."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term, WordGroup
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="examined by the surgeon"))
TERM = Term(name="examined by the surgeon", things=(("cardiac surgeon & examined",),))


DRUGS = Term(
    name="drugs for three months",
    things=(("{drug} & {at least 3 months}",),),
    groups=(WordGroup(name="drug", words=("carvedilol", "beta blocker", "PT")),),
)


def seen(text: str, term: Term = TERM) -> tuple[Observation, ...]:
    context = ReadingContext(judged_on=ON, received_on=ON)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(
        policy_id="P",
        rows=(ROW.model_copy(update={"check": DocumentsCheck(term=term.name)}),),
        terms=(term,),
        item=RequestedItem(code="33361"),
    )
    return read_rows([document], context, question).observations


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-10-22 the cardiac surgeon examined him face to face.",
        "He was examined on 2026-10-22 by our cardiac surgeon.",
    ],
)
def test_parts_joined_by_an_ampersand_stand_in_one_sentence_in_any_order(text: str) -> None:
    (observation,) = seen(text)
    assert observation.assertion is Assertion.affirmed
    assert observation.grade is Grade.a


def test_parts_in_two_sentences_do_not_belong_together() -> None:
    assert seen("The cardiac surgeon called on 2026-10-22. She was examined by the nurse.") == ()


def test_a_denial_between_the_parts_is_a_denial() -> None:
    (observation,) = seen("On 2026-10-22 the cardiac surgeon has not examined him.")
    assert observation.grade is not Grade.a or observation.assertion is Assertion.negated


@pytest.mark.parametrize(
    "text",
    [
        "Seen 2026-11-12: he has taken carvedilol for four months.",
        "Visit 2026-11-12. On a beta blocker at the same dose since March 2026.",
        "Visit 2026-11-12. Carvedilol 03/2026-10/2026, then the same.",
        "Visit 2026-11-12. Has been on carvedilol for years.",
    ],
)
def test_a_part_may_be_any_words_for_a_time_so_long(text: str) -> None:
    observations = seen(text, DRUGS)
    assert observations
    assert observations[0].assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "text",
    [
        "Seen 2026-11-12: he has taken carvedilol for four weeks.",
        "Seen 2026-11-12: carvedilol since 2026-10-01.",
        "Seen 2026-11-12: carvedilol was stopped three months ago.",
        "Seen 2026-11-12: carvedilol, about 3 months.",
        "Seen 2026-11-12: he has been a pt for four months.",
    ],
)
def test_words_for_a_shorter_or_another_time_do_not_count(text: str) -> None:
    assert seen(text, DRUGS) == ()


def test_of_two_words_that_fit_the_one_said_plainly_counts() -> None:
    study = Term(
        name="study ordered",
        things=(("ordered & {study}",),),
        groups=(WordGroup(name="study", words=("attended study", "sleep study")),),
    )
    (observation,) = seen("On 2026-10-22 she was seen and we had ordered an attended sleep study.", study)
    assert Doubt.unfamiliar_wording not in observation.doubts
