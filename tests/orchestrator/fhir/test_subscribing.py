"""Subscriptions: handshake, notification of what a person did, and who may have one."""

import base64
from typing import Any

import httpx2
import pytest

from tests.orchestrator.api.conftest import House
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.acts import approve, ask, case_of, reference, reviewed, submitted_case
from tests.orchestrator.fhir.answers import actions, claim_response, closed, r4_sound
from tests.orchestrator.fhir.conftest import BASE, FHIR, inquire, submit
from tests.orchestrator.fhir.listener import Listener, listening

pytestmark = pytest.mark.asyncio(loop_scope="session")
BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"
TOPIC = "http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic"


def subscription(endpoint: str, sender: str = "1234567893", content: str = "full-resource", **changes: Any) -> Any:
    criteria = {"url": f"{BACKPORT}/backport-filter-criteria", "valueString": f"org-identifier={sender}"}
    payload = {"url": f"{BACKPORT}/backport-payload-content", "valueCode": content}
    return {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "Hear of decisions",
        "criteria": TOPIC,
        "_criteria": {"extension": [criteria]},
        "channel": {
            "type": "rest-hook",
            "endpoint": endpoint,
            "payload": "application/fhir+json",
            "_payload": {"extension": [payload]},
            "header": ["Authorization: Bearer synthetic-token"],
        },
    } | changes


async def subscribe(client: httpx2.AsyncClient, body: Any, base: str = BASE) -> httpx2.Response:
    return await client.post(f"{base}/Subscription", json=body, headers=FHIR)


def parameters(bundle: Any) -> dict[str, Any]:
    found = bundle["entry"][0]["resource"]
    assert found["resourceType"] == "Parameters"
    return {p["name"]: p for p in found["parameter"]}


async def test_a_decision_by_a_person_reaches_the_subscriber_after_submit_pend_attachment_and_approval(
    house: House, client: httpx2.AsyncClient
) -> None:
    async with listening(Listener()) as listener:
        made = await subscribe(client, subscription(listener.address))
        assert (made.status_code, made.json()["status"]) == (201, "requested")
        headers, handshake = await listener.next()
        assert headers["authorization"] == "Bearer synthetic-token"
        assert parameters(handshake)["type"]["valueCode"] == "handshake"
        body = bundles.request("journey", member="SYN-JOURNEY")
        pended = claim_response(await submit(client, body))
        case = await reviewed(house, client, await case_of(client, reference(pended)))
        await ask(client, case, "Sleep study report", "It shows how severe the apnea is.")
        asked = told(await listener.next())
        assert actions(asked) == {1: "A4"}
        await attach(client, asked, pended)
        assert actions(told(await listener.next())) == {1: "A4"}
        case = await reviewed(house, client, await case_of(client, reference(pended)), review=2)
        assert len(case["documents"]) == 2
        number = (await approve(client, case))["number"]
        decided = told(await listener.next())
        assert actions(decided) == {1: "A1"}
        assert decided["preAuthRef"] == number
        assert flag(decided) is True
        found = (await inquire(client, bundles.inquiry("SYN-JOURNEY"))).json()
        assert actions(found["parameter"][0]["resource"]["entry"][0]["resource"]) == {1: "A1"}
        assert (await client.delete(made.headers["Location"])).status_code == 204


async def attach(client: httpx2.AsyncClient, asked: Any, pended: Any) -> None:
    """Answers what was asked for, under its control number."""
    control = asked["communicationRequest"][0]["identifier"]
    content = bundles.document("In-lab polysomnography on 2026-09-14 showed an AHI of 22 events per hour.", name="late")
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "TrackingId", "valueIdentifier": {"value": control}},
            {"name": "AttachTo", "valueCode": "preauthorization"},
            {"name": "MemberId", "valueIdentifier": {"value": "SYN-JOURNEY"}},
            {"name": "Attachment", "part": [{"name": "Content", "resource": content}]},
            {"name": "Final", "valueBoolean": True},
        ],
    }
    answer = await client.post(f"{BASE}/$submit-attachment", json=body, headers=FHIR)
    assert answer.status_code == 200
    assert answer.json()["issue"][0]["severity"] == "information", answer.text


def told(heard: tuple[dict[str, str], Any]) -> Any:
    """The ClaimResponse of a notification that is as it should be, its communication requests in place."""
    headers, bundle = heard
    assert headers["content-type"] == "application/fhir+json"
    assert bundle["type"] == "history"
    assert all({"request", "response"} <= set(e) for e in bundle["entry"])
    event = {p["name"]: p for p in parameters(bundle)["notification-event"]["part"]}
    assert event["focus"]["valueReference"]["reference"] == bundle["entry"][1]["fullUrl"]
    answer = bundle["entry"][1]["resource"]
    assert answer["type"] == "collection"
    r4_sound(bundle)
    r4_sound(answer)
    assert closed(answer) == []
    response = answer["entry"][0]["resource"]
    by_url = {e["fullUrl"]: e["resource"] for e in answer["entry"]}
    if "communicationRequest" in response:
        asked = [by_url[r["reference"]] for r in response["communicationRequest"]]
        response["communicationRequest"] = [{"identifier": a["identifier"][0]["value"]} for a in asked]
    return response


def flag(response: Any) -> bool:
    return bool(response["extension"][0]["extension"][0]["valueBoolean"])


async def test_a_subscription_is_seen_changed_and_removed_by_its_own_client(client: httpx2.AsyncClient) -> None:
    async with listening(Listener()) as listener:
        made = await subscribe(client, subscription(listener.address))
        await listener.next()
        address = made.headers["Location"]
        status = (await client.get(f"{address}/$status")).json()
        assert status["type"] == "searchset"
        r4_sound(status)
        shown = (await client.get(address)).json()
        assert shown["channel"]["endpoint"] == listener.address
        changed = await client.put(address, json=shown | {"reason": "Another"}, headers=FHIR)
        assert (changed.status_code, changed.json()["reason"]) == (200, "Another")
        assert parameters((await listener.next())[1])["type"]["valueCode"] == "handshake"
        assert (await client.delete(address)).status_code == 204
        assert (await client.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"criteria": "Observation?code=1"}, "Subscription.criteria"),
        ({"_criteria": {"extension": []}}, "Subscription.criteria.extension"),
        ({"end": "2020-01-01T00:00:00Z"}, "Subscription.end"),
    ],
)
async def test_a_subscription_to_anything_else_is_refused(client: httpx2.AsyncClient, changes: Any, place: str) -> None:
    answer = await subscribe(client, subscription("https://ehr.example.org/hook", **changes))
    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"] == [place]


async def test_content_that_this_version_does_not_send_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await subscribe(client, subscription("https://ehr.example.org/hook", content="id-only"))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254/latest",
        "https://10.0.0.8/hook",
        "https://[::ffff:10.0.0.8]/hook",
        "https://192.0.0.192/hook",
        "https://[64:ff9b::a9fe:a9fe]/hook",
        "http://ehr.example.org/hook",
        "https://user:secret@ehr.example.org/hook",
        "file:///etc/passwd",
    ],
)
async def test_an_endpoint_that_is_not_public_https_is_refused(client: httpx2.AsyncClient, endpoint: str) -> None:
    answer = await subscribe(client, subscription(endpoint))
    assert answer.status_code == 422
    assert answer.json()["issue"][0]["code"] == "security"
    assert endpoint not in answer.text


async def test_a_header_of_ours_may_not_be_set(client: httpx2.AsyncClient) -> None:
    body = subscription("https://ehr.example.org/hook")
    body["channel"]["header"] = ["Host: elsewhere.example.org"]
    assert (await subscribe(client, body)).status_code == 422


async def test_an_attachment_that_matches_nothing_is_answered_so(client: httpx2.AsyncClient) -> None:
    case = await submitted_case(client, bundles.request("attach", member="SYN-ATTACH"))
    content = {"contentType": "text/plain", "data": base64.b64encode(b"Synthetic.").decode()}
    document = bundles.document() | {"content": [{"attachment": content}]}
    body: dict[str, Any] = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "TrackingId", "valueIdentifier": {"value": "PR-20200101-00001-1"}},
            {"name": "AttachTo", "valueCode": "preauthorization"},
            {"name": "Attachment", "part": [{"name": "Content", "resource": document}]},
        ],
    }
    answer = await client.post(f"{BASE}/$submit-attachment", json=body, headers=FHIR)
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (200, "not-found")
    strange = {"name": "AdminRefNumber", "valueIdentifier": {"value": case["case_number"]}}
    body["parameter"] += [strange, {"name": "MemberId", "valueIdentifier": {"value": "SYN-SOMEBODY-ELSE"}}]
    answer = await client.post(f"{BASE}/$submit-attachment", json=body, headers=FHIR)
    assert answer.json()["issue"][0]["code"] == "not-found"
