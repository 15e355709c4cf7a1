"""A statement made ready for a driver once: its text, its values, and how values become columns and back.

The steps of a review send the same few statements by key some hundred times; made anew each time, they cost many times
what the database takes to answer them.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ClauseElement, Dialect, Executable, Select
from sqlalchemy.sql.compiler import SQLCompiler

Turn = Callable[[Any], Any]


@dataclass(frozen=True)
class Place:
    """One of a statement's values: under which name it comes, how it is turned, what stands there where none comes."""

    name: str
    turn: Turn | None
    otherwise: Callable[[], object] | None


@dataclass(frozen=True)
class Prepared:
    text: str
    places: tuple[Place, ...]
    row: Callable[[Sequence[object]], Any]

    def by_name(self, given: Mapping[str, object]) -> dict[str, object]:
        """Raises KeyError where a value is missing."""
        return dict(zip((place.name for place in self.places), self.in_order(given), strict=True))

    def in_order(self, given: Mapping[str, object]) -> list[object]:
        """Raises KeyError where a value is missing."""
        bound: list[object] = []
        for place in self.places:
            missing = place.otherwise is not None and place.name not in given
            value = place.otherwise() if missing and place.otherwise else given[place.name]
            bound.append(value if place.turn is None else place.turn(value))
        return bound


@lru_cache(maxsize=512)
def prepared(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Prepared:
    """Raises ValueError for what cannot be made ready once: a list whose length is only known with its values."""
    columns = None if isinstance(statement, Select) else names
    compiled = cast(SQLCompiler, cast(ClauseElement, statement).compile(dialect=dialect, column_keys=columns))
    if "POSTCOMPILE" in compiled.string:
        raise ValueError("a list of values cannot be made ready once")
    used = compiled.positiontup if compiled.positional else list(compiled.binds)
    places = tuple(_place(compiled, name) for name in used or ())
    chosen = cast(Any, statement).selected_columns if isinstance(statement, Select) else ()
    return Prepared(compiled.string, places, _row_of(chosen, dialect))


def _place(compiled: SQLCompiler, name: str) -> Place:
    bound: Any = compiled.binds[name]
    turn = bound.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
    for column in compiled.insert_prefetch:
        if column.key == name:
            return Place(name, turn, _default(column.default))
    return Place(name, turn, None if bound.required else lambda: bound.effective_value)


def _default(default: Any) -> Callable[[], object]:
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def _row_of(chosen: Sequence[Any], dialect: Dialect) -> Callable[[Sequence[object]], Any]:
    """What makes a row, as the rest of the store knows it, of the columns that the driver returns."""
    names = [str(column.key) for column in chosen]
    make: Turn = namedtuple("Row", names, rename=True)._make  # pyright: ignore[reportUntypedNamedTuple]
    found = [(at, c.type.dialect_impl(dialect).result_processor(dialect, None)) for at, c in enumerate(chosen)]
    turns: list[tuple[int, Turn]] = [(at, turn) for at, turn in found if turn is not None]

    def row(columns: Sequence[object]) -> Any:
        turned = list(columns)
        for at, turn in turns:
            turned[at] = turn(turned[at])
        return make(turned)

    return row if turns else make
