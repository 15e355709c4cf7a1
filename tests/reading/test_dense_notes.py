"""Short dense notes: figures in aligned lists, packs and years, fragments that come to something, and near ones."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Status
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook

ON = date(2026, 12, 1)
RULES = load_rulebook()


def documents(text: str) -> list[Document]:
    note = f"Office visit 11/03/2026\n\n{text}"
    return [Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=note)]


def judged(policy_id: str, text: str) -> dict[str, Status]:
    policy = next(p for p in RULES.policies if p.id == policy_id)
    code = policy.examples[0].request.code
    item = RequestedItem(code=code, label=policy.title)
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.female, items=(item,))
    question = RowQuestion(policy_id=policy.id, rows=(*policy.rows, *policy.bars), terms=policy.terms, item=item)
    facts = CaseFacts(judged_on=ON, age=68, sex=Sex.female, code=code, modifiers=(), state="")
    seen = read_rows(documents(text), context, question).observations
    return {a.row: a.status for a in RULES.judge(policy, seen, facts).assessments}


def told(measure: str, text: str) -> list[float | None]:
    record = prepare(documents(text), ReadingContext(judged_on=ON, received_on=ON))
    return [v.quantity.low for v in values_of(record, record.documents[0], measure) if v.quantity and not v.confused]


WALKED = "Walk test, single session 11/03/2026:\n"


@pytest.mark.parametrize(
    "text",
    [
        "  seated, air ............ 95 %\n  walking, air ........... 85 % at 3 min\n  walking, 2 L NC .. 93 %",
        "rest/air 95, effort/air 85, effort/2 L 93 %",
        "SpO2: sitting on air 95 -> walking on air 85 -> walking on 2 L/min 93.",
        "1) rest air 95 % 2) walk air 85 % 3) walk 2 L 93 %",
    ],
)
@pytest.mark.parametrize("policy", ["L33797", "NCD 240.2"])
def test_three_readings_in_an_aligned_list_or_behind_arrows_are_each_under_their_condition(
    policy: str, text: str
) -> None:
    rows = judged(policy, WALKED + text)
    assert [rows[row] for row in ("E1", "E2", "E3", "E4")] == [Status.met] * 4


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("E1", "  seated, 2 L ............ 85 %\n  walking, 2 L ........... 85 %"),
        ("E4", "  seated, 2 L ............ 95 %\n  walking, 2 L ........... 85 %"),
        ("E4", "Air hunger on walking, 85 % on 2 L."),
        ("E3", "  walking, air ........... 85 %\n  walking, 2 L NC .. 85 %, no better"),
        ("E3", "  walking, air ........... 85 %\n  walking, 2 L .... not done"),
        ("E2", "rest/air 86, effort/air 85, effort/2 L 93 %"),
    ],
)
@pytest.mark.parametrize("policy", ["L33797", "NCD 240.2"])
def test_a_reading_on_oxygen_not_done_or_no_better_is_not_the_one_that_is_asked_for(
    policy: str, row: str, text: str
) -> None:
    assert judged(policy, WALKED + text)[row] is not Status.met


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1 1/4 ppd from age 18 -> 32 y.", 40),
        ("1 ¼ ppd x 32 yrs.", 40),
        ("3/4 ppd x 40 yrs.", 30),
        ("1 ppd from 20 to 52.", 32),
        ("1 ppd 1980 -> 2016.", 36),
        ("1/4 ppd x 20 y.", 5),
        ("1 ppd from age 19 -> 57.", 38),
    ],
)
def test_quarters_of_a_pack_and_years_behind_an_arrow_come_to_pack_years(text: str, figure: float) -> None:
    assert told("pack-years", text) == [figure]
    assert judged("NCD 210.14", text)["L3"] is (Status.met if figure >= 20 else Status.not_met)


@pytest.mark.parametrize(
    "text",
    [
        "Former smoker, quit '16.",
        "Ex-smoker (2016).",
        "Last cig 06/2017.",
        "Smoker: ex since 2015.",
        "1 ppd until Thanksgiving 2016.",
    ],
)
def test_the_year_of_quitting_is_read_behind_a_mark_a_holiday_or_in_brackets(text: str) -> None:
    assert judged("NCD 210.14", text)["L5"] is Status.met


@pytest.mark.parametrize(
    "text", ["Ex-wife since 2015.", "Quit smoking in the '90s.", "Quit '06.", "Wants to quit, last cig this morning."]
)
def test_another_year_a_decade_or_a_wish_is_no_quitting_within_fifteen_years(text: str) -> None:
    assert judged("NCD 210.14", text)["L5"] is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "10/15/26 - re-titration lab: CPAP to 20, events persist (AHI 16); BPAP 20/14 -> AHI 2.1.",
        "CPAP 12 cm: AHI 18.",
        "Pressure raised to 12, AHI 8.",
    ],
)
def test_an_index_told_right_behind_a_pressure_is_what_is_left_under_it(text: str) -> None:
    assert told("AHI", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "PSG 09/14/26: AHI 27, CPAP 10 cm started.",
        "Order CPAP 9 cm, AHI 27 on PSG 09/14/26.",
        "CPAP 10 cm for OSA (AHI 27 on PSG 09/14/26).",
        "Auto CPAP 5-15, AHI 27 on HSAT 09/14/26.",
        "Split-night PSG 09/14/26: AHI 27.",
    ],
)
def test_an_index_that_a_pressure_is_ordered_for_is_that_of_the_test(text: str) -> None:
    assert told("AHI", text) == [27]


def test_the_index_of_a_split_night_behind_its_pressure_is_none_of_the_test() -> None:
    assert told("AHI", "09/14/26 split night on CPAP AHI 27.") == []


@pytest.mark.parametrize(
    "text",
    [
        "CHF, HTN, age, DM, TIA 2018: CHA2DS2-VASc 7.",
        "CHA2DS2-VASc 5 (age 2, HTN, DM, CVA 2016).",
        "CVA 2017, HTN, F, 79 (CHA2DS2-VASc 6).",
        "CHA2DS2-VASc 5; HAS-BLED 3 (GIB 2024, labile INR).",
    ],
)
def test_the_year_of_a_stroke_or_bleed_in_the_list_of_a_score_does_not_date_the_score(text: str) -> None:
    assert judged("NCD 20.34", text)["C3"] is Status.met


@pytest.mark.parametrize(
    "text", ["CHA2DS2-VASc was 5 in 2018.", "In 2018 CHA2DS2-VASc 7.", "TIA 2018; CHA2DS2-VASc then 4."]
)
def test_a_score_that_is_itself_of_old_stays_so(text: str) -> None:
    assert judged("NCD 20.34", text)["C3"] is not Status.met


@pytest.mark.parametrize("text", ["CT: no fracture -> osteoradionecrosis.", "No tumor => ORN of the left mandible."])
def test_a_denial_ends_at_the_arrow_that_tells_what_it_comes_to(text: str) -> None:
    assert judged("NCD 20.29", text)["A1"] is Status.met


@pytest.mark.parametrize(
    "text",
    ["CT: no fracture, no ORN.", "No fracture -> no ORN.", "No progression to bone -> ORN.", "No ORN -> observe."],
)
def test_a_denial_behind_the_arrow_or_of_the_step_itself_stays_one(text: str) -> None:
    assert judged("NCD 20.29", text)["A1"] is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "The supplier's therapist has shown mother and daughter how to wear and clean the unit.",
        "The equipment company's RRT showed her and her husband how to put on the mask on 11/02.",
    ],
)
def test_who_was_taught_with_a_relative_was_taught(text: str) -> None:
    assert judged("NCD 240.4", text)["C8"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "The supplier's therapist has shown her mother and sister how to use their own CPAP machines.",
        "The supplier's therapist will show mother and daughter how to clean the unit.",
    ],
)
def test_relatives_taught_on_devices_of_their_own_or_later_are_not_the_patient(text: str) -> None:
    assert judged("NCD 240.4", text)["C8"] is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Decision talk 10/20/26 with a doctor not involved in implants, used ACC's aid on closure, signed.",
        "Decision talk 10/20/26, used the ACC aid on warfarin/DOAC/none/closure, signed.",
        "SDM 10/20/26: closure vs DOAC, Colorado decision aid, chose closure.",
    ],
)
def test_a_decision_talk_stands_beside_who_implants_nothing_and_the_choice_of_none(text: str) -> None:
    assert judged("NCD 20.34", text)["C4"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Decision talk: none so far, ACC aid and closure later.",
        "No decision talk held; ACC aid on closure, signed form missing.",
        "Decision talk booked for 12/10/26 with the ACC aid on closure.",
    ],
)
def test_a_decision_talk_that_is_none_or_booked_was_not_held(text: str) -> None:
    assert judged("NCD 20.34", text)["C4"] is not Status.met


def test_signs_marked_neg_are_denied_and_a_neg_test_was_done() -> None:
    assert judged("NCD 210.14", "ROS: neg cough, neg hemoptysis, neg wt loss.")["L12"] is Status.met
    assert judged("NCD 210.14", "ROS: cough, neg hemoptysis, neg wt loss.")["L12"] is not Status.met
    assert judged("NCD 210.14", "ROS: neg cough, hemoptysis x1, neg wt loss.")["L12"] is not Status.met


def test_the_director_of_a_laboratory_and_its_enrolment_are_no_talk_of_the_rules() -> None:
    test = "Recorder, type III, four channels, mailed by a Medicare-enrolled facility under its medical director."
    assert judged("NCD 240.4", f"{test} Night of 09/14/2026: REI 22.")["C3"] is Status.met
    assert judged("NCD 240.4", "The medical director requires a type III home sleep test.")["C3"] is not Status.met
    assert judged("NCD 240.4", "The plan's medical director asks for a home sleep test.")["C3"] is not Status.met
