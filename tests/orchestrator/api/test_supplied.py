"""The synthesis endpoint: what a caller brings can lower what we find ourselves, never raise it."""

from typing import Any

import httpx2
import pytest

from orchestrator.samples import sample

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def proposed(client: httpx2.AsyncClient, request: dict[str, Any], coverage: dict[str, Any]) -> dict[str, Any]:
    body = {"request": request, "compliance_result": {}, "clinical_result": {}, "coverage_result": coverage}
    answer = await client.post("/api/agents/synthesis", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["agent"] == "synthesis-decision-agent"
    return answer.json()["result"]


async def results(client: httpx2.AsyncClient, request: dict[str, Any]) -> dict[str, Any]:
    return (await client.post("/api/agents/coverage", json={"request": request})).json()["result"]


async def test_results_that_hold_are_proposed_for_approval(client: httpx2.AsyncClient) -> None:
    request = dict(sample("approval"))
    assert (await proposed(client, request, await results(client, request)))["recommendation"] == "approve"


async def test_a_quote_that_is_not_in_the_notes_pends(client: httpx2.AsyncClient) -> None:
    request = dict(sample("approval"))
    coverage = await results(client, request)
    decisive = next(c for c in coverage["criteria_assessment"] if c["decisive"] and c["evidence"])
    decisive["evidence"] = ["words that nobody wrote"]
    result = await proposed(client, request, coverage)
    assert (result["recommendation"], result["decision_gate"]) == ("pend_for_review", "gate_3_necessity")


async def test_a_failed_result_pends(client: httpx2.AsyncClient) -> None:
    request = dict(sample("approval"))
    result = await proposed(client, request, {"error": "The coverage specialist failed."})
    assert result["recommendation"] == "pend_for_review"


async def test_a_claim_without_a_record_approves_nothing(client: httpx2.AsyncClient) -> None:
    request = dict(sample("pend"))
    coverage = await results(client, request)
    for criterion in coverage["criteria_assessment"]:
        criterion |= {"status": "MET", "met": True}
    assert (await proposed(client, request, coverage))["recommendation"] == "pend_for_review"
