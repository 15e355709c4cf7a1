"""One trace from submission to seal across two processes and the queue, and not a word of the patient on the wire."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass

import httpx2
import pytest

from orchestrator.telemetry.tracing import ids_of
from tests.standins.collector import Collector, SeenSpan, collecting
from tests.standins.served import served

ACCEPT = """
import asyncio, json, sys
from datetime import UTC, datetime
from pathlib import Path
from orchestrator.settings import Settings
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.schema import ensure_current
from orchestrator.telemetry.exporting import telemetry
from orchestrator.teams import live_rules
from orchestrator.workflow.desk import Asked, Desk
from priorauth.intake import parse_request

class Later:
    async def submitted(self, case_id): pass
    async def withdrawn(self, case_id): pass
    async def wait(self, case_id, review, seconds): return False

async def accept():
    settings = Settings.load(env_file=None, data_dir=Path(sys.argv[1]))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    live = live_rules(settings)
    database = Database(settings.database)
    await ensure_current(database)
    rules = lambda: live.current
    desk = Desk(database, Plain(), Later(), rules, lambda: live.current.clock_rules, settings.zone, True)
    request = parse_request(json.loads(sys.argv[2]), now=datetime.now(UTC))
    accepted = await desk.accept(Asked(request, "somebody", "rest"))
    await database.close()
    print(accepted.case_id)

with telemetry("accepting"):
    asyncio.run(accept())
"""
CANARIES = ("Canaria", "Testperson", "SYN-CANARY-77", "1961-07-23", "lisinoprilcanary", "ext-canary")
REQUEST = {
    "patient_name": "Canaria Testperson",
    "patient_dob": "1961-07-23",
    "provider_npi": "1234567893",
    "diagnosis_codes": ["G47.33"],
    "procedure_codes": ["E0601"],
    "clinical_notes": "HISTORY:\nCanaria Testperson, synthetic, snores loudly and takes lisinoprilcanary. AHI of 22.",
    "insurance_id": "SYN-CANARY-77",
    "external_id": "ext-canary",
    "state": "OH",
}


@dataclass(frozen=True)
class Told:
    """What two processes told of one case, and what the case's own timeline says."""

    case_id: str
    collector: Collector
    timeline: list[dict[str, object]]

    @property
    def trace(self) -> list[SeenSpan]:
        wanted = f"{ids_of(self.case_id)[0]:032x}"
        return [span for span in self.collector.spans() if span.trace_id == wanted]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Generator[Told]:
    data = tmp_path_factory.mktemp("traced") / "data"
    with collecting() as collector:
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("PRIORAUTH_", "OTEL_"))}
        command = [sys.executable, "-c", ACCEPT, str(data), json.dumps(REQUEST)]
        done = subprocess.run(command, capture_output=True, text=True, env=mine | collector.environment(), check=True)
        case_id = done.stdout.strip()
        with served(data, collector.environment()) as engine:
            timeline = asyncio.run(_reviewed(engine.address, case_id))
            _refused(engine.address)
            assert engine.stop() == 0
        yield Told(case_id, collector, timeline)


async def _reviewed(address: str, case_id: str) -> list[dict[str, object]]:
    async with httpx2.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            case = (await client.get(f"/api/cases/{case_id}")).json()
            if case["latest_review"] and case["latest_review"]["outcome"] == "sealed":
                break
            await asyncio.sleep(0.2)
        return (await client.get(f"/api/cases/{case_id}/audit-log")).json()["events"]


def _refused(address: str) -> None:
    """Faults are where values slip out."""
    with httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.post("/api/cases", json=REQUEST | {"patient_dob": "Canaria", "unknown": "SYN-CANARY-77"})
        client.get("/api/cases/SYN-CANARY-77?text=Canaria")
        client.post("/api/cases/search", json={"text": "Testperson"})


def test_everything_from_submission_to_seal_is_one_trace(told: Told) -> None:
    names = {span.name for span in told.trace}
    assert {"accept case", "review 1", "seal review"} <= names
    assert {f"step {s}" for s in ("preflight", "compliance", "clinical", "coverage", "synthesis")} <= names
    assert {f"invoke_agent {s}" for s in ("compliance", "clinical", "coverage")} <= names
    assert {"execute_tool validate_code", "execute_tool npi_lookup"} <= names
    assert {span.process for span in told.trace} == {"accepting", "priorauth"}


def test_every_span_hangs_below_the_one_that_accepted_the_case(told: Told) -> None:
    by_id = {span.span_id: span for span in told.trace}
    roots = [span for span in told.trace if not span.parent_id]
    assert [span.name for span in roots] == ["accept case"]
    assert [span.name for span in told.trace if span.parent_id and span.parent_id not in by_id] == []


def test_every_span_of_ours_names_its_case(told: Told) -> None:
    ours = [s for s in told.trace if s.name.split()[0] in ("accept", "review", "step", "seal", "invoke_agent")]
    assert {span.attributes["priorauth.case_id"] for span in ours} == {told.case_id}


def test_the_timeline_tells_of_the_same_steps_and_calls(told: Told) -> None:
    finished = {event["step"] for event in told.timeline if event["type"] == "step.finished"}
    steps = {span.attributes["priorauth.step"] for span in told.trace if span.name.startswith("step ")}
    assert steps == finished
    called = sorted(_called(event) for event in told.timeline if event["type"] == "tool.called")
    spans = [span for span in told.trace if span.name.startswith("execute_tool ")]
    assert (
        sorted((str(s.attributes["gen_ai.tool.name"]), str(s.attributes["priorauth.outcome"])) for s in spans) == called
    )


def _called(event: dict[str, object]) -> tuple[str, str]:
    data = event["data"]
    assert isinstance(data, dict)
    return str(data["tool"]), str(data["outcome"])


def test_nothing_of_the_patient_is_in_any_byte_that_leaves(told: Told) -> None:
    left = told.collector.everything()
    assert told.collector.spans()
    assert [canary for canary in CANARIES if canary.encode() in left] == []


def test_figures_of_operation_and_of_tools_are_measured(told: Told) -> None:
    assert {
        "priorauth.queue.waiting",
        "priorauth.cases.breached",
        "priorauth.tool.duration",
    } <= told.collector.measures()
