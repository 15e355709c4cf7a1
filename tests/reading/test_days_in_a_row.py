"""Days without a year one behind the other, scores told by them, and figures under a before and an after."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_sure_of_it import status


@pytest.mark.parametrize(
    "told",
    [
        "BLOCKS (fluoro w/ arthrogram, L SI): 9/14 bupi 8 -> 1 (88%) ; 10/05 lido 7 -> 1 (86%).",
        "SI blocks: 9/14 88% relief; 10/05 86% relief.",
        "L SI blocks 9/14: 8 to 1; 10/21: 7 to 1.",
    ],
)
def test_blocks_are_of_the_days_that_stand_in_a_row(told: str) -> None:
    assert status("L36000", "S14", told) is Status.met


@pytest.mark.parametrize(
    "told",
    [
        "SI block: 9/14 8 -> 1 (88%); still 7/10 at the visit.",
        "SI block: 12/27 points before, 8/27 after (88%).",
        "SI block, PHQ 9/27 then 11/24, relief 88%.",
        "SI block: 8/10 -> 1/10 (88%).",
    ],
)
def test_scores_in_a_row_are_no_days(told: str) -> None:
    assert status("L36000", "S14", told) is not Status.met


@pytest.mark.parametrize(
    "told",
    [
        "Pain log (NRS, standing): 10/24 6 -> 10/30 7 -> 11/02 9.",
        "Pain log: 10/24 6, 10/28 7, 11/02 9.",
        "NRS: 10/24 6; 10/28 7; 11/02 8",
        "VAS 10/24: 6, 11/02: 8",
    ],
)
def test_the_last_of_bare_scores_by_days_is_the_pain_of_now(told: str) -> None:
    assert status("L34228", "V4", told) is Status.met


@pytest.mark.parametrize(
    "told",
    [
        "Pain log: 10/24 9, 10/28 7, 11/02 6.",
        "Knee pain log: 10/24 6, 11/02 9.",
        "Pain log after the block: 10/24 6, 11/02 9.",
        "Her husband's pain log: 10/24 6, 11/02 9.",
    ],
)
def test_an_older_score_or_another_pain_is_not(told: str) -> None:
    assert status("L34228", "V4", told) is not Status.met


@pytest.mark.parametrize(
    "heads",
    [
        "            before #1   (Sep-Nov diary)",
        "                baseline   last 3 mo",
        "              before    after #3",
        "measure         before     now",
    ],
)
def test_figures_that_gaps_part_are_of_before_and_of_now(heads: str) -> None:
    assert (
        status("L39909", "C2", f"{heads}\nHA days/mo      23           9\nMigraine attacks 15          6") is Status.met
    )
    assert (
        status("L39909", "C6", f"{heads}\nHA days/mo      23           9\nMigraine attacks 15          6") is Status.met
    )


@pytest.mark.parametrize(
    "table",
    [
        "            before #1   (Sep-Nov diary)\nHA days/mo      23           19",
        "            now   before #1\nHA days/mo      23           9",
        "            before #1   goal\nHA days/mo      23           9",
        "            before #1   her sister\nHA days/mo      23           9",
        "            Botox   placebo\nHA days/mo      23           9",
    ],
)
def test_a_goal_another_s_or_a_rise_is_no_fall(table: str) -> None:
    assert status("L39909", "C2", table) is not Status.met


def test_therapy_with_a_home_set_was_done_and_ended_on_a_plateau() -> None:
    told = "Care Oct '25 - Sep '26: celecoxib; SI belt; pelvic PT 28 visits + daily home set for 9 months. {}"
    assert status("L36000", "S18", told.format("Plateau 6-7.")) is Status.met
    assert status("L36000", "S1", told.format("Plateau 6-7.")) is Status.met
    assert status("L36000", "S1", told.format("Stuck at 7/10.")) is Status.met
    assert status("L36000", "S1", told.format("Plateau at 1/10.")) is not Status.met
    assert status("L36000", "S18", "PT set for December.") is not Status.met


@pytest.mark.parametrize(
    "told",
    [
        "Never had a blood or saliva genetic test, and the insurer portal shows no earlier claim.",
        "No prior genetic testing; no claim on file with the insurer.",
    ],
)
def test_a_look_through_the_claims_is_no_talk_of_rules(told: str) -> None:
    assert status("NCD 90.2", "A3", told) is Status.met


@pytest.mark.parametrize(
    "told",
    [
        "The insurer requires never to have had a genetic test.",
        "Payer policy: never had a genetic test.",
        "The plan portal shows that patients must never have had a genetic test.",
    ],
)
def test_what_a_payer_asks_is(told: str) -> None:
    assert status("NCD 90.2", "A3", told) is not Status.met


@pytest.mark.parametrize(
    ("policy", "row", "told"),
    [
        ("L34228", "B2", "Fracture-liaison referral placed 11/3; was told to enrol."),
        ("L38201", "B2", "Bone health referral placed, instructed to attend."),
        ("L39506", "P1", "Apron. Standing, its lower edge lies 7 cm past the symphysis."),
        ("L39909", "C1", "Plan: cycle #4 onabot 155 u."),
        ("NCD 90.2", "A4", "Report names the variant and the PARP inhibitor it makes available."),
    ],
)
def test_short_words_tell_of_what_a_row_asks(policy: str, row: str, told: str) -> None:
    assert status(policy, row, told) is Status.met


@pytest.mark.parametrize(
    ("policy", "row", "told"),
    [
        ("L34228", "B2", "Fracture-liaison service: declined to enrol."),
        ("L39506", "P1", "Apron. Standing, its lower edge lies 7 cm above the symphysis."),
        ("L39909", "C1", "Starting cycle #1 of Botox 12/3."),
        ("NCD 90.2", "A4", "The report will not name a PARP inhibitor."),
    ],
)
def test_the_nearest_words_do_not(policy: str, row: str, told: str) -> None:
    assert status(policy, row, told) is not Status.met


def test_a_canal_that_is_widely_patent_is_no_bar() -> None:
    assert (
        status("L34228", "X4", "L1 30% anterior loss; posterior wall in place, canal widely patent.")
        is not Status.not_met
    )
    assert status("L34228", "X4", "Posterior wall pushed into the canal by 30%.") is Status.not_met


@pytest.mark.parametrize(
    "told",
    [
        "Derm notes 5/19, 6/30, 8/18, 10/06/26: maceration and candida under the fold each time.",
        "Dermatology 5/19/26, 7/30/26 and 10/6/26: intertrigo at every visit.",
    ],
)
def test_what_was_found_on_each_of_several_days_lasted(told: str) -> None:
    assert status("L39506", "P7", told) is Status.met


@pytest.mark.parametrize(
    "told",
    [
        "Derm notes 9/19, 9/30, 10/06/26: candida under the fold each time.",
        "Derm notes 5/19, 10/06/26: candida under the fold each time.",
        "Derm notes 5/19, 6/30, 8/18, 10/06/26: no candida under the fold each time.",
        "Derm notes 5/19, 6/30, 8/18, 10/06/26: candida under the fold once.",
    ],
)
def test_what_was_found_once_or_for_weeks_did_not(told: str) -> None:
    assert status("L39506", "P7", told) is not Status.met
