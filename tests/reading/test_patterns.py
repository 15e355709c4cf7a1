"""Patterns that are compiled late are no worse than patterns compiled at once."""

import importlib
import pkgutil
import re

import pytest

import agents.reading
from agents.reading import patterns

MODULES = [m.name for m in pkgutil.iter_modules(agents.reading.__path__)]
LATE = type(patterns.compile(""))


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_the_reader_compiles(name: str) -> None:
    module = importlib.import_module(f"agents.reading.{name}")
    late = [value for value in vars(module).values() if type(value) is LATE]
    assert all(re.compile(pattern.pattern, pattern.flags) for pattern in late)


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
