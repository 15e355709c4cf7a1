"""The resource API over the real engine: accept, list, read, add, follow, compare."""

from typing import Any

import httpx2
import pytest

from tests.orchestrator.api.conftest import REQUEST, reviewed

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_submitted_case_is_reviewed_within_the_time_asked_for(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    assert case["state"] == "ready"
    assert case["latest_review"]["outcome"] == "sealed"
    assert case["clock"]["rule"]
    assert case["links"]["self"] == f"/api/cases/{case['case_id']}"
    assert "run_again" in case["may"]


async def test_a_case_is_accepted_at_once_without_a_wish_to_wait(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/cases", json=REQUEST)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/cases/{answer.json()['case_id']}"


async def test_a_sealed_review_is_read_with_its_place_in_the_case(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    review = (await client.get(f"/api/cases/{case['case_id']}/reviews/1")).json()
    assert review["review"] == 1
    assert review["agent_results"]["coverage"]["criteria_assessment"]
    assert review["recommendation"] == case["latest_review"]["recommendation"]


async def test_the_record_verifies_and_replays_equal(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    log = (await client.get(f"/api/cases/{case['case_id']}/audit-log")).json()
    assert log["chain"]["intact"]
    assert log["events"][0]["type"] == "case.received"
    replayed: dict[str, Any] = (await client.post(f"/api/cases/{case['case_id']}/replay")).json()
    assert (replayed["equal"], replayed["differences"]) == (True, [])
