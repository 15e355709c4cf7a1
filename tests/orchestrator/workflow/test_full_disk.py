"""A disk that is full for a while: a review that runs waits, a case that is sent is refused, nothing is lost."""

import asyncio
import sqlite3
from collections.abc import Generator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import psycopg
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
from priorauth.case import PriorAuthRequest
from priorauth.determination import ReviewOutcome
from priorauth.findings import Specialist
from tests.standins.team import OneTeam, ScriptedTeam, another, submission

CODEC = Plain()
LARGE, CASES = 500_000, 24


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


class Watched(Patience):
    """Says when it has had to wait."""

    def __init__(self, times: int = 1) -> None:
        super().__init__(first_pause=0.01, longest_pause=0.05)
        self.waited, self._left = asyncio.Event(), times

    async def __call__(self, work: Any) -> Any:
        async def tried() -> Any:
            try:
                return await work()
            except OperationalError:
                self._left -= 1
                if self._left <= 0:
                    self.waited.set()
                raise

        return await super().__call__(tried)


async def test_a_review_waits_for_a_full_disk_and_a_case_that_cannot_be_stored_is_refused(
    disk: Disk, sqlite_database_url: str
) -> None:
    inside, go_on, again = asyncio.Event(), asyncio.Event(), Watched()

    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.coverage:
            inside.set()
            await go_on.wait()

    database = Database(sqlite_database_url)
    options = Options(drain_seconds=0, sweep_seconds=3600, patience=again)
    engine = Engine(database, CODEC, OneTeam(Noisy(before)), options)
    await engine.start()
    case_id = (await submit(database, CODEC, submission())).case_id
    await engine.submitted(case_id)
    await inside.wait()
    disk.full()
    with pytest.raises(OperationalError):
        await submit(database, CODEC, replace(submission(), request=large()))
    go_on.set()
    await again.waited.wait()
    disk.freed()
    assert await engine.wait(case_id, 1, 60)
    assert await engine.reviews.outcome(ReviewKey(case_id, 1)) is ReviewOutcome.sealed
    assert (await verify_store(database, CODEC, b"no anchors here")).intact
    await engine.stop()
    await database.close()


class Server:
    """A PostgreSQL whose disk is said to be full: it refuses whatever would take up room, as it does then.

    The error is the server's own, with the code it has for a full disk, raised by a trigger on every table.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._do(_REFUSES)
        for schema, name in self._do("select schemaname, tablename from pg_tables where tablename <> 'disk'", _OURS):
            grows = f"before insert or update on {schema}.{name}"
            self._do(f"create trigger disk {grows} execute function public.refuse_if_full()")

    def full(self) -> None:
        self._do("update public.disk set is_full = true")

    def freed(self) -> None:
        self._do("update public.disk set is_full = false")

    def _do(self, statement: str, more: str = "") -> list[Any]:
        with psycopg.connect(self._url, autocommit=True) as connection:
            found = connection.execute(f"{statement}{more}".encode())
            return found.fetchall() if found.description else []


_OURS = " and schemaname in ('public', 'dbos')"
_REFUSES = """
create table public.disk (is_full boolean not null);
insert into public.disk values (false);
create function public.refuse_if_full() returns trigger language plpgsql as $$ begin
  if (select is_full from public.disk) then
    raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
  end if;
  return null;
end $$
"""


@pytest.mark.postgres
async def test_reviews_wait_together_for_a_full_disk_of_the_server_and_none_is_lost_or_done_twice(
    postgres_url: str,
) -> None:
    """Every table refuses to grow, the durable engine's as well."""
    inside, go_on, again = asyncio.Semaphore(0), asyncio.Event(), Watched(2 * CASES)

    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.coverage:
            inside.release()
            await go_on.wait()

    server, database = Server(postgres_url), Database(postgres_url)
    options = Options(drain_seconds=0, sweep_seconds=0.2, poll_seconds=0.05, patience=again)
    team = ScriptedTeam(before)
    engine = Engine(database, CODEC, OneTeam(team), options)
    await engine.start()
    sent = await asyncio.gather(*(submit(database, CODEC, another()) for _ in range(CASES)))
    cases = [accepted.case_id for accepted in sent]
    await asyncio.gather(*(engine.submitted(case_id) for case_id in cases))
    for _ in cases:
        await inside.acquire()
    server.full()
    with pytest.raises(OperationalError):
        await submit(database, CODEC, another())
    go_on.set()
    await again.waited.wait()
    server.freed()
    for case_id in cases:
        assert await engine.wait(case_id, 1, 60)
        assert await engine.reviews.outcome(ReviewKey(case_id, 1)) is ReviewOutcome.sealed
    assert len(team.worked) == 3 * CASES, "no specialist was asked twice"
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
