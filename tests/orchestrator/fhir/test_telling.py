"""What an answer tells of the record: the codes where clients read them, numbers, reasons, and who decided."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import answer
from orchestrator.fhir.checks import request_bundle, sound_contents
from orchestrator.fhir.dialects import PAS_2_0_1, PAS_2_2_1, Dialect
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.requests import read_request
from orchestrator.fhir.states import told_of
from orchestrator.settings import Settings
from orchestrator.store.exchanges import Exchange, Line
from orchestrator.store.standings import Standing
from priorauth.case import LineOfBusiness
from priorauth.determination import (
    CaseState,
    CitedCriterion,
    Determination,
    DeterminationOutcome,
    InformationRequest,
    ItemDecision,
    RequestedInformation,
)
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.answers import actions, closed, r4_sound

AT = datetime(2026, 11, 21, 15, tzinfo=UTC)
SETTINGS = Settings.load(env_file=None)
CASE = Standing(
    case_id="case-1",
    case_number="26-00007",
    state=CaseState.decided,
    line_of_business=LineOfBusiness.medicare_advantage,
    received_at=AT,
    determination=None,
    information_request=None,
    decided_by_person=True,
    last_sequence=9,
)


def decided(outcome: DeterminationOutcome, *items: ItemDecision, **more: Any) -> Standing:
    act = Determination(
        case_id="case-1",
        review=1,
        number="PA-20261121-00001",
        outcome=outcome,
        decided_by="A Synthetic Reviewer",
        decided_at=AT,
        items=items,
        **more,
    )
    return replace(CASE, determination=act)


def told(case: Standing, *sequences: int, dialect: Dialect = PAS_2_2_1) -> Any:
    """The answer to a request of these items as the case stands, sound and closed."""
    body = bundles.request("told", *(bundles.item(n) for n in sequences or (1,)))
    asked = read_request(sound_contents(request_bundle(body)))
    lines = tuple(Line(i.sequence, "case-1", place) for place, i in enumerate(asked.items, start=1))
    exchange = Exchange("x", "x", 1, "client", dialect.version, AT, "26-00007", lines, True, False, "", None, "")
    state = told_of(exchange, {"case-1": case}, SETTINGS)
    bundle: Any = answer(Answering(asked, dialect, "x", AT, Echo(asked.contents)), state)
    r4_sound(bundle)
    assert closed(bundle) == []
    return bundle


def response(bundle: Any) -> Any:
    return bundle["entry"][0]["resource"]


def reviewed_by_person(bundle: Any) -> bool:
    return bool(response(bundle)["extension"][0]["extension"][0]["valueBoolean"])


def test_an_approval_is_a1_with_number_period_and_provider() -> None:
    said = told(decided(DeterminationOutcome.approved))
    assert actions(response(said)) == {1: "A1"}
    assert response(said)["outcome"] == "complete"
    assert response(said)["preAuthRef"] == "PA-20261121-00001"
    assert response(said)["preAuthPeriod"] == {"start": "2026-11-21", "end": "2027-02-19"}
    names = {e["url"].rsplit("/", 1)[1] for e in response(said)["item"][0]["extension"]}
    assert names >= {
        "extension-itemPreAuthIssueDate",
        "extension-itemPreAuthPeriod",
        "extension-itemAuthorizedProvider",
    }
    assert reviewed_by_person(said)


def test_a_denial_is_a3_with_the_reason_and_the_criterion_and_no_number_of_an_approval() -> None:
    cited = CitedCriterion(id="C-2", source="Synthetic policy")
    said = told(decided(DeterminationOutcome.denied, reason_key="medical_necessity", criterion=cited))
    assert actions(response(said)) == {1: "A3"}
    assert "preAuthRef" not in response(said)
    note = response(said)["processNote"][0]
    assert response(said)["item"][0]["noteNumber"] == [note["number"]]
    assert "medically necessary" in note["text"]
    assert "C-2, Synthetic policy" in note["text"]


def test_fewer_units_are_a6_and_what_is_granted_stands_beside() -> None:
    decision = ItemDecision(sequence=1, outcome=DeterminationOutcome.approved_modified, units=1)
    said = told(decided(DeterminationOutcome.approved_modified, decision))
    assert actions(response(said)) == {1: "A6"}
    (added,) = response(said)["addItem"]
    assert (added["itemSequence"], added["quantity"]["value"]) == ([1], 1)


def test_each_item_has_its_own_decision() -> None:
    decisions = (
        ItemDecision(sequence=1, outcome=DeterminationOutcome.approved),
        ItemDecision(sequence=2, outcome=DeterminationOutcome.denied),
    )
    said = told(decided(DeterminationOutcome.approved_modified, *decisions), 4, 9)
    assert actions(response(said)) == {4: "A1", 9: "A3"}


def test_nothing_is_told_as_decided_that_the_record_does_not_show_a_person_decided() -> None:
    said = told(replace(decided(DeterminationOutcome.approved), decided_by_person=False))
    assert actions(response(said)) == {1: "A4"}
    assert not reviewed_by_person(said)


def test_a_reopened_case_is_pended_again() -> None:
    said = told(replace(CASE, state=CaseState.ready))
    assert actions(response(said)) == {1: "A4"}
    assert not reviewed_by_person(said)


@pytest.mark.parametrize("dialect", [PAS_2_2_1, PAS_2_0_1], ids=lambda d: d.version)
def test_each_document_a_person_asks_for_is_a_communication_request_with_one_loinc_code(dialect: Dialect) -> None:
    wanted = (
        RequestedInformation(what="Sleep study report", why="It shows how severe the apnea is."),
        RequestedInformation(what="Office note", why="It shows the visit."),
    )
    asked = InformationRequest(
        case_id="case-1",
        review=1,
        requested_items=wanted,
        reply_by=date(2026, 12, 1),
        requested_by="A Synthetic Reviewer",
        requested_at=AT,
        reference="PR-20261121-00002",
    )
    said = told(replace(CASE, state=CaseState.info_requested, information_request=asked), dialect=dialect)
    by_url = {e["fullUrl"]: e["resource"] for e in said["entry"]}
    requests = [by_url[r["reference"]] for r in response(said)["communicationRequest"]]
    assert [r["identifier"][0]["value"] for r in requests] == ["PR-20261121-00002-1", "PR-20261121-00002-2"]
    assert requests[0]["payload"][0]["contentString"] == "28570-0"
    holder = requests[0]["payload"][0] if dialect is PAS_2_0_1 else requests[0]
    assert holder["extension"][0]["valuePositiveInt"] == 1


def test_the_same_record_gives_the_same_answer_byte_for_byte() -> None:
    assert told(decided(DeterminationOutcome.approved)) == told(decided(DeterminationOutcome.approved))
