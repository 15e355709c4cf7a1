"""What a figure was before a treatment and is under it, told as a contrast or in two columns.

"24 headache days a month before Botox, nine now"; "| before | now |" over "| headache days | 22 | 8 |".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.numbers import NumberToken

FARTHEST, BESIDE, LINES_ABOVE = 90, 40, 400
EARLIER = re.compile(
    r"\b(?:before|prior to|pre|baseline|at the start|at first|to begin with|used to|was|were|had|having|without)\b"
)
PLAINLY_EARLIER = re.compile(r"\b(?:before|prior to|pre|baseline|at the start|at first|to begin with|used to)\b")
LATER = re.compile(
    r"\b(?:now|currently|today|these days|at present|presently|after|afterwards|post|since|follow-?up"
    r"|with (?:it|them|the (?:device|lead|leads|machine|toxin|drug))"
    r"|on (?:it|the (?:device|machine|toxin|drug|ventilator)))\b"
)
PLAINLY_LATER = re.compile(r"\b(?:now|currently|today|these days|at present|presently)\b")
TURNS = re.compile(r"[,;]|\band\b|\bbut\b")
NO_PAIR = re.compile(r"\b(?:goal|target|aim|hopes?|expect\w*|would|could|should|normal|limit|if|until|or)\b")
SPAN_OF_TIME = re.compile(
    r" ?-?(?:days?|weeks?|wks?|months?|mos?|years?|yrs?|hours?|minutes?) (?:after|since|ago|later|of)\b"
)


class Contrast(NamedTuple):
    """The two figures, the earlier one first."""

    before: NumberToken
    after: NumberToken


def contrasts_in(low: str, start: int, stop: int, named: int, numbers: Sequence[NumberToken]) -> Iterator[Contrast]:
    """The figures of a sentence that contrast two times, of what is named at `named`."""
    told = [n for n in sorted(numbers, key=lambda n: n.start) if n.low is not None and n.low == n.high and n.of is None]
    told = [n for n in told if start <= n.start and n.end <= stop and not SPAN_OF_TIME.match(low, n.end, stop)]
    if "|" in low[start:stop]:
        yield from _in_columns(low, start, stop, named, told)
        return
    for one, other in pairwise(told):
        if other.start - one.end <= FARTHEST and _contrasted(low, start, stop, one, other):
            yield Contrast(one, other)


def _contrasted(low: str, start: int, stop: int, one: NumberToken, other: NumberToken) -> bool:
    """Whether the first is told of an earlier time and the second of the present."""
    between = low[one.end : other.start]
    turns = list(TURNS.finditer(between))
    if not turns or NO_PAIR.search(low[max(start, one.start - BESIDE) : min(stop, other.end + BESIDE)]):
        return False
    cut = turns[-1].start()
    begun = max(start, one.start - BESIDE)
    first = low[max(begun, low.rfind(";", begun, one.start) + 1) : one.start] + " . " + between[:cut]
    second = between[cut:] + " . " + _up_to_a_turn(low[other.end : min(stop, other.end + BESIDE)])
    if LATER.search(between[:cut]) or PLAINLY_EARLIER.search(second):
        return False
    if PLAINLY_EARLIER.search(first):
        return LATER.search(second) is not None
    return EARLIER.search(first) is not None and PLAINLY_LATER.search(second) is not None


def _up_to_a_turn(words: str) -> str:
    turn = TURNS.search(words)
    return words[: turn.start()] if turn else words


def _in_columns(low: str, start: int, stop: int, named: int, told: Sequence[NumberToken]) -> Iterator[Contrast]:
    """A row of a table under the heads of its columns."""
    row = low.rfind("\n", 0, named) + 1
    cells = _cells(low, row, stop)
    heads = next((h for h in _lines_above(low, row) if PLAINLY_EARLIER.search(h) and LATER.search(h)), None)
    if heads is None:
        return
    titles = [heads[a:b] for a, b in _cells(heads, 0, len(heads))]
    if len(titles) != len(cells):
        return
    early = next((i for i, t in enumerate(titles) if PLAINLY_EARLIER.search(t)), None)
    late = next((i for i, t in enumerate(titles) if LATER.search(t) and not PLAINLY_EARLIER.search(t)), None)
    if early is None or late is None:
        return
    found = [[n for n in told if cells[i][0] <= n.start < cells[i][1]] for i in (early, late)]
    if all(len(f) == 1 for f in found):
        yield Contrast(found[0][0], found[1][0])


def _lines_above(low: str, row: int) -> Iterator[str]:
    """The lines of the same table above one, the nearest first."""
    for line in reversed(low[max(0, row - LINES_ABOVE) : row].splitlines()):
        if "|" not in line:
            return
        yield line


def _cells(line: str, start: int, stop: int) -> list[tuple[int, int]]:
    end = line.find("\n", start, stop)
    marks = [at for at in range(start, end if end >= 0 else stop) if line[at] == "|"]
    edges = [start - 1, *marks, end if end >= 0 else stop]
    cells = [(a + 1, b) for a, b in pairwise(edges)]
    if cells and not line[slice(*cells[0])].strip() and line.startswith("|", cells[0][1]):
        cells = cells[1:]
    return cells[:-1] if cells and not line[slice(*cells[-1])].strip() else cells
