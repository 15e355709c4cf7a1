"""Recorded tool sessions: every call is in the record before its answer is used.

A source that is down, slow or speaks nonsense is an outcome, not an exception; the specialist says so, the case pends.
A call that cannot be recorded did not happen: RecordNotWritten rises and the specialist fails.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from agents.runtime.connections import Connection
from agents.runtime.spans import call_span
from priorauth.digests import digest
from priorauth.errors import BudgetSpent, SourceFailed, SourceLimited, SourceReplyRefused
from priorauth.findings import ToolCall, ToolOutcome


class Reply(BaseModel):
    """What every data server's reply says of itself; a specialist reads the fields its own subclass names."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True)

    source: str = ""
    release: str = ""
    as_of: str | None = None
    available: bool = True


R = TypeVar("R", bound=Reply)


class Recorder(Protocol):
    """Where calls and readings are recorded as they happen. Raises RecordNotWritten when it cannot."""

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None: ...

    async def heard(self, call: ToolCall) -> JsonValue:
        """What a model answered to this very question in an earlier attempt at this step; None where it was not."""
        ...

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None: ...


@dataclass
class Ledger:
    """A record in memory, for reviews that run without a store."""

    calls: list[ToolCall] = field(default_factory=list[ToolCall])
    replies: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    readings: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        self.calls.append(call)
        if call.reply_digest:
            self.replies[call.reply_digest] = reply

    async def heard(self, call: ToolCall) -> JsonValue:
        return None

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None:
        self.readings[question] = reading


@dataclass(frozen=True)
class Limits:
    """Bounds on what one specialist may spend in one run."""

    calls: int = 400
    seconds_per_call: float = 10.0
    seconds: float = 120.0


@dataclass(frozen=True)
class Answer(Generic[R]):
    """A tool's reply, or the outcome that stands in its place."""

    call: ToolCall
    reply: R | None

    @property
    def failed(self) -> bool:
        """The source did not do its part: not the same as "nothing found" or "not offered offline"."""
        return self.call.outcome not in (ToolOutcome.ok, ToolOutcome.not_found, ToolOutcome.offline)


@dataclass
class ToolSession:
    """The tools one specialist may call in one step of one `review`, each call recorded as it happens."""

    connections: Mapping[str, Connection]
    recorder: Recorder
    step: str
    allowed: frozenset[str]
    attempt: int = 1
    limits: Limits = field(default_factory=Limits)
    review: str = ""
    made: int = 0

    async def call(
        self, server: str, tool: str, arguments: Mapping[str, JsonValue], reply: type[R], subject: str
    ) -> Answer[R]:
        if server not in self.allowed:
            raise PermissionError(f"{self.step} may not call {server}")
        self.made += 1
        if self.made > self.limits.calls:
            raise BudgetSpent(f"{self.step} made more than {self.limits.calls} calls")
        called_at, began = datetime.now(UTC), time.perf_counter()
        asked = ToolCall(
            server=server,
            tool=tool,
            subject=subject,
            arguments_digest=digest(dict(arguments)),
            outcome=ToolOutcome.timeout,
            duration_ms=0,
            step=self.step,
            attempt=self.attempt,
            called_at=called_at,
        )
        try:
            with call_span(server, tool, self.step, self.attempt) as span:
                parsed, outcome, raw = await self._ask(server, tool, dict(arguments), reply)
                span.outcome, span.source = outcome, parsed.source if parsed else ""
        except asyncio.CancelledError:
            await self._record(asked, began, None)
            raise
        heard = {
            "outcome": outcome,
            "source": parsed.source if parsed else "",
            "release": parsed.release if parsed else "",
            "reply_digest": digest(raw) if raw is not None else "",
        }
        return Answer(await self._record(asked.model_copy(update=heard), began, raw), parsed)

    async def _record(self, call: ToolCall, began: float, reply: JsonValue) -> ToolCall:
        timed = call.model_copy(update={"duration_ms": round((time.perf_counter() - began) * 1000, 2)})
        await self.recorder.tool_called(timed, reply)
        return timed

    async def _ask(
        self, server: str, tool: str, arguments: dict[str, Any], reply: type[R]
    ) -> tuple[R | None, ToolOutcome, JsonValue]:
        connection = self.connections.get(server)
        if connection is None:
            return None, ToolOutcome.unavailable, None
        try:
            raw = await connection.call(tool, arguments, self.limits.seconds_per_call)
            parsed = reply.model_validate(raw)
        except ValidationError:
            return None, ToolOutcome.malformed, None
        except SourceFailed as failed:
            return None, _outcome(failed), None
        outcome = ToolOutcome.ok if parsed.available else ToolOutcome.offline
        return parsed, outcome, cast(JsonValue, raw)


def _outcome(failed: SourceFailed) -> ToolOutcome:
    if isinstance(failed, SourceReplyRefused):
        return ToolOutcome.refused
    if failed.reason == "timed out":
        return ToolOutcome.timeout
    return ToolOutcome.refused if isinstance(failed, SourceLimited) else ToolOutcome.unavailable
