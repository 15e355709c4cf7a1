"""The arithmetic of figures: shares in percent, averages and medians, rounded half up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

_DAY, _HOUR, _MINUTE = 86_400_000_000, 3_600_000_000, 60_000_000


@dataclass(frozen=True)
class Share:
    """So many of so many; no percentage where there is nothing to share."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        if not self.denominator:
            return None
        return rounded(Decimal(100 * self.numerator) / Decimal(self.denominator), 2)


@dataclass(frozen=True)
class Times:
    """How long things took: how many, on average, in the middle."""

    count: int
    average: float | None
    median: float | None


def rounded(value: Decimal, places: int) -> float:
    """Half up, as published figures are."""
    return float(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def in_days(took: Sequence[timedelta]) -> Times:
    """With two decimals."""
    return _times(took, _DAY, 2)


def in_hours(took: Sequence[timedelta]) -> Times:
    """With one decimal."""
    return _times(took, _HOUR, 1)


def in_minutes(took: Sequence[timedelta]) -> Times:
    """With one decimal."""
    return _times(took, _MINUTE, 1)


def _times(took: Sequence[timedelta], unit: int, places: int) -> Times:
    if not took:
        return Times(0, None, None)
    exact = sorted(Decimal(t // timedelta(microseconds=1)) / unit for t in took)
    middle = len(exact) // 2
    median = exact[middle] if len(exact) % 2 else (exact[middle - 1] + exact[middle]) / 2
    return Times(len(exact), rounded(sum(exact, Decimal(0)) / len(exact), places), rounded(median, places))
