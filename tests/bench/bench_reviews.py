"""How fast reviews run: one case when idle, a burst without waiting, and many at once whose specialists take a second.

Prints what this machine did, no more: `python -m tests.bench.bench_reviews` on SQLite, with a URL on that database.
"""

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from orchestrator.direct import review_once
from orchestrator.garbage import collect_seldom
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from orchestrator.store.submissions import submit
from orchestrator.workflow.engine import Engine, Options
from priorauth.case import review_input
from tests.standins.team import OneTeam, ScriptedTeam, another, submission, waits


@asynccontextmanager
async def running(url: str, team: ScriptedTeam) -> AsyncGenerator[tuple[Engine, Database]]:
    database = Database(url)
    await upgrade(database)
    engine = Engine(database, Plain(), OneTeam(team), Options())
    await engine.start()
    yield engine, database
    await engine.stop()
    await database.close()


async def one(engine: Engine, database: Database) -> float:
    began = time.perf_counter()
    case_id = (await submit(database, Plain(), another())).case_id
    await engine.submitted(case_id)
    await engine.wait(case_id, 1, 600)
    return time.perf_counter() - began


async def idle(url: str, cases: int) -> None:
    asked = submission()
    case = review_input(asked.request, asked.items, asked.received_at)
    bare: list[float] = []
    for _ in range(cases):
        began = time.perf_counter()
        await review_once(case, ScriptedTeam())
        bare.append(time.perf_counter() - began)
    async with running(url, ScriptedTeam()) as (engine, database):
        await one(engine, database)
        durable = [await one(engine, database) for _ in range(cases)]
    added = statistics.median(durable) - statistics.median(bare)
    print(f"idle: durability adds {added * 1000:.0f} ms p50 to a review ({cases} cases, one after another)")


async def burst(url: str, cases: int) -> None:
    async with running(url, ScriptedTeam()) as (engine, database):
        await one(engine, database)
        began = time.perf_counter()
        await asyncio.gather(*(one(engine, database) for _ in range(cases)))
        lasted = time.perf_counter() - began
    print(f"burst: {cases / lasted:.1f} reviews a second in one process ({cases} cases at once)")


async def at_once(url: str, cases: int, seconds: float) -> None:
    async with running(url, ScriptedTeam(waits(seconds))) as (engine, database):
        began = time.perf_counter()
        each = await asyncio.gather(*(one(engine, database) for _ in range(cases)))
        lasted = time.perf_counter() - began
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{cases} at once, specialists of {seconds:g} s: p50 {statistics.median(each):.2f} s, "
        f"all done after {lasted:.2f} s, RSS {rss:.0f} MB"
    )


async def main() -> None:
    collect_seldom()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="an empty database; a SQLite file of its own otherwise")
    parser.add_argument("--at-once", type=int, nargs="*", default=[1, 100])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.url or sqlite_url(Path(folder) / "bench.db")
        await idle(url, 30)
        await burst(url, 100)
        for cases in arguments.at_once:
            await at_once(url, cases, 1.0)


if __name__ == "__main__":
    asyncio.run(main())
