"""One index of the code set for every test of the data servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mcp_servers.icd10_codes.store import Icd10Store


@pytest.fixture(scope="session")
def icd10_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Icd10Store]:
    folder: Path = tmp_path_factory.mktemp("codes")
    store = Icd10Store(folder)
    yield store
    store.close()
