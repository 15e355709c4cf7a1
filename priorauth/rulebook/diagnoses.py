"""Lists of diagnosis codes as policies write them: `G47.33, M17.*, E08.*-E13.*`."""

import re
from dataclasses import dataclass
from typing import Self

from priorauth.codes import normalise
from priorauth.errors import RuleMistake

_PATTERN = re.compile(r"[A-Z][0-9A-Z][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\.?\*)?")


_LAST = "~"  # sorts after every letter and digit of a code


def _bare(code: str) -> str:
    return code.replace(".", "").replace("*", "")


@dataclass(frozen=True, slots=True)
class _Span:
    """Codes from one prefix to another; an exact code is a span of one, open only if starred."""

    low: str
    high: str
    exact: bool

    def meets(self, other: "_Span") -> bool:
        return self.low <= other.high + _LAST and other.low <= self.high + _LAST

    def holds(self, code: str) -> bool:
        if self.exact:
            return code == self.low
        return self.low <= code[: len(self.low)] and code[: len(self.high)] <= self.high


@dataclass(frozen=True, slots=True)
class DiagnosisPatterns:
    """Patterns as written, ready to be asked."""

    written: tuple[str, ...]
    spans: tuple[_Span, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read patterns separated by commas; raises RuleMistake naming the one that is none."""
        return cls.of(tuple(part.strip().upper() for part in text.split(",") if part.strip()))

    @classmethod
    def of(cls, written: tuple[str, ...]) -> Self:
        return cls(written, tuple(_span(part) for part in written))

    def __contains__(self, code: str) -> bool:
        bare = _bare(normalise(code))
        return any(span.holds(bare) for span in self.spans)

    def meets(self, other: Self) -> bool:
        """Whether some code could be on both lists."""
        return any(mine.meets(theirs) for mine in self.spans for theirs in other.spans)

    def shares_category_with(self, code: str) -> bool:
        """Whether the list holds anything of the code's three-character category."""
        category = _bare(normalise(code))[:3]
        return any(span.low[:3] <= category <= span.high[:3] for span in self.spans)


def _span(part: str) -> _Span:
    low, dash, high = (piece.strip() for piece in part.partition("-"))
    ends = (low, high if dash else low)
    if wrong := [end for end in ends if not _PATTERN.fullmatch(end)]:
        raise RuleMistake(f'"{wrong[0]}" is no diagnosis code or pattern such as M17.11 or M17.*')
    if _bare(ends[1]) < _bare(ends[0]):
        raise RuleMistake(f'"{part}" runs backwards')
    return _Span(_bare(ends[0]), _bare(ends[1]), exact=not dash and "*" not in low)
