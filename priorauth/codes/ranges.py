"""Sets of procedure codes written as people write them: `27437-27447, E0601, 0001U-0999U`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

from priorauth.codes.text import normalise

_CODE = re.compile(r"(?P<prefix>[A-Z]?)(?P<digits>[0-9]{4,5})(?P<suffix>[A-Z]?)")


class Place(NamedTuple):
    """Where a code lies: its series (the letter before or after its digits) and its number in that series."""

    series: str
    number: int


# One code is looked for in hundreds of ranges, one after another.
@lru_cache(maxsize=1024)
def place_of(code: str) -> Place | None:
    """Where a five-character procedure code lies; None for anything else."""
    match = _CODE.fullmatch(normalise(code))
    if match is None or len(match[0]) != 5:
        return None
    return Place(f"{match['prefix']}#{match['suffix']}", int(match["digits"]))


@dataclass(frozen=True, slots=True)
class CodeRanges:
    """Ranges of five-character procedure codes, ends included, each within one series."""

    spans: tuple[tuple[Place, Place], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ranges separated by commas. Raises ValueError naming the part that is not a code or a range."""
        return cls(tuple(cls._span(part.strip()) for part in text.split(",") if part.strip()))

    @staticmethod
    def _span(part: str) -> tuple[Place, Place]:
        first, dash, last = part.partition("-")
        start, end = place_of(first), place_of(last if dash else first)
        if start is None or end is None or start.series != end.series or end.number < start.number:
            raise ValueError(f"{part!r} is not a procedure code or a range of them")
        return start, end

    def __contains__(self, code: str) -> bool:
        place = place_of(code)
        if place is None:
            return False
        series, number = place
        return any(start.number <= number <= end.number and start.series == series for start, end in self.spans)
