"""The sign of life of a process that answers nobody."""

import asyncio

from orchestrator.pulse import pulse


async def ask(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    reply = await reader.read()
    writer.close()
    await writer.wait_closed()
    return reply


async def test_a_live_process_says_so() -> None:
    async with pulse(0, "127.0.0.1") as port:
        assert port is not None
        reply = await ask(port, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert reply.startswith(b"HTTP/1.1 200 OK")
        assert reply.endswith(b'{"status":"ok"}')


async def test_other_addresses_are_unknown_and_endless_lines_are_cut_off() -> None:
    async with pulse(0, "127.0.0.1") as port:
        assert port is not None
        assert (await ask(port, b"GET /api/cases HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 404")
        assert await ask(port, b"x" * 5000 + b"\r\n") == b""
        assert (await ask(port, b"GET /health/live HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 200")


async def test_without_a_port_nothing_listens() -> None:
    async with pulse(None) as port:
        assert port is None
