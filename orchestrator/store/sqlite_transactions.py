"""Short transactions on SQLite: one connection writes, one reads, and neither needs a thread for a statement by key.

A thread costs more than such a statement, and where the interpreter is busy it waits for its turn after every one of
them. What may take long does have a thread: waiting for another process's write lock, and the commit, which flushes to
the disk, where that was not done at once lately.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast

from sqlalchemy import Engine, Executable, create_engine, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from orchestrator.store.prepared import prepared
from orchestrator.store.transactions import Asked, Counter, IfAbsent, Ring, T, Work, run_all

DIALECT = SQLiteDialect_pysqlite()
_PATIENT, _IMPATIENT = "PRAGMA busy_timeout=5000", "PRAGMA busy_timeout=0"
SWIFT_SECONDS, TRY_AGAIN = 0.002, 16


@dataclass
class SqliteTransaction:
    connection: sqlite3.Connection
    told: set[str] = field(default_factory=set[str])
    dialect: str = "sqlite"

    def do(self, statement: Executable, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        if isinstance(values, Mapping):
            ready = prepared(statement, tuple(values), DIALECT)
            self._send(ready.text, ready.in_order(values))
        else:
            for one in values:
                self.do(statement, one)

    def one(self, statement: Executable, values: Mapping[str, object]) -> Any:
        ready = prepared(statement, tuple(values), DIALECT)
        found = self._send(ready.text, ready.in_order(values)).fetchone()
        return None if found is None else ready.row(found)

    def all(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Any]:
        ready = prepared(statement, tuple(values), DIALECT)
        return [ready.row(found) for found in self._send(ready.text, ready.in_order(values))]

    def put(self, table: IfAbsent, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        self.do(table.by_dialect["sqlite"], values)

    def next(self, counter: Counter, series: str) -> int:
        return self.one(counter.by_dialect["sqlite"], {"series": series, "last": 1})[0]

    def _send(self, text: str, values: Sequence[object]) -> sqlite3.Cursor:
        """Raises what the database's library would raise, without any value in it."""
        try:
            return self.connection.execute(text, values)
        except sqlite3.Error as wrong:
            raise _told(text, wrong) from None


def _told(text: str, wrong: sqlite3.Error) -> BaseException:
    return DBAPIError.instance(text, None, wrong, sqlite3.Error, hide_parameters=True)


class SqliteTransactions:
    def __init__(self, file: Path, writers: AbstractAsyncContextManager[None], ring: Ring) -> None:
        self._file, self._writers, self._ring = file, writers, ring
        self._asked: list[Asked[Any]] = []
        self._pump: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "store-commit")
        self._engines: list[Engine] = []
        self._lasted: deque[float] = deque([0.0], maxlen=5)
        self._in_thread = 0

    async def write(self, about: str, work: Work[T]) -> T:
        asked = Asked(about, work, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._settle_all())
        return await asked.answer

    async def read(self, work: Work[T]) -> T:
        connection = self._reading
        _run(connection, "BEGIN")
        try:
            return work(SqliteTransaction(connection))
        finally:
            connection.rollback()

    def close(self) -> None:
        self._thread.shutdown()
        for engine in self._engines:
            engine.dispose()

    async def _settle_all(self) -> None:
        while self._asked:
            async with self._writers:
                batch, self._asked = [one for one in self._asked if not one.answer.done()], []
                await self._settle(batch)
            for asked in batch:
                asked.tell()

    async def _settle(self, batch: Sequence[Asked[Any]]) -> None:
        """Together where all goes well; else each alone, so that nobody pays for another's failure."""
        if not await self._commit(batch):
            for asked in batch:
                await self._commit([asked])

    async def _commit(self, batch: Sequence[Asked[Any]]) -> bool:
        """Whether the batch needs no second try. What went wrong with a single piece is written on it."""
        try:
            await self._begin()
            told = run_all(SqliteTransaction(self._writing), batch)
            await self._flush()
        except Exception as wrong:
            with suppress(sqlite3.Error):
                await asyncio.get_running_loop().run_in_executor(self._thread, self._writing.rollback)
            if len(batch) > 1:
                return False
            batch[0].wrong = wrong
            return True
        self._ring(told)
        return True

    async def _begin(self) -> None:
        try:
            self._writing.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            await asyncio.get_running_loop().run_in_executor(self._thread, _begin_patiently, self._writing)

    async def _flush(self) -> None:
        """Commit on the spot where the disk is swift, else in a thread, and now and then on the spot to learn anew."""
        if median(self._lasted) < SWIFT_SECONDS or self._in_thread >= TRY_AGAIN:
            self._in_thread, began = 0, perf_counter()
            commit(self._writing)
            self._lasted.append(perf_counter() - began)
        else:
            self._in_thread += 1
            await asyncio.get_running_loop().run_in_executor(self._thread, commit, self._writing)

    @cached_property
    def _writing(self) -> sqlite3.Connection:
        return self._connection()

    @cached_property
    def _reading(self) -> sqlite3.Connection:
        return self._connection()

    def _connection(self) -> sqlite3.Connection:
        """A connection for good, made by the library like every other."""
        self._engines.append(engine := _engine(self._file))
        return cast(sqlite3.Connection, engine.raw_connection().driver_connection)


def _begin_patiently(connection: sqlite3.Connection) -> None:
    connection.execute(_PATIENT)
    try:
        _run(connection, "BEGIN IMMEDIATE")
    finally:
        connection.execute(_IMPATIENT)


def commit(connection: sqlite3.Connection) -> None:
    try:
        connection.commit()
    except sqlite3.Error as wrong:
        raise _told("COMMIT", wrong) from None


def _run(connection: sqlite3.Connection, text: str) -> None:
    try:
        connection.execute(text)
    except sqlite3.Error as wrong:
        raise _told(text, wrong) from None


def _engine(file: Path) -> Engine:
    """One connection for good. The driver begins no transaction by itself."""
    engine = create_engine(
        f"sqlite:///{file}", hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
    )

    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", _IMPATIENT):
            connection.execute(pragma)

    event.listen(engine, "connect", prepare)
    return engine
