"""The resource API over the real engine: accept, list, read, add, compare, follow."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.orchestrator.api.conftest import House, reviewed
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")


def problem(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_submitted_case_is_reviewed_within_the_time_asked_for(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    assert case["state"] == "ready"
    assert case["latest_review"]["outcome"] == "sealed"
    assert case["clock"]["rule"]
    assert case["links"]["self"] == f"/api/cases/{case['case_id']}"
    assert "run_again" in case["may"]


async def test_a_case_is_accepted_at_once_without_a_wish_to_wait(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/cases", json=REQUEST)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/cases/{answer.json()['case_id']}"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_two_submissions_under_one_key_at_the_same_instant_are_one_case(client: httpx2.AsyncClient) -> None:
    key = {"Idempotency-Key": "at-the-same-instant"}
    answers = await asyncio.gather(*(client.post("/api/cases", json=REQUEST, headers=key) for _ in range(5)))
    assert len({a.json()["case_id"] for a in answers}) == 1
    other = await client.post("/api/cases", json=REQUEST | {"state": "WA"}, headers=key)
    assert problem(other) == (409, "idempotency-conflict")


async def test_the_same_request_again_is_flagged_as_a_duplicate(client: httpx2.AsyncClient) -> None:
    first = await reviewed(client, insurance_id="SYN-TWICE")
    second = await reviewed(client, insurance_id="SYN-TWICE")
    assert second["duplicate_of"] == first["case_id"]
    assert "duplicate" in second["flags"]


async def test_an_expedited_case_is_due_within_seventy_two_hours(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, urgency="expedited", received_at="2026-11-20T09:00:00Z")
    assert case["clock"]["due_at"] == "2026-11-23T09:00:00Z"


async def test_a_case_past_its_time_is_overdue(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, received_at="2026-02-02T09:00:00Z")
    assert "overdue" in case["flags"]
    page = (await client.get("/api/cases")).json()
    assert page["counts"]["overdue"] >= 1
    assert page["items"][0]["case_id"] == case["case_id"]


async def test_a_sealed_review_is_read_with_its_place_in_the_case(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    review = (await client.get(f"/api/cases/{case['case_id']}/reviews/1")).json()
    assert review["review"] == 1
    assert review["agent_results"]["coverage"]["criteria_assessment"]
    assert review["recommendation"] == case["latest_review"]["recommendation"]
    assert problem(await client.get(f"/api/cases/{case['case_id']}/reviews/9")) == (404, "not-found")


async def test_the_record_verifies_and_replays_equal(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    log = (await client.get(f"/api/cases/{case['case_id']}/audit-log")).json()
    assert log["chain"]["intact"]
    assert log["events"][0]["type"] == "case.received"
    replayed: dict[str, Any] = (await client.post(f"/api/cases/{case['case_id']}/replay")).json()
    assert (replayed["equal"], replayed["differs"]) == (True, [])


async def test_a_document_starts_a_further_review_and_the_difference_says_why(
    house: House, client: httpx2.AsyncClient
) -> None:
    thin = "Seen in the office on 2026-08-20 for loud snoring and daytime sleepiness. CPAP requested."
    case = await reviewed(client, clinical_notes=thin)
    base = f"/api/cases/{case['case_id']}"
    sent = await client.post(f"{base}/documents", json={"text": REQUEST["clinical_notes"], "title": "Sleep study"})
    assert sent.status_code == 202
    assert sent.json()["document_id"] == 2
    assert await house.running.parts.desk.runs.wait(case["case_id"], 2, 60)
    changes = (await client.get(f"{base}/reviews/2/diff")).json()
    assert changes["documents_added"] == [2]
    settled = [row for row in changes["changed"] if row["after"] == "MET"]
    assert settled
    assert "document 2" in settled[0]["why"]
    assert (await client.get(base)).json()["documents"][1]["read_by_review"] == 2


async def test_a_document_is_read_with_its_sections_and_given_back_as_sent(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}/documents"
    text = "HISTORY:\nMade up.\n"
    sent = await client.post(base, files={"file": ("note.txt", text.encode(), "text/plain")})
    assert sent.json()["kind"] == "text"
    read = (await client.get(f"{base}/2")).json()
    assert (read["text"], [s["title"] for s in read["sections"]]) == (text, ["HISTORY"])
    content = await client.get(f"{base}/2/content")
    assert content.content == text.encode()
    assert content.headers["content-disposition"].startswith("attachment")
    assert problem(await client.get(f"{base}/99")) == (404, "not-found")


async def test_files_sent_with_the_request_are_read_by_the_first_review(client: httpx2.AsyncClient) -> None:
    import json

    parts = {"request": (None, json.dumps(REQUEST)), "file": ("more.txt", b"More made-up words.", "text/plain")}
    answer = await client.post("/api/cases", files=parts, headers={"Prefer": "wait=60"})
    assert answer.status_code == 200
    assert [d["read_by_review"] for d in answer.json()["documents"]] == [1, 1]


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [("a.png", b"\x89PNG\r\n", (415, "media-type")), ("a.txt", b"", (415, "media-type"))],
)
async def test_a_file_of_a_kind_that_is_not_taken_is_refused(
    client: httpx2.AsyncClient, name: str, content: bytes, wanted: tuple[int, str]
) -> None:
    case = await reviewed(client)
    sent = await client.post(f"/api/cases/{case['case_id']}/documents", files={"file": (name, content)})
    assert problem(sent) == wanted
    assert len((await client.get(f"/api/cases/{case['case_id']}")).json()["documents"]) == 1


async def test_a_stream_resumes_after_the_last_event_heard(house: House, client: httpx2.AsyncClient) -> None:
    from orchestrator.api.streams import events

    case = await reviewed(client)
    desk = house.running.parts.desk
    heard: list[bytes] = []
    async for frame in events(2, lambda after, _: desk.follow(case["case_id"], after, 0), house.closing):
        heard.append(frame)
        if b"review.sealed" in frame:
            break
    assert heard[1].startswith(b"id: 3\n")
    assert b"case.received" not in b"".join(heard)


async def test_the_worklist_is_paged_by_cursors_that_fit_their_query(client: httpx2.AsyncClient) -> None:
    for _ in range(3):
        await reviewed(client, urgency="expedited")
    first = (await client.get("/api/cases", params={"urgency": "expedited", "limit": 2})).json()
    assert len(first["items"]) == 2
    cursor = first["next_cursor"]
    after = (await client.get("/api/cases", params={"urgency": "expedited", "limit": 2, "cursor": cursor})).json()
    shown = {i["case_id"] for i in first["items"]}
    assert not shown & {i["case_id"] for i in after["items"]}
    assert problem(await client.get("/api/cases", params={"cursor": cursor})) == (422, "validation")
    assert problem(await client.get("/api/cases", params={"cursor": "x" * 40})) == (422, "validation")


async def test_the_worklist_is_narrowed_to_what_is_due_before_a_moment(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, received_at="2026-03-02T09:00:00Z")
    before = {"due_before": "2026-04-01T00:00:00Z", "limit": "200"}
    for page in (
        await client.get("/api/cases", params=before),
        await client.post("/api/cases/search", json=before | {"limit": 200}),
    ):
        assert page.status_code == 200, page.text
        assert case["case_id"] in [row["case_id"] for row in page.json()["items"]]


async def test_a_search_finds_a_name_a_member_and_a_number(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, patient_name="Unusual Made-up Name", insurance_id="SYN-77-A")
    for text in ("unusual made-up", "syn77a", case["case_number"]):
        found = (await client.post("/api/cases/search", json={"text": text})).json()["items"]
        assert [i["case_id"] for i in found] == [case["case_id"]], text
    assert (await client.post("/api/cases/search", json={"text": "nobody of this name"})).json()["items"] == []


async def test_a_case_is_given_to_a_person_and_found_in_their_queue(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    answer = await client.put(f"/api/cases/{case['case_id']}/assignment", json={"assignee": "local operator"})
    assert answer.json()["assigned_to"] == "local operator"
    queue = (await client.get("/api/cases", params={"view": "my_queue"})).json()
    assert case["case_id"] in {i["case_id"] for i in queue["items"]}


async def test_running_again_makes_another_review(house: House, client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    answer = await client.post(f"/api/cases/{case['case_id']}/reviews")
    assert (answer.status_code, answer.json()) == (202, {"review": 2})
    again = await client.post(f"/api/cases/{case['case_id']}/reviews")
    assert again.status_code in (202, 409)
    assert await house.running.parts.desk.runs.wait(case["case_id"], 2, 60)


@pytest.mark.parametrize(
    ("content", "kind", "wanted"),
    [
        (b"{", "application/json", (400, "bad-json")),
        (b"\xff", "application/json", (400, "bad-json")),
        (b'{"a":1,"a":2}', "application/json", (400, "bad-json")),
        (b"{}", "text/plain", (415, "media-type")),
        (b"[]", "application/json", (422, "validation")),
        (b" " * 12_000_001, "application/json", (413, "too-large")),
    ],
    ids=["broken", "not utf-8", "twice", "media type", "a list", "too large"],
)
async def test_a_body_that_cannot_be_taken_is_a_problem(
    client: httpx2.AsyncClient, content: bytes, kind: str, wanted: tuple[int, str]
) -> None:
    answer = await client.post("/api/cases", content=content, headers={"Content-Type": kind})
    assert problem(answer) == wanted


async def test_a_wrong_method_is_told_which_are_right(client: httpx2.AsyncClient) -> None:
    answer = await client.request("DELETE", "/api/cases")
    assert problem(answer) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, POST"


async def test_what_does_not_exist_is_not_found(client: httpx2.AsyncClient) -> None:
    for path in ("/api/cases/none", "/api/cases/none/events", "/api/cases/none/audit-log", "/api/nothing"):
        assert problem(await client.get(path)) == (404, "not-found"), path


async def test_every_look_at_a_case_is_in_the_access_log(house: House, client: httpx2.AsyncClient) -> None:
    from sqlalchemy import select

    from orchestrator.store.tables import AccessRow

    case = await reviewed(client)
    await client.get(f"/api/cases/{case['case_id']}/documents/1")
    async with house.running.parts.desk.database.reading() as session:
        chosen = select(AccessRow.action).where(AccessRow.case_id == case["case_id"]).order_by(AccessRow.id)
        assert list(await session.scalars(chosen)) == [
            "submit case",
            "read document",
        ]
