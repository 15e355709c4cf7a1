"""Answers of every kind fit the guide's profiles, and together they use every element it wants supported."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import BusinessError, error_answer
from orchestrator.fhir.checks import request_bundle, sound_contents
from orchestrator.fhir.dialects import DIALECTS, PAS_2_2_1, Dialect
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.requests import read_request
from orchestrator.store.standings import Standing
from priorauth.determination import (
    CaseState,
    DeterminationOutcome,
    InformationRequest,
    ItemDecision,
    RequestedInformation,
)
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.answers import closed, r4_sound
from tests.orchestrator.fhir.profiles import faults_of_bundle
from tests.orchestrator.fhir.test_telling import AT, CASE, decided, response, told

WANTED = InformationRequest(
    case_id="case-1",
    review=1,
    requested_items=(RequestedInformation(what="Sleep study report", why="It shows how severe the apnea is."),),
    reply_by=date(2026, 12, 1),
    requested_by="A Synthetic Reviewer",
    requested_at=AT,
    reference="PR-20261121-00002",
)
CHANGED = ItemDecision(sequence=1, outcome=DeterminationOutcome.approved_modified, units=1)
STANDINGS: dict[str, Standing] = {
    "approved": decided(DeterminationOutcome.approved),
    "changed": decided(DeterminationOutcome.approved_modified, CHANGED),
    "denied": decided(DeterminationOutcome.denied, reason_key="documentation_missing"),
    "pended": replace(CASE, state=CaseState.ready),
    "asked": replace(CASE, state=CaseState.info_requested, information_request=WANTED),
    "withdrawn": replace(CASE, state=CaseState.withdrawn),
}
both = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS.keys())


def refused(dialect: Dialect) -> Any:
    """The answer to a request that cannot be done."""
    asked = read_request(sound_contents(request_bundle(bundles.request("refused"))))
    wrong = BusinessError("AA", "C", "Bundle.entry[0].resource.related", "Not known here.")
    return error_answer(Answering(asked, dialect, "x", AT, Echo(asked.contents)), [wrong])


@both
@pytest.mark.parametrize("name", STANDINGS)
def test_each_resource_of_an_answer_fits_its_profile(name: str, dialect: Dialect) -> None:
    assert faults_of_bundle(told(STANDINGS[name], dialect=dialect), dialect.version) == []


@both
def test_a_business_error_fits_its_profile(dialect: Dialect) -> None:
    bundle = refused(dialect)
    r4_sound(bundle)
    assert closed(bundle) == []
    assert faults_of_bundle(bundle, dialect.version) == []


@both
def test_a_document_that_is_asked_for_comes_with_the_task_to_send_it(dialect: Dialect) -> None:
    bundle = told(STANDINGS["asked"], dialect=dialect)
    (task,) = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Task"]
    asked = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "CommunicationRequest"]
    assert task["identifier"] == asked[0]["identifier"]
    needed = {i["type"]["coding"][0]["code"]: i for i in task["input"]}
    assert needed["payer-url"]["valueUrl"].endswith(f"/fhir/pas/{dialect.version}/$submit-attachment")
    loinc = needed["attachments-needed"]["valueCodeableConcept"]["coding"][0]["code"]
    assert loinc == asked[0]["payload"][0]["contentString"]
    assert task["owner"]["identifier"]["value"] == "1234567893"
    assert task["restriction"]["period"] == {"end": "2026-12-01"}


def test_quantities_have_a_unit_also_where_the_request_told_none() -> None:
    quantities = [q for q in _all(told(STANDINGS["changed"])) if q[0].lower().endswith("quantity")]
    assert quantities
    assert all(q.get("unit") or q.get("code") for _, q in quantities)


def test_a_claim_that_was_sent_without_an_address_is_answered_as_having_none() -> None:
    body = bundles.request("no address")
    del body["entry"][0]["fullUrl"]
    asked = read_request(sound_contents(request_bundle(body)))
    wrong = BusinessError("AA", "C", "Bundle", "Not known here.")
    bundle: Any = error_answer(Answering(asked, PAS_2_2_1, "x", AT, Echo(asked.contents)), [wrong])
    r4_sound(bundle)
    (absent,) = response(bundle)["request"]["extension"]
    assert absent["url"].endswith("data-absent-reason")


SUPPORTED = """identifier status type use patient created insurer requestor request outcome item addItem adjudication
error processNote preAuthRef preAuthPeriod communicationRequest itemSequence noteNumber quantity productOrService"""
EXTENSIONS = """reviewAction reviewActionCode claimResponseReviewer itemTraceNumber itemRequestedServiceDate
itemPreAuthIssueDate itemPreAuthPeriod itemAuthorizedDetail itemAuthorizedProvider administrationReferenceNumber
errorPath errorElement errorFollowupAction"""


def test_every_element_that_is_to_be_supported_is_in_one_answer_or_another() -> None:
    bundle = [told(standing) for standing in STANDINGS.values()] + [refused(PAS_2_2_1)]
    names = {name for name, _ in _all(bundle)} | {n for b in bundle for n in response(b)}
    assert set(SUPPORTED.split()) - names - {n for n, _ in _members(bundle)} == set()
    urls = {str(v).rpartition("/extension-")[2] for n, v in _members(bundle) if n == "url"}
    assert set(EXTENSIONS.split()) - urls == set()
    kinds = {str(v) for n, v in _members(bundle) if n == "resourceType"}
    assert kinds >= {"ClaimResponse", "CommunicationRequest", "Task", "Organization", "Patient"}


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _members(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name, one
            yield from _members(one)


def _all(value: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(name, one) for name, one in _members(value) if isinstance(one, dict)]
