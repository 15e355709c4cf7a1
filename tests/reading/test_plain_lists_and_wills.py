"""Lists without bullets, times that are nobody's job, a will that is told with "would", and short words with an e."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from agents.reading.text import fold
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import AbsenceCheck, Course, CourseCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade, Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.load import load_rulebook

ON = date(2026, 11, 20)
VEINS = next(p for p in load_rulebook().policies if p.id == "L34209")


def read(text: str, row: Row, *terms: Term, item: RequestedItem | None = None) -> list[Observation]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n\n{text}")
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male, patient_name="Henry Falk")
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=item or RequestedItem(code="27447"))
    return list(read_rows([document], context, question).observations)


def found(text: str, *spellings: str, term: str = "it") -> list[Observation]:
    return read(text, Row(id="C1", statement="", check=DocumentsCheck(term=term)), Term(name=term, things=(spellings,)))


def counts(text: str, *spellings: str, term: str = "it") -> bool:
    seen = found(text, *spellings, term=term)
    plain = any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen)
    return plain and not any(o.assertion is Assertion.negated for o in seen)


LIST = "DUPLEX:\n  vein 9 mm, reflux 3 s at the groin\n  a wire should pass easily\n  {line}\n  compressible\n"


def test_a_word_of_one_line_of_a_list_says_nothing_of_the_next() -> None:
    assert counts(LIST.format(line="varices along the calf"), "varices")


def test_a_line_of_a_list_is_denied_by_its_own_word() -> None:
    assert not counts(LIST.format(line="no varices"), "varices")


@pytest.mark.parametrize(
    "text",
    [
        "HPI:\n  He denies chest pain and also denies any cough\n  wheezing or asthma at night or by day, and on\n",
        "HPI:\n  No evidence of\n  asthma was found on three visits to the clinic.\n",
        "HPI: he denies cough\nasthma or wheeze.\n",
    ],
)
def test_a_line_that_was_wrapped_goes_on(text: str) -> None:
    assert not counts(text, "asthma")


CARE = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="care"))


def mistaken(text: str) -> bool:
    item = RequestedItem(code="36475", site="leg", label="vein ablation of the leg")
    seen = read(text, CARE, Term(name="care", things=(("stockings",),)), item=item)
    assert seen
    return any(Doubt.confuser in o.doubts for o in seen)


def test_what_is_worn_on_working_days_is_care() -> None:
    assert not mistaken("Stockings, has worn them every working day since June (18 weeks), no relief.")


@pytest.mark.parametrize(
    "text", ["Stockings; working as a clerk for six years.", "Stockings, but living alone since 2019."]
)
def test_the_time_of_a_job_is_no_length_of_care(text: str) -> None:
    assert mistaken(text)


@pytest.mark.parametrize(
    "text",
    ["He would go through surgery if it came to that.", "He says he would have surgery if something were found."],
)
def test_what_somebody_would_do_is_his_will(text: str) -> None:
    assert counts(text, "surgery", term="willing to be treated")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("He would not go through surgery.", "willing to be treated"),
        ("He would rather not have surgery.", "willing to be treated"),
        ("He would go through surgery if it came to that.", "surgery done"),
        ("Surgery might be needed.", "willing to be treated"),
    ],
)
def test_what_somebody_would_not_do_or_what_is_asked_as_done_is_no_will(text: str, term: str) -> None:
    assert not counts(text, "surgery", term=term)


def test_a_growth_that_would_never_have_hurt_denies_no_talk() -> None:
    assert counts("We spoke of a biopsy of a growth that would never have hurt him.", "biopsy & growth")


def test_a_biopsy_that_was_never_done_stays_denied() -> None:
    assert not counts("A biopsy of the growth was never done.", "biopsy & growth")


def test_full_minutes_are_minutes() -> None:
    assert counts("He pedaled three full minutes.", "three minutes")


@pytest.mark.parametrize("text", ["He pedaled three of ten minutes.", "No full relief came."])
def test_other_words_between_are_not_passed_over(text: str) -> None:
    assert not counts(text, "three minutes", "no relief")


@pytest.mark.parametrize(
    ("word", "other"), [("hate", "hat"), ("cane", "can"), ("note", "not"), ("cares", "cars"), ("tape", "tap")]
)
def test_a_short_word_with_an_e_is_another_word(word: str, other: str) -> None:
    assert fold(word) != fold(other)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("noted", "note"),
        ("canes", "cane"),
        ("hopping", "hop"),
        ("hoping", "hope"),
        ("gases", "gas"),
        ("sitting", "sit"),
    ],
)
def test_the_endings_of_a_short_word_are_the_word(word: str, same: str) -> None:
    assert fold(word) == fold(same)


def test_a_patient_who_can_walk_has_no_cane() -> None:
    assert not found("He can walk.", "cane") and found("He walks with canes.", "cane")


def barred(text: str) -> bool:
    """Whether only spider veins bar an ablation on the right."""
    bar = next(b for b in VEINS.bars if isinstance(b.check, AbsenceCheck) and b.check.term == "veins without symptoms")
    item = RequestedItem(code="36475", site="leg", sides=(Side.right,))
    seen = read(text, bar, *VEINS.terms, item=item)
    return any(o.assertion is Assertion.affirmed and Doubt.wrong_side not in o.doubts for o in seen)


def test_spider_veins_of_the_other_leg_bar_nothing() -> None:
    assert not barred("R leg: ropy varices to the ankle, aching. L leg: spider veins only.")


@pytest.mark.parametrize(
    "text", ["R leg: spider veins only.", "Exam: spider veins only.", "Both legs: spider veins only."]
)
def test_spider_veins_of_this_leg_or_of_none_told_bar(text: str) -> None:
    assert barred(text)


@pytest.mark.parametrize(
    "text",
    [
        "He is to be evaluated by the cardiac surgeon on Friday.",
        "He is to be seen by the cardiac surgeon.",
        "Severe stenosis. To be examined by the cardiac surgeon.",
        "The notes are to be evaluated by the cardiac surgeon.",
    ],
)
def test_who_is_to_be_seen_has_not_been_seen(text: str) -> None:
    assert not counts(text, "cardiac surgeon & evaluated", "cardiac surgeon & seen", "cardiac surgeon & examined")


@pytest.mark.parametrize(
    "text",
    [
        "It is to be noted that he was seen by the cardiac surgeon.",
        "He was seen by the cardiac surgeon, and a valve is to be implanted.",
        "He was glad to be seen by the cardiac surgeon.",
    ],
)
def test_who_was_seen_was_seen_whatever_is_to_be_done(text: str) -> None:
    assert counts(text, "cardiac surgeon & seen")


@pytest.mark.parametrize("text", ["Defibrillator to be implanted.", "Defibrillator: lead to be inserted."])
def test_a_device_to_be_implanted_is_not_in_place(text: str) -> None:
    assert not counts(text, "defibrillator & implanted", "lead & inserted")


@pytest.mark.parametrize("text", ["He was found to be implanted with a defibrillator.", "Defibrillator implanted."])
def test_a_device_that_is_found_is_in_place(text: str) -> None:
    assert counts(text, "defibrillator & implanted")


def test_what_will_be_is_no_willingness() -> None:
    assert not counts("The chart will be mailed.", "willing")
    assert counts("He is willing to be treated.", "willing")


def test_what_was_considered_and_concluded_is_no_plan() -> None:
    told = "I considered whether apnea {} the cause and concluded that it is not."
    spelling = "(whether apnea was or whether apnea might be) & concluded that it is not"
    assert counts(told.format("was"), spelling)
    assert counts(told.format("might be"), spelling)


def test_what_is_considered_and_left_open_is_a_plan() -> None:
    assert not counts("We consider whether apnea might be the cause.", "apnea & cause")
    assert not counts("A sleep study is to be considered, and the cause is open.", "sleep study")
