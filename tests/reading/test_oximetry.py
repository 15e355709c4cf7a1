"""Saturations told in a row belong each to its own condition; one taken on oxygen is none on room air."""

import pytest

from agents.reading.oximetry import figures_of_oximetry


def told(text: str) -> list[tuple[float, str, bool]]:
    low = text.lower()
    found = figures_of_oximetry(low, 0, len(low), 0)
    return [(figure, low[start:end].strip(), helped) for start, end, _, _, figure, helped in found]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Exercise oximetry today: rest 94, walking 87, both on room air.", [(94, "rest"), (87, "walk")]),
        ("SpO2 at rest RA 95 -> 83 w/ ambulation.", [(95, "rest"), (83, "ambulation")]),
        ("Resting sat 92% on room air; exertion brought it down to 85%.", [(92, "rest"), (85, "exertion")]),
        ("Walking RA 84%, repeated walking on room air 86%.", [(84, "walking"), (86, "walking")]),
        ("Sat 86% walking, 93% at rest.", [(86, "walking"), (93, "rest")]),
        ("He fell to 80% walking without oxygen.", [(80, "walking")]),
    ],
)
def test_each_figure_stands_under_its_own_condition(text: str, figures: list[tuple[float, str]]) -> None:
    found = told(text)
    assert [figure for figure, _, _ in found] == [figure for figure, _ in figures]
    assert all(condition in clause for (_, clause, _), (_, condition) in zip(found, figures, strict=True))
    assert not any(helped for _, _, helped in found)


@pytest.mark.parametrize(
    ("text", "helped"),
    [
        ("Sats: rest RA 94%, walk RA 84%, walk on 2 L 93%.", [False, False, True]),
        ("On 3 L O2: walking 90%, rest 88%.", [True, True]),
        ("Walking on 4 L 91%; walking on room air 84%.", [True, False]),
        ("Exertional hypoxemia (83%) improved with oxygen to 91% walking.", [False, True]),
    ],
)
def test_oxygen_once_named_goes_on_until_room_air_is(text: str, helped: list[bool]) -> None:
    assert [on_oxygen for _, _, on_oxygen in told(text)] == helped


@pytest.mark.parametrize("text", ["Pulse 88 walking, sat fine.", "Walks 80 feet, sats fine.", "Rest 90 minutes daily."])
def test_a_figure_of_something_else_is_no_saturation(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("SpO2 | sitting, room air | 93% |", [(93, "sitting, room air")]),
        ("Sats 2) walking corridor, RA: 84% at 3 min, Borg 6", [(84, "walking corridor, ra")]),
        ("Oximetry: seated fifteen minutes, room air, finger warm - 85%.", [(85, "seated fifteen minutes")]),
        ("Oximetry: walking, room air: fell to 84% after two minutes, 96 meters", [(84, "walking, room air")]),
    ],
)
def test_a_condition_parted_from_its_figure_by_a_comma_or_a_bar_is_its_own(
    text: str, figures: list[tuple[float, str]]
) -> None:
    found = told(text)
    assert [figure for figure, _, _ in found] == [figure for figure, _ in figures]
    assert all(condition in clause for (_, clause, _), (_, condition) in zip(found, figures, strict=True))


def test_what_is_told_of_rest_and_of_effort_both_is_told_of_neither() -> None:
    assert not any("walking" in clause for _, clause, _ in told("Oximetry: walking, wide awake, finger warm - 85%."))
