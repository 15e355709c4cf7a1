"""The doors with documents' bytes in Blob storage: kept, given back, refused while the storage does not do its part."""

import base64
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from orchestrator import blob_storage
from orchestrator.identity.callers import LOCAL_OPERATOR
from orchestrator.identity.credentials import ListedCredentials
from orchestrator.settings import Settings
from priorauth.determination import Credential
from tests.orchestrator.api.conftest import House, at_work, browser, reviewed
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.conftest import submit
from tests.orchestrator.intake.pdfs import pdf
from tests.standins.blob_account import Account, Identity, open_account

pytestmark = pytest.mark.asyncio(loop_scope="session")
LICENCE = Credential(
    credential_id="c1", person="Synthetic Director, MD", licence="35.012345", state="OH", specialty="Sleep Medicine"
)
SCAN = pdf("Synthetic sleep study of 2026-10-02: AHI 31 events per hour.")


@dataclass
class Stood:
    """An engine whose documents lie in an account."""

    house: House
    account: Account
    client: httpx2.AsyncClient

    async def with_scan(self) -> tuple[str, dict[str, Any]]:
        """A reviewed case with a scan, and where the scan is."""
        case = await reviewed(self.client)
        base = f"/api/cases/{case['case_id']}"
        answer = await self.client.post(f"{base}/documents", files={"file": ("study.pdf", SCAN, "application/pdf")})
        assert answer.status_code == 202, answer.text
        return f"{base}/documents/{answer.json()['document_id']}/content", case


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stood(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Stood]:
    folder: Path = tmp_path_factory.mktemp("blobs") / "data"
    with pytest.MonkeyPatch.context() as patched, open_account() as account:
        patched.setattr(blob_storage, "machine", lambda _: Identity())
        patched.setattr(blob_storage, "FIRST_WAIT", 0.0)
        settings = Settings.load(env_file=None, data_dir=folder, sync_wait_seconds=60, blob_url=account.url)
        async with at_work(settings) as house, browser(house.running.app) as client:
            held = ListedCredentials({LOCAL_OPERATOR.name: (LICENCE,)})
            house.running.app.state.parts = replace(house.running.parts, credentials=held)
            yield Stood(house, account, client)


async def test_a_file_that_was_sent_is_given_back_from_the_blob_that_keeps_it(stood: Stood) -> None:
    where, _ = await stood.with_scan()
    assert (await stood.client.get(where)).content == SCAN
    assert SCAN not in stood.account.blobs.values()


async def test_a_blob_that_is_gone_or_altered_is_a_failure_and_never_an_empty_file(
    stood: Stood, caplog: pytest.LogCaptureFixture
) -> None:
    before = set(stood.account.blobs)
    where, case = await stood.with_scan()
    (name,) = set(stood.account.blobs) - before
    stood.account.blobs[name] += b"!"
    altered = await stood.client.get(where)
    del stood.account.blobs[name]
    gone = await stood.client.get(where)
    for answer in (altered, gone):
        assert answer.status_code == 500
        assert answer.json()["type"] == "/problems/internal"
    assert [getattr(record, "exception", "") for record in caplog.records].count("DocumentLost") == 2
    assert (await stood.client.get(f"/api/cases/{case['case_id']}")).status_code == 200


async def test_while_the_storage_is_away_a_file_is_refused_for_now_and_reviews_go_on(stood: Stood) -> None:
    where, case = await stood.with_scan()
    stood.account.down = True
    sent = await stood.client.post(where.rpartition("/documents")[0] + "/documents", files={"file": ("a.pdf", SCAN)})
    read = await stood.client.get(where)
    for answer in (sent, read):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
    assert await stood.house.running.parts.desk.runs.wait(case["case_id"], 2, 60)
    assert (await reviewed(stood.client))["latest_review"]
    stood.account.down = False
    documents = (await stood.client.get(f"/api/cases/{case['case_id']}")).json()["documents"]
    assert [one["document_id"] for one in documents] == [1, 2]
    assert (await stood.client.get(where)).content == SCAN


async def test_an_issued_audit_and_letter_lie_in_blobs_and_read_the_same_again(stood: Stood) -> None:
    case = await reviewed(stood.client)
    base = f"/api/cases/{case['case_id']}"
    words = "The sleep study was read again by me and shows what the rule asks for."
    decision = {"review": 1, "action": "approve", "rationale": words}
    assert (await stood.client.post(f"{base}/determination", json=decision)).status_code == 201
    first = [(await stood.client.get(f"{base}/{file}")).content for file in ("audit.pdf", "audit.md", "letter.pdf")]
    kept = len(stood.account.blobs)
    again = [(await stood.client.get(f"{base}/{file}")).content for file in ("audit.pdf", "audit.md", "letter.pdf")]
    assert again == first
    assert len(stood.account.blobs) == kept
    assert not set(first) & set(stood.account.blobs.values())
    assert (await stood.client.get(f"{base}/bundle.zip")).status_code == 200


async def test_the_fhir_door_keeps_an_attachment_too_and_says_when_it_cannot_just_now(stood: Stood) -> None:
    data = base64.b64encode(SCAN).decode()
    scan = {"content": [{"attachment": {"contentType": "application/pdf", "data": data}}]}
    body = bundles.replaced(bundles.request("blobs", member="SYN-BLOBS"), "DocumentReference", **scan)
    stood.account.down = True
    refused = await submit(stood.client, body)
    stood.account.down = False
    assert refused.status_code == 503
    assert refused.json()["issue"][0]["code"] == "transient"
    before = len(stood.account.blobs)
    assert (await submit(stood.client, body)).status_code == 200
    assert len(stood.account.blobs) == before + 1
