"""How fast the doors are: a case sent and its review awaited, a determination, a worklist; and how fast they open.

The engine is `priorauth serve` in a process of its own, over real connections; what sends stays in this one. Prints
what this machine did, no more: `python -m tests.bench.bench_doors [TIMES]`. The processor's time is that of the
engine's process and of the one that prints for it.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2

from tests.bench.bars import Bar
from tests.bench.many_cases import multiply
from tests.standins.requests import REQUEST
from tests.standins.served import Served, served

WAIT = {"Prefer": "wait=30"}
AT_ONCE, CASES = 60, 10_000
WORDS = "The record was read again by me and shows what the rule asks for."
Act = Callable[[str], Awaitable[object]]


class Sender:
    """One who sends requests to a running engine, and looks at what its processes spend on them."""

    def __init__(self, engine: Served, client: httpx2.AsyncClient) -> None:
        self._engine, self._client = engine, client

    async def case(self, mark: str) -> str:
        answer = await self._client.post("/api/cases", json=_request(mark), headers=WAIT)
        assert answer.json()["latest_review"]["outcome"] == "sealed", answer.text
        return str(answer.json()["case_id"])

    async def review(self, mark: str) -> None:
        answer = await self._client.post("/api/review", json=_request(mark))
        assert answer.json()["audit_justification_pdf"], answer.text

    async def decide(self, case_id: str) -> None:
        body = {"review": 1, "action": "approve", "rationale": WORDS}
        answer = await self._client.post(f"/api/cases/{case_id}/determination", json=body)
        assert answer.status_code == 201, answer.text

    async def printed(self, case_id: str) -> None:
        """Wait until what a determination issues is printed, so that the next one finds an idle engine."""
        for path in ("letter.pdf?audience=member", "letter.pdf?audience=provider", "audit.pdf?review=1"):
            assert (await self._client.get(f"/api/cases/{case_id}/{path}")).status_code == 200

    async def worklist(self, _: str) -> None:
        answer = await self._client.get("/api/cases", params={"limit": 50})
        assert len(answer.json()["items"]) == 50

    def spent(self) -> float:
        """Seconds that the engine's processes have worked."""
        return sum(_worked(pid) for pid in (self._engine.process.pid, *_children(self._engine.process.pid)))

    async def one_by_one(self, what: str, target: float, act: Act, marks: list[str], after: Act | None = None) -> None:
        await act(marks[0])
        lasted, worked = list[float](), 0.0
        for mark in marks[1:]:
            began, spent = time.perf_counter(), self.spent()
            await act(mark)
            lasted.append(time.perf_counter() - began)
            worked += self.spent() - spent
            if after is not None:
                await after(mark)
        each = round(1000 * worked / len(lasted), 1)
        Bar(f"{what}, p50", round(1000 * statistics.median(lasted), 1), "ms", target, each).say()

    async def at_once(self, what: str, target: float, act: Act, mark: str) -> None:
        began, spent = time.perf_counter(), self.spent()
        await asyncio.gather(*(act(f"{mark}{n}") for n in range(AT_ONCE)))
        rate = AT_ONCE / (time.perf_counter() - began)
        each = round(1000 * (self.spent() - spent) / AT_ONCE, 1)
        Bar(f"{what}, {AT_ONCE} at once", round(rate, 1), "1/s", target, each).say()


def _request(mark: str) -> dict[str, Any]:
    return REQUEST | {"insurance_id": f"SYN-{mark}"}


def _worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


async def doors(engine: Served, times: int) -> None:
    limits = httpx2.Limits(max_connections=AT_ONCE, keepalive_expiry=2)
    async with httpx2.AsyncClient(base_url=engine.address, timeout=90, limits=limits) as client:
        sender = Sender(engine, client)
        marks = [f"A{n}" for n in range(times + 1)]
        await sender.one_by_one("POST /api/cases, its review awaited", 90, sender.case, marks)
        await sender.at_once("POST /api/cases, their reviews awaited", 20, sender.case, "B")
        await sender.one_by_one(
            "POST /api/review with its PDF", 120, sender.review, [f"C{n}" for n in range(times + 1)]
        )
        await sender.at_once("POST /api/review with its PDF", 15, sender.review, "D")
        cases = [await sender.case(f"E{n}") for n in range(times + 1)]
        await sender.one_by_one("a determination with its letters", 50, sender.decide, cases, sender.printed)
        await multiply(engine.data, cases[0], CASES)
        await sender.one_by_one(f"first page of a worklist of {CASES:,}, at the API", 50, sender.worklist, marks)


def started(folder: Path) -> float:
    """Seconds from the call of `serve` to the address it prints."""
    began = time.perf_counter()
    with served(folder) as engine:
        lasted = time.perf_counter() - began
        engine.stop()
    return lasted


def main(times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with served(data) as engine:
            asyncio.run(doors(engine, times))
            engine.stop()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        started(data)
        again = statistics.median(started(data) for _ in range(3))
    Bar("serve ready, not the first time", round(again, 2), "s", 3).say()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 30)
