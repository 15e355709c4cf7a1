"""Columns of a table that are headed by a side: what stands under "R" is of the right, whatever the row names."""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument
from agents.reading.tables import Cell
from priorauth.facts import Side

FIGURE = re.compile(r"\d+(?:\.\d+)?")
SIDED_HEAD = re.compile(
    r"(?:(?P<right>right|rt|r|od|rle|rue)|(?P<left>left|lt|l|os|lle|lue))[.:]?"
    r"(?: (?:legs?|eyes?|knees?|hips?|sides?|ears?|arms?|limbs?|foot|feet|hands?|lower (?:limb|extremity|leg)|side))?"
)


ALIKE = 1.5


def side_above(document: PreparedDocument, at: int) -> Side | None:
    """The side that heads the column an offset stands in, in a table whose columns are headed by both sides.

    Both, where the other side's column says the same of the same row.
    """
    for table in document.tables:
        if table.rows[0][0].start <= at < table.rows[-1][-1].end:
            sides = [_side_of(document.low, head.start, head.end) for head in table.heads]
            if {Side.left, Side.right} <= set(sides):
                return next((_of_cell(document.low, row, sides, at) for row in table.rows if at < row[-1].end), None)
    return None


def _of_cell(low: str, row: Sequence[Cell], sides: Sequence[Side | None], at: int) -> Side | None:
    own = [(cell, side) for cell, side in zip(row, sides, strict=True) if cell.start <= at < cell.end and side]
    if not own:
        return None
    cell, side = own[0]
    others = [c for c, other in zip(row, sides, strict=True) if other not in (None, side)]
    same = any(_says_the_same(low[cell.start : cell.end], low[c.start : c.end]) for c in others)
    return Side.bilateral if same else side


def _says_the_same(one: str, other: str) -> bool:
    """Whether two cells hold the same words and figures that are near each other."""
    figures = [[float(n) for n in FIGURE.findall(told)] for told in (one, other)]
    near = all(max(a, b) <= ALIKE * min(a, b) for a, b in zip(*figures, strict=False))
    return near and FIGURE.sub("#", one) == FIGURE.sub("#", other)


def _side_of(low: str, start: int, end: int) -> Side | None:
    told = SIDED_HEAD.fullmatch(low, start, end)
    return Side(told.lastgroup) if told and told.lastgroup else None
