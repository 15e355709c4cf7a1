"""Words that spoil a test or speak of rules, and the same words of a hand, a mask or a team."""

import pytest

from agents.reading.standing import spoilt, standing_of
from priorauth.facts import Assertion


@pytest.mark.parametrize(
    "text",
    [
        "spiral on the right illegible.",
        "she writes in an illegible scrawl.",
        "swapped mask twice, added a chin strap.",
        "masks were swapped in may.",
        "swapped two agents without gain.",
    ],
)
def test_a_hand_nobody_can_read_and_a_change_of_mask_spoil_nothing(text: str) -> None:
    assert not spoilt(text, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "the report is illegible.",
        "the signature on the report is illegible.",
        "the spiral on the faxed page is illegible.",
        "the tubes were swapped.",
        "labels swapped by the nurse.",
        "samples swapped with another man's.",
    ],
)
def test_a_paper_nobody_can_read_and_a_mix_up_spoil_a_test(text: str) -> None:
    assert spoilt(text, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "pulmonary, surgery and anesthesia met and jointly approve lvrs.",
        "all three approved surgery.",
        "stent with distal filter embolic protection (approved).",
        "the generator (fda-cleared) is in place.",
    ],
)
def test_a_team_that_approves_and_an_approved_device_are_no_rules(text: str) -> None:
    assert standing_of(text, 0, len(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "prior authorization (approved).",
        "the insurer jointly approved surgery under its policy.",
        "coverage of the device (approved) by the insurer.",
        "the health plan approved surgery.",
    ],
)
def test_an_insurer_that_approves_is_talk_of_rules(text: str) -> None:
    assert standing_of(text, 0, len(text)) is Assertion.policy_talk
