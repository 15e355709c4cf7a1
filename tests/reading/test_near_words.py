"""How far words reach: odd words, cues and brackets count only where they bear on what was found."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, *spellings: str, also_planned: bool = False) -> Observation:
    (observation,) = all_seen(text, *spellings, also_planned=also_planned)
    return observation


def all_seen(text: str, *spellings: str, also_planned: bool = False) -> tuple[Observation, ...]:
    term = Term(name="it", things=(spellings,))
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"), also_planned=also_planned)
    context = ReadingContext(judged_on=ON, received_on=ON)
    document = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 2026-11-12.\n{text}"
    )
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="33361"))
    return read_rows([document], context, question).observations


def test_an_odd_word_beyond_the_clause_casts_no_doubt() -> None:
    far = "Heart failure with shortness of breath: he blorps to the frumple and grindles the snoov."
    assert Doubt.unfamiliar_wording not in seen(far, "heart failure").doubts
    near = "Heart failure blorps frumple grindles the snoov."
    assert Doubt.unfamiliar_wording in seen(near, "heart failure").doubts


def test_a_name_amid_a_sentence_is_no_odd_word() -> None:
    assert seen("Heart failure found at Emory by Fekete, Brandt and Oduya.", "heart failure").grade is Grade.a


def test_a_name_that_owns_the_finding_is_one() -> None:
    doubts = seen(
        "The clinic saw Brandt's, Oduya's, Fekete's, Lindqvist's, Moreau's and Achterberg's heart failure.",
        "heart failure",
    ).doubts
    assert Doubt.unfamiliar_wording in doubts


def test_an_order_counts_as_done_only_where_the_row_says_so() -> None:
    words = "I order the sleep study today."
    assert seen(words, "sleep study").assertion is Assertion.planned
    assert seen(words, "sleep study", also_planned=True).assertion is Assertion.affirmed


@pytest.mark.parametrize("words", ["No sleep study is planned.", "If a sleep study is ordered we will see."])
def test_a_plan_denied_or_doubted_is_no_plan(words: str) -> None:
    assert seen(words, "sleep study", also_planned=True).assertion is not Assertion.affirmed


def test_a_negation_in_brackets_between_the_words_is_of_the_brackets() -> None:
    words = "His doctor (internal medicine, does no procedures) held a visit with him."
    assert seen(words, "doctor & visit").assertion is Assertion.affirmed
    left = all_seen("His doctor (not in person) held a visit with him.", "doctor & visit")
    assert not any(o.assertion is Assertion.affirmed for o in left)


def test_no_behind_a_dash_denies_what_follows_it() -> None:
    words = "Psychological evaluation by Dr. Amory - no contraindication."
    assert seen(words, "psychological evaluation").assertion is Assertion.affirmed
    assert seen("Psychological evaluation - no.", "psychological evaluation").assertion is Assertion.negated


def test_the_indication_of_a_visit_is_a_statement_and_of_a_report_a_question() -> None:
    assert seen("INDICATION: carotid stenosis.", "carotid stenosis").assertion is Assertion.affirmed
    report = "INDICATION: carotid stenosis.\n\nFINDINGS: the vessel is open.\n\nIMPRESSION: normal."
    assert seen(report, "carotid stenosis").assertion is Assertion.uncertain


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Implanted 2017 for primary prevention of sudden death, defibrillator in place.", "defibrillator"),
        ("We discussed endarterectomy vs stenting vs medical therapy.", "discussed & stenting"),
        ("On 2026-09-18 MR angiography confirmed carotid narrowing.", "carotid narrowing"),
        ("As with all our patients her data go to the STS registry.", "STS registry"),
        ("The occluder is a PMA approved system used on label.", "PMA approved & occluder"),
        ("He was scored zero on the stroke scale.", "stroke scale"),
        ("We went over whether to have a defibrillator in a shared decision visit.", "shared decision visit"),
    ],
)
def test_words_that_only_look_like_doubt_or_another_person_are_none(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("The plan approved the occluder.", "occluder"),
        ("Pneumonia vs heart failure.", "heart failure"),
        ("We will see whether heart failure is present.", "heart failure"),
        ("Prevention of heart failure was the aim.", "heart failure"),
        ("Zero heart failure symptoms.", "heart failure"),
    ],
)
def test_words_that_doubt_or_deny_still_do(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.affirmed
