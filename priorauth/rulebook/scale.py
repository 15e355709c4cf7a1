"""How sure a status is, in numbers from 0 to 100, as the coverage-assessment skill sets them."""

from typing import Self

from pydantic import Field, model_validator

from priorauth.base import Frozen


class ConfidenceScale(Frozen):
    """The confidence of each way a row can come out."""

    from_request: int = Field(ge=0, le=100)
    met_lowest: int = Field(ge=0, le=100)
    met_highest: int = Field(ge=0, le=100)
    probably_lowest: int = Field(ge=0, le=100)
    probably_highest: int = Field(ge=0, le=100)
    not_met: int = Field(ge=0, le=100)
    in_doubt: int = Field(ge=0, le=100)
    conflict: int = Field(ge=0, le=100)
    judgement: int = Field(ge=0, le=100)
    set_aside: int = Field(ge=0, le=100)
    not_found_highest: int = Field(ge=0, le=100)
    second_reader_highest: int = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.met_lowest > self.met_highest or self.probably_lowest > self.probably_highest:
            raise ValueError("a range of confidence runs from its lowest to its highest")
        if self.probably_highest >= self.met_lowest:
            raise ValueError("what is probably met must stay below what is met")
        return self

    def met_confidence(self, *, to_the_day: bool, backed: bool) -> int:
        """Between lowest and highest: half the way for a date to the day, half for a second quote or a report."""
        half, rest = divmod(self.met_highest - self.met_lowest, 2)
        return self.met_lowest + (half + rest) * to_the_day + half * backed

    def probable_confidence(self, quotes: int) -> int:
        """Rises a little with every further quote."""
        return min(self.probably_lowest + 3 * (quotes - 1), self.probably_highest)
