"""Measures the bars of speed that reviews are held to, a JSON line each: `python -m tests.bench.bench_bars [NAME ...]`.

Says what this machine did, no more. Beside the time that passed stands the time the processor spent, which tells more
where a machine is shared. `URL` in the environment names an empty PostgreSQL database to measure on instead of SQLite.
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from orchestrator.direct import review_once
from orchestrator.garbage import collect_seldom
from orchestrator.samples import sample
from orchestrator.settings import Settings
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from orchestrator.store.submissions import submit
from orchestrator.teams import open_teams
from orchestrator.workflow.desk import Asked, Desk
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.team import Teams
from priorauth.case import review_input
from priorauth.intake import items_of, parse_request
from tests.bench.bars import Bar
from tests.standins.team import OneTeam, ScriptedTeam, another, waits

IDLE, BURST = 30, 100


@asynccontextmanager
async def running(teams: Teams) -> AsyncGenerator[tuple[Engine, Database]]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(os.environ.get("URL") or sqlite_url(Path(folder) / "bench.db"))
        await upgrade(database)
        engine = Engine(database, Plain(), teams, Options())
        await engine.start()
        yield engine, database
        await engine.stop()
        await database.close()


async def scripted(engine: Engine, database: Database) -> None:
    case_id = (await submit(database, Plain(), another())).case_id
    await engine.submitted(case_id)
    await engine.wait(case_id, 1, 600)


async def one_by_one(work: Callable[[], Awaitable[object]], times: int) -> tuple[float, float]:
    """The median time of one, and the processor's time for one, in milliseconds."""
    for _ in range(3):
        await work()
    lasted: list[float] = []
    spent = time.process_time()
    for _ in range(times):
        began = time.perf_counter()
        await work()
        lasted.append(time.perf_counter() - began)
    return statistics.median(lasted) * 1000, (time.process_time() - spent) / times * 1000


async def sample_review() -> None:
    """The approval sample, with its readers and sources: without durability, and what durability adds."""
    settings = Settings.load()
    now = datetime.now(UTC)
    request = parse_request(dict(sample("approval")), now=now, trusted=True)
    case = review_input(request, items_of(request), request.received_at or now, synthetic=settings.synthetic)
    async with open_teams(settings) as teams:
        bare, bare_cpu = await one_by_one(lambda: review_once(case, teams.current()), IDLE)
        Bar("warm review of the approval sample, p50", round(bare, 1), "ms", 40, round(bare_cpu, 1)).say()
        async with running(teams) as (engine, database):
            rules = lambda: teams.live.current  # noqa: E731
            desk = Desk(
                database, Plain(), engine, rules, lambda: rules().clock_rules, settings.zone, settings.synthetic
            )

            async def durable() -> None:
                accepted = await desk.accept(Asked(case.request, "bench", "rest"))
                await engine.wait(accepted.case_id, 1, 600)

            whole, cpu = await one_by_one(durable, IDLE)
            Bar("durability adds, p50", round(whole - bare, 1), "ms", 30, round(cpu - bare_cpu, 1)).say()
            Bar("accepted to sealed, p50", round(whole, 1), "ms", 80, round(cpu, 1)).say()
            began, spent = time.perf_counter(), time.process_time()
            await asyncio.gather(*(durable() for _ in range(BURST)))
            lasted, cpu = time.perf_counter() - began, time.process_time() - spent
            Bar("reviews in one process", round(BURST / lasted, 1), "1/s", 25, round(cpu / BURST * 1000, 1)).say()


async def waiting_specialists() -> None:
    """Specialists of a second each, three in sequence: 1, 100 and 1,000 cases at once."""
    on_sqlite = "URL" not in os.environ
    for cases, target in ((1, 3.15), (100, 4.0), (1000, 12.0 if on_sqlite else 8.0)):
        async with running(OneTeam(ScriptedTeam(waits(1.0)))) as (engine, database):
            each: list[float] = []

            async def timed(engine: Engine = engine, database: Database = database, each: list[float] = each) -> None:
                began = time.perf_counter()
                await scripted(engine, database)
                each.append(time.perf_counter() - began)

            began, spent = time.perf_counter(), time.process_time()
            await asyncio.gather(*(timed() for _ in range(cases)))
            lasted, cpu = time.perf_counter() - began, (time.process_time() - spent) / cases * 1000
        measured = lasted if cases == 1000 else statistics.median(each)
        Bar(f"{cases} at once, specialists of 1 s", round(measured, 2), "s", target, round(cpu, 1)).say()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Bar("memory with 1,000 at once", round(memory), "MB", 600).say()


async def cold_review() -> None:
    """A new process that reviews the approval sample."""
    asked = [sys.executable, "-m", "orchestrator.cli", "review", "sample:approval", "--json"]
    lasted: list[float] = []
    for _ in range(4):
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(*asked, stdout=subprocess.DEVNULL)
        await process.wait()
        lasted.append(time.perf_counter() - began)
    Bar("cold review in a new process", round(min(lasted[1:]), 2), "s", 2).say()


BARS = {"sample": sample_review, "waiting": waiting_specialists, "cold": cold_review}


async def main() -> None:
    collect_seldom()
    for name in sys.argv[1:] or BARS:
        await BARS[name]()


if __name__ == "__main__":
    asyncio.run(main())
