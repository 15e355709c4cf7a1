"""Sentences over the bound are read clause by clause where that changes nothing, and else stay unread and are told."""

from datetime import date

import pytest

from agents.reading.record import PreparedRecord, prepare
from agents.reading.rows import read_rows
from agents.reading.sentences import SENTENCE_BOUND
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
CONTEXT = ReadingContext(judged_on=ON, received_on=ON)
FILLER = (
    "he sleeps in a quiet room, rises at six, walks to the shop for the paper, reads it with his glasses, tends a row "
    "of beans behind the house and plays the accordion on Sundays, as he has always done with much pleasure"
)


def note(text: str) -> Document:
    return Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")


def record(text: str) -> PreparedRecord:
    return prepare([note(text)], CONTEXT)


def found(text: str, *spellings: str) -> tuple[list[Observation], bool]:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"))
    terms = (Term(name="it", things=(spellings,)),)
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    reading = read_rows([note(text)], CONTEXT, question)
    return list(reading.observations), reading.over_budget


def letter(*clauses: str, joined: str = "; ") -> str:
    text = joined.join((*clauses, FILLER, FILLER, FILLER)) + "."
    assert len(text) > SENTENCE_BOUND
    return text


@pytest.mark.parametrize("joined", ["; ", ", and "])
def test_a_long_sentence_is_read_in_its_clauses(joined: str) -> None:
    seen, over = found(letter("He has a tremor of the hand", "there is no fever", joined=joined), "tremor", "fever")
    assert not over
    assert [o.assertion for o in seen] == [Assertion.affirmed, Assertion.negated]


def test_every_clause_is_quoted_as_it_stands() -> None:
    text = letter("He has a tremor of the hand", "there is no fever")
    seen, _ = found(text, "fever")
    assert [o.evidence.quote for o in seen] == ["there is no fever;"]


def test_a_clause_without_a_day_is_of_the_day_told_before_it() -> None:
    seen, _ = found(letter("On 3 March 2026 he had a fall", "he has a tremor"), "tremor")
    assert [o.when and o.when.first for o in seen] == [date(2026, 3, 3)]


def test_behind_a_year_a_clause_has_no_day_of_its_own() -> None:
    seen, _ = found(letter("In 2019 he had a fall", "he took the tablets for his tremor"), "tremor")
    assert [o.when for o in seen] == [None]


def test_talk_of_rules_in_one_clause_takes_out_all_of_them() -> None:
    seen, _ = found(letter("The policy requires a tremor", "he must have a fever"), "tremor", "fever")
    assert seen and all(o.assertion is Assertion.policy_talk for o in seen)


@pytest.mark.parametrize(
    "clauses",
    [
        ("His brother has a tremor", "he has a fever"),
        ("If he has a tremor", "he will be seen again"),
        ("I looked for these: tremor", "fever", "cough"),
        ("He denies a tremor", "a fever", "a cough"),
        ("He should have a tremor", "he has a fever"),
        ("He has neither a tremor", "nor a fever"),
    ],
)
def test_what_holds_a_sentence_together_leaves_it_unread(clauses: tuple[str, ...]) -> None:
    seen, over = found(letter(*clauses), "tremor", "fever")
    assert over
    assert not seen


def test_a_clause_over_the_bound_leaves_the_sentence_unread() -> None:
    seen, over = found(f"He has a tremor; {', '.join([FILLER] * 4)}.", "tremor")
    assert over
    assert not seen


def test_a_list_with_semicolons_longer_than_four_bounds_is_left_unread() -> None:
    seen, over = found("He has a tremor; " + "; ".join([FILLER] * 14) + ".", "tremor")
    assert over
    assert not seen


def test_a_sentence_within_the_bound_is_never_parted() -> None:
    assert [s.end - s.start for s in record("He has a tremor; he walks.").documents[0].sentences][-1] > 20


def test_a_sentence_of_nothing_but_joints_is_left_unread() -> None:
    seen, over = found("a; and he has a tremor, " * 4_000, "tremor")
    assert over
    assert not seen
