"""Two figures of before and after are found in whichever order and words they are told, and others are no pair."""

from datetime import date

import pytest

from agents.reading.compared import fractions_gone, pairs_in
from agents.reading.lessened import lessened
from agents.reading.record import prepare
from agents.reading.scores import scores_moved
from agents.reading.values import for_a_criterion, values_of
from priorauth.case import Document, DocumentKind
from priorauth.facts import Quantity
from priorauth.reading import ReadingContext
from priorauth.rulebook.weighing import value_stands_in


def pairs(text: str) -> list[tuple[float, float]]:
    low = text.lower()
    return [(pair.before.worth, pair.after.worth) for pair in pairs_in(low, 0, len(low))]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("9/10 to 2/10 for four hours", (9, 2)),
        ("9 -> 2", (9, 2)),
        ("from a nine to a two", (9, 2)),
        ("9 before, 2 after", (9, 2)),
        ("2 afterwards, 9 before", (9, 2)),
        ("2 after (9 before)", (9, 2)),
        ("now 2 (was 9)", (9, 2)),
        ("baseline 22/mo, current 9/mo", (22, 9)),
        ("dropped to 9 a month from 22", (22, 9)),
        ("baseline 7.5 leaks/24 h, test phase 2.0 leaks/24 h", (7.5, 2)),
        ("eight times a day before; during the test only twice", (8, 2)),
        ("80 mme to 20 mme", (80, 20)),
        ("was 9 beforehand and 2 for the rest of the afternoon", (9, 2)),
    ],
)
def test_two_figures_are_told_apart_as_before_and_after(text: str, pair: tuple[float, float]) -> None:
    assert pairs(text) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "9 before",
        "2 after",
        "9 before, the goal is 2 after",
        "9 before, 2 is expected after",
        "9 before. 2 after",
        "9 and 2",
        "6 weeks before, 4 weeks after",
        "9 at rest, 2 with the legs up",
        "if it goes from 9 to 2",
        "at least 9 before and 2 after",
    ],
)
def test_a_before_without_an_after_a_goal_and_two_figures_of_one_time_are_no_pair(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("the pain was cut by two thirds", [66.67]),
        ("four fifths of her pain gone", [80]),
        ("less than half of the pain gone", []),
        ("two thirds of the pain remained", []),
        ("we hope to cut it by half", []),
        ("the dose was cut by half", []),
        ("half of the visits", []),
    ],
)
def test_fractions_tell_what_is_gone_and_not_what_is_left_or_hoped(text: str, shares: list[float]) -> None:
    assert [share for *_, share in fractions_gone(text, 0, len(text))] == shares


@pytest.mark.parametrize(
    ("measure", "text", "share"),
    [
        ("analgesic reduction", "hydrocodone went from 6 tablets a day to 2", 67),
        ("analgesic reduction", "morphine equivalents 60 before, 20 during the trial", 67),
        ("analgesic reduction", "opioid use fell from 80 mme to 20 mme a day", 75),
        ("pain relief", "pain at the end 2/10, at the start 8/10", 75),
        ("pain relief", "the pain was cut by two thirds", 67),
        ("voiding improvement", "leaks: baseline 7.5 leaks/24 h, test phase 2.0 leaks/24 h", 73),
    ],
)
def test_what_a_test_took_is_read_of_drugs_of_pain_and_of_leaks(measure: str, text: str, share: float) -> None:
    low = f"trial leads placed 10/5. {text}."
    assert [round(one.share) for one in lessened(low, 25, len(low), 0, measure)] == [share]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("analgesic reduction", "hopes to bring oxycodone from 6 a day to 2"),
        ("analgesic reduction", "hydrocodone 5 mg, 6 tablets a day; gabapentin 2 a day"),
        ("analgesic reduction", "oxycodone unchanged, pain from 8 to 2"),
        ("analgesic reduction", "oxycodone rose from 2 a day to 6"),
        ("pain relief", "pain fell from 8 to 2 on gabapentin"),
        ("pain relief", "in the gabapentin trial pain fell from 8 to 2"),
        ("pain relief", "oxycodone was cut by half"),
        ("voiding improvement", "with a pessary leaks went from 9 to 2 a day"),
        ("voiding improvement", "on mirabegron leaks were cut by two thirds"),
        ("voiding improvement", "leaks 7 a week before, 2 a day during the test"),
    ],
)
def test_what_drugs_did_and_what_is_hoped_is_not_of_the_test(measure: str, text: str) -> None:
    low = f"trial leads placed 10/5. {text}."
    assert lessened(low, 25, len(low), 0, measure) == []


def moved(text: str, *, better: bool = True, by: float = 1) -> bool:
    low = text.lower()
    return any(scores_moved(low, 0, len(low), better=better, by=by))


@pytest.mark.parametrize(
    "text",
    ["Oswestry fell from 52 to 24", "MIDAS 62 before Botox, 18 now", "ODI 52 -> 24", "KOOS 31 before, 62 now"],
)
def test_a_score_that_got_better_is_told_from_one_that_got_worse(text: str) -> None:
    assert moved(text)
    assert not moved(text, better=False)


@pytest.mark.parametrize("text", ["Oswestry rose from 24 to 52", "MIDAS 18 before, 62 now", "KOOS 62 before, 31 now"])
def test_a_score_that_got_worse_is_no_gain(text: str) -> None:
    assert moved(text, better=False)
    assert not moved(text)


@pytest.mark.parametrize(
    "text",
    [
        "Oswestry 52 before, 50 now",
        "Oswestry 52, goal 24 after",
        "Oswestry unchanged, pain from 8 to 2",
        "ODI 40 to 50",
        "visits from 52 to 24",
        "Oswestry 52 before surgery",
    ],
)
def test_a_score_that_hardly_moved_a_goal_and_another_figure_tell_no_change(text: str) -> None:
    assert not moved(text)
    assert not moved(text, better=False)


def test_a_score_may_be_asked_to_have_halved() -> None:
    assert moved("PHQ-9 fell from 22 to 9", by=50)
    assert not moved("PHQ-9 fell from 22 to 14", by=50)


def of_four_hours(text: str) -> list[tuple[float | None, float | None]]:
    """The share of nights that a note proves and the one that it allows."""
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    record = prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))
    read = record.documents[0]
    found = [for_a_criterion(read, v) for v in values_of(record, read, "adherent nights")]
    return [(v.quantity.low, v.quantity.high) for v in found if v.quantity]


def test_nights_of_use_prove_nights_of_four_hours_only_where_these_are_told() -> None:
    assert of_four_hours("Download: 27 of 30 nights with 4 h or more.") == [(90, 90)]
    assert of_four_hours("Download: mean 0.8 h, nights with >= 4 h 9%.") == [(9, 9)]
    assert of_four_hours("Download: used on 27 of 30 nights, average 2.1 hours.") == [(None, 90)]
    assert of_four_hours("Download: used on 27 of 30 nights.") == [(None, 90)]


def test_once_and_twice_are_figures_of_a_share() -> None:
    share = Quantity(low=75, high=75, unit="%")
    assert value_stands_in("eight times a day before, twice with the lead", share, "voiding improvement")
    assert not value_stands_in("eight times a day before, once with the lead", share, "voiding improvement")
