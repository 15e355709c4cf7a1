"""Pain told by days counts as the newest score tells it; what is to be excluded is open; care may touch nothing."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_after_blocks import statuses

FUSION, FRACTURE, VEIN = "L39741", "L35130", "L34209"


@pytest.mark.parametrize(
    "text",
    [
        "Scores\nDate      VAS   RMDQ\n9/15      6     18\n10/27     8     21",
        "Date | NRS | RMDQ\n9/15/26 | 6 | 18\n10/27/26 | 8 | 21",
        "PAIN LOG (back, 0-10)\n9/15   6\n10/2   7\n10/27   8",
        "Pain diary\n9/15/26: 6\n10/27/26: 9",
    ],
)
def test_of_pain_told_by_days_the_newest_is_of_today(text: str) -> None:
    assert statuses(FRACTURE, text)["V4"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Scores\nDate      VAS   RMDQ\n9/15      8     18\n10/27     3     21",
        "Date | NRS | RMDQ\n9/15/26 | 8 | 18\n10/27/26 | 3 | 21",
        "PAIN LOG (back, 0-10)\n9/15   9\n10/2   8\n10/27   3",
        "PAIN LOG (knee, 0-10)\n9/15   9\n10/27   9",
        "Husband's pain log\n9/15   9\n10/27   9",
        "Pain log goals\n9/15   9\n10/27   9",
        "Date | VAS before block | VAS after block\n10/27/26 | 8 | 1",
        "Medication log\n9/15   9\n10/27   9",
    ],
)
def test_pain_that_fell_since_or_is_of_another_matter_is_not(text: str) -> None:
    assert statuses(FRACTURE, text)["V4"] is not Status.met


@pytest.mark.parametrize("text", ["DVT was excluded.", "DVT is ruled out.", "No DVT."])
def test_what_was_excluded_is_not_there(text: str) -> None:
    assert statuses(VEIN, text)["V6"] is Status.met


@pytest.mark.parametrize("text", ["DVT to be excluded.", "DVT should be ruled out.", "DVT has yet to be excluded."])
def test_what_is_still_to_be_excluded_is_open(text: str) -> None:
    assert statuses(VEIN, text)["V6"] is not Status.met


def test_what_is_to_be_excluded_is_no_finding_either() -> None:
    assert statuses(FRACTURE, "On 2026-11-02 a T12 fracture with edema is to be excluded.")["V1"] is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "TLSO daily, oxycodone and therapy at home for five weeks. None of it touches it.",
        "Conservative care (brace, oxycodone, therapy since 2026-10-02) inadequate.",
    ],
)
def test_care_that_does_not_touch_the_pain_failed(text: str) -> None:
    assert statuses(FRACTURE, text)["V6"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "TLSO daily, oxycodone and therapy at home for five weeks. All of it helps.",
        "Notes on conservative care (brace, oxycodone) adequate.",
    ],
)
def test_care_that_helps_did_not_fail(text: str) -> None:
    assert statuses(FRACTURE, text)["V6"] is not Status.met


CARE = "From June 15 to October 2, 2026, he had supervised therapy with traction and took naproxen."


@pytest.mark.parametrize(
    "text",
    [
        f"{CARE} He got three good days from a shot and otherwise nothing.",
        f"{CARE} None of it helped. No NSAID (ulcer).",
    ],
)
def test_care_that_gave_otherwise_nothing_failed(text: str) -> None:
    assert statuses(FUSION, text)["A3"] is Status.met


@pytest.mark.parametrize(
    "text",
    [f"{CARE} He is well and otherwise nothing new.", f"{CARE} It did good. No NSAID (ulcer)."],
)
def test_care_of_which_otherwise_nothing_new_is_told_did_not_fail(text: str) -> None:
    assert statuses(FUSION, text)["A3"] is not Status.met


def test_a_drug_that_is_barred_denies_no_therapy_that_failed() -> None:
    text = "PT: 2026-08-10 to 2026-10-09, 16 visits, no improvement. No NSAID (CKD 3a)."
    assert statuses("L39240", text)["T1"] is Status.met


def test_a_drug_that_is_barred_is_no_care() -> None:
    assert statuses("L39240", "No NSAID (CKD 3a).")["T1"] is not Status.met


def test_a_test_injection_is_a_block() -> None:
    text = "Two test injections into the joint nerves; each time nine tenths of the pain was gone."
    assert statuses("L34892", text)["R1"] is Status.met


@pytest.mark.parametrize(
    "text",
    ["An allergy test injection; nine tenths of the pain was gone.", "Test injections: half of the pain was gone."],
)
def test_an_allergy_test_or_a_weak_one_is_none(text: str) -> None:
    assert statuses("L34892", text)["R1"] is not Status.met
