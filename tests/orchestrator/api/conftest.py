"""A whole engine behind its doors, in this process: the real store, run, specialists and data servers."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from orchestrator.app import Running, open_engine
from orchestrator.settings import Settings
from tests.standins.requests import REQUEST


@dataclass
class House:
    """The engine of a test module, and the switch that closes its streams."""

    running: Running
    closing: asyncio.Event


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncGenerator[House]:
    """An engine that opens and closes in one task, as its connections ask."""
    closing, leave = asyncio.Event(), asyncio.Event()
    opened: asyncio.Future[Running] = asyncio.get_running_loop().create_future()

    async def live() -> None:
        try:
            async with open_engine(settings, closing) as running:
                opened.set_result(running)
                await leave.wait()
        except BaseException as wrong:
            if not opened.done():
                opened.set_exception(wrong)
            raise

    task = asyncio.create_task(live())
    try:
        yield House(await opened, closing)
    finally:
        leave.set()
        await task


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    folder = tmp_path_factory.mktemp("house") / "data"
    async with at_work(Settings.load(env_file=None, data_dir=folder, sync_wait_seconds=60)) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def client(house: House) -> AsyncGenerator[httpx2.AsyncClient]:
    async with browser(house.running.app) as client:
        yield client


def browser(app: FastAPI) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=app)
    return httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=60)


async def reviewed(client: httpx2.AsyncClient, **changes: Any) -> dict[str, Any]:
    """A case that has been submitted and reviewed."""
    answer = await client.post("/api/cases", json=REQUEST | changes, headers={"Prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    return answer.json()
