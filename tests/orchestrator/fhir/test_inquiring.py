"""Claim/$inquire: who may ask, what is found, how each version of the guide has it answered."""

import httpx2
import pytest

from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.answers import actions, claim_response, closed, r4_sound
from tests.orchestrator.fhir.conftest import inquire, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")
OLD = "/fhir/pas/2.0.1"


async def test_what_is_found_is_a_sound_closed_bundle_in_a_part_named_return(client: httpx2.AsyncClient) -> None:
    await submit(client, bundles.request("i1", member="SYN-I1"))
    answer = await inquire(client, bundles.inquiry("SYN-I1"))
    told = answer.json()
    assert (answer.status_code, told["resourceType"]) == (200, "Parameters")
    r4_sound(told)
    (part,) = told["parameter"]
    assert part["name"] == "return"
    assert closed(part["resource"]) == []
    assert part["resource"]["identifier"]["value"] == "I-SYN-I1"


async def test_both_the_member_and_a_provider_have_to_match(client: httpx2.AsyncClient) -> None:
    await submit(client, bundles.request("i2", member="SYN-I2"))
    assert "parameter" not in (await inquire(client, bundles.inquiry("SYN-I2", npi="1679576722"))).json()
    assert "parameter" not in (await inquire(client, bundles.inquiry("SYN-I2-X"))).json()


async def test_a_relative_under_the_same_subscriber_is_somebody_else(client: httpx2.AsyncClient) -> None:
    await submit(client, bundles.request("i3", member="SYN-I3"))
    relative = bundles.replaced(bundles.inquiry("SYN-I3"), "Patient", birthDate="1984-05-06")
    assert "parameter" not in (await inquire(client, relative)).json()


async def test_an_inquiry_without_member_or_provider_is_refused(client: httpx2.AsyncClient) -> None:
    nobody = bundles.replaced(bundles.inquiry("SYN-I4"), "Patient", identifier=[])
    nobody["entry"][4]["resource"].pop("subscriberId")
    assert (await inquire(client, nobody)).status_code == 422
    unnamed = bundles.inquiry("SYN-I4")
    unnamed["entry"][3]["resource"]["identifier"] = []
    assert (await inquire(client, unnamed)).status_code == 422


async def test_an_inquiry_about_another_service_finds_nothing(client: httpx2.AsyncClient) -> None:
    await submit(client, bundles.request("i5", member="SYN-I5"))
    body = bundles.inquiry("SYN-I5")
    body["entry"][0]["resource"]["item"][0]["productOrService"] = bundles.coded("urn:hcpcs", "K0823")
    assert "parameter" not in (await inquire(client, body)).json()


async def test_the_older_version_answers_queued_a_bundle_and_not_found(client: httpx2.AsyncClient) -> None:
    pended = claim_response(await submit(client, bundles.request("old", member="SYN-OLD"), OLD))
    assert (pended["outcome"], actions(pended)) == ("queued", {1: "A4"})
    assert "extension" not in pended
    answer = await inquire(client, bundles.inquiry("SYN-OLD"), OLD)
    assert answer.json()["resourceType"] == "Bundle"
    r4_sound(answer.json())
    missing = await inquire(client, bundles.inquiry("SYN-OLD-NOBODY"), OLD)
    assert (missing.status_code, missing.json()["resourceType"]) == (404, "OperationOutcome")
