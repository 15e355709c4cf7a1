"""A denial that names the other side, which takes nothing back of what is told of this one."""

from collections.abc import Iterable, Sequence

from agents.reading.places import sides_of
from priorauth.criteria import DocumentsCheck, Row
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade, Side

ONE_SIDE = ({Side.left}, {Side.right})


def not_of_the_other_side(row: Row, seen: Sequence[Observation], requested: Iterable[Side]) -> Sequence[Observation]:
    """The observations of a row, those denials set aside whose own words name only the side that is not asked about.

    Where the request names no side, it is the one that what is stated names.
    """
    if row.bar or not isinstance(row.check, DocumentsCheck) or all(o.assertion is not Assertion.negated for o in seen):
        return seen
    stated = [o for o in seen if o.assertion is Assertion.affirmed and o.grade is Grade.a]
    asked = set(requested) or set[Side]().union(*map(_named, stated))
    if not stated or asked not in ONE_SIDE or not any(_named(o) == asked for o in stated):
        return seen
    return [_set_aside(o) if o.assertion is Assertion.negated and _is_other(_named(o), asked) else o for o in seen]


def _named(seen: Observation) -> set[Side]:
    """The sides that the quoted words name."""
    low = seen.evidence.quote.casefold()
    return {found.side for found in sides_of(low, 0, len(low)) if found.side is not None}


def _is_other(named: set[Side], asked: set[Side]) -> bool:
    return named in ONE_SIDE and named != asked


def _set_aside(seen: Observation) -> Observation:
    return seen.model_copy(update={"doubts": (*seen.doubts, Doubt.wrong_side), "grade": Grade.c})
