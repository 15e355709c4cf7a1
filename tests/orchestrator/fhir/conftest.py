"""The engine behind its FHIR door."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from orchestrator.settings import Settings
from tests.orchestrator.api.conftest import House, at_work, browser

BASE = "/fhir/pas/2.2.1"
FHIR = {"Content-Type": "application/fhir+json"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    folder = tmp_path_factory.mktemp("house") / "data"
    async with at_work(Settings.load(env_file=None, data_dir=folder, sync_wait_seconds=60)) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def client(house: House) -> AsyncGenerator[httpx2.AsyncClient]:
    async with browser(house.running.app) as client:
        yield client


async def submit(client: httpx2.AsyncClient, body: Any, base: str = BASE) -> httpx2.Response:
    return await client.post(f"{base}/Claim/$submit", json=body, headers=FHIR)


async def inquire(client: httpx2.AsyncClient, body: Any, base: str = BASE) -> httpx2.Response:
    return await client.post(f"{base}/Claim/$inquire", json=body, headers=FHIR)
