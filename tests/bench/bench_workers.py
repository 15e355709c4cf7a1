"""Measures the bars on PostgreSQL, a JSON line each: two workers against one, and 1,000 cases at once.

A private cluster on loopback is made for it, its disk writes flushed as in operation. Specialists take a second each.
"""

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from sqlalchemy import func, select

from orchestrator.garbage import collect_seldom
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.schema import upgrade
from orchestrator.store.submissions import submit
from orchestrator.store.tables import CaseRow
from orchestrator.workflow.durable import make_tables
from orchestrator.workflow.engine import Engine, Options
from priorauth.determination import CaseState
from tests.bench.bars import Bar
from tests.standins.postgres import Cluster, programs, running_cluster
from tests.standins.team import OneTeam, ScriptedTeam, another, waits

SHARE, CASES, BURST = 10, 100, 1000


def _work(url: str, pipe: Connection) -> None:
    async def serve() -> None:
        collect_seldom()
        options = Options(concurrency=SHARE, at_once=0, drain_seconds=0)
        engine = Engine(Database(url), Plain(), OneTeam(ScriptedTeam(waits(1.0))), options)
        await engine.start()
        pipe.send("ready")
        await asyncio.Event().wait()

    asyncio.run(serve())


@contextmanager
def workers(url: str, count: int) -> Generator[None]:
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in range(count)]
    crew = [context.Process(target=_work, args=(url, theirs), daemon=True) for _, theirs in pipes]
    for process in crew:
        process.start()
    for ours, _ in pipes:
        ours.recv()
    try:
        yield
    finally:
        for process in crew:
            process.kill()
            process.join()


async def prepared(cluster: Cluster, name: str) -> str:
    database = Database(url := cluster.create(name))
    await upgrade(database)
    await asyncio.to_thread(make_tables, database.engine.url)
    await database.close()
    return url


async def rate(cluster: Cluster, count: int) -> float:
    """Reviews a second of so many workers, each with a bounded share of the queue."""
    database = Database(url := await prepared(cluster, f"workers_{count}"))
    waiting = select(func.count()).select_from(CaseRow).where(CaseRow.state != CaseState.ready)
    with workers(url, count):
        began = time.perf_counter()
        await asyncio.gather(*(submit(database, Plain(), another()) for _ in range(CASES)))
        while True:
            async with database.reading() as session:
                if not (await session.execute(waiting)).scalar_one():
                    break
            await asyncio.sleep(0.1)
        lasted = time.perf_counter() - began
    await database.close()
    return CASES / lasted


async def burst(cluster: Cluster) -> None:
    database = Database(await prepared(cluster, "burst"))
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam(waits(1.0))))
    await engine.start()

    async def one() -> float:
        asked = time.perf_counter()
        case_id = (await submit(database, Plain(), another())).case_id
        await engine.submitted(case_id)
        await engine.wait(case_id, 1, 600)
        return time.perf_counter() - asked

    for cases, target in ((100, 4.0), (BURST, 8.0)):
        began, spent = time.perf_counter(), time.process_time()
        each = await asyncio.gather(*(one() for _ in range(cases)))
        lasted, cpu = time.perf_counter() - began, (time.process_time() - spent) / cases * 1000
        measured = lasted if cases == BURST else statistics.median(each)
        Bar(f"{cases} at once on PostgreSQL, specialists of 1 s", round(measured, 2), "s", target, round(cpu, 1)).say()
    await engine.stop()
    await database.close()


async def main() -> None:
    collect_seldom()
    try:
        programs()
    except IndexError:
        print("PostgreSQL is not installed here: nothing is measured on it")
        return
    with running_cluster(flushes=True) as cluster:
        alone, together = await rate(cluster, 1), await rate(cluster, 2)
        print(f"one worker {alone:.1f} reviews a second, two {together:.1f}")
        Bar(
            "two workers' time to one's on PostgreSQL, specialists of 1 s", round(alone / together, 3), "times", 0.556
        ).say()
        await burst(cluster)


if __name__ == "__main__":
    asyncio.run(main())
