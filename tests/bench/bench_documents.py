"""How fast documents and acts are: an audit, a letter, a determination, a review that answers with its PDF.

Prints what this machine did, no more: `python -m tests.bench.bench_documents`. Processor time is printed beside the
time on the wall, since a busy machine shows the latter only.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from orchestrator.documents.audit import audit_for, audit_pdf
from orchestrator.documents.letter_facts import LetterContext, determination_letters
from orchestrator.documents.letter_kit import letter_kit
from orchestrator.settings import Settings
from priorauth.record import ReviewRecord
from priorauth.rulebook import load_rulebook
from tests.bench.bars import Bar
from tests.orchestrator.api.conftest import REQUEST, at_work, browser, reviewed
from tests.orchestrator.documents.conftest import reviewed_record
from tests.orchestrator.documents.test_audit import assessments, with_assessments, with_note
from tests.orchestrator.documents.test_letters import AT, denied

WORDS = "The record was read again by me and shows what the rule asks for."


def told(what: str, target: float, wall: list[float], busy: list[float]) -> None:
    middle, work = statistics.median(wall) * 1000, statistics.median(busy) * 1000
    Bar(f"{what}, p50", round(middle, 1), "ms", target, round(work, 1)).say()


def timed(what: str, target: float, times: int, make: Callable[[], object]) -> None:
    make()
    wall: list[float] = []
    busy: list[float] = []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        make()
        wall.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    told(what, target, wall, busy)


def printed(record: ReviewRecord) -> bytes:
    return audit_pdf(record, case_number="26-00001", due_at=None)


def documents(times: int) -> None:
    rules = load_rulebook()
    with tempfile.TemporaryDirectory() as folder:
        record = asyncio.run(reviewed_record(rules, Path(folder)))
    rows = assessments(record)
    sixty = tuple(rows[n % len(rows)].model_copy(update={"row": f"X{n}"}) for n in range(60))
    long = with_note(with_assessments(record, sixty), " ".join(f"word{n}" for n in range(900)))
    context = LetterContext(record, rules, letter_kit(rules.files), "26-00001", AT, ZoneInfo("America/New_York"), 90)
    timed("audit PDF of the sample", 40, times, lambda: printed(record))
    timed("audit of the sample, both forms", 40, times, lambda: audit_for(record))
    timed("audit PDF of 60 criteria and 900 words", 400, times, lambda: printed(long))
    timed(
        "two letters checked, one printed",
        20,
        times,
        lambda: determination_letters(context, denied())[0].pdf,
    )


async def doors(times: int, at_once: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(env_file=None, data_dir=Path(folder) / "data")
        async with at_work(settings) as house, browser(house.running.app) as client:
            await _acts(client, times, at_once)


async def _acts(client: httpx2.AsyncClient, times: int, at_once: int) -> None:
    async def review(n: int) -> None:
        answer = await client.post("/api/review", json=REQUEST | {"insurance_id": f"SYN-{n}"})
        assert answer.json()["audit_justification_pdf"]

    await review(0)
    told("POST /api/review with its PDF", 120, *await _each(times, review))
    began = time.perf_counter()
    await asyncio.gather(*(review(n) for n in range(at_once)))
    rate = at_once / (time.perf_counter() - began)
    Bar(f"POST /api/review with its PDF, {at_once} at once", round(rate, 1), "1/s", 15).say()
    cases = [await reviewed(client, insurance_id=f"SYN-D{n}") for n in range(times)]

    async def decide(n: int) -> None:
        body = {"review": 1, "action": "approve", "rationale": WORDS}
        answer = await client.post(f"/api/cases/{cases[n]['case_id']}/determination", json=body)
        assert answer.status_code == 201

    told("a determination with its letters", 50, *await _each(times, decide))


async def _each(times: int, act: Callable[[int], Coroutine[Any, Any, None]]) -> tuple[list[float], list[float]]:
    wall: list[float] = []
    busy: list[float] = []
    for n in range(times):
        began, worked = time.perf_counter(), time.process_time()
        await act(n)
        wall.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    return wall, busy


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=60)
    given = parser.parse_args()
    documents(given.times)
    asyncio.run(doors(given.times, given.at_once))
