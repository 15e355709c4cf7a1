"""Updates and cancellations: every item in every answer, decisions kept where nothing changed, nothing revived."""

from typing import Any

import httpx2
import pytest

from tests.orchestrator.api.conftest import House
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.acts import approve, case_of, reference, reviewed
from tests.orchestrator.fhir.answers import actions, claim_response, closed, r4_sound
from tests.orchestrator.fhir.bundles import HOST, PAS, Json, coded, item
from tests.orchestrator.fhir.conftest import inquire, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")
CERTIFICATION = "https://codesystem.x12.org/005010/1322"


def follows(name: str, member: str, *items: Json, **changes: Any) -> Json:
    """A request that follows the one of the same member, with the prior claim in the Bundle."""
    related = [{"claim": {"reference": f"{HOST}/Claim/claim-0"}, "relationship": coded("urn:r", "prior")}]
    body = bundles.request(name, *items, member=member, related=related, id="claim-1", **changes)
    prior = bundles.claim() | {"id": "claim-0", "identifier": [{"system": "urn:trace", "value": f"CLAIM-{member}"}]}
    body["entry"].append(bundles.entry(prior))
    return body


def first(member: str, *items: Json) -> Json:
    identifier = [{"system": "urn:trace", "value": f"CLAIM-{member}"}]
    return bundles.request(f"{member}-1", *items, member=member, identifier=identifier)


def same(member: str) -> Json:
    return {"identifier": [{"system": "urn:trace", "value": f"CLAIM-{member}"}]}


def taken_back(sequence: int, code: str = "E0601") -> Json:
    one = item(sequence, code)
    one["extension"][2]["valueCodeableConcept"] = coded(CERTIFICATION, "3")
    one["modifierExtension"] = [{"url": f"{PAS}/modifierextension-infoCancelled", "valueBoolean": True}]
    return one


def edited(sequence: int, mode: str, code: str = "E0601", **changes: Any) -> Json:
    one = item(sequence, code, **changes)
    one["extension"].append({"url": f"{PAS}/extension-infoChanged", "valueCode": mode})
    return one


def cancels_all() -> Json:
    url = f"{PAS}/extension-certificationType"
    return {"extension": [{"url": url, "valueCodeableConcept": coded(CERTIFICATION, "3")}]}


async def test_an_update_chain_answers_every_submitted_item_and_no_other(client: httpx2.AsyncClient) -> None:
    member = "SYN-CHAIN"
    rounds = [
        (first(member, item(1)), {1: "A4"}),
        (follows("c2", member, item(1), edited(2, "added", "A7030"), **same(member)), {1: "A4", 2: "A4"}),
        (
            follows("c3", member, edited(1, "changed", quantity={"value": 2}), taken_back(2, "A7030"), **same(member)),
            {1: "A4", 2: "C"},
        ),
        (follows("c4", member, item(1), taken_back(2, "A7030"), **same(member) | cancels_all()), {1: "C", 2: "C"}),
    ]
    response: Json = {}
    for body, expected in rounds:
        answer = await submit(client, body)
        response = claim_response(answer)
        assert actions(response) == expected
        r4_sound(answer.json())
        assert closed(answer.json()) == []
    assert response["outcome"] == "complete"


async def test_a_case_that_an_update_replaces_is_withdrawn_and_the_clock_goes_on(client: httpx2.AsyncClient) -> None:
    member = "SYN-REPLACED"
    before = await case_of(client, reference(claim_response(await submit(client, first(member, item(1))))))
    body = follows("r2", member, item(1), edited(2, "added", "A7030"), **same(member))
    after = await case_of(client, reference(claim_response(await submit(client, body))))
    assert (await case_of(client, before["case_number"]))["state"] == "withdrawn"
    assert after["received_at"] == before["received_at"]
    assert [i["code"] for i in after["items"]] == ["E0601", "A7030"]


async def test_an_approved_item_keeps_its_approval_while_an_added_one_is_judged(
    house: House, client: httpx2.AsyncClient
) -> None:
    member = "SYN-KEEPS"
    pended = claim_response(await submit(client, first(member, item(1))))
    case = await reviewed(house, client, await case_of(client, reference(pended)))
    number = (await approve(client, case))["number"]
    body = follows("k2", member, item(1), edited(2, "added", "A7030"), **same(member))
    response = claim_response(await submit(client, body))
    assert actions(response) == {1: "A1", 2: "A4"}
    assert response["outcome"] == "partial"
    assert response["preAuthRef"] == number
    again = await case_of(client, reference(response, 1))
    assert [i["code"] for i in again["items"]] == ["A7030"]
    found = (await inquire(client, bundles.inquiry(member))).json()["parameter"]
    assert actions(found[0]["resource"]["entry"][0]["resource"]) == {1: "A1", 2: "A4"}


async def test_a_changed_item_loses_its_approval_until_a_person_decides_again(
    house: House, client: httpx2.AsyncClient
) -> None:
    member = "SYN-CHANGED"
    pended = claim_response(await submit(client, first(member, item(1))))
    await approve(client, await reviewed(house, client, await case_of(client, reference(pended))))
    body = follows("h2", member, edited(1, "changed", quantity={"value": 3}), **same(member))
    assert actions(claim_response(await submit(client, body))) == {1: "A4"}


async def test_a_cancelled_request_is_withdrawn_and_is_not_revived_by_its_review(
    house: House, client: httpx2.AsyncClient
) -> None:
    member = "SYN-CANCEL"
    pended = claim_response(await submit(client, first(member, item(1))))
    case = await case_of(client, reference(pended))
    response = claim_response(await submit(client, follows("x2", member, **same(member) | cancels_all())))
    assert set(actions(response).values()) == {"C"}
    await house.running.parts.desk.runs.wait(case["case_id"], 1, 30)
    assert (await case_of(client, case["case_number"]))["state"] == "withdrawn"
    refused = await submit(client, follows("x3", member, item(1), **same(member)))
    assert claim_response(refused)["outcome"] == "error"


@pytest.mark.parametrize("name", ["unknown", "another member", "an item is left out"])
async def test_what_cannot_follow_is_a_business_error_and_not_a_refusal(client: httpx2.AsyncClient, name: str) -> None:
    member = f"SYN-E-{name.split()[0]}"
    if name != "unknown":
        await submit(client, first(member, item(1), item(2, "A7030")))
    asking = "SYN-E-STRANGER" if name == "another member" else member
    body = follows(f"e-{name}", asking, item(1), **same(member))
    body["entry"][-1]["resource"]["identifier"] = same(member)["identifier"]
    answer = await submit(client, body)
    response = claim_response(answer)
    r4_sound(answer.json())
    assert response["outcome"] == "error"
    extensions = {e["url"].rsplit("/", 1)[1] for e in response["error"][0]["extension"]}
    assert extensions >= {"extension-errorPath", "extension-errorElement", "extension-errorFollowupAction"}


async def test_an_inquiry_by_a_superseded_number_finds_the_chain_as_it_stands(client: httpx2.AsyncClient) -> None:
    member = "SYN-NUMBER"
    before = reference(claim_response(await submit(client, first(member, item(1)))))
    await submit(client, follows("n2", member, item(1), edited(2, "added", "A7030"), **same(member)))
    number = {"url": f"{PAS}/extension-administrationReferenceNumber", "valueString": before}
    found = (await inquire(client, bundles.inquiry(member, extension=[number]))).json()["parameter"]
    assert actions(found[0]["resource"]["entry"][0]["resource"]) == {1: "A4", 2: "A4"}
    number["valueString"] = "26-99999"
    assert "parameter" not in (await inquire(client, bundles.inquiry(member, extension=[number]))).json()
