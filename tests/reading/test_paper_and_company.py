"""Corrections of paperwork, people in passing, and medical talk in words of rules; beside each what must stay out."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, spelling: str, sex: Sex = Sex.female) -> Observation:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"))
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=sex, patient_name="Robin Falk")
    document = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 2026-11-12.\n\n{text}"
    )
    question = RowQuestion(
        policy_id="P", rows=(row,), terms=(Term(name="it", things=((spelling,),)),), item=RequestedItem(code="27447")
    )
    return read_rows([document], context, question).observations[0]


@pytest.mark.parametrize(
    "added",
    [
        "Addendum 11/13: wrong phone number on page 2, the right one is 555-0142.",
        "Late entry 11/13: disregard the fax header, it shows the old clinic name.",
        "Correction: the pharmacy listed above is wrong, she uses Walgreens.",
        "Corrected 11/13: date of visit is Nov 12, the header said Nov 11 in error.",
        'Correction: I wrote "planter" for "painter" in the social history. A slip.',
        "Addendum: the bill for the 10/2 visit was voided.",
        "Called 11/13: she no longer needs a ride.",
        "Addendum: in fact the second injection was on 8/14, not 8/4.",
        "Phone 11/13: her cold has cleared.",
        "Addendum 11/13: she may withdraw at any time and wishes to go on.",
    ],
)
def test_a_correction_of_paperwork_leaves_the_findings(added: str) -> None:
    assert seen(f"Severe stenosis at L4-5.\n{added}", "severe stenosis").assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "added",
    [
        "Addendum 11/13: wrong patient, the films above are another woman's.",
        "Late entry 11/13: disregard the above history, wrong chart.",
        "Correction: the pharmacy says the films are not hers.",
        "Addendum: the header on the study above belongs to another patient.",
        "Addendum: the study was mailed to the wrong address and never done.",
        "Phone 11/13: the stenosis was read in error.",
        "Phone 11/13: consent withdrawn, surgery cancelled.",
    ],
)
def test_a_correction_of_the_record_takes_them_back(added: str) -> None:
    assert seen(f"Severe stenosis at L4-5.\n{added}", "severe stenosis").assertion is Assertion.retracted


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Acupuncture, 12 sessions, with Ms. Ona Reyes, L.Ac., at our site.", "acupuncture"),
        ("Ms. Ellen Gorski, licensed clinical social worker, tested her and found no depression.", "tested her"),
        ("She cannot comb her hair, dress without her neighbor or lie on that side.", "cannot comb"),
        ("Cannot manage the stairs at her daughter's.", "cannot manage the stairs"),
        ("She quit in 2016 and stays away from her brother's cigars.", "quit in 2016"),
        ("My electrophysiology partner reviewed her, no indication for a defibrillator.", "reviewed her"),
        ("At home with sister Edith, she cannot reach the toilet by herself.", "cannot reach the toilet"),
        ('Daughter (stayed over in October): "Mom stops breathing, then snorts."', "stops breathing"),
        ("Daughter fills the pill box, no missed doses.", "no missed doses"),
        ("Father died of a heart attack, nobody with bowel cancer.", "nobody with bowel cancer"),
        ("Mother of two, family complete.", "family complete"),
        ("Back pain since March, a movie is too long to sit through.", "back pain"),
        ("Those good hours are now few, off time six hours.", "off time"),
        ("Walker at home, her brother cannot get it into the car.", "walker"),
        ("Son will charge the device, she uses it by eye gaze.", "eye gaze"),
    ],
)
def test_people_in_passing_are_no_other_patient(text: str, spelling: str) -> None:
    assert seen(text, spelling).subject is Subject.patient


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Ms. Ellen Gorski had acupuncture, 12 sessions.", "acupuncture"),
        ("Her neighbor cannot comb her hair.", "cannot comb"),
        ("Her daughter's off time is six hours.", "off time"),
        ("My partner's patient has back pain.", "back pain"),
        ("Mother stops breathing, then snorts.", "stops breathing"),
        ("Father died of bowel cancer, nobody else has it.", "bowel cancer"),
        ("Daughter Claire, who has back pain, came along.", "back pain"),
        ("Ride: son, who has epilepsy.", "epilepsy"),
        ("Those with back pain rest.", "back pain"),
        ("Sister in the home uses a walker.", "walker"),
        ("Donor heart: back pain none.", "back pain"),
    ],
)
def test_people_whose_finding_it_is_stay_other_people(text: str, spelling: str) -> None:
    assert seen(text, spelling).subject is not Subject.patient


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Insured through disability, walks unaided.", "walks unaided"),
        ("Emboli were caught by the approved Rx Acculink and the Accunet filter.", "approved Rx Acculink"),
        ("Joint visit with him 9/24 covered oral device and jaw surgery.", "oral device"),
        ("Gestures are misread by her husband, picture boards cover only meals.", "picture boards"),
        ("A toe that catches on thresholds since August.", "toe that catches"),
        ("Treated under the approved protocol at our site.", "approved protocol"),
    ],
)
def test_medical_talk_in_words_of_rules_is_of_the_patient(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Topics covered by the plan: oral device.", "oral device"),
        ("The policy asks for an approved protocol.", "approved protocol"),
        ("Please approve this: multiple sclerosis.", "multiple sclerosis"),
        ("The MRI was misread, multiple sclerosis is not there.", "multiple sclerosis"),
    ],
)
def test_words_of_rules_stay_out(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.affirmed
