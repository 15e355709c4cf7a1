"""How a rule file is laid out, so that a person can read it and two versions can be compared line by line.

A term with many spellings goes on over indented lines: each of its things begins a line, and so do the forms that say
it is absent and its false friends. What the file says stays the same.
"""

import re
from collections.abc import Iterator

WIDTH = 140
INDENT = "  "
_TERM = re.compile(r"- (?P<name>\*\*.+?\*\*:|\*\*.+?:\*\*) (?P<words>\S.*)")
# At the start of a line these begin something else than words: a list, a quotation, a heading, a rule.
_BEGINS_OTHERWISE = re.compile(r"(?:[-+*#>=~`<\[_:]|\d{1,9}[.)])")
_THING_ENDS = re.compile(r"(?<=;) ")
_PART_BEGINS = re.compile(r" (?=\| (?:absent|not) when:)", re.I)


def laid_out(text: str) -> str:
    """The same file with every long term over several lines; a file so laid out stays as it is."""
    return "\n".join(line for item in _items(text.split("\n")) for line in _lines(item))


def _items(lines: list[str]) -> Iterator[str]:
    """Every line as it is, but a term with the lines it goes on over as one."""
    held: str | None = None
    for line in lines:
        if held is not None and line.startswith(INDENT) and line.strip():
            held = f"{held} {line.strip()}"
            continue
        if held is not None:
            yield held
        held = line if _TERM.fullmatch(line) or _is_name(line) else None
        if held is None:
            yield line
    if held is not None:
        yield held


def _is_name(line: str) -> bool:
    """Whether a line is the name of a term whose words all stand below it."""
    return line.startswith("- **") and line.rstrip().endswith((":", ":**"))


def _lines(item: str) -> Iterator[str]:
    term = _TERM.fullmatch(item)
    if term is None or len(item) <= WIDTH:
        yield item
        return
    yield f"- {term['name']}"
    for part in _PART_BEGINS.split(" ".join(term["words"].split())):
        for thing in _THING_ENDS.split(part):
            yield from _wrapped(thing)


def _wrapped(words: str) -> Iterator[str]:
    """Words over lines that are not too long, broken behind a comma where there is one."""
    line = ""
    for spelling in re.split(r"(?<=,) (?![^()]*\))", words):
        if line and len(line) + 1 + len(spelling) > WIDTH - len(INDENT) and not _BEGINS_OTHERWISE.match(spelling):
            yield INDENT + line
            line = ""
        line = f"{line} {spelling}" if line else spelling
        while len(line) > WIDTH - len(INDENT) and (at := _break_before(line)):
            yield INDENT + line[:at].rstrip()
            line = line[at + 1 :]
    yield INDENT + line


def _break_before(line: str) -> int:
    """The last space that leaves a line short enough and begins the next with words; 0 where there is none."""
    spaces = [m.start() for m in re.finditer(" ", line) if m.start() <= WIDTH - len(INDENT)]
    return next((at for at in reversed(spaces) if not _BEGINS_OTHERWISE.match(line, at + 1)), 0)
