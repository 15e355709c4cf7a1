"""The accelerator's door, field by field: its requests, its replies, its stream as its client parses it."""

import base64
import json
from typing import Any

import httpx2
import pytest

from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

REPLY = {
    "request_id": str,
    "recommendation": str,
    "confidence": float,
    "confidence_level": str,
    "summary": str,
    "tool_results": list,
    "clinical_rationale": str,
    "coverage_criteria_met": list,
    "coverage_criteria_not_met": list,
    "missing_documentation": list,
    "documentation_gaps": list,
    "policy_references": list,
    "decision_gate": str,
    "criteria_summary": str,
    "synthesis_audit_trail": dict,
    "disclaimer": str,
    "agent_results": dict,
    "audit_trail": dict,
    "audit_justification": str,
    "audit_justification_pdf": str,
}
SECTIONS = {
    "compliance": {"checklist", "overall_status", "missing_items", "additional_info_requests"},
    "clinical": {
        "diagnosis_validation",
        "procedure_validation",
        "clinical_extraction",
        "literature_support",
        "clinical_trials",
        "clinical_summary",
        "tool_results",
    },
    "coverage": {
        "provider_verification",
        "coverage_policies",
        "criteria_assessment",
        "coverage_criteria_met",
        "coverage_criteria_not_met",
        "policy_references",
        "coverage_limitations",
        "documentation_gaps",
        "tool_results",
    },
}
PHASES = ["preflight", "phase_1", "phase_2", "phase_3", "phase_4"]


def frames(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The stream as the accelerator's client reads it: line by line, a space after each colon."""
    found: list[tuple[str, dict[str, Any]]] = []
    name = ""
    for line in text.split("\n"):
        if line.startswith("event: "):
            name = line[len("event: ") :]
        elif line.startswith("data: "):
            found.append((name, json.loads(line[len("data: ") :])))
    return found


async def test_a_review_has_every_field_of_the_published_reply(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/review", json=REQUEST)
    assert answer.status_code == 200
    body = answer.json()
    assert {name: type(body[name]) for name in REPLY} == REPLY
    assert body["request_id"] == body["case_id"]
    for section, fields in SECTIONS.items():
        assert {*fields, "agent_name", "checks_performed", "error"} <= set(body["agent_results"][section])
    assert len(body["agent_results"]["compliance"]["checklist"]) == 10
    assert set(body["synthesis_audit_trail"]["gate_results"].values()) <= {"PASS", "FAIL"}
    assert {r["status"] for r in body["tool_results"]} <= {"pass", "fail", "warning"}
    assert body["agent_results"]["coverage"]["provider_verification"]["status"] == "VERIFIED"
    components = body["synthesis_audit_trail"]["confidence_components"]
    assert {"criteria_weight", "criteria_score", "extraction_weight", "compliance_weight", "policy_weight"} <= set(
        components
    )
    assert all(0 <= value <= 1 for value in components.values())


async def test_a_sealed_review_is_found_again_by_its_id_and_in_the_list(client: httpx2.AsyncClient) -> None:
    body = (await client.post("/api/review", json=REQUEST)).json()
    assert (await client.get(f"/api/review/{body['request_id']}")).json() == body
    first = (await client.get("/api/reviews")).json()[0]
    assert set(first) == {
        "request_id",
        "patient_name",
        "recommendation",
        "confidence_level",
        "reviewed_at",
        "decision_made",
    }
    assert first["request_id"] == body["request_id"]


async def test_the_stream_tells_five_phases_and_ends_with_the_result(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/review/stream", json=REQUEST)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-accel-buffering"] == "no"
    told = frames(answer.text)
    progress = [data for name, data in told if name == "progress"]
    assert list(dict.fromkeys(p["phase"] for p in progress)) == PHASES
    percents = [p["progress_pct"] for p in progress]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert {p["status"] for p in progress} <= {"running", "completed"}
    states = {agent["status"] for p in progress for agent in p["agents"].values()}
    assert states <= {"pending", "running", "done", "error"}
    assert {agent["status"] for agent in progress[-1]["agents"].values()} == {"done"}
    name, result = told[-1]
    assert name == "result"
    assert {n: type(result[n]) for n in REPLY} == REPLY


async def test_one_specialist_answers_in_the_accelerators_wrapping(client: httpx2.AsyncClient) -> None:
    before = len((await client.get("/api/reviews")).json())
    compliance = (await client.post("/api/agents/compliance", json=REQUEST)).json()
    clinical = (await client.post("/api/agents/clinical", json=REQUEST)).json()
    findings = {"request": REQUEST, "clinical_findings": clinical["result"]}
    coverage = (await client.post("/api/agents/coverage", json=findings)).json()
    assert [compliance["agent"], clinical["agent"], coverage["agent"]] == [
        "compliance-agent",
        "clinical-reviewer-agent",
        "coverage-assessment-agent",
    ]
    assert SECTIONS["coverage"] <= set(coverage["result"])
    assert coverage["result"]["criteria_assessment"]
    assert coverage["started"] <= coverage["completed"]
    assert len((await client.get("/api/reviews")).json()) == before


async def test_a_review_that_does_not_exist_is_not_found(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/review/00000000-0000-4000-8000-000000000000")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_every_fault_is_named_and_no_value_repeated(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/review", json=REQUEST | {"patient_dob": "0", "urgency": "soonish-canary"})
    assert answer.status_code == 422
    assert {tuple(e["loc"]) for e in answer.json()["errors"]} == {("patient_dob",), ("urgency",)}
    assert "canary" not in answer.text


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:3000"])
async def test_a_listed_origin_may_ask_first_and_then_send(client: httpx2.AsyncClient, origin: str) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = await client.options("/api/review/stream", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    sent = await client.post("/api/review", json=REQUEST, headers={"Origin": origin})
    assert sent.headers["access-control-allow-origin"] == origin


async def test_an_origin_that_is_not_listed_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/review", json=REQUEST, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/forbidden")
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert (await client.options("/api/review", headers=asked)).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil:8000", ""])
async def test_another_host_is_refused(client: httpx2.AsyncClient, host: str) -> None:
    assert (await client.get("/api/reviews", headers={"Host": host})).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
async def test_this_machines_own_hosts_are_let_in(client: httpx2.AsyncClient, host: str) -> None:
    assert (await client.get("/health", headers={"Host": host})).json() == {"status": "ok"}


async def test_the_reply_carries_the_audit_in_both_forms(client: httpx2.AsyncClient) -> None:
    reply = (await client.post("/api/review", json=REQUEST)).json()
    assert base64.b64decode(reply["audit_justification_pdf"], validate=True).startswith(b"%PDF-")
    assert reply["audit_justification"].startswith("# Prior authorization: audit justification")
    assert reply["case_number"] in reply["audit_justification"]
