"""The restore drill of docs/operate.md: backups taken while reviews run lose no case, and the record verifies."""

import asyncio
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestrator.store.anchors import add_anchor, verify_store
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from tests.faults.test_crashes import assert_whole, finish, stored_cases, workers
from tests.standins.postgres import Cluster

KEY = b"the key of the anchors"
pytestmark = [pytest.mark.fault, pytest.mark.timeout(180)]


def in_flight(url: str, then: Callable[[], None]) -> list[str]:
    """Cases of which some are reviewed, some are being reviewed and some wait, at the moment of the backup."""
    cases = asyncio.run(stored_cases(url, 12))
    with workers(url, 1) as crew:
        crew[0].listen(10)
        then()
    return cases


def drill(url: str, cases: list[str]) -> None:
    """What the page says to do with a restored store: bring it up to date, start a worker, verify."""
    asyncio.run(_upgrade(url))
    with workers(url, 1) as crew:
        more = asyncio.run(stored_cases(url, 3))
        finish(crew, url)
    asyncio.run(assert_whole(url, [*cases, *more]))


async def _upgrade(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


@pytest.mark.postgres
def test_a_dump_made_while_reviews_run_restores_to_a_record_that_verifies(postgres_url: str, cluster: Cluster) -> None:
    dump = cluster.folder / "backup.dump"
    cases = in_flight(postgres_url, lambda: _run(cluster, "pg_dump", "-Fc", "-f", str(dump), postgres_url))
    restored = cluster.create("restored")
    try:
        _run(cluster, "pg_restore", "--no-owner", "-d", restored, str(dump))
        drill(restored, cases)
    finally:
        cluster.drop("restored")


def _run(cluster: Cluster, program: str, *words: str) -> None:
    subprocess.run([str(cluster.programs / program), *words], check=True, capture_output=True, timeout=60)


def test_a_folder_copied_after_a_hard_stop_restores_to_a_record_that_verifies(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    cases = in_flight(sqlite_database_url, lambda: None)
    backup = tmp_path / "backup"
    backup.mkdir()
    for file in tmp_path.glob("*.db*"):
        shutil.move(file, backup / file.name)
    drill(sqlite_url(backup / "priorauth.db"), cases)


def _copied(folder: Path) -> Path:
    old = folder / "old"
    old.mkdir()
    for file in folder.glob("*.db*"):
        shutil.copy(file, old / file.name)
    return old


async def test_a_restored_store_is_held_against_the_anchors_that_left_before(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    """A backup older than the last exported anchor lacks cases, and the anchor tells which."""
    await stored_cases(sqlite_database_url, 2)
    old = _copied(tmp_path)
    (lost,) = await stored_cases(sqlite_database_url, 1)
    later = Database(sqlite_database_url)
    exported = await add_anchor(later, KEY)
    assert (await verify_store(later, Plain(), KEY, exported=[exported])).intact
    await later.close()
    restored = Database(sqlite_url(old / "priorauth.db"))
    told = await verify_store(restored, Plain(), KEY, exported=[exported])
    assert not told.intact
    assert lost in {breach.case_id for breach in told.breaches}
    await restored.close()
