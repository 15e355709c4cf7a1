"""Honest sentences that are read for what they say, and their dishonest neighbours that are not."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Comparison, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Side, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 12, 15)
THINGS = ("polysomnography", "PSG", "CPAP", "insulin", "face mask", "FDA-cleared", "NYHA class", "registry", "training")
TERM = Term(name="thing", things=tuple((t,) for t in THINGS))
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="thing"))


def first(text: str, sex: Sex = Sex.unknown) -> Observation:
    context = ReadingContext(judged_on=ON, received_on=date(2026, 11, 20), patient_sex=sex)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="E0601"))
    return read_rows([document], context, question).observations[0]


@pytest.mark.parametrize(
    "text",
    [
        "The polysomnography that I ordered was done 22 July 2026.",
        "I then ordered an attended polysomnography, done 10/6/26 in our laboratory.",
        "I ordered unattended polysomnography, worn October 2, 2026.",
        "PSG ordered -> 6/2/26 in the lab, asleep 6.2 hours.",
        "Since May she sleeps badly, on CPAP since 10/1/2026.",
        "28 y/o man with diabetes on insulin, Medicare by disability, seen 11/2/2026.",
        "I order a second course on 11/9/2026 with the same machine (FDA-cleared), fitted today.",
        "To the equipment company: she was shown the face mask on 11/2/2026.",
        "All consecutive patients into the TVT registry since 1/5/2026.",
    ],
)
def test_ordinary_words_around_a_finding_do_not_undo_it(text: str) -> None:
    assert first(text).assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "text",
    [
        "The polysomnography that I ordered was not done.",
        "I ordered polysomnography, to be done 12/2/26.",
        "I ordered polysomnography, not worn October 2, 2026.",
        "PSG ordered, to be done 12/2/2026.",
        "The polysomnography ordered in July was cancelled; an echo was done 8/1/2026.",
        "She may be on CPAP since 10/1/2026.",
        "Medicare covers insulin pumps since 1/1/2026.",
    ],
)
def test_what_was_not_done_or_is_only_talk_stays_so(text: str) -> None:
    assert first(text).assertion is not Assertion.affirmed


def test_a_man_and_his_wife_are_taught_together() -> None:
    text = "On 10/12/2026 he and his wife had training; he put the mask on himself."
    assert first(text, Sex.male).subject is Subject.patient


def test_a_wife_who_learns_it_herself_is_another_person() -> None:
    text = "On 10/12/2026 his wife had training and put the mask on herself."
    assert first(text, Sex.male).subject is Subject.other_person


@pytest.mark.parametrize(("words", "low", "high"), [("about 55 pack-years", 49.5, 60.5), ("55 pack-years", 55.0, 55.0)])
def test_about_makes_a_value_as_wide_as_it_is_said(words: str, low: float, high: float) -> None:
    check = MeasureCheck(measures=("pack-years",), comparison=Comparison.at_least, low=20.0, unit="pack-years")
    row = Row(id="C1", statement="", check=check)
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 11/2/2026. Smoked {words}.")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(), item=RequestedItem(code="71271"))
    seen = read_rows([document], ReadingContext(judged_on=ON, received_on=ON), question).observations[0]
    assert seen.value is not None
    assert seen.value.low == pytest.approx(low)
    assert seen.value.high == pytest.approx(high)


def test_a_film_of_the_only_side_a_note_speaks_of_is_of_that_side() -> None:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="thing"), on_requested_side=True)
    text = "The left knee hurts. Films of 10/1/2026: bone on bone."
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    term = Term(name="thing", things=(("bone on bone",),))
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    seen = read_rows([document], ReadingContext(judged_on=ON, received_on=ON), question).observations[0]
    assert seen.side is Side.left


def test_a_film_in_a_note_of_two_sides_is_of_neither() -> None:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="thing"), on_requested_side=True)
    apart = "\n\n".join(("It rains.",) * 6)
    text = f"The left knee hurts.\n\nThe right hip too.\n\n{apart}\n\nFilms of 10/1/2026: bone on bone."
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    term = Term(name="thing", things=(("bone on bone",),))
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    seen = read_rows([document], ReadingContext(judged_on=ON, received_on=ON), question).observations[0]
    assert seen.side is None


def test_an_initial_ends_no_sentence() -> None:
    assert "Amoah" in first("On 10/13/2026 training was given by J. Amoah CCC-SLP.").evidence.quote


def test_a_relative_who_comes_up_behind_a_statement_leaves_it_the_patient_s() -> None:
    assert first("Seen 11/2/2026, on insulin for years, father died at 39.").subject is Subject.patient


def test_a_relative_the_statement_turns_out_to_be_of_takes_it() -> None:
    assert first("Seen 11/2/2026, on insulin for years, that is, his father was.").subject is Subject.other_person
