"""The refusals that need a case in a certain state: a wait too short, a review that failed, a case that has ended."""

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import httpx2
import pytest

from orchestrator.settings import Settings
from orchestrator.store.reviews import ReviewKey
from tests.orchestrator.api.conftest import House, at_work, browser, reviewed
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")


def problem(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_wait_that_is_exceeded_names_the_case_and_the_review_goes_on(tmp_path: Path) -> None:
    settings = Settings.load(env_file=None, data_dir=tmp_path / "data", sync_wait_seconds=0.001)
    async with at_work(settings) as house, browser(house.running.app) as client:
        answer = await client.post("/api/review", json=REQUEST)
        assert problem(answer) == (503, "wait-exceeded")
        assert answer.headers["Retry-After"].isdigit()
        case_id = answer.json()["case_id"]
        assert await house.running.parts.desk.runs.wait(case_id, 1, 60)
        assert (await client.get(f"/api/review/{case_id}")).status_code == 200


async def test_a_review_that_failed_says_so_with_its_reasons_and_can_be_run_again(
    house: House, client: httpx2.AsyncClient
) -> None:
    case_id = (await reviewed(client))["case_id"]
    answer = await client.get(f"/api/cases/{case_id}/reviews/1")
    for _ in range(10):
        number = (await client.post(f"/api/cases/{case_id}/reviews")).json()["review"]
        await house.running.engine.reviews.fail(ReviewKey(case_id, number), ("a source of the test was down",))
        await house.running.parts.desk.runs.wait(case_id, number, 60)
        answer = await client.get(f"/api/cases/{case_id}/reviews/{number}")
        # A review may have been sealed before it could be made to fail.
        if answer.status_code != 200:
            break
    assert problem(answer) == (500, "review-failed")
    assert answer.json()["reasons"] == ["a source of the test was down"]
    assert (await client.post(f"/api/cases/{case_id}/reviews")).status_code == 202


async def test_a_document_of_a_decided_case_is_kept_and_of_a_withdrawn_one_refused(client: httpx2.AsyncClient) -> None:
    decided, withdrawn = await reviewed(client), await reviewed(client)
    outcome = {"review": 1, "action": "approve", "rationale": "Reviewed in full; the record supports the request."}
    made = await client.post(f"/api/cases/{decided['case_id']}/determination", json=outcome)
    assert made.status_code == 201, made.text
    told = await client.post(f"/api/cases/{withdrawn['case_id']}/determination", json={"action": "withdraw"})
    assert told.status_code == 201, told.text
    late = {"title": "Late", "text": "A synthetic late page."}
    kept = await client.post(f"/api/cases/{decided['case_id']}/documents", json=late)
    assert problem(kept) == (409, "case-decided")
    assert kept.json()["document_id"] == 2
    refused = await client.post(f"/api/cases/{withdrawn['case_id']}/documents", json=late)
    assert problem(refused) == (409, "case-withdrawn")
    again = await client.post(f"/api/cases/{withdrawn['case_id']}/reviews")
    assert problem(again) == (409, "case-withdrawn")


async def test_a_client_that_leaves_the_stream_stops_nothing(house: House, client: httpx2.AsyncClient) -> None:
    app, sent, case = house.running.app, asyncio.Event(), asyncio.Event()
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/review/stream",
        "raw_path": b"/api/review/stream",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
    }
    before = len((await client.get("/api/reviews")).json())
    body = httpx2.Request("POST", "http://127.0.0.1", json=REQUEST | {"external_id": "left-early"}).content

    async def receive() -> MutableMapping[str, Any]:
        if not sent.is_set():
            sent.set()
            return {"type": "http.request", "body": body, "more_body": False}
        await case.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message.get("body"):
            case.set()

    await asyncio.wait_for(app(scope, receive, send), 30)
    newest = (await client.get("/api/cases", params={"sort": "received_at"})).json()["items"][0]["case_id"]
    assert await house.running.parts.desk.runs.wait(newest, 1, 60)
    assert len((await client.get("/api/reviews")).json()) == before + 1
