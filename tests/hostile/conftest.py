"""One engine, served as people run it, for everything that is thrown at it."""

from collections.abc import Iterator

import pytest

from tests.standins.served import Served, served


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served") / "data") as one:
        yield one
