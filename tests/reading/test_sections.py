"""Where a section ends: a list of allergies does not swallow what is told behind it."""

import pytest

from agents.reading.sections import SectionKind, find_sections, section_at


@pytest.mark.parametrize(
    "text",
    [
        "allergies: sulfa.\npalpation: pain over the joint",
        "allergies: sulfa. meds: amlodipine.\npalpation: pain over the joint",
        "allergies: none\n\nwalks with pain over the joint",
    ],
)
def test_what_follows_a_list_of_allergies_is_no_allergy(text: str) -> None:
    sections = find_sections(text)
    assert section_at(sections, text.index("pain")).kind is not SectionKind.allergies
    assert section_at(sections, text.index(":") + 2).kind is SectionKind.allergies


def test_a_list_of_allergies_goes_on_over_its_lines() -> None:
    text = "allergies:\npenicillin - hives\nnaproxen - bleeding"
    assert section_at(find_sections(text), text.index("naproxen")).kind is SectionKind.allergies
