"""What the guide's test kit asks of a server, and what it leaves out: a sentence each, and the tests that prove it."""

import asyncio
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from orchestrator.settings import Settings
from priorauth.errors import SettingRefused
from tests.orchestrator.api.conftest import House
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.acts import approve, case_of, reference, reviewed
from tests.orchestrator.fhir.answers import actions, claim_response, closed, r4_sound
from tests.orchestrator.fhir.conftest import BASE, FHIR, inquire, submit
from tests.orchestrator.fhir.listener import Listener, listening
from tests.orchestrator.fhir.profiles import faults_of_bundle
from tests.orchestrator.fhir.test_subscribing import parameters, subscribe, subscription

OLD = "/fhir/pas/2.0.1"
in_session = pytest.mark.asyncio(loop_scope="session")
HERE = "tests.orchestrator.fhir"
SENTENCES: dict[str, tuple[str, ...]] = {
    "1 a submission is answered 200 with a JSON Bundle": (
        "test_submitting.test_a_new_request_is_answered_pended_for_every_item",
    ),
    "1 a submission is answered within the time a user waits": (
        "test_requirements.test_an_answer_does_not_wait_for_the_review",
    ),
    "1 an inquiry is answered with Parameters, or with a Bundle in 2.0.1": (
        "test_inquiring.test_what_is_found_is_a_sound_closed_bundle_in_a_part_named_return",
        "test_inquiring.test_the_older_version_answers_queued_a_bundle_and_not_found",
    ),
    "1 every call needs a bearer token": (
        "tests.orchestrator.identity.test_backend_services."
        "test_every_call_of_the_fhir_door_but_what_describes_it_needs_a_bearer_token",
    ),
    "2 approval is A1, refusal A3, pended A4, at the exact addresses and in the exact code system": (
        "test_telling.test_an_approval_is_a1_with_number_period_and_provider",
        "test_telling.test_a_denial_is_a3_with_the_reason_and_the_criterion_and_no_number_of_an_approval",
        "test_submitting.test_a_new_request_is_answered_pended_for_every_item",
    ),
    "3 the answer is a collection with identifier, timestamp and the ClaimResponse first": (
        "test_fitting.test_each_resource_of_an_answer_fits_its_profile",
    ),
    "3 every reference but that to the request resolves to exactly one entry": (
        "test_submitting.test_the_answer_is_sound_r4_and_every_reference_in_it_resolves",
        "test_foreign.test_the_answer_is_sound_closed_and_has_every_item",
    ),
    "3 what is echoed is equal in address and identifiers": ("test_submitting.test_what_is_echoed_is_what_was_sent",),
    "4 each resource fits its profile": (
        "test_fitting.test_each_resource_of_an_answer_fits_its_profile",
        "test_fitting.test_a_business_error_fits_its_profile",
        "test_validators.test_everything_the_door_sends_is_sound_to_both_validators",
    ),
    "5 quantities have a value and a unit, timings say how often": (
        "test_fitting.test_quantities_have_a_unit_also_where_the_request_told_none",
        "test_fitting.test_each_resource_of_an_answer_fits_its_profile",
    ),
    "6 a Bundle with an empty entry is refused with an OperationOutcome": (
        "test_submitting.test_a_bundle_with_an_empty_entry_is_one_outcome",
    ),
    "7 a subscription is created as requested, shaken hands with, then active": (
        "test_requirements.test_a_subscription_is_active_once_its_handshake_has_been_taken",
    ),
    "7 a decision arrives as a notification with the whole answer": (
        "test_subscribing.test_a_decision_by_a_person_reaches_the_subscriber_after_submit_pend_attachment_and_approval",
    ),
    "7 and 8 in 2.0.1 it arrives by id alone, and an inquiry tells the rest": (
        "test_requirements.test_in_the_older_version_a_notification_has_ids_alone_and_an_inquiry_tells_the_rest",
    ),
    "9 a chain of updates is answered with every item that was sent and no other": (
        "test_chains.test_an_update_chain_answers_every_submitted_item_and_no_other",
    ),
    "10 every element to be supported is used": (
        "test_fitting.test_every_element_that_is_to_be_supported_is_in_one_answer_or_another",
        "test_fitting.test_a_claim_that_was_sent_without_an_address_is_answered_as_having_none",
        "test_fitting.test_a_document_that_is_asked_for_comes_with_the_task_to_send_it",
    ),
    "10 every element to be supported in a request is accepted": (
        "test_requirements.test_a_request_with_every_element_the_guide_wants_supported_is_taken",
        "test_foreign.test_what_is_asked_for_and_when_are_found",
    ),
    "11 the patient of an inquiry matches, not the family's number alone": (
        "test_inquiring.test_a_relative_under_the_same_subscriber_is_somebody_else",
    ),
    "11 member and provider have to match": (
        "test_inquiring.test_both_the_member_and_a_provider_have_to_match",
        "test_inquiring.test_an_inquiry_without_member_or_provider_is_refused",
    ),
    "11 a superseded number finds the chain as it stands": (
        "test_chains.test_an_inquiry_by_a_superseded_number_finds_the_chain_as_it_stands",
    ),
    "11 a replay has the same answer and makes no second case, also at the same moment": (
        "test_submitting.test_a_replay_has_the_very_same_answer_and_makes_no_second_case",
    ),
    "11 another body under the same id is another request, or an update": (
        "test_submitting.test_another_body_under_the_same_identifiers_is_another_request",
        "test_chains.test_a_case_that_an_update_replaces_is_withdrawn_and_the_clock_goes_on",
    ),
    "11 requests at the same moment are each their own": (
        "test_requirements.test_requests_at_the_same_moment_are_each_their_own",
    ),
    "11 a cancelled request is not revived by its review": (
        "test_chains.test_a_cancelled_request_is_withdrawn_and_is_not_revived_by_its_review",
    ),
    "11 attachments re-open the review": (
        "test_client.test_submit_pend_attachment_approval_and_inquiry",
        "test_subscribing.test_an_attachment_that_matches_nothing_is_answered_so",
    ),
    "11 an unknown modifier extension is refused": ("test_submitting.test_an_unknown_modifier_extension_is_refused",),
    "11 bombs of depth and size are refused": (
        "test_any_body.test_a_hostile_body_is_one_outcome",
        "test_any_body.test_too_large_a_body_is_refused_by_its_size",
    ),
    "11 wrong media types are refused": ("test_any_body.test_media_types_that_are_not_spoken_are_refused",),
    "11 each address speaks its own version": (
        "test_requirements.test_each_address_speaks_its_own_version_of_the_same_request",
    ),
    "11 wasHumanReviewedFlag is true only where a person decided": (
        "test_telling.test_nothing_is_told_as_decided_that_the_record_does_not_show_a_person_decided",
        "test_telling.test_a_reopened_case_is_pended_again",
    ),
    "11 no patient value is in an error": (
        "test_submitting.test_every_fault_is_named_at_once_with_its_place_and_without_its_value",
        "test_any_body.test_a_request_with_anything_put_or_taken_away_anywhere_is_answered_soundly",
    ),
    "11 pended requests are kept for six months and longer": (
        "test_requirements.test_a_pended_request_is_found_half_a_year_later",
    ),
    "11 a restart between pended and decided loses nothing": (
        "test_lives.test_a_restart_between_pended_and_decided_loses_neither_the_review_nor_the_notification",
        "test_lives.test_a_decision_that_was_not_told_when_the_process_ended_is_told_by_the_next",
    ),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_tests_that_are_there(sentence: str) -> None:
    for name in SENTENCES[sentence]:
        module, _, test = name.rpartition(".")
        found = import_module(module if module.startswith("tests.") else f"{HERE}.{module}")
        assert callable(getattr(found, test)), name


def test_every_sentence_is_there() -> None:
    numbers = {word for sentence in SENTENCES for word in sentence.split() if word.isdecimal() and int(word) < 12}
    assert numbers >= {str(n) for n in range(1, 12)}


@in_session
async def test_an_answer_does_not_wait_for_the_review(
    house: House, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No review begins at all, and the answer is there."""
    begun = asyncio.Event()

    async def never(_: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    runs = house.running.parts.desk.runs
    monkeypatch.setattr(runs, "submitted", never)
    answer = await asyncio.wait_for(submit(client, bundles.request("no wait", member="SYN-NO-WAIT")), 15)
    assert actions(claim_response(answer)) == {1: "A4"}


@in_session
async def test_a_subscription_is_active_once_its_handshake_has_been_taken(client: httpx2.AsyncClient) -> None:
    async with listening(Listener()) as listener:
        made = await subscribe(client, subscription(listener.address))
        assert (made.status_code, made.json()["status"]) == (201, "requested")
        headers, handshake = await listener.next()
        told = parameters(handshake)
        assert (told["type"]["valueCode"], told["status"]["valueCode"]) == ("handshake", "requested")
        assert (handshake["type"], headers["content-type"]) == ("history", "application/fhir+json")
        r4_sound(handshake)
        async with asyncio.timeout(30):
            while (await client.get(made.headers["Location"])).json()["status"] != "active":  # noqa: ASYNC110
                await asyncio.sleep(0)
        await client.delete(made.headers["Location"])


@in_session
async def test_in_the_older_version_a_notification_has_ids_alone_and_an_inquiry_tells_the_rest(
    house: House, client: httpx2.AsyncClient
) -> None:
    member = "SYN-IDS-ALONE"
    async with listening(Listener()) as listener:
        made = await subscribe(client, subscription(listener.address, content="id-only"), OLD)
        assert made.status_code == 201, made.text
        assert parameters((await listener.next())[1])["type"]["valueCode"] == "handshake"
        pended = claim_response(await submit(client, bundles.request("ids", member=member), OLD))
        await approve(client, await reviewed(house, client, await case_of(client, reference(pended))))
        headers, bundle = await listener.next()
        assert headers["content-type"] == "application/fhir+json"
        r4_sound(bundle)
        assert [set(e) for e in bundle["entry"][1:]] == [{"fullUrl", "request", "response"}]
        event = {p["name"]: p for p in parameters(bundle)["notification-event"]["part"]}
        assert event["focus"]["valueReference"]["reference"] == bundle["entry"][1]["fullUrl"]
        found = (await inquire(client, bundles.inquiry(member), OLD)).json()
        r4_sound(found)
        assert (closed(found), faults_of_bundle(found, "2.0.1")) == ([], [])
        assert actions(found["entry"][0]["resource"]) == {1: "A1"}
        await client.delete(made.headers["Location"])


@in_session
async def test_each_address_speaks_its_own_version_of_the_same_request(client: httpx2.AsyncClient) -> None:
    member = "SYN-VERSIONS"
    await submit(client, bundles.request("versions", member=member))
    newer = (await inquire(client, bundles.inquiry(member))).json()["parameter"][0]["resource"]
    older = (await inquire(client, bundles.inquiry(member), OLD)).json()
    assert faults_of_bundle(newer, "2.2.1") == faults_of_bundle(older, "2.0.1") == []
    outcomes = [b["entry"][0]["resource"]["outcome"] for b in (newer, older)]
    assert outcomes == ["partial", "queued"]
    for base, version in ((BASE, "2.2.1"), (OLD, "2.0.1")):
        told = (await client.get(f"{base}/metadata")).json()
        assert told["implementationGuide"][0].endswith(f"|{version}")


@in_session
async def test_requests_at_the_same_moment_are_each_their_own(client: httpx2.AsyncClient) -> None:
    bodies = [bundles.request(f"moment {n}", member=f"SYN-MOMENT-{n}") for n in range(8)]
    answers = await asyncio.gather(*(submit(client, body) for body in bodies))
    assert len({reference(claim_response(answer)) for answer in answers}) == len(bodies)


@in_session
async def test_a_pended_request_is_found_half_a_year_later(
    house: House, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = "SYN-HALF-A-YEAR"
    await submit(client, bundles.request("half a year", member=member))
    now = house.running.parts.desk.now
    monkeypatch.setattr(type(house.running.parts.desk), "now", lambda _: now() + timedelta(days=190))
    found = (await inquire(client, bundles.inquiry(member))).json()["parameter"]
    assert actions(found[0]["resource"]["entry"][0]["resource"]) == {1: "A4"}
    with pytest.raises((SettingRefused, ValidationError)):
        Settings.load(env_file=None, retention_years=0)


def extension(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"url": f"{bundles.PAS}/extension-{name}", f"value{kind}": value}


@in_session
@pytest.mark.parametrize("base", [BASE, OLD])
async def test_a_request_with_every_element_the_guide_wants_supported_is_taken(
    client: httpx2.AsyncClient, base: str
) -> None:
    coded = partial(bundles.coded, "https://codesystem.x12.org/005010/1")
    item = bundles.item(
        modifier=[bundles.coded("urn:m", "NU")],
        careTeamSequence=[1],
        diagnosisSequence=[1],
        informationSequence=[1],
        revenue=bundles.coded("https://www.nubc.org/CodeSystem/RevenueCodes", "0290"),
        unitPrice={"value": 10, "currency": "USD"},
        quantity={"value": 2, "unit": "each"},
    )
    item["extension"] += [
        extension("productOrServiceCodeEnd", "CodeableConcept", coded("E0605")),
        extension("epsdtIndicator", "Boolean", False),
        extension("nursingHomeResidentialStatus", "CodeableConcept", coded("2")),
        extension("nursingHomeLevelOfCare", "CodeableConcept", coded("2")),
        extension("revenueUnitRateLimit", "Decimal", 100),
        extension("administrationReferenceNumber", "String", "SYN-REF"),
        extension("authorizationNumber", "String", "SYN-AUTH"),
    ]
    body = bundles.request(f"supported {base}", item, member=f"SYN-SUPPORTED-{base[-5:]}")
    claim = body["entry"][0]["resource"]
    claim["extension"] = [extension("levelOfServiceCode", "CodeableConcept", coded("U"))]
    claim["careTeam"] = [
        {"sequence": 1, "provider": claim["provider"], "extension": [extension("careTeamClaimScope", "Boolean", True)]}
    ]
    claim["accident"] = {"date": "2026-01-02", "type": coded("AA")}
    claim["diagnosis"][0]["extension"] = [extension("diagnosisRecordedDate", "Date", "2026-02-03")]
    claim["supportingInfo"].append(
        {
            "sequence": 2,
            "category": bundles.coded("http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes", "patientEvent"),
            "timingPeriod": {"start": "2026-12-01", "end": "2026-12-03"},
        }
    )
    answer = await client.post(f"{base}/Claim/$submit", json=body, headers=FHIR)
    assert actions(claim_response(answer)) == {1: "A4"}
    assert faults_of_bundle(answer.json(), base[-5:]) == []
