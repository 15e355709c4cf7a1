"""Two figures around a test stimulation come to the share that is gone; others around it do not."""

import pytest

from agents.reading.lessened import lessened

TESTED = "stage 1 lead placed 10/6. "


def shares(measure: str, text: str) -> list[int]:
    low = TESTED + text
    return [round(one.share) for one in lessened(low, len(TESTED), len(low), 0, measure)]


@pytest.mark.parametrize(
    ("measure", "text", "share"),
    [
        ("pain relief", "diary pain 8 -> 3.", 62),
        ("pain relief", "his own log gave nine at baseline and two while it ran.", 78),
        ("pain relief", "pain 7/10 at baseline, 2/10 while on.", 71),
        ("pain relief", "leg pain fell from 9 to 3.", 67),
        (
            "voiding improvement",
            "before it she averaged eight wet accidents a day; over the fourteen test days, two.",
            75,
        ),
        ("voiding improvement", "leaks 8/d -> 2/d.", 75),
        ("voiding improvement", "12 accidents a day before, 4 during it.", 67),
        ("voiding improvement", "leaks 8/d -> 5/d.", 38),
    ],
)
def test_figures_before_and_in_the_test_come_to_a_share(measure: str, text: str, share: int) -> None:
    assert shares(measure, text) == [share]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("pain relief", "oxycodone 6/day to 2."),
        ("pain relief", "pain 8 to 3 after the epidural of 9/2."),
        ("pain relief", "we expect the pain to go from 8 to 3."),
        ("pain relief", "odi from 44 to 12, pain unchanged."),
        ("pain relief", "leg pain rose from 3 to 8."),
        ("voiding improvement", "before the trial of mirabegron eight leaks a day; with it, two."),
        ("voiding improvement", "if leaks go from 8 to 3 the generator is placed."),
        ("voiding improvement", "leaks rose from 2 to 6 a day."),
    ],
)
def test_other_figures_come_to_none(measure: str, text: str) -> None:
    assert shares(measure, text) == []


def test_without_a_test_stimulation_figures_come_to_nothing() -> None:
    low = "on mirabegron leaks 8/d -> 2/d."
    assert lessened(low, 0, len(low), 0, "voiding improvement") == []
