"""What is said for certain in words that look like a doubt, a plan or another place; and its twin that is not."""

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.codes import side_of
from priorauth.criteria import Status
from priorauth.facts import Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook

RULES = load_rulebook()
POLICIES = {p.id: p for p in RULES.policies}


def status(policy_id: str, row: str, text: str) -> Status | None:
    """What a row, or a bar that speaks, of a policy comes to on a note about an example that shows it."""
    policy = POLICIES[policy_id]
    settled = (Status.not_met,) if any(bar.id == row for bar in policy.bars) else (Status.met,)
    showing = (e for e in policy.examples if any(x.row == row and x.status in settled for x in e.expected))
    asked = next(showing, policy.examples[0]).request
    modifier = side_of(asked.modifiers)
    side = Side(modifier.value) if modifier else None
    service = RULES.services.of(asked.code)
    item = RequestedItem(
        code=asked.code,
        label=service.label if service else policy.title,
        site=service.site if service else "",
        sides=(side,) if side else (),
    )
    context = ReadingContext(
        judged_on=asked.service_date, received_on=asked.service_date, patient_sex=asked.sex, items=(item,)
    )
    note = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Office visit 11/03/2026\n\n{text}"
    )
    question = RowQuestion(policy_id=policy.id, rows=policy.rows + policy.bars, terms=policy.terms, item=item)
    facts = CaseFacts(
        judged_on=asked.service_date, age=asked.age, sex=asked.sex, code=asked.code, modifiers=(), state="", side=side
    )
    found = RULES.judge(policy, read_rows([note], context, question).observations, facts)
    return next((a.status for a in found.assessments if a.row == row), None)


@pytest.mark.parametrize(
    ("policy", "row", "plain", "short"),
    [
        (
            "CHK-LUMBAR-DISCECTOMY",
            "N2",
            "I could overcome extension of the left great toe (4/5).",
            "The great toe could be weak, to be examined.",
        ),
        (
            "NCD 160.18",
            "C4",
            "Conference: independent bitemporal onset; resection or laser not advised, memory risk.",
            "Conference: resection is not yet advised or excluded.",
        ),
        (
            "NCD 40.2",
            "C3",
            "Orders: new home blood sugar meter w/ large screen, personal use at this address.",
            "He asks whether a home blood sugar meter would be possible.",
        ),
        (
            "L34209",
            "V5",
            "Duplex 10/8/2026: left great saphenous 14 mm at its widest, nothing clotted in it.",
            "Duplex 10/8/2026: left great saphenous 14 mm at its widest, sample clotted.",
        ),
        (
            "NCD 240.9",
            "D2",
            "Could not be weaned from BiPAP; wore it the last night in hospital and left on 11/01.",
            "Could not wear the BiPAP in hospital and left on 11/01.",
        ),
        (
            "NCD 20.7",
            "C3",
            "Neuro ROS negative, carotid disease asymptomatic.",
            "Neuro ROS negative for carotid disease.",
        ),
        (
            "L39506",
            "W8",
            "Plan ~1000 g per breast from both sides, possible free nipple graft.",
            "Plan possible ~1000 g in all from both sides together.",
        ),
        (
            "L33575",
            "V9",
            "He has been compliant with knee-high gradient stockings since May.",
            "He has been compliant with a knee brace since May.",
        ),
        (
            "L33739",
            "C6",
            "Report came to me 10/19/2026; I read it that afternoon. Order follows.",
            "Report says it was sent; the clinic says it never came.",
        ),
        (
            "L33789",
            "E2",
            "Her husband, 80 with a bad back, cannot push her but worked the attendant joystick with ease.",
            "Her husband cannot work the attendant joystick but pushes her manual chair.",
        ),
        (
            "L33739",
            "C3",
            "He cannot use his hands: no writing, no typing; gestures do not meet his needs.",
            "He can write: no trouble writing, no trouble typing, gestures meet daily needs.",
        ),
        (
            "L33930",
            "F1",
            "Pain score: 5/10 at rest, 8/10 with activity.",
            "Pain score: 3/10 with activity, 8/10 ever.",
        ),
        (
            "NCD 280.3",
            "A2",
            "She does not get to the toilet in time.",
            "She gets to the toilet in time and bathes alone.",
        ),
        (
            "L39506",
            "S6",
            "Ten weeks of nasal steroid and antihistamine are behind him.",
            "Ten weeks of nasal steroid and antihistamine are planned.",
        ),
        (
            "CHK-CATHETER-ABLATION",
            "N4",
            "Flecainide from March to October 2026 failed. Not a candidate for sotalol, QTc 470.",
            "Not a candidate for flecainide or sotalol.",
        ),
        (
            "CHK-CATHETER-ABLATION",
            "N4",
            "Propafenone, Feb 2025 to June 2026 - recurrences twice a week.",
            "Propafenone, Feb 2025 to June 2026 - no recurrences.",
        ),
        (
            "CHK-CATHETER-ABLATION",
            "N4",
            "Dofetilide, Jan to May 2026 - QTc 524, withdrawn.",
            "Dofetilide, Jan to May 2026 - QTc 424, well tolerated.",
        ),
        (
            "CHK-SHOULDER-CUFF",
            "N4",
            "Supervised PT for the right shoulder 3/2 to 6/12/2026 = nothing.",
            "Supervised PT for the right shoulder 3/2 to 6/12/2026, sling = none.",
        ),
        (
            "L39506",
            "S4",
            "Snores? Yes. CT: deviated septum.",
            "CT: ?deviated septum.",
        ),
        (
            "L39506",
            "S4",
            "Deviated septum on CT.",
            "Imp: ? deviated septum.",
        ),
        (
            "NCD 20.4",
            "C3",
            "Gets breathless on hills, not on the flat, NYHA class II.",
            "Breathlessness is not NYHA class II.",
        ),
    ],
)
def test_a_plain_statement_counts_and_one_left_open_does_not(policy: str, row: str, plain: str, short: str) -> None:
    assert status(policy, row, plain) is Status.met
    assert status(policy, row, short) is not Status.met


@pytest.mark.parametrize(
    ("policy", "bar", "honest", "shown"),
    [
        (
            "CHK-CHOLECYSTECTOMY",
            "X2",
            "LFTs 11/1 back to normal, the colic after meals is as before.",
            "She is back to normal since the summer.",
        ),
        (
            "CHK-TONSILLECTOMY",
            "X1",
            "Nobody in the family bleeds easily, he had a tooth pulled without trouble.",
            "He bleeds easily, and nobody has looked into it.",
        ),
        (
            "L39909",
            "X3",
            "Plan: onabotulinumtoxinA, 155 units over 31 sites; nothing for wrinkles.",
            "Plan: onabotulinumtoxinA for wrinkles of the forehead.",
        ),
        (
            "NCD 20.4",
            "X1",
            "NSTEMI 2018 with DES to LAD, EF 29% since.",
            "Anterior STEMI 2017 and again in October 2026, EF 28 percent.",
        ),
        (
            "NCD 20.36",
            "X1",
            "CRT-D implanted January 2025, working well, last device check 9/2026.",
            "CRT-D implanted October 2026, working well, last device check 11/2026.",
        ),
        (
            "L33944",
            "X1",
            'She is not interested in looking younger, "just let me see the music."',
            "She is not only interested in looking younger.",
        ),
        (
            "PLAN-021",
            "X1",
            "Cancer, IV drugs, osteoporosis, recent fever, loss of bladder control, accident? no to every one",
            "Cancer, IV drugs, osteoporosis, recent fever, loss of bladder control, accident? yes to one",
        ),
        (
            "CHK-SHOULDER-CUFF",
            "X2",
            "Options of living with it or repair were laid out.",
            "Of the options she prefers to live with it.",
        ),
        (
            "L34228",
            "X1",
            "Tender over L2 only; sacroiliac and facet loading do nothing.",
            "Tender over the facets, and facet loading hurts; that is where the pain comes from facet.",
        ),
        (
            "NCD 190.11",
            "X1",
            "He then ran two tests on his own, 2.3 and 2.2 against clinic device 2.3.",
            "He runs two to three tests a week.",
        ),
    ],
)
def test_a_bar_that_is_denied_or_long_past_is_silent(policy: str, bar: str, honest: str, shown: str) -> None:
    assert status(policy, bar, honest) is None
    assert status(policy, bar, shown) is not None


def test_the_hand_that_holds_a_cane_is_no_place_of_the_trouble() -> None:
    care = "PT Mar 9 to Jun 26, no better; celecoxib February to present, no help; cane in left hand since April."
    assert status("L33456", "C1", f"Right knee arthritis. {care}") is Status.met
    assert status("L33456", "C1", "Care of the left hand: PT Mar 9 to Jun 26, no better.") is not Status.met


@pytest.mark.parametrize(
    ("policy", "row", "plain", "short"),
    [
        (
            "CHK-LUNG-BIOPSY-CT",
            "N1",
            "CT chest 11/02/26: RUL solid spiculated nodule 16 mm; 11 mm on 4/20/26.",
            "CT chest 4/20/26: RUL solid spiculated nodule 16 mm; 6 mm on 11/02/26.",
        ),
        (
            "L40232",
            "B1",
            "Right knee aches at rest and burns on the stairs, 7/10 by number.",
            "Right knee aches at rest, 7/10 by number.",
        ),
        (
            "L36920",
            "S1",
            "Since mid-Aug L buttock pain to the shin, NPRS 8/10 (baseline, same scale to be repeated each visit).",
            "Since mid-Aug L buttock pain to the shin, NPRS 8/10, form misread, to be repeated.",
        ),
    ],
)
def test_a_figure_keeps_its_own_day_and_condition(policy: str, row: str, plain: str, short: str) -> None:
    assert status(policy, row, plain) is Status.met
    assert status(policy, row, short) is not Status.met


def test_the_number_of_a_board_is_no_denial() -> None:
    listed = "Registry protocol PILD-EXTEND (NCT04918822) among the approved CED studies; site IRB no. 26-0417."
    assert status("NCD 150.13", "X1", listed) is None
    assert status("NCD 150.13", "X1", "It will be done outside a study.") is not None
