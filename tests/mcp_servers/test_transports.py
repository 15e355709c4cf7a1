"""A real MCP client against every server, in this process, over HTTP alone and together, and over a pipe."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncGenerator, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.server import MCPServer
from mcp.types import TextContent
from starlette.applications import Starlette

from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.roster import NAMES, Held, servers
from mcp_servers.serving import guarded_app, http_app, routes, running

ONE_CALL: Mapping[str, tuple[str, dict[str, Any], tuple[str, object]]] = {
    "icd10-codes": ("validate_code", {"code": "m1711", "service_date": "2026-11-20"}, ("code", "M17.11")),
    "npi-registry": ("npi_lookup", {"npi": "1234567893"}, ("status", "VERIFIED")),
    "cms-coverage": ("get_coverage_document", {"document_id": "NCD 240.4"}, ("policy_id", "NCD 240.4")),
    "pubmed": ("search_articles", {"query": "knee"}, ("available", False)),
    "clinical-trials": ("search_trials", {"query": "knee"}, ("available", False)),
}


@pytest.fixture(scope="module")
def held(icd10_store: Icd10Store) -> Held:
    return Held(icd10_store.path.parent)


@pytest.fixture
def named(held: Held) -> Iterator[Mapping[str, MCPServer]]:
    yield servers(held)


class StartedServer(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextlib.asynccontextmanager
async def listening(app: Starlette) -> AsyncGenerator[str]:
    """The application on a loopback port of its own; gives its address."""
    server = StartedServer(app)
    task = asyncio.create_task(server.serve())
    await server.listens.wait()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


async def answer_of(client: Client, name: str) -> None:
    tool, arguments, (field, expected) = ONE_CALL[name]
    result = await client.call_tool(tool, arguments)
    assert result.is_error is False
    assert result.structured_content is not None
    assert result.structured_content[field] == expected
    assert {"source", "release", "as_of"} <= result.structured_content.keys()


def test_every_server_is_called() -> None:
    assert set(NAMES) == set(ONE_CALL)


@pytest.mark.parametrize("name", NAMES)
async def test_a_server_answers_in_process(named: Mapping[str, MCPServer], name: str) -> None:
    async with Client(named[name]) as client:
        await answer_of(client, name)


@pytest.mark.parametrize("name", NAMES)
async def test_a_server_answers_over_http_alone(named: Mapping[str, MCPServer], name: str) -> None:
    async with listening(http_app(named[name])) as address, Client(f"{address}/mcp") as client:
        await answer_of(client, name)


async def test_all_servers_answer_within_one_application(named: Mapping[str, MCPServer]) -> None:
    app = Starlette(routes=routes(named), lifespan=lambda _: running(named))
    async with listening(app) as address:
        for name in NAMES:
            async with Client(f"{address}/mcp/{name}") as client:
                await answer_of(client, name)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000"])
async def test_within_one_application_the_path_is_answered_without_a_redirect(
    named: Mapping[str, MCPServer], host: str
) -> None:
    transport = httpx2.ASGITransport(Starlette(routes=routes(named)))
    headers = {"Accept": "application/json, text/event-stream", "Host": host}
    async with running(named), httpx2.AsyncClient(transport=transport) as http:
        reply = await http.post(
            f"http://{host}/mcp/pubmed", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=headers
        )
    assert reply.status_code == 200


async def test_a_client_of_the_older_protocol_is_answered_too(named: Mapping[str, MCPServer]) -> None:
    app = http_app(named["icd10-codes"])
    async with listening(app) as address, Client(f"{address}/mcp", mode="legacy") as client:
        await answer_of(client, "icd10-codes")


async def test_any_process_answers_a_request_without_a_session(named: Mapping[str, MCPServer]) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    params = {"name": "npi_validate", "arguments": {"npi": "1234567893"}}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    async with listening(http_app(named["npi-registry"])) as address, httpx2.AsyncClient(trust_env=False) as http:
        reply = await http.post(f"{address}/mcp", json={**call, "params": params}, headers=headers)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()["result"]["structuredContent"]["valid"] is True


@pytest.mark.parametrize("header", [{"Host": "example.org"}, {"Origin": "http://example.org"}])
async def test_another_host_or_origin_is_refused(named: Mapping[str, MCPServer], header: dict[str, str]) -> None:
    async with listening(http_app(named["npi-registry"])) as address, httpx2.AsyncClient(trust_env=False) as http:
        reply = await http.post(f"{address}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=header)
    assert reply.status_code in (403, 421)


async def test_a_host_that_is_named_is_answered(named: Mapping[str, MCPServer]) -> None:
    app = http_app(named["npi-registry"], hosts=["codes.example.org"])
    async with listening(app) as address, httpx2.AsyncClient(trust_env=False) as http:
        headers = {"Host": "codes.example.org", "Accept": "application/json, text/event-stream"}
        reply = await http.post(f"{address}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=headers)
    assert reply.status_code not in (403, 421)


async def test_a_server_answers_over_a_pipe(icd10_store: Icd10Store) -> None:
    program = (
        "from pathlib import Path; from mcp_servers.roster import Held, server_named; "
        "from mcp_servers.serving import serve_stdio; import asyncio, sys; "
        "asyncio.run(serve_stdio(server_named('icd10-codes', Held(Path(sys.argv[1])))))"
    )
    folder: Path = icd10_store.path.parent
    async with Client(StdioServerParameters(command=sys.executable, args=["-c", program, str(folder)])) as client:
        await answer_of(client, "icd10-codes")


async def test_wrong_arguments_are_an_error_of_the_call_and_not_of_the_server(held: Held) -> None:
    async with Client(servers(held)["icd10-codes"]) as client:
        refused = await client.call_tool("validate_code", {"code": "x" * 65})
        again = await client.call_tool("validate_code", {"code": "I10"})
    assert refused.is_error is True
    assert again.is_error is False


async def test_wrong_arguments_are_named_and_never_repeated(held: Held) -> None:
    async with Client(servers(held)["icd10-codes"]) as client:
        refused = await client.call_tool("search_codes", {"query": ["CANARY"], "limit": "CANARY"})
    (told,) = refused.content
    assert isinstance(told, TextContent)
    assert told.text == "search_codes: query: write text; limit: write a whole number"


@pytest.mark.parametrize(("header", "status"), [("", 401), ("Bearer wrong", 401), ("Bearer s3cret", 200)])
async def test_off_loopback_only_the_shared_token_opens(
    named: Mapping[str, MCPServer], header: str, status: int
) -> None:
    app = guarded_app(named["npi-registry"], "10.0.0.8", "s3cret")
    transport = httpx2.ASGITransport(app)
    call = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Authorization": header, "Accept": "application/json, text/event-stream", "Host": "codes.example.org"}
    async with running({"it": named["npi-registry"]}), httpx2.AsyncClient(transport=transport) as http:
        reply = await http.post("http://codes.example.org/mcp", json=call, headers=headers)
    assert reply.status_code == status
