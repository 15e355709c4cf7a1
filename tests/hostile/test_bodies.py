"""Whatever is sent, the answer is a described refusal or a case, memory stays bounded, and nothing comes back of it."""

import asyncio
import json
import os
import random
from pathlib import Path

import httpx2
import pytest

from tests.hostile.bodies import LARGE, Sent, hostile
from tests.standins.served import Served

COUNT = int(os.environ.get("HOSTILE_BODIES", "2000"))
REFUSALS = {400, 404, 408, 413, 415, 422}
MOST_GROWTH = 300_000_000
AT_ONCE = 16
CANARY = "Canary-Patient-Name"


async def thrown(client: httpx2.AsyncClient, sent: Sent) -> httpx2.Response:
    return await client.post(sent.path, content=sent.body, headers={"Content-Type": sent.media_type})


def judge(answer: httpx2.Response) -> None:
    if answer.status_code in (200, 202):
        return
    assert answer.status_code in REFUSALS, (answer.status_code, answer.request.url.path, answer.text[:300])
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text


async def test_every_hostile_body_is_answered_in_bounded_memory(engine: Served) -> None:
    before = engine.resident()
    waiting = hostile(COUNT)
    statuses: list[int] = []
    limits = httpx2.Limits(max_connections=AT_ONCE)
    async with httpx2.AsyncClient(base_url=engine.address, timeout=60, limits=limits, trust_env=False) as client:

        async def throw() -> None:
            for sent in waiting:
                answer = await thrown(client, sent)
                judge(answer)
                statuses.append(answer.status_code)

        await asyncio.gather(*(throw() for _ in range(AT_ONCE)))
        assert len(statuses) == COUNT
        assert len(set(statuses)) >= 4
        assert engine.resident() - before < MOST_GROWTH
        health = await client.get("/health/ready")
    assert health.status_code == 200


async def test_large_bodies_are_refused_and_leave_no_memory_behind(engine: Served) -> None:
    before, chance = engine.resident(), random.Random(1)
    async with httpx2.AsyncClient(base_url=engine.address, timeout=60, trust_env=False) as client:
        for _ in range(12):
            try:
                answer = await thrown(client, LARGE(chance))
            except httpx2.HTTPError:
                # The server may close before all has been sent.
                continue
            judge(answer)
            assert answer.status_code in (413, 422)
    assert engine.resident() - before < MOST_GROWTH


@pytest.mark.parametrize("field", ["patient_name", "clinical_notes", "provider_npi", "insurance_id", "external_id"])
async def test_a_refused_value_comes_back_in_no_answer_and_no_log(engine: Served, field: str) -> None:
    body = {"patient_name": CANARY, "patient_dob": "not a day", field: CANARY * 40_000}
    async with httpx2.AsyncClient(base_url=engine.address, timeout=60, trust_env=False) as client:
        answer = await client.post("/api/cases", json=body)
    assert answer.status_code == 422
    assert CANARY not in answer.text
    assert CANARY not in logged(engine)


def logged(engine: Served) -> str:
    return (engine.data.parent / "stderr.txt").read_text("utf-8")


async def test_a_client_that_leaves_within_its_body_disturbs_nobody(engine: Served) -> None:
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", engine.port)
        writer.write(b"POST /api/cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        writer.write(b'Content-Length: 1000\r\n\r\n{"patient_name": "' + CANARY.encode())
        await writer.drain()
        writer.transport.abort()
    async with httpx2.AsyncClient(base_url=engine.address, timeout=60, trust_env=False) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
    assert CANARY not in logged(engine)


async def slowly(port: int, head: bytes, drip: bytes, pause: float) -> bytes:
    """All that is answered to a client who sends a byte or two at a time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = asyncio.create_task(reader.read())
    writer.write(head)
    try:
        for _ in range(1_000):
            done, _ = await asyncio.wait([answered], timeout=pause)
            if done:
                break
            writer.write(drip)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()
    return await asyncio.wait_for(answered, 30)


async def test_slow_clients_are_shown_out_while_others_are_served(engine: Served) -> None:
    headers = b"POST /api/cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    stalled = [slowly(engine.port, headers + b"Content-Length: 900\r\n\r\n{", b"", 5) for _ in range(20)]
    in_headers = [slowly(engine.port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: ", b"a", 0.5) for _ in range(20)]
    slow = asyncio.gather(*stalled, *in_headers)
    async with httpx2.AsyncClient(base_url=engine.address, timeout=10, trust_env=False) as client:
        while not slow.done():
            assert (await client.get("/health/live")).status_code == 200
            await asyncio.wait([asyncio.ensure_future(asyncio.sleep(0.2))])
    answers = await slow
    assert {answer.split(b"\r\n")[0] for answer in answers[:20]} == {b"HTTP/1.1 408 Request Timeout"}
    body = json.loads(answers[0].partition(b"\r\n\r\n")[2])
    assert (body["status"], body["detail"]) == (408, "The body came too slowly.")
    assert set(answers[20:]) == {b""}


def test_nothing_sent_is_left_in_the_data_folder_in_the_clear_elsewhere_than_in_the_store(engine: Served) -> None:
    others = [path for path in Path(engine.data).rglob("*") if path.is_file() and "priorauth" not in path.name]
    assert [path.name for path in others if b"Synthetic Person Example" in path.read_bytes()] == []
