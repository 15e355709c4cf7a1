"""Patterns that are compiled late are no worse than patterns compiled at once."""

import importlib
import pkgutil
import re

import pytest

import agents.reading
from agents.reading import patterns
from orchestrator.samples import sample

MODULES = [m.name for m in pkgutil.iter_modules(agents.reading.__path__)]
NOTES = [str(sample(name)["clinical_notes"]).lower() for name in ("approval", "pend", "discrepancies")]
LATE = type(patterns.compile(""))


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_the_reader_compiles_and_finds_what_is_written(name: str) -> None:
    module = importlib.import_module(f"agents.reading.{name}")
    for late in (value for value in vars(module).values() if type(value) is LATE):
        source_of, flags = vars(late)["_made"]
        source = source_of()
        written = re.compile(source, flags)
        # The words a pattern looks for stand in its own source.
        for words in (*NOTES, re.sub(r"[\\^$()?:|]+", " ", source)):
            found = [(m.span(), m.groups()) for m in written.finditer(words)]
            assert [(m.span(), m.groups()) for m in late.finditer(words)] == found, source


@pytest.mark.parametrize(
    ("source", "said_once"),
    [
        (r"\ba|\bb|c|\bd", r"\b(?:a|b)|c|\bd"),
        (r"\ba(?:x|\by)|\bb", r"\b(?:a(?:x|\by)|b)"),
        (r"\b[|(]|\b\||\b\)", r"\b(?:[|(]|\||\))"),
        (r"\b[^]|]|\b[\]|]", r"\b(?:[^]|]|[\]|])"),
        (r"(?:\ba|\bb)|\bc", r"(?:\ba|\bb)|\bc"),
        (r"\ba|(?<!x )(?<!y)\bb|(?<=z)c", r"\b(?:a|(?<!x )(?<!y)b)|(?<=z)c"),
        (r"\Ba|\Bb|\ba", r"\Ba|\Bb|\ba"),
    ],
)
def test_that_a_word_begins_is_said_once_for_neighbouring_choices(source: str, said_once: str) -> None:
    assert patterns.grouped(source) == said_once


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    late, words = patterns.compile(r"\b(?P<first>k)nee", patterns.IGNORECASE), "Knee, knee and kneel"
    known = re.compile(r"\b(?P<first>k)nee", re.IGNORECASE)
    assert [m.span() for m in late.finditer(words)] == [m.span() for m in known.finditer(words)]
    assert late.sub("hip", words) == known.sub("hip", words)
    assert (late.pattern, late.flags, late.groupindex) == (known.pattern, known.flags, known.groupindex)


def test_a_pattern_that_is_wrong_is_told_at_its_first_use() -> None:
    wrong = patterns.compile("(")
    with pytest.raises(re.error):
        wrong.search("knee")
