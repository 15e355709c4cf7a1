"""Treatment never had is no failure, what is sound has no disease, and another's skill is not the patient's."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_said_of_something_else import found, status

FAILED = "NCD 100.1", "C6"
REFLUX = ("saphenous vein & (reflux or refluxes or refluxing)", "GSV & (reflux or refluxes or refluxing)")
SHOWN = "NCD 190.11", "C6"


@pytest.mark.parametrize(
    "text",
    [
        "None of the diets, drugs or programs brought lasting weight loss.",
        "No diet or program has kept the weight off.",
        "Never had lasting weight loss with any diet or drug.",
        "Neither the diets nor the drugs held the weight loss.",
        "She failed a two-year supervised diet, Weight Watchers and phentermine.",
    ],
)
def test_treatment_that_brought_nothing_has_failed(text: str) -> None:
    assert status(*FAILED, text) is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "He has never been on a diet to speak of, never joined a program and never had a weight-loss drug.",
        "She never tried a diet or a weight-loss drug.",
        "She has had no diet, no drug and no program for weight loss.",
        "Previous weight-loss attempts: none.",
        "Weight-loss drugs: never.",
        "Never took a weight-loss drug because of its cost.",
    ],
)
def test_treatment_that_was_never_had_has_not_failed(text: str) -> None:
    assert status(*FAILED, text) is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "The GSV refluxes 1.8 s in the thigh; the small saphenous vein is competent.",
        "Small saphenous vein competent; GSV 6 mm with 1.9 s of reflux.",
        "The great saphenous vein is 6 mm wide; reflux 1.8 s from the groin to the calf.",
        "GSV competent below the knee; reflux of 2 s in the thigh.",
    ],
)
def test_reflux_of_a_vein_is_its_own(text: str) -> None:
    assert found(text, *REFLUX)


@pytest.mark.parametrize(
    "text",
    [
        "The great saphenous vein is competent throughout; isolated reflux in calf tributaries.",
        "GSV and SSV competent; reflux in calf tributaries only.",
        "The saphenous vein is normal, reflux is confined to tributaries.",
        "GSV competent (0.2 s); reflux 1.2 s in a perforator.",
        "The GSV is competent with reflux confined to tributaries.",
        "Reflux of the common femoral vein 1.2 s; GSV competent.",
    ],
)
def test_reflux_elsewhere_is_not_of_a_vein_that_is_called_sound(text: str) -> None:
    assert not found(text, *REFLUX)


@pytest.mark.parametrize(
    "text",
    [
        "Return demonstration by the patient correct, in clinic.",
        "He and his wife both demonstrated correct use of the meter.",
        "She ran the test correctly; her daughter watched.",
    ],
)
def test_what_the_patient_shows_counts(text: str) -> None:
    assert status(*SHOWN, text) is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "His wife demonstrated correct use of the meter.",
        "The nurse demonstrated correct use of the meter.",
        "Return demonstration correct by his wife.",
        "Her daughter ran the test correctly in clinic; the patient watched.",
        "Her husband was able to perform the test correctly.",
    ],
)
def test_what_another_shows_does_not_count_for_the_patient(text: str) -> None:
    assert status(*SHOWN, text) is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Genetic test pending for HCM.",
        "Gene panel sent for HCM.",
        "He left before the HCM talk.",
        "Test for it: no data.",
    ],
)
def test_what_a_test_is_still_out_for_is_not_there(text: str) -> None:
    assert all(o.assertion != "affirmed" for o in found(text, "HCM", "test for it"))


def test_what_a_test_has_found_is_there() -> None:
    assert [o.assertion for o in found("Gene panel back: HCM.", "HCM")] == ["affirmed"]


@pytest.mark.parametrize(
    ("policy", "row", "text", "expected"),
    [
        ("NCD 160.7", "C4", "She left the psychologist's office before the evaluation.", Status.insufficient),
        ("NCD 160.7", "C4", "Psychological evaluation 10/02/2026 by Dr. Lane, psychologist.", Status.met),
        ("L39015", "E7", "MRI 10/02/2026: he could not lie still, study not completed.", Status.insufficient),
        ("L39015", "E7", "MRI 10/02/2026: claustrophobia, scan aborted.", Status.insufficient),
        ("L39015", "E7", "MRI lumbar 10/02/2026: L5-S1 herniation with S1 contact.", Status.met),
        ("NCD 270.1", "C5", "The ulcer has no odor, it is smaller than in September.", Status.insufficient),
        ("NCD 270.1", "C5", "No fever; ulcer healing well.", Status.insufficient),
        ("NCD 270.1", "C5", "No measurable healing of the ulcer in five weeks.", Status.met),
    ],
)
def test_what_was_broken_off_or_denied_of_something_else_is_not_there(
    policy: str, row: str, text: str, expected: Status
) -> None:
    assert status(policy, row, text) is expected
