"""The lists of phrases: every one is used, every line is a pattern of its own, none stands twice."""

import importlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

from agents.reading.assertion import CueKind
from agents.reading.patterns import listed

FILES = sorted(Path(str(f)).stem for f in files("agents.reading").joinpath("phrases").iterdir())


@pytest.mark.parametrize("name", FILES)
def test_every_heading_is_a_pattern_of_its_room(name: str) -> None:
    room = importlib.import_module(f"agents.reading.{name}")
    for heading in listed(name):
        reach, _, kind = heading.partition("-")
        if name == "assertion" and CueKind(kind) in getattr(room, reach.upper()):
            continue
        pattern = getattr(room, heading.upper().replace("-", "_"))
        assert pattern.pattern, heading


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pattern_alone_and_stands_once_under_its_heading(name: str) -> None:
    for heading, lines in listed(name).items():
        assert lines, heading
        assert len(set(lines)) == len(lines), [line for line in lines if lines.count(line) > 1]
        for line in lines:
            assert not re.search(line, ""), line
