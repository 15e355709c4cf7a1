"""A server that is killed while cases come in loses none that it accepted, and finishes them in its next life."""

import asyncio
import signal
import time
from pathlib import Path

import httpx2
import pytest

from tests.hostile.bodies import GOOD
from tests.standins.served import Served, served

CASES = 16


async def submit_until_killed(engine: Served) -> list[str]:
    """The cases that were accepted before the server was gone."""
    accepted: list[str] = []
    async with httpx2.AsyncClient(base_url=engine.address, timeout=30, trust_env=False) as client:

        async def submit(number: int) -> None:
            try:
                answer = await client.post("/api/cases", json=GOOD | {"external_id": f"load-{number}"})
            except httpx2.HTTPError:
                return
            assert answer.status_code == 202, answer.text
            accepted.append(answer.json()["case_id"])
            if len(accepted) == CASES // 2:
                engine.process.send_signal(signal.SIGKILL)

        await asyncio.gather(*(submit(number) for number in range(CASES)))
    return accepted


async def outcomes(engine: Served, cases: list[str]) -> dict[str, str]:
    """How the review of each case ended, once all have ended."""
    until = time.monotonic() + 90
    async with httpx2.AsyncClient(base_url=engine.address, timeout=30, trust_env=False) as client:
        while True:
            told: dict[str, str] = {}
            for case_id in cases:
                case = (await client.get(f"/api/cases/{case_id}")).json()
                told[case_id] = (case["latest_review"] or {}).get("outcome", "waiting")
            if set(told.values()) <= {"sealed", "failed"} or time.monotonic() > until:
                return told
            await asyncio.sleep(0.5)


async def verified(engine: Served, case_id: str) -> bool:
    async with httpx2.AsyncClient(base_url=engine.address, timeout=30, trust_env=False) as client:
        return (await client.get(f"/api/cases/{case_id}/audit-log")).json()["chain"]["intact"]


@pytest.mark.timeout(400)
async def test_no_accepted_case_is_lost_when_the_server_is_killed_under_load(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as first:
        accepted = await submit_until_killed(first)
        assert first.process.wait(30) == -signal.SIGKILL
    assert CASES // 2 <= len(accepted) <= CASES
    with served(data) as second:
        ended = await outcomes(second, accepted)
        chains = [await verified(second, case_id) for case_id in accepted]
        assert second.stop() == 0
    assert ended == dict.fromkeys(accepted, "sealed")
    assert all(chains)
