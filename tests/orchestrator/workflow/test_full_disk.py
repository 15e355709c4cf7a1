"""A disk that is full for a while: a review that runs waits, a case that is sent is refused, nothing is lost."""

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from orchestrator.store.anchors import verify_store
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.reviews import ReviewKey
from orchestrator.store.submissions import submit
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.patience import Patience
from orchestrator.workflow.team import OneTeam
from priorauth.case import PriorAuthRequest
from priorauth.determination import ReviewOutcome
from priorauth.findings import Specialist
from tests.standins.team import ScriptedTeam, submission

CODEC = Plain()
LARGE = 500_000


class Disk:
    """The connections to our file, and how far it may grow."""

    def __init__(self) -> None:
        self.connections: list[sqlite3.Connection] = []

    def opened(self, connection: Any, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            self.connections.append(connection)

    def full(self) -> None:
        for connection in self.open():
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count={pages}")

    def freed(self) -> None:
        for connection in self.open():
            connection.execute("PRAGMA max_page_count=1000000")

    def open(self) -> list[sqlite3.Connection]:
        """Those to our own file that are still open."""
        still: list[sqlite3.Connection] = []
        for connection in self.connections:
            with suppress(sqlite3.ProgrammingError):
                (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
                if not file.endswith(".engine.db"):
                    still.append(connection)
        return still


@pytest.fixture
def disk() -> Generator[Disk]:
    disk = Disk()
    event.listen(SqlEngine, "connect", disk.opened)
    yield disk
    event.remove(SqlEngine, "connect", disk.opened)


def large() -> PriorAuthRequest:
    """More than any free page left in the file could take."""
    return submission().request.model_copy(update={"clinical_notes": "Made-up words. " * (LARGE // 15)})


async def test_a_review_waits_for_a_full_disk_and_a_case_that_cannot_be_stored_is_refused(
    disk: Disk, sqlite_database_url: str
) -> None:
    inside, go_on, again = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.coverage:
            inside.set()
            await go_on.wait()

    class Watched(Patience):
        """Says when it has had to wait."""

        async def __call__(self, work: Any) -> Any:
            async def tried() -> Any:
                try:
                    return await work()
                except OperationalError:
                    again.set()
                    raise

            return await super().__call__(tried)

    database = Database(sqlite_database_url)
    options = Options(drain_seconds=0, sweep_seconds=3600, patience=Watched(first_pause=0.01, longest_pause=0.05))
    engine = Engine(database, CODEC, OneTeam(Noisy(before)), options)
    await engine.start()
    case_id = (await submit(database, CODEC, submission())).case_id
    await engine.submitted(case_id)
    await inside.wait()
    disk.full()
    with pytest.raises(OperationalError):
        await submit(database, CODEC, replace(submission(), request=large()))
    go_on.set()
    await again.wait()
    disk.freed()
    assert await engine.wait(case_id, 1, 60)
    assert await engine.reviews.outcome(ReviewKey(case_id, 1)) is ReviewOutcome.sealed
    assert (await verify_store(database, CODEC, b"no anchors here")).intact
    await engine.stop()
    await database.close()


class Noisy(ScriptedTeam):
    """Calls a source so often that the record outgrows the free pages of the file."""

    async def coverage(self, task: Any, recorder: Any, attempt: int) -> Any:
        found = await super().coverage(task, recorder, attempt)
        for number in range(100):
            await recorder.was_read("scripted", "made up", {"said": f"{number} made-up words " * 300})
        return found
