"""Sets of procedure codes written as people write them: `27437-27447, E0601, 0001U-0999U`."""

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

from priorauth.codes.text import normalise

_CODE = re.compile(r"(?P<prefix>[A-Z]?)(?P<digits>[0-9]{4,5})(?P<suffix>[A-Z]?)")


class _Position(NamedTuple):
    """Where a code lies: its series (the letter before or after its digits) and its number in that series."""

    series: str
    number: int


def _position(code: str) -> _Position | None:
    match = _CODE.fullmatch(normalise(code))
    if match is None or len(match[0]) != 5:
        return None
    return _Position(f"{match['prefix']}#{match['suffix']}", int(match["digits"]))


@dataclass(frozen=True, slots=True)
class CodeRanges:
    """Ranges of five-character procedure codes, ends included, each within one series."""

    spans: tuple[tuple[_Position, _Position], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ranges separated by commas. Raises ValueError naming the part that is not a code or a range."""
        return cls(tuple(cls._span(part.strip()) for part in text.split(",") if part.strip()))

    @staticmethod
    def _span(part: str) -> tuple[_Position, _Position]:
        first, dash, last = part.partition("-")
        start, end = _position(first), _position(last if dash else first)
        if start is None or end is None or start.series != end.series or end.number < start.number:
            raise ValueError(f"{part!r} is not a procedure code or a range of them")
        return start, end

    def __contains__(self, code: str) -> bool:
        place = _position(code)
        return place is not None and any(
            start.series == place.series and start.number <= place.number <= end.number for start, end in self.spans
        )
