"""How a data server is made and served: in this process, over HTTP alone or mounted, over standard input and output.

Tools only read, so HTTP is stateless and any process can answer any request. A mounted server's own lifespan does not
run; whoever mounts it enters `running` in theirs.
"""

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from importlib.metadata import version

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.applications import Starlette
from starlette.routing import Mount

LOOPBACK = ("127.0.0.1:*", "localhost:*", "[::1]:*")
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def new_server(name: str, instructions: str) -> MCPServer:
    # No subscriptions: a client's listening stream would keep the HTTP server from shutting down.
    return MCPServer(
        name, version=version("priorauth"), instructions=instructions, subscriptions=False, log_level="WARNING"
    )


def http_app(server: MCPServer, path: str = "/mcp", hosts: Sequence[str] = LOOPBACK) -> Starlette:
    """The server as an HTTP application of its own; other Host headers than these are refused."""
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    return server.streamable_http_app(
        streamable_http_path=path,
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(allowed_hosts=list(hosts), allowed_origins=origins),
    )


def mounts(servers: Mapping[str, MCPServer], hosts: Sequence[str] = LOOPBACK) -> list[Mount]:
    """Each server at `/mcp/<name>`, to go into a larger application together with `running`."""
    return [Mount(f"/mcp/{name}", http_app(server, "/", hosts)) for name, server in servers.items()]


@contextlib.asynccontextmanager
async def running(servers: Mapping[str, MCPServer]) -> AsyncGenerator[None]:
    """Keeps mounted servers answering; enter it in the lifespan of the application they are mounted in."""
    async with contextlib.AsyncExitStack() as stack:
        for server in servers.values():
            await stack.enter_async_context(server.session_manager.run())
        yield


def serve_http(server: MCPServer, host: str, port: int, hosts: Sequence[str] = LOOPBACK) -> None:
    """Answer at `http://host:port/mcp` until told to stop."""
    uvicorn.run(http_app(server, hosts=hosts), host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)


def serve_stdio(server: MCPServer) -> None:
    """Answer one client on standard input and output until it leaves."""
    server.run("stdio")
