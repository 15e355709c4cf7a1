"""Fixtures: both databases for whoever stores something: a SQLite file, and a database on a private PostgreSQL.

Each test gets a copy of a database that was prepared once: our tables and the durable engine's.
"""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Generator
from itertools import count
from pathlib import Path

import pytest

from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from orchestrator.workflow.engine import Engine, Options
from tests.standins.postgres import TEMPLATE, Cluster, running_cluster
from tests.standins.team import OneTeam, ScriptedTeam

_numbers = count(1)


async def _prepare(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    await engine.stop()
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    asyncio.run(_prepare(sqlite_url(folder / "priorauth.db")))
    return folder


@pytest.fixture(scope="session")
def cluster() -> Generator[Cluster]:
    with running_cluster() as cluster:
        asyncio.run(_prepare(cluster.create(TEMPLATE)))
        yield cluster


@pytest.fixture
def empty_postgres_url(cluster: Cluster) -> Generator[str]:
    name = f"empty_{next(_numbers)}"
    yield cluster.create(name)
    cluster.drop(name)


@pytest.fixture
def postgres_url(cluster: Cluster) -> Generator[str]:
    name = f"prepared_{next(_numbers)}"
    yield cluster.create(name, TEMPLATE)
    cluster.drop(name)


@pytest.fixture
def sqlite_database_url(sqlite_template: Path, tmp_path: Path) -> str:
    for file in sqlite_template.glob("*.db"):
        shutil.copy(file, tmp_path / file.name)
    return sqlite_url(tmp_path / "priorauth.db")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A prepared database, on each of the two in turn."""
    fixture = "sqlite_database_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    database = Database(database_url)
    yield database
    await database.close()
