"""An assistant over MCP: it submits, reads and explains, within the roles of whoever it speaks for."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.requests import Request

from orchestrator.identity.callers import Caller, Role
from orchestrator.settings import Settings
from tests.orchestrator.api.conftest import House, at_work, browser
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")
URL = "http://127.0.0.1:8000/mcp/priorauth"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    folder: Path = tmp_path_factory.mktemp("assisted") / "data"
    async with at_work(Settings.load(env_file=None, data_dir=folder)) as house:
        yield house


@asynccontextmanager
async def assistant(house: House) -> AsyncGenerator[Client]:
    async with browser(house.running.app) as http, Client(streamable_http_client(URL, http_client=http)) as client:
        yield client


async def called(house: House, tool: str, **arguments: Any) -> dict[str, Any]:
    async with assistant(house) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error is False, result.content
    assert result.structured_content is not None
    return result.structured_content


async def refused(house: House, tool: str, **arguments: Any) -> str:
    async with assistant(house) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error is True
    return str(result.content)


async def test_the_engine_offers_four_tools_and_none_decides(house: House) -> None:
    async with assistant(house) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"submit_case", "get_case", "list_cases", "explain_decision"}
    assert [t.name for t in tools.values() if t.annotations and not t.annotations.read_only_hint] == ["submit_case"]


async def test_a_case_is_submitted_read_listed_and_explained(house: House) -> None:
    case = await called(house, "submit_case", request=REQUEST, wait_seconds=60)
    case_id = case["case_id"]
    assert case["latest_review"]["outcome"] == "sealed"
    assert (await called(house, "get_case", case_id=case_id))["case_number"] == case["case_number"]
    assert case_id in [row["case_id"] for row in (await called(house, "list_cases", limit=50))["items"]]
    why = await called(house, "explain_decision", case_id=case_id)
    assert why["recommendation"] == case["latest_review"]["recommendation"]
    quotes = [span["quote"] for row in why["criteria"] for span in row["evidence_spans"]]
    assert quotes
    assert all(quote in REQUEST["clinical_notes"] for quote in quotes)


async def test_faults_are_named_and_no_value_is_repeated(house: House) -> None:
    said = await refused(house, "submit_case", request=REQUEST | {"patient_dob": "Canary-Value", "unknown": 1})
    assert "patient_dob" in said
    assert "unknown" in said
    assert "Canary-Value" not in said


async def test_a_case_that_is_not_there_is_not_explained(house: House) -> None:
    assert "No such case" in await refused(house, "explain_decision", case_id="none")
    assert "No such case" in await refused(house, "get_case", case_id="none")


async def test_an_assistant_sees_what_its_person_may_see(house: House) -> None:
    case_id = (await called(house, "submit_case", request=REQUEST))["case_id"]
    parts = house.running.parts

    async def somebody(_: Request) -> Caller:
        return Caller("somebody else", frozenset({Role.submitter}))

    async def auditor(_: Request) -> Caller:
        return Caller("an auditor", frozenset({Role.auditor}))

    try:
        house.running.app.state.parts = replace(parts, identify=somebody)
        assert "No such case" in await refused(house, "get_case", case_id=case_id)
        assert (await called(house, "list_cases"))["items"] == []
        house.running.app.state.parts = replace(parts, identify=auditor)
        assert "roles" in await refused(house, "submit_case", request=REQUEST)
        assert (await called(house, "get_case", case_id=case_id))["case_id"] == case_id
    finally:
        house.running.app.state.parts = parts


async def test_who_has_no_role_for_it_is_refused_at_the_gate(house: House) -> None:
    parts = house.running.parts

    async def admin(_: Request) -> Caller:
        return Caller("an admin", frozenset({Role.admin}))

    try:
        house.running.app.state.parts = replace(parts, identify=admin)
        async with browser(house.running.app) as http:
            call = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
            answer: httpx2.Response = await http.post("/mcp/priorauth", json=call)
        assert answer.status_code == 403
    finally:
        house.running.app.state.parts = parts
