"""Short transactions, written as plain functions: what a review does some dozens of times.

Those that are asked for at the same moment share one commit; each still stands or falls alone. Such a function reads
and writes by key, waits for nothing, and may be run again after its transaction was rolled back.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

T = TypeVar("T")
Ring = Callable[[set[str]], None]
NEW = "new "


class Transaction(Protocol):
    """What a function writes through. `told` names what the bell is rung for once it is committed."""

    told: set[str]

    @property
    def dialect(self) -> str: ...

    def do(self, statement: Executable, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None: ...

    def one(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """The one row, or None."""
        ...

    def all(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Any]: ...

    def put(self, table: "IfAbsent", values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        """Insert what is not there yet."""
        ...

    def next(self, counter: "Counter", series: str) -> int:
        """The next number of a series, from one; counted up in this transaction."""
        ...


@dataclass
class SqlTransaction:
    """Over any connection of the database's library."""

    connection: Connection
    told: set[str] = field(default_factory=set[str])

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def do(self, statement: Executable, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        self.connection.execute(statement, values)

    def one(self, statement: Executable, values: Mapping[str, object]) -> Any:
        return self.connection.execute(statement, values).one_or_none()

    def all(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Any]:
        return self.connection.execute(statement, values).all()

    def put(self, table: "IfAbsent", values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        self.connection.execute(table.by_dialect[self.dialect], values)

    def next(self, counter: "Counter", series: str) -> int:
        return self.one(counter.by_dialect[self.dialect], {"series": series, "last": 1})[0]


class IfAbsent:
    """Inserts into a table that leave a row with an equal key as it is."""

    def __init__(self, table: type[DeclarativeBase]) -> None:
        self.by_dialect: Mapping[str, Executable] = {
            "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
            "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
        }


class Counter:
    """A row for each series, with the last number given out. `last` says how many are taken at once."""

    def __init__(self, table: type[DeclarativeBase]) -> None:
        columns = table.__table__.c
        self.by_dialect: Mapping[str, Executable] = {
            name: first.on_conflict_do_update(
                index_elements=[columns.series], set_={"last": columns.last + first.excluded.last}
            ).returning(columns.last)
            for name, first in (("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table)))
        }


Work = Callable[[Transaction], T]


@dataclass
class Asked(Generic[T]):
    """A piece of work, the case it locks, who waits for it, and how it came out."""

    about: str
    work: Work[T]
    answer: asyncio.Future[T]
    result: T | None = None
    wrong: BaseException | None = None

    def tell(self) -> None:
        if self.answer.done():
            return
        if self.wrong is not None:
            self.answer.set_exception(self.wrong)
        else:
            self.answer.set_result(self.result)  # pyright: ignore[reportArgumentType]


class Transactions(Protocol):
    async def write(self, about: str, work: Work[T]) -> T:
        """Do the work in a transaction that has been committed when this returns.

        `about` is the case it locks, or `NEW` and what tells a new case from others: work about the same thing is done
        one after another, other work at the same time.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Look something up."""
        ...

    def close(self) -> None: ...


def run_all(transaction: Transaction, batch: Sequence[Asked[Any]]) -> set[str]:
    """All the work in the transaction that is open; raises what the first piece to fail raises."""
    for asked in batch:
        asked.result = asked.work(transaction)
    return transaction.told
