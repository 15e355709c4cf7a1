"""What the FHIR door costs: the first request, a request of 37 KB, one of 100 items; on this machine, as it is.

`python -m tests.bench.bench_fhir` prints the wall clock of whole requests against a whole engine, and the processor
time of what the door adds to a submission: checks, reading, mapping, the answer.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import answer
from orchestrator.fhir.bodies import decode
from orchestrator.fhir.chains import first_plan
from orchestrator.fhir.dialects import PAS_2_2_1
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.names import ReviewAction
from orchestrator.fhir.states import ItemState, Told
from orchestrator.fhir.submitting import receive, written
from orchestrator.identity.callers import LOCAL_OPERATOR
from orchestrator.settings import Settings
from tests.bench.bars import Bar
from tests.orchestrator.api.conftest import at_work, browser
from tests.orchestrator.fhir import bundles

ROUNDS, SIZE, ITEMS = 20, 37_000, 100
HEADERS = {"Content-Type": "application/fhir+json"}


def added(body: bytes) -> None:
    """Everything the door does for a submission beside storing it."""
    received = receive(LOCAL_OPERATOR, PAS_2_2_1, decode(body))
    received.asked.fragments()
    received.asked.keys()
    states = [ItemState(n.sequence, ReviewAction.pended, "26-00001") for n in first_plan(received.asked).lines]
    echo, at = Echo(received.asked.contents), datetime.now(UTC)
    written(
        answer(Answering(received.asked, PAS_2_2_1, received.exchange_id, at, echo), Told(tuple(states), (), False))
    )


def processor_ms(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def door() -> None:
    large = json.dumps(bundles.sized(SIZE, "large")).encode()
    many = json.dumps(bundles.request("many", *(bundles.item(n) for n in range(1, ITEMS + 1)))).encode()
    first = processor_ms(lambda: added(large))
    bodies = {"37 KB": large, "100 items": many}
    taken = {
        name: [processor_ms(lambda body=body: added(body)) for _ in range(ROUNDS)] for name, body in bodies.items()
    }
    print(f"door, processor time: first {first:.0f} ms; 100 items {statistics.median(taken['100 items']):.1f} ms p50")
    adds = statistics.median(taken["37 KB"])
    Bar("the FHIR door adds to a submission of 37 KB, processor, p50", round(adds, 1), "ms", 25).say()


async def whole() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(env_file=None, data_dir=Path(folder) / "data")
        async with at_work(settings) as house, browser(house.running.app) as client:

            async def submit(body: Any) -> float:
                began = time.perf_counter()
                sent = await client.post("/fhir/pas/2.2.1/Claim/$submit", json=body, headers=HEADERS)
                assert sent.status_code == 200
                return (time.perf_counter() - began) * 1000

            first = await submit(bundles.sized(SIZE, "first"))
            await asyncio.sleep(5)
            large = [await _rested(submit(bundles.sized(SIZE, f"l{n}"))) for n in range(5)]
            many = [await _rested(submit(_many(f"m{n}"))) for n in range(3)]
            print(f"engine, wall clock: 37 KB {statistics.median(large):.0f} ms p50")
            Bar("first FHIR request of a new engine", round(first), "ms", 400).say()
            Bar("FHIR request of 100 items, p50", round(statistics.median(many)), "ms", 400).say()


def _many(name: str) -> Any:
    return bundles.request(name, *(bundles.item(n) for n in range(1, ITEMS + 1)))


async def _rested(taken: Any) -> float:
    """One request, and the time its review needs, so that the next is alone."""
    milliseconds: float = await taken
    await asyncio.sleep(3)
    return milliseconds


if __name__ == "__main__":
    door()
    asyncio.run(whole())
