"""How fast the doors are: a case sent and its review awaited, one after another and many at once; and a start.

Run by hand: `python -m tests.bench.bench_doors [TIMES]`.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2

from orchestrator.settings import Settings
from tests.bench.bars import Bar
from tests.orchestrator.api.conftest import REQUEST, at_work, browser

WAIT = {"Prefer": "wait=30"}
AT_ONCE = 60


async def sent(client: httpx2.AsyncClient, mark: str) -> None:
    answer = await client.post("/api/cases", json=REQUEST | {"insurance_id": f"SYN-{mark}"}, headers=WAIT)
    assert answer.json()["latest_review"]["outcome"] == "sealed", answer.text


async def doors(times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(env_file=None, data_dir=Path(folder) / "data")
        async with at_work(settings) as house, browser(house.running.app) as client:
            await sent(client, "first")
            lasted: list[float] = []
            for n in range(times):
                began = time.perf_counter()
                await sent(client, f"A{n}")
                lasted.append(time.perf_counter() - began)
            Bar(
                "a request reviewed while its sender waits, p50", round(1000 * statistics.median(lasted), 1), "ms", 90
            ).say()
            began = time.perf_counter()
            await asyncio.gather(*(sent(client, f"B{n}") for n in range(AT_ONCE)))
            rate = AT_ONCE / (time.perf_counter() - began)
            Bar(f"requests reviewed while their senders wait, {AT_ONCE} at once", round(rate, 1), "1/s", 20).say()


def started(folder: str) -> float:
    """Seconds from the call of `serve` to the address it prints."""
    began = time.perf_counter()
    asked = [sys.executable, "-m", "orchestrator.cli", "serve", "--port", "0", "--data", folder]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = next(line for line in process.stdout if "http://" in line)
        lasted = time.perf_counter() - began
        assert told
        process.terminate()
    return lasted


def starts() -> None:
    with tempfile.TemporaryDirectory() as folder:
        started(folder)
        again = statistics.median(started(folder) for _ in range(3))
    Bar("serve ready, not the first time", round(again, 2), "s", 3).say()


if __name__ == "__main__":
    asyncio.run(doors(int(sys.argv[1]) if sys.argv[1:] else 30))
    starts()
