"""Whatever is sent, the door answers with a sound response or with one OperationOutcome, never with a failure."""

import json
import os
from copy import deepcopy
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import answer
from orchestrator.fhir.bodies import decode
from orchestrator.fhir.chains import first_plan
from orchestrator.fhir.dialects import DIALECTS
from orchestrator.fhir.door import FhirRoute
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.names import ReviewAction
from orchestrator.fhir.outcomes import FhirRefused, outcome
from orchestrator.fhir.states import ItemState, Told
from orchestrator.fhir.submitting import receive
from orchestrator.identity.callers import LOCAL_OPERATOR
from priorauth.errors import SourceUnavailable
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.answers import closed, r4_sound
from tests.orchestrator.fhir.conftest import BASE, FHIR
from tests.orchestrator.fhir.test_structure import JSON_VALUES

CANARY = "CANARY-7261"


def answered(body: Any) -> Any:
    """What the door makes of a body, without its store: an answer, or an outcome."""
    from datetime import UTC, datetime

    try:
        received = receive(LOCAL_OPERATOR, DIALECTS["2.2.1"], decode(json.dumps(body).encode()))
    except FhirRefused as refused:
        return outcome(refused.issues)
    lines = first_plan(received.asked).lines
    states = tuple(ItemState(n.sequence, ReviewAction.pended, "26-00001") for n in lines)
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    echo = Echo(received.asked.contents)
    received.asked.fragments()
    return answer(Answering(received.asked, DIALECTS["2.2.1"], received.exchange_id, at, echo), Told(states, (), False))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body."""
    found = [path] if path else []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += places(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found += places(inner, (*path, number))
    return found


BODY = bundles.request("any")
PLACES = places(BODY)


@settings(max_examples=int(os.environ.get("ANY_BODIES", "150")), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_request_with_anything_put_or_taken_away_anywhere_is_answered_soundly(data: st.DataObject) -> None:
    answered_soundly(spoilt(BODY, PLACES, data))


def spoilt(body: Any, within: list[tuple[Any, ...]], data: st.DataObject) -> Any:
    """A body with up to three places of it changed or gone."""
    changed = deepcopy(body)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(within))
        holder: Any = changed
        try:
            for step in path[:-1]:
                holder = holder[step]
            if data.draw(st.booleans()):
                del holder[path[-1]]
            else:
                holder[path[-1]] = data.draw(JSON_VALUES | st.just(CANARY))
        except (KeyError, IndexError, TypeError):
            continue
    return changed


def answered_soundly(body: Any) -> None:
    told = answered(body)
    assert told["resourceType"] in ("Bundle", "OperationOutcome")
    r4_sound(told)
    if told["resourceType"] == "OperationOutcome":
        assert CANARY not in json.dumps(told)
    else:
        assert closed(told) == []


@given(JSON_VALUES)
def test_any_value_at_all_is_answered(value: Any) -> None:
    assert answered(value)["resourceType"] == "OperationOutcome"


HOSTILE: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"not json", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'{"resourceType": 7}', 400),
    (b'{"resourceType": "Patient"}', 400),
    (b'{"resourceType": "Bundle", "type": "batch", "entry": [{}]}', 400),
    (b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": 9}}]}', 400),
    (b'{"a": 1, "a": 2}', 400),
    (b'{"a": NaN}', 400),
    (b'{"a": 1e999}', 400),
    (b'{"resourceType": "Bundle", "a": ' + b"[" * 900 + b"]" * 900 + b"}", 400),
    (b"[" * 200_000, 400),
    (b'{"resourceType": "Bundle", "a": [' + b"0," * 450_000 + b"0]}", 400),
    ('{"resourceType": "Bundle", "a": "\u00e4"}'.encode("utf-16"), 400),
    (b'{"resourceType": "Bundle", "a": "\\ud800"}', 400),
]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("body", "status"), HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("path", ["Claim/$submit", "Claim/$inquire", "$submit-attachment", "Subscription"])
async def test_a_hostile_body_is_one_outcome(client: httpx2.AsyncClient, path: str, body: bytes, status: int) -> None:
    answer = await client.post(f"{BASE}/{path}", content=body, headers=FHIR)
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


@pytest.mark.asyncio(loop_scope="session")
async def test_too_large_a_body_is_refused_by_its_size(client: httpx2.AsyncClient) -> None:
    answer = await client.post(f"{BASE}/Claim/$submit", content=b" " * 20_000_001, headers=FHIR)
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (413, "too-long")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/fhir+xml"}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/fhir+json", "Accept": "application/fhir+xml"}, 406),
        ({"Content-Type": "application/json; charset=utf-8", "Accept": "application/fhir+json"}, 400),
    ],
)
async def test_media_types_that_are_not_spoken_are_refused(
    client: httpx2.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.post(f"{BASE}/Claim/$submit", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


@pytest.mark.asyncio(loop_scope="session")
async def test_a_dollar_written_as_percent_24_is_the_same_operation(client: httpx2.AsyncClient) -> None:
    answer = await client.post(f"{BASE}/Claim/%24submit", json=bundles.request("percent"), headers=FHIR)
    assert answer.status_code == 200


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "Claim/$submit", 405, "POST"),
        ("OPTIONS", "metadata", 405, "GET, HEAD"),
        ("PATCH", "Subscription/one", 405, "DELETE, GET, HEAD, PUT"),
        ("GET", "Patient/1", 404, None),
        ("POST", "Claim", 404, None),
        ("GET", "", 404, None),
    ],
)
async def test_what_is_not_offered_is_refused_in_the_words_of_fhir(
    client: httpx2.AsyncClient, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = await client.request(method, f"{BASE}/{path}".rstrip("/"))
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")
    assert answer.headers.get("Allow") == allow


@pytest.mark.asyncio(loop_scope="session")
async def test_the_head_of_what_is_open_is_as_open(client: httpx2.AsyncClient) -> None:
    assert (await client.head(f"{BASE}/metadata")).status_code == 200


@pytest.mark.asyncio(loop_scope="session")
async def test_where_a_token_comes_from_is_told_as_smart_asks_for_it(client: httpx2.AsyncClient) -> None:
    told = await client.get(f"{BASE}/.well-known/smart-configuration")
    assert told.headers["content-type"] == "application/json"
    assert told.json()["token_endpoint"] == f"{client.base_url}/auth/token"


def test_what_is_wrong_with_a_body_is_said_as_it_is_written() -> None:
    with pytest.raises(FhirRefused, match="The body is not JSON: NaN and Infinity are not JSON"):
        decode(b'{"a": NaN}')


@pytest.mark.asyncio(loop_scope="session")
async def test_what_cannot_be_reached_says_when_to_come_again() -> None:
    async def away(_: Request) -> Response:
        raise SourceUnavailable("the store")

    app = Starlette(routes=[Route("/", FhirRoute(away), methods=["GET"])])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
        answer = await client.get("/")
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (503, "transient")
    assert int(answer.headers["Retry-After"]) >= 1
