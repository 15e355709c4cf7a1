"""Both databases for whoever stores something: a SQLite file, and a database of its own on a private PostgreSQL."""

from collections.abc import AsyncGenerator, Generator
from itertools import count
from pathlib import Path

import pytest

from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from tests.standins.postgres import Cluster, running_cluster

_numbers = count(1)


@pytest.fixture(scope="session")
def cluster() -> Generator[Cluster]:
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def postgres_url(cluster: Cluster) -> Generator[str]:
    name = f"case_{next(_numbers)}"
    yield cluster.create(name)
    cluster.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each of the two in turn."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "priorauth.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """A database with our tables."""
    database = Database(database_url)
    await upgrade(database)
    yield database
    await database.close()
