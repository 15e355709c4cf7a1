"""Server-sent events, read from the record. Watching costs the run nothing, and leaving stops nothing."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

from fastapi.responses import StreamingResponse
from pydantic import BaseModel, JsonValue

from orchestrator.api import views
from orchestrator.api.parts import Closing
from priorauth.events import Event

HEARTBEAT_SECONDS = 10.0
LOOK_SECONDS = 1.0
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
Follow = Callable[[int, float], Awaitable[list[Event]]]


def frame(name: str, data: BaseModel | Mapping[str, JsonValue], identity: int | None = None) -> bytes:
    """One event in the wire's own form: a name, one line of JSON, a blank line."""
    text = data.model_dump_json() if isinstance(data, BaseModel) else json.dumps(data, ensure_ascii=False)
    lines = [f"id: {identity}"] if identity is not None else []
    return "\n".join([*lines, f"event: {name}", f"data: {text}", "", ""]).encode()


async def events(after: int, follow: Follow, closing: Closing) -> AsyncGenerator[bytes]:
    """Every event after a sequence, as it comes, with heartbeats between, until the server closes."""
    last, silent = after, 0.0
    yield b": here\n\n"
    while not closing.is_set():
        fresh = await follow(last, LOOK_SECONDS)
        for happened in fresh:
            last = happened.sequence
            yield frame(happened.type, views.event(happened), happened.sequence)
        silent = 0.0 if fresh else silent + LOOK_SECONDS
        if silent >= HEARTBEAT_SECONDS:
            silent = 0.0
            yield b": still here\n\n"


def last_event_id(text: str | None) -> int:
    """Where to resume; junk is the beginning."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def stream(source: AsyncGenerator[bytes]) -> StreamingResponse:
    return StreamingResponse(source, media_type="text/event-stream", headers=HEADERS)
