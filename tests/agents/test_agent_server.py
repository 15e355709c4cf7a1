"""Under Foundry's environment the official agent server answers, and nothing it would leak by default is found."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import httpx2
import pytest

from agents.host import CAPTURE_MESSAGES, FOUNDRY_ENVIRONMENT
from priorauth.tasks import CaseTask
from tests.agents.modelling.conftest import case_of

CANARY = "Quillaxenon"
ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def ready(http: httpx2.AsyncClient, process: asyncio.subprocess.Process) -> None:
    while process.returncode is None:
        try:
            if (await http.get("/readiness")).status_code == 200:
                return
        except httpx2.TransportError:
            await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=0.2)
    raise AssertionError("the agent server ended by itself")


@pytest.mark.parametrize("foundry", [True, False], ids=["agent server", "plain host"])
async def test_a_canary_in_the_record_is_nowhere_but_in_the_answer(foundry: bool, tmp_path: Path) -> None:
    if foundry:
        pytest.importorskip("azure.ai.agentserver.responses")
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("OTEL", "PRIORAUTH", "FOUNDRY"))}
    environment = keep | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PRIORAUTH_DATA_DIR": str(tmp_path / "data")}
    if foundry:
        environment |= {FOUNDRY_ENVIRONMENT: "test", CAPTURE_MESSAGES: "true", "FOUNDRY_AGENT_NAME": "compliance"}
    words = ("agent", "compliance", "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orchestrator.cli", *words),
        cwd=tmp_path,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        await _ask(port, process)
    finally:
        if process.returncode is None:
            process.terminate()
        printed, _ = await process.communicate()
    assert CANARY.encode() not in printed
    assert holding(CANARY.encode(), tmp_path) == []


def holding(word: bytes, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


async def _ask(port: int, process: asyncio.subprocess.Process) -> None:
    """Three tasks with the canary in the notes and in the name, one that is broken, all through the door."""
    sample = case_of()
    notes = f"{sample.request.clinical_notes}\nHer physician is {CANARY}. Tel. {CANARY} {CANARY}."
    case = case_of(clinical_notes=notes, patient_name=f"{CANARY} Example")
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
        await ready(http, process)
        for store in (False, True, False):
            body = {"model": "compliance", "input": CaseTask(case=case).model_dump_json(), "store": store}
            reply = await http.post("/responses", json=body)
            assert reply.status_code == 200
            assert reply.json()["status"] == "completed"
        await http.post("/responses", json={"model": "compliance", "input": f"{CANARY} is no task", "store": True})
