"""A process is killed while it waits for a model: the next one asks only what was not answered yet."""

import asyncio
import json
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import httpx2
import psycopg
import pytest

from tests.standins.model import Say, ScriptedModel, Sent, scripted_model
from tests.standins.scripts import NOTHING

ROOT = Path(__file__).parent.parent.parent
HANGS = "NCD 240.4"
pytestmark = [pytest.mark.fault, pytest.mark.timeout(400)]


def question(sent: Sent) -> str:
    policy = re.findall(r"^Rows of (.+?), for ", sent.text, re.MULTILINE)
    return policy[0] if policy else sent.schema_name


class Hanging:
    """Answers everything at once but one question, the first time it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def __call__(self, sent: Sent) -> Say:
        name = question(sent)
        self.asked[name] += 1
        reply = NOTHING[sent.schema_name]
        return Say.json(reply, delay=60.0 if name == HANGS and self.asked[name] == 1 else 0.0)


@asynccontextmanager
async def serving(
    model: ScriptedModel, folder: Path, database: str
) -> AsyncGenerator[tuple[asyncio.subprocess.Process, str]]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("OTEL", "PRIORAUTH"))}
    settings = {
        "PRIORAUTH_DATABASE_URL": database.replace("+aiosqlite", ""),
        "PRIORAUTH_READER": "both",
        "PRIORAUTH_MODEL_NAME": "scripted",
        "PRIORAUTH_MODEL_BASE_URL": f"{model.url}/v1",
        "PRIORAUTH_MODEL_API_KEY": "key",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orchestrator.cli", "serve", "--port", "0", "--data", str(folder / "data")),
        cwd=folder,
        env={**keep, **settings, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout
        address = (await process.stdout.readline()).decode().rpartition(" ")[2].strip()
        assert address.startswith("http")
        yield process, address
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def submitted(address: str) -> str:
    sample = json.loads(files("orchestrator.samples").joinpath("approval.json").read_text("utf-8"))["request"]
    async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
        reply = await http.post("/api/cases", json=sample)
        assert reply.status_code == 202, reply.text
        return reply.json()["case_id"]


async def until(address: str, case_id: str, event: str, count: int = 1, tool: str = "") -> list[str]:
    """Follow a case until so many events of a type have come; their data."""
    found: list[str] = []
    async with (
        httpx2.AsyncClient(base_url=address, trust_env=False, timeout=120) as http,
        http.stream("GET", f"/api/cases/{case_id}/events") as stream,
    ):
        kind = ""
        async for line in stream.aiter_lines():
            if line.startswith("event:"):
                kind = line.removeprefix("event:").strip()
            elif line.startswith("data:") and kind == event and tool in line:
                found.append(line.removeprefix("data:"))
                if len(found) == count:
                    return found
    raise AssertionError("the stream ended first")


async def lapsed(database: str) -> None:
    """The killed process's lease has run out; on SQLite it held a lock of the operating system instead."""
    if database.startswith("postgresql"):
        async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
            await connection.execute("update executor_leases set expires = 0")


async def test_a_finished_call_is_not_paid_twice_when_the_process_is_killed_in_the_next(
    tmp_path: Path, database_url: str
) -> None:
    script = Hanging()
    async with scripted_model(script) as model:
        async with serving(model, tmp_path, database_url) as (process, address):
            case_id = await submitted(address)
            await until(address, case_id, "tool.called", 1, '"tool":"rows"')
            assert script.asked[HANGS] == 1
            process.send_signal(signal.SIGKILL)
            await process.wait()
        await lapsed(database_url)
        before = dict(script.asked)
        async with serving(model, tmp_path, database_url) as (_, address):
            await until(address, case_id, "review.sealed")
            told = [json.loads(line) for line in await until(address, case_id, "tool.called", 4, '"server":"model"')]
    assert before.pop(HANGS) == 1
    assert script.asked == Counter({**before, HANGS: 2, "prose": 1}), "only what had no answer was asked again"
    assert set(before.values()) == {1}
    assert {t["data"]["tool"] for t in told} == {"quality", "record", "rows"}
