"""The look ahead at how matches can begin: it never costs a match, and passes by what cannot match."""

import re

import pytest

from agents.reading.beginnings import ahead

TEXTS = (
    "no evidence of fracture; not seen, never had; none of it",
    "she was denied (twice) by them. 4 of 5, 4/5 and x-ray negative:no",
    "a note\nwith lines | and tables, -- dashes, [x] boxes and don'ts",
)


@pytest.mark.parametrize(
    "source",
    [
        "no(?: evidence)?|not (?:seen|had)|never",
        "(?:is|was|were) denied|by (?P<who>them|us)",
        "x-?rays?|neg(?:ative)?|(?:un)?done",
        "[xy]-ray|a{1,2} note|a{0,1}with|4{1}/5",
        "no(?!ne)|(?<=of )it|(?=fr)fracture",
        r"d(?:on't|ashes)|\bboxes\b|\[x\]|\d of \d",
        "[^a-z]|lines",
        "e+vidence|(?:ha)*d",
        "(?>neg)ative|fr|(?i:NEVER)",
    ],
)
def test_looking_ahead_finds_what_the_pattern_finds_alone(source: str) -> None:
    alone, behind = re.compile(source), re.compile(f"{ahead(source)}(?:{source})")
    for text in TEXTS:
        assert [m.span() for m in behind.finditer(text)] == [m.span() for m in alone.finditer(text)]


@pytest.mark.parametrize(
    ("source", "looked_for"),
    [
        ("none|nothing|seen", "(?=(?:no(?:ne|thi)|seen))"),
        ("no|none", "(?=no)"),
        ("un(?:able|done)|(?:not )?seen", r"(?=(?:not\ s|seen|un(?:abl|don)))"),
        ("[ab]c|d", "(?=(?:d|ac|bc))"),
        (r"\bto\b|(?!if)in", "(?=(?:in|to))"),
    ],
)
def test_beginnings_are_the_first_letters_of_every_choice(source: str, looked_for: str) -> None:
    assert ahead(source) == looked_for


@pytest.mark.parametrize("source", [r"\w+ing|no", "(?:not)?", ".|a", "a*"])
def test_a_pattern_that_can_begin_with_anything_is_left_as_it_is(source: str) -> None:
    assert ahead(source) == ""
