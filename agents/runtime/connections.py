"""How a data server is reached: in this process, or by URL. Either way over MCP, either way the same answer or failure.

A remote call opens its own connection in its own task. That costs some milliseconds and buys that an outage, a restart
or an expired session ends one call and never the specialist that made it.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.server import MCPServer
from mcp.types import CallToolRequest, CallToolRequestParams, CallToolResult

from priorauth.errors import SourceFailed, SourceReplyRefused, SourceUnavailable
from priorauth.sources import failure_of

REASON_BOUND = 200


class Connection(Protocol):
    """One data server. `call` returns the tool's structured reply or raises SourceFailed."""

    async def call(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]: ...


@dataclass(frozen=True)
class InProcess:
    """A data server in this process, through an MCP client that is already open."""

    name: str
    client: Client

    async def call(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]:
        # Server and client are one program: the server has built the reply from its own type, and the specialist reads
        # it into another. A third look, at the published schema, would cost more than the rest of the call.
        request = CallToolRequest(params=CallToolRequestParams(name=tool, arguments=arguments))
        return await _heard(self.name, self.client.session.send_request(request, CallToolResult), seconds)


@dataclass(frozen=True)
class Remote:
    """A data server elsewhere, by the URL of its streamable HTTP endpoint."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    async def call(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]:
        try:
            return await asyncio.create_task(self._once(tool, arguments, seconds))
        except SourceFailed as failed:
            if not failed.retryable:
                raise
        return await asyncio.create_task(self._once(tool, arguments, seconds))

    async def _once(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]:
        try:
            async with asyncio.timeout(seconds), AsyncExitStack() as stack:
                limits = httpx2.Timeout(seconds)
                http = await stack.enter_async_context(
                    httpx2.AsyncClient(headers=dict(self.headers), timeout=limits, trust_env=False)
                )
                client = await stack.enter_async_context(Client(streamable_http_client(self.url, http_client=http)))
                return await _heard(self.name, client.call_tool(tool, arguments), seconds)
        except SourceFailed:
            raise
        except BaseExceptionGroup as group:
            raise _first_failure(self.name, group) from None
        except (OSError, TimeoutError, MCPError, httpx2.HTTPError, asyncio.CancelledError) as wrong:
            if isinstance(wrong, asyncio.CancelledError) and (task := asyncio.current_task()) and task.cancelling():
                raise
            raise SourceUnavailable(self.name, type(wrong).__name__) from None


def _first_failure(name: str, group: BaseExceptionGroup[BaseException]) -> SourceFailed:
    inner = group.exceptions[0]
    while isinstance(inner, BaseExceptionGroup):
        inner = cast(BaseExceptionGroup[BaseException], inner).exceptions[0]
    return inner if isinstance(inner, SourceFailed) else SourceUnavailable(name, type(inner).__name__)


async def _heard(name: str, call: Awaitable[CallToolResult], seconds: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(seconds):
            result = await call
    except TimeoutError:
        raise SourceUnavailable(name, "timed out") from None
    except MCPError as wrong:
        raise failure_of(wrong.error.code, name, wrong.error.message[:REASON_BOUND]) from None
    if result.is_error:
        raise SourceReplyRefused(name, "the tool refused the call")
    content = cast(object, result.structured_content)
    if not isinstance(content, dict):
        raise SourceReplyRefused(name, "the reply has no structured content")
    return cast(dict[str, Any], content)


@asynccontextmanager
async def open_connections(
    servers: Mapping[str, MCPServer], remotes: Mapping[str, Remote] | None = None
) -> AsyncGenerator[dict[str, Connection]]:
    """Open every data server once; a remote one takes the place of the one of its name in this process."""
    chosen: dict[str, Connection] = dict(remotes or {})
    async with AsyncExitStack() as stack:
        for name, server in servers.items():
            if name not in chosen:
                chosen[name] = InProcess(name, await stack.enter_async_context(Client(server)))
        yield chosen
