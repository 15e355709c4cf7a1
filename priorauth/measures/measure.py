"""What a measure is, and how its values are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """How a value is written: a number, a Roman or Arabic grade, a score out of so many, a share of nights, a count."""

    number = "number"
    grade = "grade"
    score = "score"
    share = "share"
    tally = "tally"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `units` maps a written unit to (factor, offset) into `unit`."""

    name: str
    unit: str
    spellings: tuple[str, ...]
    low: float
    high: float
    units: Mapping[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    confusers: tuple[str, ...] = ()
    form: Form = Form.number
    out_of: float | None = None
    also_out_of: tuple[float, ...] = ()
    unit_required: bool = False
    report: bool = False
    needs: tuple[str, ...] = ()

    def plausible(self, value: float) -> bool:
        return self.low <= value <= self.high
