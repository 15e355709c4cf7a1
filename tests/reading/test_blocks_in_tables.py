"""Blocks told in tables, scores told in words and denials that end at a comma are read for what they say."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_after_blocks import statuses

FACET, EPIDURAL, FUSION = "L34892", "L39240", "L39741"
HEAD = "#   Date        Target     Pre   Post   Relief   Lasted"
FIRST = "1   09/15/2026  R L4-5     8     1      88%      5 h\n"
BLOCKS = f"Medial branch blocks, bupivacaine 0.5 mL each\n{HEAD}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{BLOCKS}{FIRST}2   10/06/2026  R L4-5     7     1      85%      6 h",
        "Medial branch blocks\n# | Date | Pre | Post | Relief\n1 | 9/15/26 | 8 | 1 | 88%\n2 | 10/6/26 | 7 | 1 | 85%",
        "MBB results\n\nNo.  Date       Pain before  Pain after\n1    9/15/2026  8            1\n"
        "2    10/6/2026  7            1",
    ],
)
def test_two_blocks_listed_in_a_table_under_their_name_are_read(text: str) -> None:
    found = statuses(FACET, text)
    assert (found["R1"], found["R3"]) == (Status.met, Status.met)


@pytest.mark.parametrize(
    "text",
    [
        f"{BLOCKS}{FIRST}2   10/06/2026  R L4-5     7     4      43%      6 h",
        "MBB\nDate | Pre | Post\n9/15/26 | 8 | 4",
        f"{BLOCKS}{FIRST}2   10/06/2026  R L4-5     7     4      85%      6 h",
        f"Epidural injections\n{HEAD}\n{FIRST}",
        f"Planned medial branch blocks\n{HEAD}\n{FIRST}",
    ],
)
def test_a_table_with_one_weak_block_or_of_another_care_is_no_proof(text: str) -> None:
    assert statuses(FACET, text)["R1"] is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        f"{BLOCKS}{FIRST}2   10/06/2026  R L4-5",
        f"{BLOCKS}{FIRST}2   09/15/2026  R L4-5     8     1      88%      5 h",
    ],
)
def test_one_day_in_a_table_is_not_two_blocks(text: str) -> None:
    assert statuses(FACET, text)["R3"] is not Status.met


def test_a_share_that_is_needed_is_no_relief() -> None:
    assert statuses(FACET, "Medial branch block to come; at least 80% relief is needed.")["R1"] is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "The back ache averages between five and seven on the usual scale of ten.",
        "Back pain today 6 (0-10).",
        "The back is the trouble. Asked to put a number on it she said seven out of ten.",
        "Back pain is six or seven of ten.",
    ],
)
def test_a_score_in_words_or_by_its_scale_is_read(text: str) -> None:
    assert statuses(FACET, text)["F1"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "The back ache averages between one and three on the usual scale of ten.",
        "Back pain today 2 (0-10).",
        "Asked to put a number on it she said two out of ten.",
        "The back ache fell from eight to two of ten.",
        "Her fatigue averages between five and seven on the usual scale of ten.",
    ],
)
def test_a_low_score_or_that_of_another_trouble_is_not(text: str) -> None:
    assert statuses(FACET, text)["F1"] is not Status.met


def test_a_range_of_scores_out_of_ten_is_no_day() -> None:
    text = "Second medial branch block 10/06/2026, lidocaine: pain 7/10 before, 0-1/10 after, 90% relief for 3 hours."
    assert statuses(FACET, text)["R1"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Lumbar spondylosis w/o myelopathy (M47.816), LBP.",
        "Lumbar spondylosis without radiculopathy (M47.816), low back pain.",
    ],
)
def test_the_code_of_a_diagnosis_ends_what_it_is_without(text: str) -> None:
    assert statuses(FACET, text)["L2"] is Status.met


def test_what_a_diagnosis_is_without_is_denied() -> None:
    assert statuses(FACET, "Lumbar spondylosis without low back pain (M47.816).")["L2"] is not Status.met


def test_pain_told_elsewhere_is_not_denied_by_the_next_item_of_a_list() -> None:
    text = "Low back pain for six years. Right-sided, across the belt line, no leg pain."
    assert statuses(FACET, text)["L2"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Low back pain is gone. Across the belt line, no pain.",
        "Right-sided, across the belt line, no leg pain, no back pain.",
    ],
)
def test_back_pain_that_is_denied_itself_does_not_count(text: str) -> None:
    assert statuses(FACET, text)["L2"] is not Status.met


def test_perhaps_before_a_number_only_makes_it_wider() -> None:
    assert statuses(EPIDURAL, "Sitting makes the leg burn, and he sleeps perhaps four hours.")["S2"] is Status.met


def test_perhaps_before_a_deed_leaves_it_open() -> None:
    assert statuses(EPIDURAL, "Sitting makes the leg burn, and perhaps he cannot sleep.")["S2"] is not Status.met


@pytest.mark.parametrize(
    "text", ["Unstable C1-2 with an atlantodental interval of 8 mm.", "Odontoid fracture type II with displacement."]
)
def test_the_first_two_vertebrae_are_of_the_neck(text: str) -> None:
    assert statuses(FUSION, text)["C1"] is Status.met


@pytest.mark.parametrize("text", ["C1-2 is stable, no instability.", "Unstable L1-2 fracture."])
def test_a_stable_neck_or_a_lumbar_fracture_needs_no_cervical_fusion(text: str) -> None:
    assert statuses(FUSION, text)["C1"] is not Status.met
