"""A sign of life for processes that answer nobody: `GET /health/live`, as long as the event loop turns."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

HOST = "0.0.0.0"
_SECONDS = 5.0
_BYTES = 4096
_ALIVE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\nConnection: close\r\n\r\n"
    b'{"status":"ok"}'
)
_UNKNOWN = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def pulse(port: int | None, host: str = HOST) -> AsyncGenerator[int | None]:
    """Answer on this port while the block runs, and yield the port taken; without a port nothing listens."""
    if port is None:
        yield None
        return
    async with await asyncio.start_server(_answer, host, port, limit=_BYTES) as server:
        yield int(server.sockets[0].getsockname()[1])


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        line = await asyncio.wait_for(reader.readline(), _SECONDS)
        writer.write(_ALIVE if line.startswith(b"GET /health/live ") else _UNKNOWN)
        await asyncio.wait_for(writer.drain(), _SECONDS)
    except (OSError, ValueError, TimeoutError):
        # Whoever asked has gone or speaks something else; nothing of ours is lost.
        pass
    finally:
        writer.close()
