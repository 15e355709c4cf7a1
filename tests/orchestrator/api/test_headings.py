"""The sections of a note, found by their headings."""

from orchestrator.api.headings import sections_of


def test_a_note_without_a_heading_has_no_sections() -> None:
    assert sections_of("Seen today. BMI 38.6.") == []


def test_each_section_ends_where_the_next_begins() -> None:
    found = sections_of("HISTORY:\nKnee pain.\nPLAN: surgery")
    assert [(s.title, s.start, s.end) for s in found] == [("HISTORY", 0, 20), ("PLAN", 20, 33)]
