"""A subscriber on loopback that keeps what it is sent."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp


@dataclass
class Listener:
    """`address` is where it listens; `refuses` how many posts it turns away first."""

    address: str = ""
    refuses: int = 0
    _heard: "asyncio.Queue[tuple[dict[str, str], dict[str, Any]]]" = field(default_factory=asyncio.Queue)

    async def take(self, request: Request) -> Response:
        if self.refuses:
            self.refuses -= 1
            return Response(status_code=503)
        await self._heard.put((dict(request.headers), await request.json()))
        return Response(status_code=200)

    async def next(self) -> tuple[dict[str, str], dict[str, Any]]:
        return await asyncio.wait_for(self._heard.get(), 30)

    @property
    def quiet(self) -> bool:
        return self._heard.empty()


@asynccontextmanager
async def listening(listener: Listener) -> AsyncGenerator[Listener]:
    app = Starlette(routes=[Route("/hook", listener.take, methods=["POST"])])
    async with served(app) as address:
        listener.address = f"{address}/hook"
        yield listener


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncGenerator[str]:
    """An application on a port of loopback; yields its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="off", log_config=None, ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task
