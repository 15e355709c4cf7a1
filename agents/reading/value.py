"""A value of a measure where it stands in a document."""

from dataclasses import dataclass

from priorauth.facts import DateInterval, Quantity


@dataclass(frozen=True, slots=True)
class Value:
    """A value where it stands: `start:end` covers the name and the number.

    `prior` is one of an earlier time; `former` one that the sentence says has plainly become another.
    `under` is where the condition stands that it was taken under, where the clause tells it; `dated` the day that the
    heading of its column tells.
    """

    measure: str
    sentence: int
    start: int
    end: int
    quantity: Quantity | None
    number: tuple[int, int]
    prior: bool = False
    confused: bool = False
    vague: bool = False
    former: bool = False
    under: tuple[int, int] | None = None
    dated: DateInterval | None = None
