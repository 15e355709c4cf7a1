"""Connections to a model's endpoint: kept open, and many at once without a look at each of them for every request.

A pool goes through all its connections whenever one is asked for or given back, so that a hundred waiting requests cost
a hundred times a hundred looks. Small pools, each filled before the next is begun, cost the same for each request.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.request import getproxies

import httpx2

POOLS, AT_ONCE = 64, 8
_BODY_SENT = "send_request_body.complete"
_sent: ContextVar[asyncio.Event | None] = ContextVar("sent", default=None)


@contextmanager
def told_when_sent(sent: asyncio.Event) -> Generator[None]:
    """Within, `sent` is set as soon as a request has left; the waiting that follows is free for other work."""
    token = _sent.set(sent)
    try:
        yield
    finally:
        sent.set()
        _sent.reset(token)


@asynccontextmanager
async def open_http(seconds: float) -> AsyncGenerator[httpx2.AsyncClient]:
    """Behind a proxy that the environment names, the client's own way of going there is left as it is."""
    proxied = {"http", "https", "all"} & set(getproxies())
    limits = httpx2.Limits(max_connections=POOLS * AT_ONCE, max_keepalive_connections=100)
    hooks = {"request": [_tell]}
    spread = None if proxied else SmallPools()
    async with httpx2.AsyncClient(
        timeout=seconds, limits=limits, follow_redirects=True, transport=spread, event_hooks=hooks
    ) as http:
        yield http


async def _tell(request: httpx2.Request) -> None:
    sent = _sent.get()
    if sent is None or sent.is_set():
        return

    async def traced(name: str, _: object) -> None:
        if name.endswith(_BODY_SENT):
            sent.set()

    request.extensions["trace"] = traced


@dataclass
class _Pool:
    transport: httpx2.AsyncHTTPTransport
    busy: int = 0


@dataclass
class SmallPools(httpx2.AsyncBaseTransport):
    """The first pool with room takes a request; the next is opened when there is none."""

    pools: list[_Pool] = field(default_factory=list[_Pool])

    def __post_init__(self) -> None:
        self._tls = httpx2.create_ssl_context()
        self._open()

    def _open(self) -> _Pool:
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=AT_ONCE)
        self.pools.append(_Pool(httpx2.AsyncHTTPTransport(verify=self._tls, limits=limits)))
        return self.pools[-1]

    def _roomy(self) -> _Pool:
        found = next((p for p in self.pools if p.busy < AT_ONCE), None)
        if found is None and len(self.pools) < POOLS:
            found = self._open()
        return found or min(self.pools, key=lambda p: p.busy)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        pool = self._roomy()
        pool.busy += 1
        try:
            return await pool.transport.handle_async_request(request)
        finally:
            pool.busy -= 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        for pool in self.pools:
            await pool.transport.aclose()
