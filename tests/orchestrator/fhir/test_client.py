"""A FHIR client that others wrote drives the door over a real socket, from submission to approval."""

from typing import Any

import httpx2
import pytest
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome

from tests.orchestrator.api.conftest import House
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.acts import approve, ask, case_of, reference, reviewed
from tests.orchestrator.fhir.answers import actions
from tests.orchestrator.fhir.conftest import BASE
from tests.orchestrator.fhir.listener import served

pytestmark = pytest.mark.asyncio(loop_scope="session")
MEMBER = "SYN-CLIENT"


async def test_submit_pend_attachment_approval_and_inquiry(house: House, client: httpx2.AsyncClient) -> None:
    async with served(house.running.app) as address:
        ehr = AsyncFHIRClient(f"{address}{BASE}")
        pended = await execute(ehr, "Claim/$submit", bundles.request("client", member=MEMBER))
        first = pended["entry"][0]["resource"]
        assert actions(first) == {1: "A4"}
        number = reference(first)
        case = await reviewed(house, client, await case_of(client, number))
        await ask(client, case, "Sleep study report", "It shows how severe the apnea is.")
        taken = await execute(ehr, "$submit-attachment", attachment(number))
        assert taken["issue"][0]["severity"] == "information"
        await approve(client, await reviewed(house, client, await case_of(client, number), review=2))
        found = await execute(ehr, "Claim/$inquire", bundles.inquiry(MEMBER))
        answer = found["parameter"][0]["resource"]["entry"][0]["resource"]
        assert (actions(answer), answer["outcome"]) == ({1: "A1"}, "complete")


async def test_a_refusal_reads_as_an_outcome(house: House) -> None:
    async with served(house.running.app) as address:
        with pytest.raises(OperationOutcome):
            await execute(AsyncFHIRClient(f"{address}{BASE}"), "Claim/$submit", bundles.bundle())


async def execute(ehr: AsyncFHIRClient, path: str, body: Any) -> Any:
    return await ehr.execute(path, data=body)


def attachment(number: str) -> Any:
    document = bundles.document(
        "In-lab polysomnography on 2026-09-14 showed an AHI of 22 events per hour.", name="late"
    )
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "TrackingId", "valueIdentifier": {"value": number}},
            {"name": "AttachTo", "valueCode": "preauthorization"},
            {"name": "MemberId", "valueIdentifier": {"value": MEMBER}},
            {"name": "Attachment", "part": [{"name": "Content", "resource": document}]},
        ],
    }
