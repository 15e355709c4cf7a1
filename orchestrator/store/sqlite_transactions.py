"""Short transactions on SQLite: one connection writes, one reads, and neither needs a thread for a statement by key.

A thread costs more than such a statement, and where the interpreter is busy it waits for its turn after every one of
them. What may take long does have a thread: waiting for another process's write lock, and the commit, which flushes to
the disk.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from orchestrator.store.transactions import Asked, Ring, T, Transaction, Work, run_all

_PATIENT, _IMPATIENT = "PRAGMA busy_timeout=5000", "PRAGMA busy_timeout=0"


class SqliteTransactions:
    def __init__(self, file: Path, writers: AbstractAsyncContextManager[None], ring: Ring) -> None:
        self._writers, self._ring = writers, ring
        self._writing, self._reading = _engine(file), _engine(file)
        self._asked: list[Asked[Any]] = []
        self._pump: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "store-commit")

    async def write(self, about: str, work: Work[T]) -> T:
        asked = Asked(about, work, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._settle_all())
        return await asked.answer

    async def read(self, work: Work[T]) -> T:
        with self._reading.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            return work(Transaction(connection))

    def close(self) -> None:
        self._thread.shutdown()
        self._writing.dispose()
        self._reading.dispose()

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
        loop = asyncio.get_running_loop()
        with self._writing.connect() as connection:
            try:
                await self._begin(connection)
                told = run_all(connection, batch)
                await loop.run_in_executor(self._thread, connection.commit)
            except Exception as wrong:
                with suppress(SQLAlchemyError):
                    await loop.run_in_executor(self._thread, connection.rollback)
                if len(batch) > 1:
                    return False
                batch[0].wrong = wrong
                return True
        self._ring(told)
        return True

    async def _begin(self, connection: Connection) -> None:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError:
            connection.rollback()
            await asyncio.get_running_loop().run_in_executor(self._thread, _begin_patiently, connection)


def _begin_patiently(connection: Connection) -> None:
    connection.exec_driver_sql(_PATIENT)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(_IMPATIENT)


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
