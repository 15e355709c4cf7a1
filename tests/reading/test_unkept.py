"""Visits that were missed, cancelled or left early are no visits; a quotation keeps the day of the note it is from."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_said_of_something_else import status

VISIT = "L33822", "C7"
LOOKED_AT = "L33822", "C12"


@pytest.mark.parametrize(
    "text",
    [
        "08/12/2026 endocrine clinic visit: A1c 8.1, insulin doses reviewed.",
        "Seen in diabetes clinic on 08/12/2026; basal dose raised.",
        "06/17/2026 endocrine f/u NO SHOW\n09/02/2026 endocrine f/u COMPLETED, insulin doses adjusted.",
        "No-shows: 0. 09/02/2026 diabetes clinic visit, insulin doses adjusted.",
    ],
)
def test_a_visit_that_was_kept_counts(text: str) -> None:
    assert status(*VISIT, text) is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "06/17/2026  endocrine f/u    NO SHOW",
        "06/17/2026 | diabetes follow-up | Cancelled by patient",
        "06/17/2026 diabetes f/u - DNA",
        "06/17/2026 endocrine visit, did not keep appointment",
        "06/17/2026 diabetes clinic visit - rescheduled",
        "06/17/2026 diabetes clinic visit: left without being seen",
        "06/17/2026 endocrine f/u LWBS",
        "06/17/2026 endocrine f/u   NS",
        "Date | Status | Visit\n06/17/2026 | No show | Endocrine follow-up",
        "Missed visits: 06/17/2026 endocrine follow-up, 07/29/2026 endocrine follow-up",
        "Appointments not kept:\n- 06/17/2026 endocrine follow-up\n- 07/29/2026 diabetes clinic visit",
        "She did not come to her diabetes visit of 06/17/2026.",
    ],
)
def test_a_visit_that_was_not_kept_is_none(text: str) -> None:
    assert status(*VISIT, text) is not Status.met


def test_who_works_at_a_clinic_has_not_been_seen_there() -> None:
    assert status(*VISIT, "I am the RN case manager attached to the diabetes clinic.") is Status.insufficient
    assert status(*VISIT, "I am a nurse; I saw him at the diabetes clinic on 08/12/2026.") is Status.met


@pytest.mark.parametrize(
    "text",
    [
        'Pasted from the last note:\n "DIABETES CLINIC 03/11/2026. A1c 8.9. Wear 91%. TIR 44%. RTC 3 months."',
        'From the note of 03/11/2026: "Diabetes follow-up. A1c 8.9. Wear 91%. Increase aspart."',
        'Her note of March 11, 2026 says: "Doing fair. A1c 8.9. TIR 44%."',
        "Copied from the visit of 03/11/2026:\nA1c 8.9.\nTIR 44%.",
        "Pasted below:\nDIABETES CLINIC 03/11/2026. A1c 8.9. Wear 91%.",
    ],
)
def test_what_is_quoted_from_an_old_note_is_as_old_as_that_note(text: str) -> None:
    assert status(*LOOKED_AT, text) is not Status.met


@pytest.mark.parametrize(
    "text",
    [
        'Pasted from the last note:\n "DIABETES CLINIC 09/11/2026. A1c 8.9. Wear 91%. TIR 44%. RTC 3 months."',
        'His note of 03/11/2026 says: "Doing fair. Will return." Today A1c 8.9.',
        "Copied from the visit of 03/11/2026:\nDoing fair.\n\nToday A1c 8.9.",
        'He says: "I have felt well since 03/11/2026." A1c 8.9.',
    ],
)
def test_a_quotation_ends_where_its_marks_or_its_paragraph_end(text: str) -> None:
    assert status(*LOOKED_AT, text) is Status.met
