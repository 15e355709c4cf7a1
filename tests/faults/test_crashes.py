"""Workers are killed and frozen, the database goes away: no case is lost, done twice or stuck, every chain holds.

`FAULT_KILLS` says how often to kill per database and run, `FAULT_RUNS` how many runs there are, each by a chance of its
own; `make faults` kills a thousand times in eight runs, four of them beside each other.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from orchestrator.store.anchors import verify_store
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import read_events
from orchestrator.store.submissions import IdempotencyKey, submit
from orchestrator.store.tables import CaseRow, OutboxRow, ReviewRow
from orchestrator.workflow.lease import FileLock
from orchestrator.workflow.patience import Patience
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.errors import WorkerRefused
from priorauth.events import Event, EventType
from tests.faults.workers import Worker
from tests.standins.postgres import Cluster
from tests.standins.record import after_abandoned
from tests.standins.team import another, submission

KILLS = int(os.environ.get("FAULT_KILLS", "20"))
SEEDS = range(7, 7 + int(os.environ.get("FAULT_RUNS", "1")))
IN_FLIGHT, HEARD = 24, 30
pytestmark = [pytest.mark.fault, pytest.mark.timeout(60 + 15 * KILLS)]


@contextmanager
def workers(url: str, count: int) -> Generator[list[Worker]]:
    crew = [Worker.start(url) for _ in range(count)]
    try:
        yield crew
    finally:
        for worker in crew:
            worker.thaw()
            worker.kill()


async def stored_cases(url: str, count: int) -> list[str]:
    database = Database(url)
    cases = [(await submit(database, Plain(), submission())).case_id for _ in range(count)]
    await database.close()
    return cases


async def count_unsealed(database: Database) -> int:
    """Whoever counts on a busy machine may be taken for frozen, and counts again."""

    async def count() -> int:
        async with database.reading() as session:
            asked = select(func.count()).select_from(CaseRow).where(CaseRow.state != CaseState.ready)
            return (await session.execute(asked)).scalar_one()

    return await Patience()(count)


def unsealed(url: str) -> int:
    async def count() -> int:
        database = Database(url)
        found = await count_unsealed(database)
        await database.close()
        return found

    return asyncio.run(count())


async def filled_up(url: str) -> list[str]:
    """As many cases more as bring those in flight to two dozen: always dozens, and never a heap that only grows.

    Who is refused sends again under the same key: on a busy machine a sender may be taken for frozen.
    """
    database, again = Database(url), Patience()
    missing = IN_FLIGHT - await count_unsealed(database)
    asked = [replace(another(), idempotency=IdempotencyKey(uuid4().hex, "a body")) for _ in range(missing)]
    sent = await asyncio.gather(*(again(partial(submit, database, Plain(), one)) for one in asked))
    await database.close()
    return [accepted.case_id for accepted in sent]


def finish(crew: list[Worker], url: str) -> None:
    """Wait until every case is with a person; a worker that hangs runs into the test's own bound."""
    while unsealed(url):
        for worker in crew:
            worker.listen(1, lambda: True)


async def read_all(url: str, cases: list[str]) -> dict[str, list[Event]]:
    database = Database(url)
    async with database.reading() as session:
        events = {case_id: await read_events(session, case_id) for case_id in cases}
    await database.close()
    return events


async def assert_whole(url: str, cases: list[str]) -> None:
    """Nothing lost, nothing doubled, nothing stuck, and the record says so without a break."""
    database = Database(url)
    async with database.reading() as session:
        outcomes = Counter((await session.scalars(select(ReviewRow.outcome))).all())
        left = (await session.execute(select(func.count()).select_from(OutboxRow))).scalar_one()
        numbers = (await session.scalars(select(CaseRow.case_number))).all()
    assert outcomes == {ReviewOutcome.sealed: len(cases)}
    assert left == 0
    assert len(set(numbers)) == len(cases)
    assert (await verify_store(database, Plain(), b"no anchors here")).intact
    await database.close()
    for events in (await read_all(url, cases)).values():
        assert_once(events)


def assert_once(events: list[Event]) -> None:
    """Each step finished once and never began again after; the review was sealed once, at the end."""
    types = Counter(event.type for event in events)
    assert types[EventType.review_started] == types[EventType.review_sealed] == 1
    finished = [event.step for event in events if event.type is EventType.step_finished]
    assert sorted(map(str, finished)) == ["clinical", "compliance", "coverage", "preflight", "synthesis"]
    done: set[str] = set()
    for event in events:
        assert not (event.type is EventType.step_started and str(event.step) in done)
        if event.type is EventType.step_finished:
            done.add(str(event.step))
    calls = [e for e in after_abandoned(events) if e.type is EventType.tool_called]
    assert len(calls) == 3


@pytest.fixture
def crew_size(database_url: str) -> int:
    return 1 if database_url.startswith("sqlite") else 2


@pytest.mark.parametrize("seed", SEEDS)
def test_workers_killed_at_random_lose_double_and_block_nothing(database_url: str, crew_size: int, seed: int) -> None:
    chance = random.Random(seed)
    cases: list[str] = []
    with workers(database_url, crew_size) as crew:
        for _ in range(KILLS):
            cases += asyncio.run(filled_up(database_url))
            victim = chance.randrange(crew_size)
            crew[victim].listen(chance.randint(1, HEARD), lambda: unsealed(database_url) == 0)
            crew[victim].kill()
            crew[victim] = Worker.start(database_url)
        finish(crew, database_url)
    asyncio.run(assert_whole(database_url, cases))


@pytest.mark.postgres
def test_two_workers_on_the_same_cases_do_each_step_once(postgres_url: str) -> None:
    cases = asyncio.run(stored_cases(postgres_url, 16))
    with workers(postgres_url, 2) as crew:
        finish(crew, postgres_url)
    asyncio.run(assert_whole(postgres_url, cases))
    attempts = {e.attempt for events in asyncio.run(read_all(postgres_url, cases)).values() for e in events if e.step}
    assert attempts == {1}


def test_a_clock_that_jumps_loses_doubles_and_blocks_nothing(database_url: str) -> None:
    cases = asyncio.run(stored_cases(database_url, 8))
    with workers(database_url, 0) as crew:
        crew.append(Worker.start(database_url, jumping=True))
        crew[0].listen(6)
        crew[0].kill()
        crew[0] = Worker.start(database_url, jumping=True)
        cases += asyncio.run(stored_cases(database_url, 4))
        finish(crew, database_url)
    asyncio.run(assert_whole(database_url, cases))
    told = asyncio.run(read_all(database_url, cases)).values()
    assert any(later.at < earlier.at for events in told for earlier, later in pairwise(events))


def test_a_frozen_worker_on_sqlite_keeps_others_out_and_goes_on_where_it_was(sqlite_database_url: str) -> None:
    cases = asyncio.run(stored_cases(sqlite_database_url, 6))
    with workers(sqlite_database_url, 1) as crew:
        crew[0].listen(4)
        crew[0].freeze()
        lock = FileLock(Path(sqlite_database_url.partition("///")[2]).with_suffix(".lock"))
        with pytest.raises(WorkerRefused):
            lock.start()
        crew[0].thaw()
        finish(crew, sqlite_database_url)
    asyncio.run(assert_whole(sqlite_database_url, cases))
    told = asyncio.run(read_all(sqlite_database_url, cases))
    assert {e.attempt for events in told.values() for e in events if e.step} == {1}


@pytest.mark.postgres
def test_a_frozen_workers_cases_are_taken_over_and_its_waking_changes_nothing(postgres_url: str) -> None:
    cases = asyncio.run(stored_cases(postgres_url, 12))
    with workers(postgres_url, 1) as crew:
        crew[0].listen(6)
        crew[0].freeze()
        crew.append(Worker.start(postgres_url))
        finish(crew[1:], postgres_url)
        sealed = asyncio.run(read_all(postgres_url, cases))
        crew[0].thaw()
        more = asyncio.run(stored_cases(postgres_url, 4))
        finish(crew, postgres_url)
    asyncio.run(assert_whole(postgres_url, [*cases, *more]))
    assert asyncio.run(read_all(postgres_url, cases)) == sealed


@pytest.mark.postgres
def test_reviews_wait_through_a_restart_of_the_database(postgres_url: str, cluster: Cluster) -> None:
    cases = asyncio.run(stored_cases(postgres_url, 12))
    with workers(postgres_url, 1) as crew:
        crew[0].listen(8)
        cluster.stop("immediate")
        cluster.start()
        finish(crew, postgres_url)
    asyncio.run(assert_whole(postgres_url, cases))
