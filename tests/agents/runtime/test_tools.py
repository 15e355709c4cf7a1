"""Every call to a data server is recorded as it happens, whatever becomes of it."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, JsonValue

from agents.runtime.connections import Remote, open_connections
from agents.runtime.tools import Ledger, Limits, Reply, ToolSession
from priorauth.errors import BudgetSpent, RecordNotWritten
from priorauth.findings import ToolCall, ToolOutcome


class CodeReply(BaseModel):
    code: str
    source: str = "test codes"
    release: str = "2026"
    available: bool = True


class Heard(Reply):
    code: str


def codes() -> MCPServer:
    server = MCPServer("codes", subscriptions=False, log_level="CRITICAL")

    @server.tool()
    async def look(code: str) -> CodeReply:
        if code == "refused":
            raise ToolError("no")
        if code == "slow":
            await asyncio.Event().wait()
        return CodeReply(code=code, available=code != "offline")

    @server.tool()
    async def nonsense(code: str) -> dict[str, str]:
        return {"colour": code}

    return server


def session(connections: Any, recorder: Any, **limits: Any) -> ToolSession:
    return ToolSession(connections, recorder, "clinical", frozenset({"codes"}), limits=Limits(**limits))


async def test_an_answer_is_in_the_ledger_before_it_is_used() -> None:
    ledger = Ledger()
    async with open_connections({"codes": codes()}) as connections:
        answer = await session(connections, ledger).call("codes", "look", {"code": "R91.1"}, Heard, "R91.1")
    assert answer.reply is not None
    assert answer.reply.code == "R91.1"
    (call,) = ledger.calls
    assert call == answer.call
    assert (call.server, call.tool, call.subject, call.outcome) == ("codes", "look", "R91.1", ToolOutcome.ok)
    assert (call.source, call.release) == ("test codes", "2026")
    assert call.reply_digest


@pytest.mark.parametrize(
    ("tool", "code", "outcome"),
    [
        ("look", "refused", ToolOutcome.refused),
        ("look", "slow", ToolOutcome.timeout),
        ("look", "offline", ToolOutcome.offline),
        ("nonsense", "x", ToolOutcome.malformed),
        ("absent", "x", ToolOutcome.refused),
    ],
)
async def test_a_source_that_fails_is_an_outcome_on_the_record(tool: str, code: str, outcome: ToolOutcome) -> None:
    ledger = Ledger()
    async with open_connections({"codes": codes()}) as connections:
        tools = session(connections, ledger, seconds_per_call=0.05)
        answer = await tools.call("codes", tool, {"code": code}, Heard, code)
    assert [c.outcome for c in ledger.calls] == [outcome]
    assert answer.failed is (outcome is not ToolOutcome.offline)


async def test_a_call_that_cannot_be_recorded_did_not_happen() -> None:
    class Broken(Ledger):
        async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
            raise RecordNotWritten

    async with open_connections({"codes": codes()}) as connections:
        with pytest.raises(RecordNotWritten):
            await session(connections, Broken()).call("codes", "look", {"code": "A00"}, Heard, "A00")


async def test_a_call_cut_off_from_outside_is_still_on_the_record() -> None:
    ledger = Ledger()
    async with open_connections({"codes": codes()}) as connections:
        tools = session(connections, ledger)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await tools.call("codes", "look", {"code": "slow"}, Heard, "slow")
    assert [c.outcome for c in ledger.calls] == [ToolOutcome.timeout]


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    ledger = Ledger()
    answer = await session({}, ledger).call("codes", "look", {"code": "A00"}, Heard, "A00")
    assert (answer.reply, answer.call.outcome) == (None, ToolOutcome.unavailable)
    assert ledger.calls == [answer.call]


async def test_a_specialist_may_call_only_its_own_servers_and_only_so_often() -> None:
    async with open_connections({"codes": codes()}) as connections:
        tools = session(connections, Ledger(), calls=1)
        with pytest.raises(PermissionError):
            await tools.call("npi", "look", {"code": "A00"}, Heard, "A00")
        await tools.call("codes", "look", {"code": "A00"}, Heard, "A00")
        with pytest.raises(BudgetSpent):
            await tools.call("codes", "look", {"code": "A00"}, Heard, "A00")


@asynccontextmanager
async def listening(port: int) -> AsyncGenerator[None]:
    app = codes().streamable_http_app(stateless_http=True, json_response=True)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=1))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn offers no event)
        await asyncio.sleep(0)
    try:
        yield
    finally:
        server.should_exit = True
        await running


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_remote_server_takes_the_place_of_the_local_one_and_survives_an_outage() -> None:
    port, ledger = free_port(), Ledger()
    remote = Remote("codes", f"http://127.0.0.1:{port}/mcp", {"X-Key": "k"})
    async with open_connections({"codes": codes()}, {"codes": remote}) as connections:
        tools = session(connections, ledger)
        async with listening(port):
            first = await tools.call("codes", "look", {"code": "A00"}, Heard, "A00")
        down = await tools.call("codes", "look", {"code": "A00"}, Heard, "A00")
        async with listening(port):
            again = await tools.call("codes", "look", {"code": "A00"}, Heard, "A00")
    assert [a.call.outcome for a in (first, down, again)] == [
        ToolOutcome.ok,
        ToolOutcome.unavailable,
        ToolOutcome.ok,
    ]
    assert len(ledger.calls) == 3
