"""Everyday words of a note that only look like doubts, plans, rules or other people; and what still is one."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, spelling: str, name: str = "it") -> Observation:
    row = Row(id="C1", statement="", check=DocumentsCheck(term=name))
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Visit 2026-11-12.\n\n{text}")
    terms = (Term(name=name, things=((spelling,),)),)
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    return read_rows([note], context, question).observations[0]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Naproxen barely touches it, and the sciatica is worse.", "sciatica"),
        ("Ground-glass opacities on HRCT 10/05/26, etiology unclear.", "ground-glass opacities"),
        ("Lexiscan 10/20/2026: high risk study, multivessel ischemia.", "ischemia"),
        ("Her blood test was positive and I would be grateful for an early scope.", "positive"),
        ("We went over the options with risks and benefits, and he chose the implant.", "chose the implant"),
        ("A scooter does not fit in the hall.", "scooter does not fit"),
        ("No deficit that would prevent safe use of the joystick.", "safe use"),
        ("Short of breath and swollen despite torsemide.", "swollen"),
        ("The target vein is patent.", "patent"),
        ("He was referred to me with primary hyperparathyroidism.", "primary hyperparathyroidism"),
        ("Repeat radiographs of 11/2/2026 show further collapse.", "collapse"),
        ("Needs help dressing and getting out of the tub.", "help dressing"),
        ("The board met and recommended replacement.", "board met"),
        ("He walks with a cane and depends on his wife for groceries.", "cane"),
        ("The walk of October was gone over; he is hypoxemic.", "walk"),
        ("No tumor, small tonsils.", "small tonsils"),
    ],
)
def test_words_that_only_look_like_a_doubt_or_a_plan_are_none(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("On the hall walk he covered four hundred and eighty meters.", "hall walk"),
        ("Left carotid 75 percent stenosed by NASCET criteria.", "carotid 75 percent"),
        ("Wide doors, no thresholds, a ramp.", "ramp"),
        ("CT myelogram 8/2026 without root cutoff.", "CT myelogram"),
        ("He was seen by a qualified surgeon.", "surgeon"),
        ("He must be turned every two hours.", "every two hours"),
    ],
)
def test_words_that_only_look_like_a_rule_are_none(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.policy_talk


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("On his PET last month the lesion was hot.", "lesion was hot"),
        ("Acts out dreams, punched his wife.", "acts out dreams"),
        ("Dad has video of him choking in sleep.", "choking"),
        ("Done having kids, vasectomy 2019.", "vasectomy"),
    ],
)
def test_who_is_only_met_in_a_sentence_does_not_own_it(text: str, spelling: str) -> None:
    assert seen(text, spelling).subject is Subject.patient


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("No concern for malignancy.", "malignancy"),
        ("No fever, mild chills or cough.", "chills"),
        ("The operation depends on the biopsy.", "operation"),
        ("Repeat MRI in six weeks.", "MRI"),
        ("The gallbladder polyp is gone.", "gallbladder polyp"),
        ("He was referred for a sleep study.", "sleep study"),
        ("The result is unclear.", "result"),
        ("His pet was hit; fracture of the leg.", "fracture"),
    ],
)
def test_a_true_doubt_plan_or_denial_still_counts(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "spelling", "first"),
    [
        ("Polyp of 12 mm, up from 8 mm last year.", "polyp", date(2026, 11, 12)),
        ("Growing nodule (1.4 cm in April), now suspicious.", "growing nodule", date(2026, 11, 12)),
        ("Over the past year he has tried therapy.", "therapy", date(2026, 11, 12)),
        ("Three admissions this year.", "admissions", date(2026, 1, 1)),
        ("MRI last month showed edema.", "edema", date(2026, 10, 1)),
        ("MRI last year showed edema.", "edema", date(2025, 1, 1)),
    ],
)
def test_a_date_belongs_to_what_it_dates(text: str, spelling: str, first: date) -> None:
    when = seen(text, spelling).when
    assert when is not None and when.first == first


def test_without_is_read_where_it_is_written_short() -> None:
    assert seen("Injections w/o relief.", "without relief").assertion is Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("He is not cleared for surgery.", "cleared for surgery"),
        ("Cardiology did not clear him for surgery.", "surgery"),
        ("Mask uncomfortable, a new interface to be tried.", "interface"),
    ],
)
def test_what_was_refused_or_is_to_come_is_not_there(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.affirmed


def test_a_father_with_sleep_apnea_is_no_witness() -> None:
    assert seen("Father has sleep apnea on CPAP.", "sleep apnea").subject is Subject.other_person


def test_not_to_know_why_denies_nothing() -> None:
    assert seen("He does not know why the pain goes down the leg.", "pain goes down the leg").assertion is (
        Assertion.affirmed
    )


def test_scores_out_of_ten_are_no_dates() -> None:
    found = seen("Leg pain went from 8/10 down to 3/10 in the trial.", "leg pain")
    assert found.when is not None and found.when.first == date(2026, 11, 12)


def test_who_could_not_and_now_can_is_not_unable() -> None:
    text = "After the fracture he was unable to propel a chair. On 11/03/2026 he propels himself without help."
    assert seen(text, "unable to propel").assertion is not Assertion.affirmed


@pytest.mark.parametrize(
    "text", ["CT of the lumbar spine 7/14/2026 unremarkable.", "X-rays of the left hip are normal."]
)
def test_a_normal_result_tells_that_the_study_was_made(text: str) -> None:
    study = text[:6].strip().split(" ")[0]
    assert seen(text, study, name="films or CT").assertion is Assertion.affirmed


def test_a_normal_study_proves_nothing_where_its_finding_is_asked_for() -> None:
    assert seen("CT 7/14/2026 unremarkable.", "CT", name="recorded evidence").assertion is Assertion.negated


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("I order oxygen at 2 L.", "oxygen"),
        ("Refer cardiologist for an opinion.", "cardiologist"),
        ("Never able to operate the joystick.", "operate"),
        ("He is barely able to stand.", "stand"),
        ("No fever, no chills, night sweats.", "night sweats"),
    ],
)
def test_what_is_planned_or_hardly_so_is_not_taken_for_so(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.affirmed


def test_a_finding_that_a_study_was_negative_for_is_still_denied() -> None:
    assert seen("CT of the chest for mass negative.", "mass").assertion is not Assertion.affirmed


def test_where_each_thing_has_its_own_no_the_one_without_is_there() -> None:
    text = "No heart failure, no demyelinating disease, perianal abscess drained 11/02."
    assert seen(text, "perianal abscess").assertion is Assertion.affirmed
    assert seen(text, "demyelinating disease").assertion is Assertion.negated
    assert seen("No fever, no chills, sweats or abscess.", "abscess").assertion is Assertion.negated
