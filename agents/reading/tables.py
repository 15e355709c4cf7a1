"""Tables of a note: a heading line and the lines right under it, with as many cells parted by bars or wide gaps.

Here only the cells are found; what they mean is for who asks to tell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.reading import patterns as re

RULE = re.compile(r"[\s|:=+_-]*[-=_]{2}[\s|:=+_-]*")
GAP = re.compile(r"\t+| {2,}")
BETWEEN_BARS = re.compile(r"[^|]+|(?<=\|)(?=\|)")
MOST_CELLS = 14
ONLY_A_FIGURE = re.compile(r"[<>~=]{0,2} ?\d+(?:[.,]\d+)?(?: ?[/-] ?\d+(?:\.\d+)?)?(?: ?(?:%|[a-z/]{1,6}[23]?))?")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where the words of a cell stand."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of the heading and those of each row, as many in each."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def find_tables(low: str, days: Sequence[tuple[int, int]]) -> tuple[Table, ...]:
    """The tables of a text, in order; `days` is where its dates stand, which are no figures in a heading.

    What names the rows may stand under no heading.
    """
    if "|" not in low and "  " not in low and "\t" not in low:
        return ()
    found: list[Table] = []
    lines: list[tuple[Cell, ...]] = []
    headed = 0
    for start, end in _lines(low):
        if lines and RULE.fullmatch(low, start, end):
            continue
        cells = _cells(low, start, end)
        if lines and 2 <= len(cells) < len(lines[0]):
            cells = _below(low, start, end, [head.start - headed for head in lines[0]]) or cells
        if len(lines) == 1 and len(cells) == len(lines[0]) + 1 and lines[0][0].start - headed > cells[0].end - start:
            lines[0] = (Cell(headed, headed), *lines[0])
        if lines and len(cells) != len(lines[0]):
            found += _table(low, lines, days)
            lines = []
        if 2 <= len(cells) <= MOST_CELLS:
            headed = headed if lines else start
            lines.append(cells)
    return (*found, *_table(low, lines, days))


def _below(low: str, start: int, end: int, columns: Sequence[int]) -> tuple[Cell, ...]:
    """The cells of a line whose words begin right under the headings, where one fills its column up to the next."""
    at = [start, *(start + column for column in columns[1:])]
    if "|" in low[start:end] or at[-1] >= end or any(low[b - 1] != " " or low[b] == " " for b in at[1:]):
        return ()
    return tuple(_trimmed(low, a, b) for a, b in zip(at, [*at[1:], end], strict=True))


def _lines(low: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(low):
        end = low.find("\n", start)
        end = len(low) if end < 0 else end
        yield start, end
        start = end + 1


def _cells(low: str, start: int, end: int) -> tuple[Cell, ...]:
    """The cells of a line: between its bars, or between wide gaps where it has none."""
    line = low[start:end].rstrip()
    if "|" not in line and "  " not in line and "\t" not in line:
        return ()
    start += len(line) - len(line.lstrip())
    line = line.strip()
    if "|" in line:
        start, line = (start + 1, line[1:]) if line.startswith("|") else (start, line)
        pieces = [m.span() for m in BETWEEN_BARS.finditer(line.removesuffix("|"))]
    else:
        gaps = [m.span() for m in GAP.finditer(line)]
        pieces = [*zip([0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(line)], strict=True)]
    return tuple(_trimmed(low, start + a, start + b) for a, b in pieces)


def _trimmed(low: str, start: int, end: int) -> Cell:
    words = low[start:end]
    if not words.strip():
        return Cell(start, start)
    return Cell(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _table(low: str, lines: Sequence[tuple[Cell, ...]], days: Sequence[tuple[int, int]]) -> Iterator[Table]:
    """The lines as a table, unless the first is a row of figures like the others."""
    if len(lines) < 2:
        return
    heads, *rows = lines
    if not any(ONLY_A_FIGURE.fullmatch(low, h.start, h.end) and not _is_a_day(h, days) for h in heads):
        yield Table(heads, tuple(rows))


def _is_a_day(cell: Cell, days: Sequence[tuple[int, int]]) -> bool:
    return any(a < cell.end and cell.start < b for a, b in days)
