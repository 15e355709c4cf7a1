"""How far a denial reaches, and which denials, doubts and plans are none of the words asked for."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, DenialCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
PSYCHOLOGIST = ("psychology & (seen or visit or assessment)", "psychologist & (suitable or realistic or assessed)")
CANE = ("(cane or walker) & (cannot or can't or could not or falls or unsafe or inadequate)",)
NO_TIE = ("(not or no) & (employed by or paid by) & (supplier or company)", "company & gets nothing from")


def read(text: str, row: Row, *spellings: str, absent: tuple[str, ...] = ()) -> list[Observation]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    term = Term(name="it", things=(spellings,), absent_when=absent)
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    context = ReadingContext(judged_on=ON, received_on=ON)
    return list(read_rows([document], context, question).observations)


def found(text: str, *spellings: str) -> list[Observation]:
    return read(text, Row(id="C1", statement="", check=DocumentsCheck(term="it")), *spellings)


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


def course(text: str, *spellings: str) -> list[Observation]:
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="it"))
    return read(text, row, *spellings)


def denial(text: str, *, absent: tuple[str, ...]) -> list[Assertion]:
    row = Row(id="C1", statement="", check=DenialCheck(term="it"))
    return [o.assertion for o in read(text, row, "TB test", "tuberculosis", absent=absent)]


def affirmed(text: str, *spellings: str) -> bool:
    seen = found(text, *spellings)
    assert seen
    return all(o.assertion is Assertion.affirmed for o in seen)


ABSENT = ("(test or screen) & negative", "nothing & suggest & tuberculosis", "no cough")


@pytest.mark.parametrize(
    "text",
    [
        "Her TB test, drawn in May, was negative.",
        "No fever, no sweats, no cough, nothing to suggest tuberculosis.",
    ],
)
def test_what_is_told_absent_is_denied_and_not_found(text: str) -> None:
    assert set(denial(text, absent=ABSENT)) == {Assertion.negated}


@pytest.mark.parametrize(
    "text",
    [
        "TB test positive in May; the screen was negative.",
        "Tuberculosis was treated in 2019, the screen is negative.",
        "He denies that there is no cough.",
    ],
)
def test_what_is_found_beside_an_absence_is_found(text: str) -> None:
    assert set(denial(text, absent=ABSENT)) != {Assertion.negated}


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("A scooter was considered, but the room is inadequate for a scooter.", ("scooter & inadequate",)),
        ("Embolization was offered, but the size makes it unsuitable.", ("embolization & unsuitable",)),
        ("Therapy would be pointless.", ("therapy & pointless",)),
        ("Shots would only waste time.", ("shots & only waste",)),
        ("Risks of a stent and of drugs were gone over.", ("stent & gone over",)),
        ("We talked about what the scan may find and the false alarms.", ("talked & false alarms",)),
        ("To recap: I saw him before the sleep test.", ("sleep test",)),
        ("Repeat sleep test 3/18/26: AHI 38.", ("sleep test",)),
        ("Ordered a sleep test the same day -> done 8/19/26, type III.", ("sleep test",)),
        ("Discussed at heart team: valve replacement.", ("heart team",)),
        ("The insulin plan was modified twice.", ("insulin",)),
        ("A former bricklayer with sciatica.", ("sciatica",)),
        ("She could only do 15 watts on the bike.", ("bike",)),
        ("The team advised against removing tissue.", ("removing tissue",)),
        ("Sight, thinking and reactions are sound, he steers well.", ("steers",)),
        ("He broke the hip in May and it has not knitted.", ("hip",)),
        ("With left main disease, pills would be a poor substitute.", ("left main disease",)),
        ("Seizures, if anything, worse.", ("worse",)),
    ],
)
def test_words_that_only_look_like_a_doubt_or_plan_leave_a_statement_one(text: str, spellings: tuple[str, ...]) -> None:
    assert affirmed(text, *spellings)


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("We are considering a scooter and will see.", ("scooter",)),
        ("Embolization was offered for her fibroids.", ("embolization",)),
        ("Surgery would be reasonable.", ("surgery",)),
        ("There is a risk of stroke, gone over with him.", ("stroke",)),
        ("We will talk about the false alarms.", ("talk & false alarms",)),
        ("The talk is scheduled for the false alarms.", ("talk & false alarms",)),
        ("To obtain: sleep test.", ("sleep test",)),
        ("Repeat sleep test in March.", ("sleep test",)),
        ("Ordered a sleep test the same day, not done yet.", ("sleep test",)),
        ("The treadmill has to be repeated.", ("treadmill",)),
        ("Discuss insulin next week.", ("insulin",)),
        ("The plan is insulin.", ("insulin",)),
        ("Former migraine sufferer.", ("migraine",)),
        ("It could be sarcoid.", ("sarcoid",)),
        ("The team advised removing tissue.", ("removing tissue",)),
        ("We were thinking of sarcoid.", ("sarcoid",)),
        ("The visit has not been held.", ("visit",)),
        ("Sarcoid, if confirmed, would be treated.", ("sarcoid",)),
        ("He wishes to undergo surgery.", ("surgery",)),
        ("If he agrees, surgery.", ("surgery",)),
    ],
)
def test_a_true_doubt_or_plan_stays_one(text: str, spellings: tuple[str, ...]) -> None:
    assert not affirmed(text, *spellings)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Neither therapy nor tablets controlled the leak.", "therapy"),
        ("Neither curettage nor antibiotics eradicated it.", "antibiotics"),
        ("Propranolol for a year gave little; no alcohol or drug misuse.", "drug"),
    ],
)
def test_a_denied_effect_or_a_misused_drug_is_no_treatment_left_untried(text: str, spelling: str) -> None:
    assert not any(o.assertion is Assertion.negated for o in course(text, spelling, "propranolol"))


@pytest.mark.parametrize(
    "text", ["Neither therapy nor tablets were tried.", "No drugs were given for the tremor.", "Tablets not started."]
)
def test_a_treatment_left_untried_stays_so(text: str) -> None:
    assert any(o.assertion is Assertion.negated for o in course(text, "tablets", "drugs"))


@pytest.mark.parametrize(
    "text", ['Concentric collapse; "no" tuberculosis test negative.', "The test, tuberculosis, not negative."]
)
def test_an_absence_with_a_denial_of_its_own_inside_is_not_certain(text: str) -> None:
    assert Assertion.negated not in denial(text, absent=("tuberculosis & negative",))


@pytest.mark.parametrize(
    "text",
    [
        "HBsAg -, anti-HBc -, anti-HBs +.",
        "HCV neg, HBsAg -; CXR clear.",
        "HBsAg -.",
        "HCV neg, HBsAg -",
        "HCV: neg, HBsAg: -, HIV: -.",
        "HBsAg: -",
    ],
)
def test_a_minus_behind_a_test_denies_it(text: str) -> None:
    assert denied(text, "HBsAg")


@pytest.mark.parametrize(
    "text",
    [
        "HBsAg - drawn 10/2.",
        "HBsAg - positive.",
        "HBsAg +, anti-HBc -.",
        "HBsAg -1.2 index, HCV 2.",
        "HCV -, HBsAg reactive.",
        "Tests - HBsAg, HCV.",
        "HCV: -, HBsAg: reactive.",
        "HBsAg: - drawn 10/2",
        "HBsAg +, HCV -",
    ],
)
def test_a_dash_that_closes_no_test_denies_nothing(text: str) -> None:
    assert not denied(text, "HBsAg")
