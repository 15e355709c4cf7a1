"""What a person does about a submitted request, through the plan's own API."""

from typing import Any

import httpx2

from tests.orchestrator.api.conftest import House
from tests.orchestrator.fhir.answers import claim_response
from tests.orchestrator.fhir.conftest import submit


def reference(response: dict[str, Any], place: int = 0) -> str:
    """The number the plan knows a pended item by."""
    told = [e for e in response["item"][place]["extension"] if e["url"].endswith("administrationReferenceNumber")]
    return str(told[0]["valueString"])


async def case_of(client: httpx2.AsyncClient, number: str) -> dict[str, Any]:
    found = (await client.post("/api/cases/search", json={"text": number})).json()["items"]
    return (await client.get(f"/api/cases/{found[0]['case_id']}")).json()


async def submitted_case(client: httpx2.AsyncClient, body: Any) -> dict[str, Any]:
    """The case a submitted Bundle has become."""
    return await case_of(client, reference(claim_response(await submit(client, body))))


async def reviewed(house: House, client: httpx2.AsyncClient, case: dict[str, Any], review: int = 1) -> dict[str, Any]:
    """The case once that review of it has ended."""
    assert await house.running.parts.desk.runs.wait(case["case_id"], review, 60)
    return (await client.get(f"/api/cases/{case['case_id']}")).json()


async def approve(client: httpx2.AsyncClient, case: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A person approves the case as it stands."""
    act = {
        "review": case["latest_review"]["review"],
        "action": "approve",
        "rationale": "Synthetic reasons of a reviewer who has read the whole record.",
    }
    answer = await client.post(f"/api/cases/{case['case_id']}/determination", json=act | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ask(client: httpx2.AsyncClient, case: dict[str, Any], what: str, why: str) -> dict[str, Any]:
    """A person asks for one document."""
    body = {
        "review": case["latest_review"]["review"],
        "requested_items": [{"what": what, "why": why, "critical": True}],
    }
    answer = await client.post(f"/api/cases/{case['case_id']}/information-requests", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()
