"""A statement made ready for a driver once: its text, its values, and how values become columns and back.

The steps of a review send the same few statements by key some hundred times; made anew each time, they cost many times
what the database takes to answer them.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ClauseElement, Dialect, Executable, Float, Select, UpdateBase
from sqlalchemy.sql.compiler import SQLCompiler

Turn = Callable[[Any], Any]


@dataclass(frozen=True)
class Place:
    """One of a statement's values: under which name it comes, how it is turned, what stands there where none comes."""

    name: str
    turn: Turn | None
    otherwise: Callable[[], object] | None

    def bound(self, given: Mapping[str, object]) -> object:
        """The value as the driver takes it. Raises KeyError where it is missing."""
        missing = self.otherwise is not None and self.name not in given
        value = self.otherwise() if missing and self.otherwise else given[self.name]
        return value if self.turn is None else self.turn(value)


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
        return [place.bound(given) for place in self.places]


@lru_cache(maxsize=512)
def prepared(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Prepared:
    """Raises ValueError for what cannot be made ready once: a list whose length is only known with its values."""
    columns = None if isinstance(statement, Select) else names
    compiled = cast(SQLCompiler, cast(ClauseElement, statement).compile(dialect=dialect, column_keys=columns))
    if "POSTCOMPILE" in compiled.string:
        raise ValueError("a list of values cannot be made ready once")
    used = compiled.positiontup if compiled.positional else list(compiled.binds)
    places = tuple(_place(compiled, name) for name in used or ())
    chosen = cast(Any, statement).exported_columns if isinstance(statement, Select | UpdateBase) else ()
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
    found = [(at, _turn_back(c.type, dialect)) for at, c in enumerate(chosen)]
    turns: list[tuple[int, Turn]] = [(at, turn) for at, turn in found if turn is not None]

    def row(columns: Sequence[object]) -> Any:
        turned = list(columns)
        for at, turn in turns:
            turned[at] = turn(turned[at])
        return make(turned)

    return row if turns else make


def _turn_back(kind: Any, dialect: Dialect) -> Turn | None:
    """Drivers bring floats as they are; the library would ask the answer, which is not there yet, what they are."""
    return None if isinstance(kind, Float) else kind.dialect_impl(dialect).result_processor(dialect, None)
