"""How far a denial reaches, and which "no" is no denial of the words asked for."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
PSYCHOLOGIST = ("psychology & (seen or visit or assessment)", "psychologist & (suitable or realistic or assessed)")
CANE = ("(cane or walker) & (cannot or can't or could not or falls or unsafe or inadequate)",)
NO_TIE = ("(not or no) & (employed by or paid by) & (supplier or company)", "company & gets nothing from")


def found(text: str, *spellings: str) -> list[Observation]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"))
    question = RowQuestion(
        policy_id="P", rows=(row,), terms=(Term(name="it", things=(spellings,)),), item=RequestedItem(code="27447")
    )
    context = ReadingContext(judged_on=ON, received_on=ON)
    return list(read_rows([document], context, question).observations)


def denied(text: str, *spellings: str) -> bool:
    seen = found(text, *spellings)
    assert seen
    return any(o.assertion is Assertion.negated for o in seen)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("BMI 21, no snore, PSG 5/2026 AHI 4.", "PSG"),
        ("No cough, weight 151 lb.", "weight"),
        ("No trunk control, cannot hold the tiller.", "cannot hold the tiller"),
        ("He has no pain and cannot raise the arm.", "cannot raise the arm"),
        ("No compression, no mass, so the pain is zoster pain.", "zoster pain"),
        ("No retropulsion, older healed T8 deformity.", "T8 deformity"),
        ("Sits without support, balance in sitting good.", "balance in sitting"),
        ("Therapy gave no useful words, and other therapy is at its end.", "other therapy"),
        ("He filled in the chart without help and can keep the diary.", "diary"),
    ],
)
def test_a_denial_ends_where_something_else_is_told(text: str, spelling: str) -> None:
    assert not denied(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("No snore, PSG or oximetry in 2026.", "PSG"),
        ("He never had a PSG, oximetry 2025 or a titration.", "oximetry"),
        ("No pain, weakness, numbness.", "numbness"),
        ("No mass, old fracture, or healed rib.", "healed rib"),
        ("Without effusion, synovitis, loose bodies.", "loose bodies"),
        ("He did not walk, climb, or drive.", "drive"),
        ("Cough: no, hemoptysis, weight loss.", "hemoptysis"),
    ],
)
def test_a_list_that_is_denied_is_denied_to_its_end(text: str, spelling: str) -> None:
    assert denied(text, spelling)


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("Psychology visit 10/6, psychologist Dr. Voss: no depression, realistic goals.", PSYCHOLOGIST),
        ("Psychology assessment (psychologist Dr. Voss, not a relative), suitable.", PSYCHOLOGIST),
        ("Cane, walker: no, he can't stand.", CANE),
        ("Cane no, walker no, both inadequate.", CANE),
        ("She could not hold the walker, slid, and could not turn it.", CANE),
        ("She is not employed by nor paid by the supplier.", NO_TIE),
        ("Employed by the hospital, not by the company, and gets nothing from it.", NO_TIE),
    ],
)
def test_a_no_to_something_else_or_the_one_that_is_asked_for_denies_nothing(
    text: str, spellings: tuple[str, ...]
) -> None:
    assert not denied(text, *spellings)


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("Psychology visit 10/6, but the psychologist found him not suitable.", PSYCHOLOGIST),
        ("Psychology visit: psychologist no, suitable otherwise.", PSYCHOLOGIST),
        ("Psychology visit 10/6, psychologist: no drugs, hobbies or realistic hopes.", PSYCHOLOGIST),
        ("He does not use a cane and cannot recall a fall.", CANE),
        ("Cane: no, he walks well and he cannot complain.", CANE),
        ("It is not true that the walker is unsafe.", CANE),
        ("Denies that he cannot use the walker.", CANE),
    ],
)
def test_a_true_denial_stays_one(text: str, spellings: tuple[str, ...]) -> None:
    assert denied(text, *spellings)
