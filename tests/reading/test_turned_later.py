"""News that a passage added later brings, and wishes, fears and labels that only sound like a finding."""

from datetime import date

import pytest

from agents.reading.discrepancies import find_discrepancies
from agents.reading.record import prepare
from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Side
from priorauth.reading import DiscrepancyKind, ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def told(text: str, spelling: str) -> Observation:
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"))
    item = RequestedItem(code="29827", site="shoulder", sides=(Side.right,))
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male, items=(item,))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Seen 2026-11-12. {text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(Term(name="it", things=((spelling,),)),), item=item)
    return read_rows([document], context, question).observations[0]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("CT shows a stone. Added November 16: film and scope today, no stone anywhere.", "stone"),
        ("CT shows a cecal polyp. Postscript: what the scan saw was stool.", "polyp"),
        ("CT shows three nodules. Radiology correction 11/15: the same size then, nothing to sample.", "nodules"),
        ("The prostate is large. Later page 11/15: lasered in Ohio and the stones broken there.", "prostate"),
        ("He needs a stent. Telephone addendum: he will not have a stent, whatever is found.", "stent"),
        ("Nodes are clear. Dictated November 15: the board prefers chemoradiation.", "nodes"),
        ("Assessed by neurology. Clerk note 13 Nov: that page is not ours.", "assessed by neurology"),
        ("Tonsils are large. Seen again 11/16, tonsils 1+. Keeping the date for now.", "large"),
        ("Therapy did nothing. D) Addendum 11/15: all 18 visits were for the left shoulder.", "therapy"),
    ],
)
def test_news_in_a_passage_added_later_takes_back_what_stands_before_it(text: str, spelling: str) -> None:
    assert told(text, spelling).assertion is Assertion.retracted


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("CT shows a stone. Added November 16: labs are in, creatinine 0.9.", "stone"),
        ("Therapy did nothing. Addendum 11/15: all 18 visits were for the right shoulder.", "therapy"),
        ("Therapy did nothing. Addendum 11/15: scar on the left is old.", "therapy"),
        ("Assessed by neurology. Clerk note 13 Nov: fax resent with all pages.", "assessed by neurology"),
        ("Tonsils are large. Keeping the date of December 8.", "large"),
    ],
)
def test_news_that_changes_nothing_takes_nothing_back(text: str, spelling: str) -> None:
    assert told(text, spelling).assertion is not Assertion.retracted


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("We aim at 9 days, down 62 percent in attacks.", "down 62 percent"),
        ("We aim at 9 and 6, i.e. down 62% in days.", "down 62%"),
        ("A better lead ought to bring an improvement of 59 percent.", "improvement of 59 percent"),
        ("The idea of growth worries him.", "growth"),
        ("Fear of diabetes brings him.", "diabetes"),
        ("Imp: obesity; diabetes, gout on the order set.", "gout"),
        ("Cystitis, to be handled like soft tissue radionecrosis.", "radionecrosis"),
        ("The chart still carries chronic osteomyelitis.", "osteomyelitis"),
        ("The desk put it down as the first scan.", "first scan"),
        ("An index of 12.7 per hour, which I have asked them to explain.", "index of 12.7"),
        ("Delay lets a torn tendon retract.", "torn tendon"),
    ],
)
def test_aims_fears_and_labels_are_no_findings(text: str, spelling: str) -> None:
    assert told(text, spelling).assertion is Assertion.uncertain


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("CT of the chest, abdomen and pelvis and CEA ordered, appointment 12/3.", "CT of the chest"),
        (
            "The shared decision visit, patient and surgeon, with the booklet, is down for the morning.",
            "shared decision",
        ),
    ],
)
def test_a_list_or_an_aside_does_not_hide_that_it_is_planned(text: str, spelling: str) -> None:
    assert told(text, spelling).assertion is Assertion.planned


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("CT of the chest, abdomen and pelvis was clear, colonoscopy ordered.", "CT of the chest"),
        ("The shared decision visit was held, and the implant is down for Monday.", "shared decision"),
        ("Fear of falling keeps him in; knee pain.", "knee pain"),
        ("Treated for asthma with an inhaler.", "asthma"),
    ],
)
def test_what_was_done_beside_a_plan_was_done(text: str, spelling: str) -> None:
    assert told(text, spelling).assertion is Assertion.affirmed


def alarms(text: str, *, sides: tuple[Side, ...] = ()) -> set[DiscrepancyKind]:
    item = RequestedItem(code="22551", label="Operation", sides=sides)
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male, items=(item,))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Seen 2026-11-12. {text}")
    return {d.kind for d in find_discrepancies(prepare([document], context))}


@pytest.mark.parametrize(
    "text",
    [
        "MRI: L4-5 left paracentral extrusion; right recess and right foramina open at every level.",
        "Standing: reducible L inguinal hernia with impulse; R groin solid.",
        "MRI 10/12 right ATFL and CFL in continuity; stress film 15 degree tilt on the left.",
        "Perimetry: left superior field lid at rest 25 degrees, taped 47; right 50 both ways.",
    ],
)
def test_a_finding_of_the_other_side_beside_a_sound_one_is_a_wrong_side(text: str) -> None:
    assert DiscrepancyKind.wrong_side in alarms(text, sides=(Side.right,))


@pytest.mark.parametrize(
    "text",
    [
        "MRI: L4-5 right paracentral extrusion; left recess and left foramina open at every level.",
        "Right knee: ligaments intact, medial joint line tender; left knee replaced in 2019.",
        "Right hip rotation 5 degrees, left hip normal.",
        "Both groins examined: right reducible hernia, left groin solid.",
    ],
)
def test_a_sound_other_side_is_no_wrong_side(text: str) -> None:
    assert not alarms(text, sides=(Side.right,))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("MRI C-spine 10/1: C6-7 canal 6 mm, flattened cord. I propose decompression and fusion C3-4.", True),
        ("MRI 10/1: L4-5 extrusion. I propose microdiscectomy L5-S1.", True),
        ("MRI C-spine 10/1: C6-7 canal 6 mm, flattened cord. I propose decompression and fusion C5-7.", False),
        ("MRI 10/1: L4-S1 stenosis. I propose laminectomy L5/S1.", False),
        ("MRI of the brain 10/1 normal. I propose fusion C3-4.", False),
        ("L4-L5 spinal fusion in 2011. MRI 10/1: stenosis at L3-L4. I propose decompression.", False),
    ],
)
def test_pictures_of_other_levels_than_the_planned_one_are_a_wrong_site(text: str, wrong: bool) -> None:
    assert (DiscrepancyKind.wrong_site in alarms(text)) is wrong
