"""A form that cannot be taken is a problem that says what to do, and none is held in memory beyond its bounds."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.orchestrator.api.conftest import reviewed
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")
_EDGE = {"Content-Type": "multipart/form-data; boundary=x"}
_TEXT = ("note.txt", b"A synthetic page.", "text/plain")


def told(answer: httpx2.Response) -> tuple[int, str, str]:
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, body["type"].removeprefix("/problems/"), body["detail"]


async def test_more_files_than_a_case_holds_are_told_their_number(client: httpx2.AsyncClient) -> None:
    parts = [("request", (None, json.dumps(REQUEST))), *[("file", _TEXT)] * 51]
    answer = await client.post("/api/cases", files=parts)
    assert told(answer) == (413, "too-large", "A form has at most 50 files; send the others afterwards.")


@pytest.mark.parametrize("name", [None, "request.json"])
async def test_a_request_in_a_form_has_the_bound_of_a_body(client: httpx2.AsyncClient, name: str | None) -> None:
    large = json.dumps(REQUEST | {"clinical_notes": "x" * 12_000_000})
    answer = await client.post("/api/cases", files={"request": (name, large, "application/json")})
    assert told(answer) == (413, "too-large", "A body has at most 12,000,000 bytes.")


@pytest.mark.parametrize(
    "content", [b"--x\r\n\r\n{}\r\n--x--\r\n", b"no form", b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--"]
)
async def test_what_is_no_form_is_told_how_one_is_written(client: httpx2.AsyncClient, content: bytes) -> None:
    status, problem, detail = told(await client.post("/api/cases", content=content, headers=_EDGE))
    assert (status, problem) == (400, "bad-json")
    assert "boundary" in detail


async def test_a_request_stands_once_in_a_form(client: httpx2.AsyncClient) -> None:
    twice = [("request", (None, json.dumps(REQUEST)))] * 2
    answer = await client.post("/api/cases", files=twice)
    assert answer.json()["errors"] == [{"loc": ["request"], "msg": "send this part once"}]


async def test_a_body_beyond_all_bounds_is_a_problem_like_any_other(client: httpx2.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(113):
            yield b" " * 1_000_000

    answer = await client.post("/api/cases", content=endless(), headers=_EDGE)
    assert told(answer)[:2] == (413, "too-large")
    assert "afterwards" in told(answer)[2]


async def test_a_document_of_blanks_is_none(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    answer = await client.post(f"/api/cases/{case['case_id']}/documents", json={"text": " \n\t "})
    assert answer.json()["errors"] == [{"loc": ["text"], "msg": "this must not be empty"}]
