"""One database, SQLite or PostgreSQL, behind two doors: `reading()` and `writing()`, and `quick` for a review's steps.

SQLite has one writer: a process-wide lock makes writers queue here instead of sleeping inside the driver, and every
writing transaction begins IMMEDIATE, so that what was read in it is still true when it writes.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.types import TypeDecorator

from orchestrator.store.bell import Bell
from orchestrator.store.blobs import Blobs
from orchestrator.store.echo import Echo
from orchestrator.store.postgres_transactions import PostgresTransactions
from orchestrator.store.sqlite_transactions import SqliteTransactions
from orchestrator.store.swift_sqlite import BEGIN_WRITING, connector
from orchestrator.store.tokens import use_tokens
from orchestrator.store.transactions import Transactions

_BEGIN = "sqlite_begin"
TOLD = "told"


class Moment(TypeDecorator[datetime]):
    """An instant: refused without a zone, stored in UTC, returned with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def engine_for(url: str, idle_seconds: float = 30.0) -> AsyncEngine:
    """An engine whose errors never show bound values.

    PostgreSQL ends a transaction in which nothing happens for that long: a frozen process must not hold a case's row.
    """
    driver = make_url(url)
    if driver.get_backend_name() == "sqlite":
        file = Path(driver.database or "priorauth.db")
        engine = create_async_engine(
            driver.set(drivername="sqlite+aiosqlite"), hide_parameters=True, async_creator=connector(file)
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    use_tokens()
    return create_async_engine(
        driver.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=16,
        max_overflow=16,
        pool_pre_ping=True,
        connect_args={"options": f"-c idle_in_transaction_session_timeout={int(idle_seconds * 1000)}"},
    )


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, BEGIN_WRITING))


class Database:
    """The engine and the rule that a transaction holds no await on anything but itself.

    `blobs` is where documents' bytes go instead of into rows; it is closed with the database.
    """

    def __init__(self, url: str, idle_seconds: float = 30.0, blobs: Blobs | None = None) -> None:
        self.blobs = blobs
        self.engine = engine_for(url, idle_seconds)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writers = asyncio.Lock() if self.is_sqlite else nullcontext()
        self.bell = Bell()
        self.quick = self._make_quick(idle_seconds)
        self.echo = Echo(self.reading, self.bell)

    def _make_quick(self, idle_seconds: float) -> Transactions:
        url = self.engine.url
        if self.is_sqlite:
            return SqliteTransactions(Path(url.database or "priorauth.db"), self._writers, self.bell.ring)
        return PostgresTransactions(url, idle_seconds, self.bell.ring)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession]:
        """A transaction that commits when the block ends and leaves nothing behind when it raises."""
        async with self._writers, self._sessions() as session:
            async with session.begin():
                yield session
            told: set[str] = session.info.get(TOLD, set())
        self.bell.ring(told)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """A read-only transaction; it waits for no writer."""
        async with self._sessions() as session, session.begin():
            if self.is_sqlite:
                await session.connection(execution_options={_BEGIN: "BEGIN"})
            yield session

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection]:
        async with self.engine.begin() as connection:
            yield connection

    async def close(self) -> None:
        await self.echo.close()
        await asyncio.to_thread(self.quick.close)
        await self.engine.dispose()
        if self.blobs is not None:
            await self.blobs.close()
