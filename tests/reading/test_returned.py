"""Care begun at one visit and told as carried on at the next; and what falls short of it."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_sure_of_it import status

BEGUN = "9/20/26 - 66M, heel ulcer 3 x 2 cm. Begin: sharp debridement weekly, alginate, total contact cast, RD consult."


@pytest.mark.parametrize(
    "told",
    [
        "Started 20-30 mmHg thigh hose daily, calf walking.\nToday 15 wks later: wore the hose daily. No better.",
        "Fitted with class II stockings 7/14/26.\n11/3/26: 14 weeks later. Wore them daily. Ache unchanged.",
        "Compression hose 20-30 mmHg begun July 20. Back after 15 weeks of faithful wear: no change.",
        "Rx'd class II hose 7/14/26. Now 16 weeks on: worn every day, leg no better.",
        "Began thigh-high 20-30 stockings July 14. Four months later she has worn them daily; no relief.",
    ],
)
def test_a_later_visit_tells_how_long_the_care_was_kept_up(told: str) -> None:
    assert status("L34209", "V1", told) is Status.met


@pytest.mark.parametrize(
    "told",
    [
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: never wore the hose. No better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: wore the hose for two weeks. No better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 5 wks later: wore the hose daily. No better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: wore the hose every day. Skin much better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: wore the hose some days. No better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: did not wear the hose daily. No better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: took the ibuprofen daily. No better.",
        "Started 20-30 mmHg thigh hose daily.\nToday 15 wks later: skin no better.",
        "Started 20-30 mmHg thigh hose daily.\n15 wks later, if worn every day and skin no better, closure.",
        "Her sister started 20-30 mmHg thigh hose daily.\nToday 15 wks later: wore the hose daily. No better.",
        "10/20/26 - 60F. Fitted with class II stockings.\n\n11/3/26 - 14 weeks later: worn daily. Ache unchanged.",
    ],
)
def test_care_not_kept_up_too_short_or_another_s_is_not_carried_on(told: str) -> None:
    assert status("L34209", "V1", told) is not Status.met


@pytest.mark.parametrize("row", ["D4", "D8", "D11", "D12"])
def test_so_long_of_the_above_tells_that_all_of_it_was_done(row: str) -> None:
    told = f"{BEGUN}\n\n11/03/26 - six weeks of the above, no missed visits. Ulcer 3 x 2, volume unchanged."
    assert status("NCD 20.29", row, told) is Status.met


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("D4", "11/03/26 - two weeks of the above, no missed visits. Volume unchanged."),
        ("D4", "11/03/26 - twelve weeks of the above. Volume unchanged."),
        ("D4", "11/03/26 - six weeks of the above planned. Volume unchanged."),
        ("D12", "11/03/26 - missed all visits. None of the above done. Volume unchanged."),
        ("D12", "11/03/26 - six weeks of the above, stopped the cast. Volume unchanged."),
        ("D12", "11/03/26 - after six weeks of the above, if volume unchanged, we will see."),
    ],
)
def test_too_little_of_the_above_or_none_leaves_it_begun(row: str, told: str) -> None:
    assert status("NCD 20.29", row, f"{BEGUN}\n\n{told}") is not Status.met


def test_a_passage_is_of_the_day_it_begins_with() -> None:
    told = "9/20/26 - 66M, heel ulcer.\n\n11/03/26 - 6 weeks in. {}"
    assert status("NCD 20.29", "D3", told.format("Wagner grade III today.")) is Status.met


@pytest.mark.parametrize(
    "told", ["Probes to bone -> Wagner III.", "Heel ulcer, Wagner gr 3.", "Osteomyelitis => Wagner 3."]
)
def test_an_arrow_or_a_short_form_leads_to_a_grade(told: str) -> None:
    assert status("NCD 20.29", "D3", told) is Status.met


@pytest.mark.parametrize("told", ["Heel ulcer > Wagner 3?", "Heel ulcer, below Wagner 3.", "Heel ulcer, Wagner gr 2."])
def test_a_bound_or_a_lower_grade_is_no_such_grade(told: str) -> None:
    assert status("NCD 20.29", "D3", told) is not Status.met


def test_a_bypass_that_is_not_needed_denies_no_look_at_the_vessels() -> None:
    assert status("NCD 20.29", "D7", "ABI 0.98; vascular says flow adequate, no bypass needed.") is Status.met
    assert status("NCD 20.29", "D7", "No bypass. Vascular not yet assessed.") is not Status.met
