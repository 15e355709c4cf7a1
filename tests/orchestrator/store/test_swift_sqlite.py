"""A cancelled writer leaves nothing behind, and whoever comes next finds a connection in order."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from sqlalchemy import text

from orchestrator.store.database import Database, sqlite_url


@pytest.fixture
async def counted(tmp_path: Path) -> AsyncGenerator[Database]:
    database = Database(sqlite_url(tmp_path / "counted.db"))
    async with database.writing() as session:
        await session.execute(text("create table counted (n integer)"))
        await session.execute(text("insert into counted values (0)"))
    yield database
    await database.close()


async def add_one(database: Database) -> None:
    async with database.writing() as session:
        n = (await session.execute(text("select n from counted"))).scalar_one()
        await asyncio.sleep(0)
        await session.execute(text("update counted set n = :n"), {"n": n + 1})


async def standing(database: Database) -> int:
    async with database.reading() as session:
        return int((await session.execute(text("select n from counted"))).scalar_one())


async def test_writers_at_once_lose_nothing(counted: Database) -> None:
    await asyncio.gather(*(add_one(counted) for _ in range(50)))
    assert await standing(counted) == 50


async def test_writers_cancelled_at_any_point_leave_nothing_half_done(counted: Database) -> None:
    done, cancelled = 0, 0
    for turns in range(40):
        task = asyncio.create_task(add_one(counted))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
        done += ended is None
        cancelled += ended is not None
    await add_one(counted)
    # A writer cancelled while its commit was under way may have been written, whole, though nobody waited to hear it.
    assert done + 1 <= await standing(counted) <= done + cancelled + 1


async def test_a_reader_does_not_wait_for_a_writer(counted: Database) -> None:
    async with counted.writing() as session:
        await session.execute(text("update counted set n = 9"))
        assert await standing(counted) == 0
    assert await standing(counted) == 9
