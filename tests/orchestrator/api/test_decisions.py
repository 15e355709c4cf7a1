"""The accelerator's decision door, field by field: accept, override, and what it refuses."""

import asyncio
import base64
from io import BytesIO
from typing import Any

import httpx2
import pytest
from pypdf import PdfReader

from tests.orchestrator.api.conftest import House, browser, reviewed
from tests.orchestrator.api.test_acts import Signed, problem
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

ACCEPT: dict[str, Any] = {"action": "accept", "reviewer_name": "Synthetic Reviewer"}
REPLY = {
    "request_id",
    "authorization_number",
    "final_recommendation",
    "decided_by",
    "decided_at",
    "was_overridden",
    "override_rationale",
    "original_recommendation",
    "letter",
    "updated_audit_justification_pdf",
}
LETTER = {
    "authorization_number",
    "letter_type",
    "effective_date",
    "expiration_date",
    "patient_name",
    "provider_name",
    "body_text",
    "appeal_rights",
    "documentation_deadline",
    "pdf_base64",
}
PENDS = {"diagnosis_codes": ["G47.3"]}


async def decided(client: httpx2.AsyncClient, case: dict[str, Any], **body: Any) -> httpx2.Response:
    return await client.post("/api/decision", json={"request_id": case["case_id"]} | ACCEPT | body)


def pages(encoded: str) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(base64.b64decode(encoded))).pages)


def override(to: str, why: str | None = "Read again.") -> dict[str, Any]:
    return {"action": "override", "override_recommendation": to, "override_rationale": why}


async def test_accepting_a_pend_asks_for_what_is_missing(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, **PENDS)
    made = await decided(client, case)
    assert made.status_code == 200, made.text
    told = made.json()
    letter = told["letter"]
    assert (set(told), set(letter)) == (REPLY, LETTER)
    assert told["authorization_number"].startswith("PR-")
    assert (told["final_recommendation"], told["original_recommendation"]) == ("pend_for_review", "pend_for_review")
    assert (told["was_overridden"], told["override_rationale"]) == (False, None)
    assert told["decided_by"] == "Synthetic Reviewer"
    assert (letter["letter_type"], letter["expiration_date"], letter["appeal_rights"]) == ("pend", None, None)
    assert letter["documentation_deadline"] >= letter["effective_date"]
    assert told["authorization_number"] in letter["body_text"]
    assert told["authorization_number"] in pages(letter["pdf_base64"])
    assert "Information requested" in pages(told["updated_audit_justification_pdf"])
    stands = (await client.get(f"/api/cases/{case['case_id']}")).json()
    assert stands["state"] == "info_requested"
    assert stands["information_request"]["requested_by"] == "Synthetic Reviewer"
    lines = (await client.get("/api/reviews")).json()
    assert next(line for line in lines if line["request_id"] == case["case_id"])["decision_made"]
    assert problem(await decided(client, case)) == (409, "already-determined")


async def test_overriding_a_pend_approves_with_a_number_and_days(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, **PENDS)
    made = await decided(client, case, **override("approve", "Ok."), reviewer_id="R-7")
    assert made.status_code == 200, made.text
    told = made.json()
    assert told["authorization_number"].startswith("PA-")
    assert (told["was_overridden"], told["override_rationale"]) == (True, "Ok.")
    assert told["letter"]["letter_type"] == "approval"
    assert told["letter"]["expiration_date"] > told["letter"]["effective_date"]
    assert told["letter"]["documentation_deadline"] is None
    stands = (await client.get(f"/api/cases/{case['case_id']}")).json()
    assert stands["determination"]["decided_by"] == "Synthetic Reviewer (R-7)"
    after = (await client.get(f"/api/review/{case['case_id']}")).json()
    assert after["audit_justification_pdf"] == told["updated_audit_justification_pdf"]
    again = await decided(client, case)
    assert problem(again) == (409, "already-determined")
    assert again.json()["determination"]["number"] == told["authorization_number"]


async def test_overriding_to_a_pend_keeps_the_reason(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, **PENDS)
    made = await decided(client, case, **override("pend_for_review", "One page is not legible."))
    assert made.status_code == 200, made.text
    assert made.json()["was_overridden"] is True
    assert "One page is not legible." in pages(made.json()["updated_audit_justification_pdf"])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"action": "refuse"}, "action"),
        ({"action": "override", "override_rationale": "Read again."}, "override_recommendation"),
        (override("deny"), "override_recommendation"),
        (override("approve", None), "override_rationale"),
        (override("approve", " "), "override_rationale"),
        ({"reviewer_name": " "}, "reviewer_name"),
    ],
)
async def test_a_decision_that_says_too_little_is_refused(
    client: httpx2.AsyncClient, body: dict[str, Any], place: str
) -> None:
    case = await reviewed(client, **PENDS)
    answer = await decided(client, case, **body)
    assert problem(answer) == (422, "validation")
    assert [fault["loc"] for fault in answer.json()["errors"]] == [[place]]


async def test_an_unknown_request_and_one_whose_review_runs_are_told_apart(
    client: httpx2.AsyncClient, house: House
) -> None:
    parts = house.running.parts
    assert problem(await decided(client, {"case_id": "no-such-case"})) == (404, "not-found")
    case = (await client.post("/api/cases", json=REQUEST)).json()
    early = await decided(client, case)
    assert early.status_code == 200 or problem(early) == (409, "review-running")
    other = await reviewed(client)
    await client.post(f"/api/cases/{other['case_id']}/documents", json={"text": "More made-up words."})
    during = await decided(client, other)
    assert during.status_code == 200 or problem(during)[0] == 409
    assert await parts.desk.runs.wait(other["case_id"], 2, 60)
    assert during.status_code == 200 or (await decided(client, other)).status_code == 200


async def test_two_decisions_at_once_leave_one(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, **PENDS)
    answers = await asyncio.gather(*(decided(client, case, **override("approve")) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]


async def test_one_who_only_submits_does_not_decide(house: House, client: httpx2.AsyncClient) -> None:
    from orchestrator.identity.callers import Role

    case = await reviewed(client)
    async with Signed(house, "clinic", Role.submitter) as clinic:
        assert problem(await decided(clinic, case)) == (403, "forbidden")
    async with browser(house.running.app) as again:
        assert (await again.get(f"/api/cases/{case['case_id']}")).json()["state"] == "ready"
