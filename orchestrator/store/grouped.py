"""A statement of PostgreSQL by key, made to do at once what many would do one after another.

The values of all of them travel as one text of JSON, which the server makes into rows. Each row is looked up by itself,
in the order given; so rows that are locked are locked in that order.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from psycopg.types.json import Json, Jsonb
from pydantic_core import to_json
from sqlalchemy import ClauseElement, Delete, Dialect, Executable, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import LargeBinary, NullType

from orchestrator.store.prepared import Place, Turn, prepared

_PLACE, _LENGTH = re.compile(r"%\((\w+)\)s"), re.compile(r"\(\d+\)")
_INSERT = re.compile(r"(INSERT INTO [^()]+ \([^()]+\)) VALUES \((.+?)\)( ON CONFLICT DO NOTHING)?", re.DOTALL)
_ROWS, _NUMBER = "given_rows", "row number"
Values = Mapping[str, object]


@dataclass(frozen=True)
class Grouped:
    """Rows travel under the names their values have. `turns` are those that the database's library spells itself."""

    text: str
    turns: tuple[tuple[str, Turn], ...]
    same: tuple[Place, ...]
    row: Callable[[Sequence[object]], Any]
    asks: bool

    def bound(self, rows: Sequence[Values]) -> dict[str, object]:
        """What the driver is given for so many rows. Raises ValueError for what JSON does not hold."""
        if self.asks:
            rows = [{**row, _NUMBER: number} for number, row in enumerate(rows)]
        if self.turns:
            rows = [{**row, **{name: turn(row[name]) for name, turn in self.turns}} for row in rows]
        text = to_json(rows, fallback=_plain).decode()
        return {_ROWS: text} | {place.name: place.bound({}) for place in self.same}

    def answers(self, found: Sequence[Sequence[object]], count: int) -> list[list[Any]]:
        """The rows found for each of so many that were asked for, as the statement alone would have brought them."""
        answers: list[list[Any]] = [[] for _ in range(count)]
        for number, *columns in found:
            answers[cast(int, number)].append(self.row(columns))
        return answers


@lru_cache(maxsize=512)
def grouped(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Grouped | None:
    """None for a statement that must be sent by itself: one that counts, or whose values have no known type."""
    ready = prepared(statement, names, dialect)
    columns = None if isinstance(statement, Select) else names
    compiled = cast(SQLCompiler, cast(ClauseElement, statement).compile(dialect=dialect, column_keys=columns))
    used = set(_PLACE.findall(ready.text))
    places = {place.name: place for place in ready.places if place.name in used}
    each = tuple(place for name, place in places.items() if name in names)
    kinds = [compiled.binds[place.name].type for place in each]
    if any(isinstance(kind, NullType) for kind in kinds):
        return None
    types = [_LENGTH.sub("", dialect.type_compiler_instance.process(kind)) for kind in kinds]
    named = zip((place.name for place in each), types, strict=True)
    listed = ", ".join(f'"{name}" {kind}' for name, kind in ((_NUMBER, "INTEGER"), *named))
    rows = f"json_to_recordset(%({_ROWS})s::JSON) AS asked({listed})"
    turned = {place.name: f'asked."{place.name}"' for place in each}
    text = _PLACE.sub(lambda found: turned.get(found[1], found[0]), ready.text)
    if (whole := _over_rows(cast(object, statement), text, rows)) is None:
        return None
    turned_by = [_hex if isinstance(kind, LargeBinary) else place.turn for place, kind in zip(each, kinds, strict=True)]
    turns = tuple((place.name, turn) for place, turn in zip(each, turned_by, strict=True) if turn is not None)
    same = tuple(place for place in places.values() if place not in each)
    return Grouped(whole, turns, same, ready.row, isinstance(statement, Select))


def _over_rows(statement: object, text: str, rows: str) -> str | None:
    match statement:
        case Select():
            # What is locked or bounded is looked up row by row; without either it would be joined as a whole.
            apart = text if "FOR UPDATE" in text else f"{text} OFFSET 0"
            return f'SELECT asked."{_NUMBER}", found.* FROM {rows} CROSS JOIN LATERAL ({apart}) AS found'
        case Insert():
            if (parts := _INSERT.fullmatch(text)) is None:
                return None
            return f"{parts[1]} SELECT {parts[2]} FROM {rows}{parts[3] or ''}"
        case Update() | Delete():
            what, where, which = text.partition("WHERE ")
            return (
                f"{what}{'FROM' if isinstance(statement, Update) else 'USING'} {rows} {where}{which}" if where else None
            )
        case _:
            return None


def _hex(content: bytes | None) -> str | None:
    """Bytes as the server reads them; JSON would take them for text."""
    return None if content is None else f"\\x{content.hex()}"


def _plain(value: object) -> object:
    match value:
        case Json() | Jsonb() if value.obj is not None:
            return value.obj
        case _:
            raise ValueError(f"a {type(value).__name__} has no place in JSON")
