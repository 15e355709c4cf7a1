"""The HTTP server as we run it: bounded against slow and hostile connections, and drained when it is told to stop.

It leans on how uvicorn's protocol class calls back; tests hold each of these ways on real sockets.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 5.0
HEADER_BYTES = 64_000
HEADERS = 100
DRAIN_SECONDS = 10
# Longer than clients and proxies keep an idle connection, mostly five seconds: who closes first must be the one that
# would send the next request, or that request is lost on its way.
IDLE_SECONDS = 20


class Bounded(HttpToolsProtocol):
    """Closes connections that take too long over their headers or bring too many; refuses all but one Host."""

    _timer: asyncio.TimerHandle | None = None
    _size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._size = 0
        if self._timer is None:
            self._wait()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value))
        if len(self.headers) >= HEADERS:
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        if sum(name == b"host" for name, _ in self.headers) != 1:
            raise ValueError("one Host header")
        super().on_headers_complete()

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > HEADER_BYTES:
            raise ValueError("headers too large")

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Server(uvicorn.Server):
    """Tells the streams to end as soon as the process is told to stop, so that draining has an end."""

    def __init__(self, config: uvicorn.Config, closing: asyncio.Event) -> None:
        super().__init__(config)
        self._closing = closing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        asyncio.get_running_loop().call_soon_threadsafe(self._closing.set)
        super().handle_exit(sig, frame)


async def serve(
    app: ASGIApp, host: str, port: int, closing: asyncio.Event, ready: Callable[[str], Awaitable[None]]
) -> None:
    """Answer until told to stop; `ready` hears the address once requests are taken."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Bounded,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = Server(config, closing)
    # The server raises the signal again when it is done; being told to stop is no failure.
    before = {one: signal.signal(one, _heard) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        await asyncio.gather(server.serve(), _tell(server, host, ready))
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _heard(_: int, __: FrameType | None) -> None:
    """The signal has been dealt with."""


async def _tell(server: uvicorn.Server, host: str, ready: Callable[[str], Awaitable[None]]) -> None:
    while not server.started:
        if server.should_exit:
            return
        await asyncio.sleep(0.01)
    await ready(f"http://{_shown(host)}:{_port(server)}")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(server: uvicorn.Server) -> int:
    sockets: list[Any] = [s for listening in server.servers for s in listening.sockets]
    return int(sockets[0].getsockname()[1])
