"""Claim/$submit over the real engine: what is taken, what is answered, what is refused."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.acts import reference, submitted_case
from tests.orchestrator.fhir.answers import actions, claim_response, closed, r4_sound
from tests.orchestrator.fhir.conftest import BASE, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_new_request_is_answered_pended_for_every_item(client: httpx2.AsyncClient) -> None:
    answer = await submit(client, bundles.request("new", bundles.item(1), bundles.item(7, "A7030")))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/fhir+json")
    response = claim_response(answer)
    assert actions(response) == {1: "A4", 7: "A4"}
    assert (response["outcome"], response["use"], response["status"]) == ("partial", "preauthorization", "active")
    assert response["request"] == {"reference": f"{bundles.HOST}/Claim/claim-1"}


async def test_a_request_becomes_a_case_with_who_what_and_when(client: httpx2.AsyncClient) -> None:
    asked = await submitted_case(client, bundles.request("whole", member="SYN-WHOLE"))
    request: dict[str, Any] = asked["request"]
    assert request["patient_name"] == "Person Sample-Synthetic"
    assert request["patient_dob"] == "1957-02-03"
    assert request["provider_npi"] == "1234567893"
    assert request["insurance_id"] == "SYN-WHOLE"
    assert request["diagnosis_codes"] == ["G47.33"]
    assert request["service_date"] == "2026-12-01"
    assert request["place_of_service"] == "12"
    assert request["state"] == "OH"
    assert "AHI of 22 events per hour" in request["clinical_notes"]


async def test_the_answer_is_sound_r4_and_every_reference_in_it_resolves(client: httpx2.AsyncClient) -> None:
    answer = (await submit(client, bundles.request("sound"))).json()
    r4_sound(answer)
    assert closed(answer) == []
    assert answer["identifier"] == {"system": "urn:submitter", "value": "sound"}


async def test_what_is_echoed_is_what_was_sent(client: httpx2.AsyncClient) -> None:
    body = bundles.request("echo")
    sent = {e["fullUrl"]: e["resource"] for e in body["entry"]}
    for entry in (await submit(client, body)).json()["entry"][1:]:
        assert entry["resource"] == sent[entry["fullUrl"]]


async def test_a_replay_has_the_very_same_answer_and_makes_no_second_case(client: httpx2.AsyncClient) -> None:
    body = bundles.request("replay", member="SYN-REPLAY")
    answers = await asyncio.gather(*(submit(client, body) for _ in range(4)))
    assert len({a.content for a in answers}) == 1
    found = (await client.post("/api/cases/search", json={"text": "SYN-REPLAY"})).json()["items"]
    assert len(found) == 1


async def test_another_body_under_the_same_identifiers_is_another_request(client: httpx2.AsyncClient) -> None:
    first = await submit(client, bundles.request("reused", member="SYN-REUSED-1"))
    second = await submit(client, bundles.request("reused", member="SYN-REUSED-2"))
    assert reference(claim_response(first)) != reference(claim_response(second))


async def test_what_may_be_absent_pends_and_is_not_refused(client: httpx2.AsyncClient) -> None:
    body = bundles.request("bare", member="SYN-BARE")
    body["entry"][0]["resource"].pop("diagnosis")
    body["entry"][0]["resource"].pop("supportingInfo")
    body["entry"][0]["resource"]["item"][0].pop("quantity")
    body["entry"][0]["resource"]["item"][0].pop("servicedDate")
    body["entry"][1]["resource"].pop("birthDate")
    body["entry"].pop()
    assert actions(claim_response(await submit(client, body))) == {1: "A4"}


async def test_an_unknown_modifier_extension_is_refused(client: httpx2.AsyncClient) -> None:
    unknown = [{"url": "http://example.org/not-really", "valueBoolean": True}]
    body = bundles.replaced(bundles.request("modifier"), "Claim", modifierExtension=unknown)
    answer = await submit(client, body)
    assert answer.status_code == 400
    assert answer.json()["issue"][0]["code"] == "extension"
    clinical = bundles.replaced(bundles.request("modifier"), "DocumentReference", modifierExtension=unknown)
    assert (await submit(client, clinical)).status_code == 400


async def test_every_fault_is_named_at_once_with_its_place_and_without_its_value(client: httpx2.AsyncClient) -> None:
    body = bundles.request("faults")
    claim = body["entry"][0]["resource"]
    claim["created"], claim["item"][0]["sequence"] = "CANARY-1", "CANARY-2"
    body["entry"][1]["resource"]["birthDate"] = "CANARY-3"
    answer = await submit(client, body)
    assert answer.status_code == 400
    assert "CANARY" not in answer.text
    places = {place for issue in answer.json()["issue"] for place in issue["expression"]}
    assert places == {
        "Bundle.entry[0].resource.created",
        "Bundle.entry[0].resource.item[0].sequence",
        "Bundle.entry[1].resource.birthDate",
    }


@pytest.mark.parametrize("operation", ["$submit", "$inquire"])
async def test_a_bundle_with_an_empty_entry_is_one_outcome(client: httpx2.AsyncClient, operation: str) -> None:
    headers = {"Content-Type": "application/fhir+json"}
    answer = await client.post(f"{BASE}/Claim/{operation}", json=bundles.bundle(), headers=headers)
    assert answer.status_code == 400
    assert answer.json()["resourceType"] == "OperationOutcome"
