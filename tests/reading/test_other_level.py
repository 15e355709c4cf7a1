"""A denial of other levels, of another device, or of who somebody is takes nothing back of what the record states."""

import pytest

from agents.reading.other_level import levels_of
from priorauth.criteria import Status
from tests.reading.test_said_of_something_else import denied, found, status

EDEMA = "MRI 10/09/2026: fracture of T12, marrow edema on STIR.\n"
HERNIATION = "MRI 10/09/2026: disc herniation L5-S1 that presses on the left S1 root.\n"
ROOMS = "Home visit: doors 33 inches wide, floors level.\n"


def test_levels_are_counted_from_the_neck_down() -> None:
    assert levels_of("T12, L1-L5, C5/6 and L5-S1") == [(19, 19), (20, 24), (5, 6), (24, 25)]
    assert levels_of("T2 STIR, T1 weighted, 5 lb, item 4-5") == []


@pytest.mark.parametrize(
    ("policy", "row", "text", "expected"),
    [
        ("L35130", "V2", EDEMA + "L1 to L4 no edema.", Status.met),
        ("L35130", "V2", EDEMA + "Old wedge of L2, no edema.", Status.met),
        ("L35130", "V2", EDEMA + "L3 no edema. Plan: kyphoplasty T12.", Status.met),
        ("L39015", "E8", HERNIATION + "L4-5 bulge, no stenosis.", Status.met),
        ("L39015", "E8", HERNIATION + "L3-L4: no stenosis, no herniation.", Status.met),
        ("L35130", "V2", EDEMA + "T12: no edema when I read it.", Status.insufficient),
        ("L35130", "V2", EDEMA + "T10-L2 no edema.", Status.insufficient),
        ("L35130", "V2", EDEMA + "On T2 no edema.", Status.insufficient),
        ("L35130", "V2", EDEMA + "No edema.", Status.insufficient),
        ("L35130", "V2", EDEMA + "L3 no edema. Plan: kyphoplasty L3.", Status.insufficient),
        ("L39015", "E8", HERNIATION + "L5-S1: no herniation, no stenosis.", Status.insufficient),
        ("L39015", "E8", HERNIATION + "No stenosis.", Status.insufficient),
        ("L35130", "V2", "L1 to L4 no edema.", Status.not_met),
        ("L33789", "F1", ROOMS + "Scooter: no turning room for it in the hallway.", Status.met),
        ("L33789", "F1", ROOMS + "No turning room for it in the hallway.", Status.insufficient),
        ("L33789", "F1", "Scooter: no turning room for it in the hallway.", Status.not_met),
        ("L39762", "A2", "Pain 11/03/2026: 7/10 in the arm and 3/10 in the neck.", Status.met),
        ("L39762", "A2", "NRS 11/03/2026: 6/10 arm (neck 2/10).", Status.met),
        ("L39762", "A2", "Pain 11/03/2026: 3/10 in the arm and 2/10 in the neck.", Status.not_met),
        ("L39762", "A2", "Pain 11/03/2026: 7/10 in the neck and 2/10 in the arm.", Status.insufficient),
        ("L39762", "A2", "Pain 11/03/2026: 7/10 in the arm this morning, 3/10 in the arm now.", Status.insufficient),
    ],
)
def test_what_is_denied_of_another_place_takes_nothing_back(policy: str, row: str, text: str, expected: Status) -> None:
    assert status(policy, row, text) is expected


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Depression, recurrent, severe w/o psychotic features F33.2.", "F33.2"),
        ("Depression, single episode, severe without psychosis - F32.2", "F32.2"),
        ("Spondylosis w/o myelopathy or radiculopathy, L L3-4 facet pain.", "facet pain"),
        ("Spondylosis without myelopathy or radiculopathy, facet mediated ache.", "facet mediated"),
        ("Dr. Low, his own doctor and not involved in the implant, met him for a shared decision.", "shared decision"),
        ("The nurse, not employed by the seller, gave the education.", "education"),
        ("Has not bathed alone since May, meals brought to her bed.", "meals brought"),
        ("He can't get in the tub without his wife lifting the leg, gave up bowling.", "gave up bowling"),
        ("She can no longer put on socks without a grabber, gave up the choir.", "gave up the choir"),
    ],
)
def test_a_denial_that_has_ended_denies_nothing_behind_it(text: str, spelling: str) -> None:
    assert found(text, spelling)
    assert not denied(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("He came without depression F33.2.", "depression"),
        ("No depression F33.2.", "F33.2"),
        ("Spondylosis without radiculopathy, facet pain or stenosis.", "facet pain"),
        ("Walks without limp, back ache or facet pain.", "facet pain"),
        ("Education was not given, and the nurse left a leaflet.", "education"),
        ("He was not in the room for the shared decision.", "shared decision"),
        ("No help needed, meals brought or laundry done.", "meals brought"),
        ("She climbs without a rail, limp or cane.", "cane"),
    ],
)
def test_a_denial_that_goes_on_still_denies(text: str, spelling: str) -> None:
    assert denied(text, spelling)


LIMITS = ("(cannot or unable or no longer or has not) & (bathe or bathed or cook or cooks or tub)", "gave up & tub")


@pytest.mark.parametrize(
    "text",
    [
        "She cannot cook and has not bathed in the tub since May.",
        "He no longer cooks, and cannot bathe.",
        "Cannot cook, hasn't bathed in the tub since May.",
    ],
)
def test_what_somebody_has_given_up_is_a_limit_and_no_denial_of_one(text: str) -> None:
    assert found(text, *LIMITS)
    assert not denied(text, *LIMITS)


@pytest.mark.parametrize("text", ["It is not true that she cannot cook.", "She denies that she cannot bathe."])
def test_a_limit_that_is_denied_is_denied(text: str) -> None:
    assert denied(text, *LIMITS)


FITS = ("scooter & (cannot or can't or unable)", "tiller & (poor balance or arms drop)")


def test_a_scooter_that_is_answered_no_with_its_reasons_is_told_as_unfit() -> None:
    text = "Scooter no: can't lift the arms to the tiller, poor balance."
    assert found(text, *FITS)
    assert not denied(text, *FITS)


def test_a_no_before_a_colon_that_opens_a_list_denies_the_list() -> None:
    assert denied("There is no: pain on the tiller, poor balance.", *FITS)
    assert denied("Reports no: fever, facet pain.", "facet pain")
