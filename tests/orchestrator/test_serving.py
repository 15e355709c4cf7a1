"""The server on real sockets: hostile connections are closed, streams end cleanly, being told to stop is no failure."""

import asyncio
import signal
from collections.abc import AsyncGenerator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

from orchestrator import serving


@pytest.fixture
def closing() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
async def port(closing: asyncio.Event, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[int]:
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(serving, "IDLE_SECONDS", 1)

    async def stream(_: Request) -> StreamingResponse:
        async def told() -> AsyncGenerator[bytes]:
            yield b"data: begun\n\n"
            await closing.wait()
            yield b"data: closed\n\n"

        return StreamingResponse(told(), media_type="text/event-stream")

    async def hello(_: Request) -> JSONResponse:
        return JSONResponse({})

    app = Starlette(routes=[Route("/", hello), Route("/stream", stream)])
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def ready(at: str) -> None:
        address.set_result(at)

    serve = asyncio.create_task(serving.serve(app, "127.0.0.1", 0, closing, ready))
    yield int((await address).rpartition(":")[2])
    signal.raise_signal(signal.SIGTERM)
    await asyncio.wait_for(serve, 10)


async def sent(port: int, text: bytes) -> bytes:
    """All that is answered until the connection closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


async def test_a_plain_request_is_answered_with_the_date_and_without_the_server(port: int) -> None:
    answer = await sent(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"date:" in answer
    assert b"server:" not in answer


async def test_a_connection_is_kept_for_the_next_request_and_closed_when_none_comes(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n{}"), 5)
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()


@pytest.mark.parametrize("text", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Drip: "], ids=str)
async def test_a_client_that_does_not_finish_its_headers_is_closed(port: int, text: bytes) -> None:
    assert await sent(port, text) == b""


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        b"Host: a\r\nHost: b\r\n",
        b"Host: a\r\n" + b"X: y\r\n" * 200,
        b"Host: a\r\nX: " + b"y" * 100_000 + b"\r\n",
        b"Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n",
    ],
    ids=["no host", "two hosts", "many headers", "a large header", "two lengths"],
)
async def test_hostile_headers_are_refused(port: int, headers: bytes) -> None:
    assert (await sent(port, b"GET / HTTP/1.1\r\n" + headers + b"\r\n")).startswith(b"HTTP/1.1 400")


async def test_a_stream_ends_cleanly_when_the_server_is_told_to_stop(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert b"begun" in await asyncio.wait_for(reader.readuntil(b"begun\n\n\r\n"), 5)
    signal.raise_signal(signal.SIGTERM)
    rest = await asyncio.wait_for(reader.read(), 10)
    assert rest.endswith(b"0\r\n\r\n")
    assert b"closed" in rest
    writer.close()
