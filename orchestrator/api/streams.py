"""Server-sent events, read from the record. Watching costs the run nothing, and leaving stops nothing."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable

from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from orchestrator.api import views
from priorauth.events import Event

HEARTBEAT_SECONDS = 10.0
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


def frame(name: str, data: BaseModel | dict[str, object], identity: int | None = None) -> bytes:
    """One event in the wire's own form: a name, one line of JSON, a blank line."""
    text = data.model_dump_json() if isinstance(data, BaseModel) else json.dumps(data, ensure_ascii=False)
    lines = [f"id: {identity}"] if identity is not None else []
    return "\n".join([*lines, f"event: {name}", f"data: {text}", "", ""]).encode()


class News:
    """Wakes whoever waits for a case's record to grow: at once within a process, by a look now and then across them."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.closing = asyncio.Event()

    def tell(self, case_id: str) -> None:
        for waiting in self._waiting.get(case_id, ()):
            waiting.set()

    def close(self) -> None:
        """The server is going down: every stream ends cleanly."""
        self.closing.set()
        for case_id in list(self._waiting):
            self.tell(case_id)

    async def wait(self, case_id: str, seconds: float) -> None:
        waiting = asyncio.Event()
        self._waiting.setdefault(case_id, set()).add(waiting)
        try:
            async with asyncio.timeout(seconds):
                await waiting.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting[case_id].discard(waiting)
            if not self._waiting[case_id]:
                del self._waiting[case_id]


Look = Callable[[int], Awaitable[list[Event]]]


async def events(case_id: str, after: int, look: Look, news: News) -> AsyncGenerator[bytes]:
    """Every event after a sequence, as it comes, with heartbeats between."""
    last, silent = after, 0.0
    while not news.closing.is_set():
        fresh = await look(last)
        for happened in fresh:
            last = happened.sequence
            yield frame(happened.type, views.event(happened), happened.sequence)
        if fresh:
            silent = 0.0
            continue
        await news.wait(case_id, 1.0)
        silent += 1.0
        if silent >= HEARTBEAT_SECONDS:
            silent = 0.0
            yield b": still here\n\n"


def last_event_id(text: str | None) -> int:
    """Where to resume; junk is the beginning."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def stream(source: AsyncGenerator[bytes]) -> StreamingResponse:
    return StreamingResponse(source, media_type="text/event-stream", headers=HEADERS)
