"""How a data server is made and served: in this process, over HTTP alone or beside others, or over a pipe.

Tools only read, so HTTP is stateless and any process can answer any request. Within a larger application a server's
own lifespan does not run; that application enters `running` in its own, once for each server object.
"""

import contextlib
import hmac
from collections.abc import AsyncGenerator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import uvicorn
from mcp.server import MCPServer
from mcp.server.mcpserver import server as mcpserver
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp.types import ToolAnnotations
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from priorauth.errors import SettingRefused, SourceFailed
from priorauth.intake import fault_of as argument_fault
from priorauth.sources import fault_of

LOOPBACK = ("127.0.0.1:*", "localhost:*", "[::1]:*", "127.0.0.1", "localhost", "[::1]")
ANY_HOST = "*"
_LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def _as_it_is(level: str) -> None:
    """Logs go where the process sends them; the library would load a good deal to colour them."""


setattr(mcpserver, "configure_logging", _as_it_is)  # noqa: B010


class DataServer(MCPServer):
    """Tells a source that failed as an error with its own code, and never repeats arguments that do not fit."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as wrong:
            if isinstance(failed := wrong.__cause__, SourceFailed):
                raise MCPError(fault_of(failed), failed.reason) from None
            if isinstance(failed, ValidationError):
                raise ToolError(_misused(name, failed)) from None
            raise


def _misused(tool: str, wrong: ValidationError) -> str:
    """Which arguments do not fit and what to write; never what was sent, which may be a patient's."""
    errors = wrong.errors(include_url=False, include_input=False, include_context=True)
    faults = [argument_fault(error) for error in errors]
    return f"{tool}: " + "; ".join(f"{'.'.join(map(str, fault.loc))}: {fault.msg}" for fault in faults)


def new_server(name: str, instructions: str) -> MCPServer:
    # No subscriptions: a client's listening stream would keep the HTTP server from shutting down.
    return DataServer(
        name, version=version("priorauth"), instructions=instructions, subscriptions=False, log_level="WARNING"
    )


def http_app(server: MCPServer, path: str = "/mcp", hosts: Sequence[str] = LOOPBACK) -> Starlette:
    """The server as an HTTP application of its own; other Host headers than these are refused."""
    # A browser on another site can reach loopback, so Host and Origin are checked.
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    checks = ANY_HOST not in hosts
    return server.streamable_http_app(
        streamable_http_path=path,
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=checks, allowed_hosts=list(hosts), allowed_origins=origins
        ),
    )


def routes(servers: Mapping[str, MCPServer], hosts: Sequence[str] = LOOPBACK) -> list[BaseRoute]:
    """Each server at exactly `/mcp/<name>`, to go into a larger application together with `running`.

    Routes, since a mount would answer a path without its closing slash with a redirect, which not every client follows.
    """
    return [route for name, server in servers.items() for route in http_app(server, f"/mcp/{name}", hosts).routes]


@contextlib.asynccontextmanager
async def running(servers: Mapping[str, MCPServer]) -> AsyncGenerator[None]:
    """Keeps servers answering; enter it in the lifespan of the application that has their routes."""
    async with contextlib.AsyncExitStack() as stack:
        for server in servers.values():
            await stack.enter_async_context(server.session_manager.run())
        yield


class TokenRequired:
    """Lets only callers in who bring the shared token in the Authorization header."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._brought(Headers(scope=scope).get("authorization", "")):
            await self._app(scope, receive, send)
            return
        refusal = PlainTextResponse("the shared token is missing", 401, {"WWW-Authenticate": "Bearer"})
        await refusal(scope, receive, send)

    def _brought(self, header: str) -> bool:
        return hmac.compare_digest(header.removeprefix("Bearer ").encode(), self._token)


async def serve_http(server: MCPServer, host: str, port: int, token: str = "") -> None:
    """Answer at `http://host:port/mcp` until told to stop. Raises SettingRefused off loopback without a token."""
    app = guarded_app(server, host, token)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)
    await uvicorn.Server(config).serve()


def guarded_app(server: MCPServer, host: str, token: str) -> ASGIApp:
    """On loopback open to this machine; anywhere else only to those who bring the token, under any name."""
    if host in _LOOPBACK_HOSTS:
        app = http_app(server)
        return TokenRequired(app, token) if token else app
    if not token:
        raise SettingRefused("MCP_TOKEN", f"is needed to serve on {host}, which others can reach")
    return TokenRequired(http_app(server, hosts=[ANY_HOST]), token)


async def serve_stdio(server: MCPServer) -> None:
    """Answer one client on standard input and output until it leaves."""
    await server.run_stdio_async()
