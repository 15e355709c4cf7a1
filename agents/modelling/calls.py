"""Every call to a model, on the record before its answer is used, and never paid twice by one step.

The middleware sits where the framework makes one request: a turn after a tool's reply is a call of its own. A call that
cannot be recorded fails the run. An answer that an earlier attempt at this step was given is taken from the record.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import openai
from agent_framework import ChatContext, ChatMiddleware, ChatResponse, Content, Message
from agent_framework.exceptions import ChatClientException
from pydantic import BaseModel, ConfigDict, JsonValue

from agents.modelling.clients import OpenClient
from agents.modelling.endpoint import ModelLimits
from agents.modelling.meter import Meter, estimated_tokens
from agents.runtime.tools import ToolSession
from priorauth.digests import digest, digest_text
from priorauth.errors import (
    BudgetSpent,
    SourceFailed,
    SourceLimited,
    SourceReplyRefused,
    SourceUnavailable,
)
from priorauth.findings import MODEL, ToolCall, ToolOutcome


class Said(StrEnum):
    """How a model ended its answer."""

    whole = "whole"
    cut = "cut"
    refused = "refused"

    @property
    def complaint(self) -> str:
        return {"whole": "is not of the form asked for", "cut": "was cut off", "refused": "was a refusal"}[self]


class Asked(BaseModel):
    """A tool the model wants called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    arguments: str


class Answer(BaseModel):
    """What a model answered to one call, as it is kept on record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    asked: tuple[Asked, ...] = ()
    finish: str = ""
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass
class RecordedCalls(ChatMiddleware):
    """Holds tokens, recalls or calls, tries again where that may help, records, settles."""

    client: OpenClient
    limits: ModelLimits
    meter: Meter
    session: ToolSession
    question: str
    subject: str
    turns: int = 0
    end: Said = Said.whole

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        answer = await self._answer(context, call_next)
        self.end = _end_of(answer)
        context.result = _response(answer)

    async def _answer(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> Answer:
        self.turns += 1
        if self.turns > self.limits.turns + 1:
            raise BudgetSpent("the model took more turns than it may")
        told = json.dumps(_told(context), ensure_ascii=False)
        call = self._call(digest_text("\n".join((self.client.source, self.client.model, self.question, told))))
        earlier = await self.session.recorder.heard(call)
        if earlier is not None:
            answer = Answer.model_validate(earlier)
            await self._record(call, time.perf_counter(), answer, recalled=True)
            return answer
        estimate = estimated_tokens(told)
        if estimate > self.limits.prompt_tokens:
            raise BudgetSpent("the record is longer than the model is asked to read")
        return await self._pay(call, estimate + self.limits.completion_tokens, context, call_next)

    async def _pay(
        self, call: ToolCall, tokens: int, context: ChatContext, call_next: Callable[[], Awaitable[None]]
    ) -> Answer:
        for attempt in range(1, self.limits.tries + 1):
            self.meter.hold(self.session.review, tokens)
            paid, began = 0, time.perf_counter()
            try:
                answer = await self._once(context, call_next)
                paid = answer.prompt_tokens + answer.completion_tokens or tokens
                await self._record(call, began, answer)
                return answer
            except SourceFailed as failed:
                await self._record(call.model_copy(update={"outcome": _outcome(failed)}), began, None)
                if not failed.retryable or attempt == self.limits.tries:
                    raise
                wait = self._pause(failed, attempt)
            except asyncio.CancelledError:
                paid = tokens
                await self._record(call, began, None)
                raise
            finally:
                self.meter.settle(self.session.review, tokens, paid)
            await asyncio.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _pause(self, failed: SourceFailed, attempt: int) -> float:
        told = failed.retry_after_seconds if isinstance(failed, SourceLimited) else None
        return min(self.limits.longest_pause, told if told is not None else self.limits.pause * 2 ** (attempt - 1))

    async def _once(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> Answer:
        try:
            async with asyncio.timeout(self.limits.seconds_per_call):
                await call_next()
        except TimeoutError:
            raise SourceUnavailable(MODEL, "timed out") from None
        except ChatClientException as wrong:
            raise _failure(wrong) from None
        result = context.result
        if not isinstance(result, ChatResponse):
            raise SourceReplyRefused(MODEL, "did not answer with a message")
        return _heard(result)

    def _call(self, arguments_digest: str) -> ToolCall:
        return ToolCall(
            server=MODEL,
            tool=self.question,
            subject=self.subject,
            arguments_digest=arguments_digest,
            outcome=ToolOutcome.timeout,
            duration_ms=0,
            source=self.client.source,
            release=self.client.model,
            step=self.session.step,
            attempt=self.session.attempt,
            called_at=datetime.now(UTC),
        )

    async def _record(self, call: ToolCall, began: float, answer: Answer | None, *, recalled: bool = False) -> None:
        changes: dict[str, Any] = {"duration_ms": round((time.perf_counter() - began) * 1000, 2), "recalled": recalled}
        reply: JsonValue = None
        if answer is not None:
            reply = answer.model_dump(mode="json")
            changes |= {
                "outcome": ToolOutcome.ok,
                "release": answer.model or call.release,
                "reply_digest": digest(reply),
                "prompt_tokens": answer.prompt_tokens,
                "completion_tokens": answer.completion_tokens,
            }
        await self.session.recorder.tool_called(call.model_copy(update=changes), reply)


def _told(context: ChatContext) -> list[JsonValue]:
    """Everything the model is sent, but for what differs from run to run and means nothing."""
    return [[m.role, [_content(c) for c in m.contents]] for m in context.messages]


def _content(content: Content) -> JsonValue:
    if content.type == "function_call":
        return ["call", content.name, str(content.arguments)]
    if content.type == "function_result":
        return ["result", str(content.result)]
    return content.text


def _heard(response: ChatResponse[Any]) -> Answer:
    contents = [c for m in response.messages for c in m.contents]
    usage = response.usage_details or {}
    return Answer(
        text=response.text,
        asked=tuple(
            Asked(id=c.call_id or "", name=c.name or "", arguments=_arguments(c))
            for c in contents
            if c.type == "function_call"
        ),
        finish=str(response.finish_reason or ""),
        model=response.model or "",
        prompt_tokens=usage.get("input_token_count") or 0,
        completion_tokens=usage.get("output_token_count") or 0,
    )


def _arguments(content: Content) -> str:
    return content.arguments if isinstance(content.arguments, str) else json.dumps(content.arguments or {})


def _response(answer: Answer) -> ChatResponse[Any]:
    contents = [Content.from_text(answer.text)] if answer.text or not answer.asked else []
    contents += [Content.from_function_call(call_id=a.id, name=a.name, arguments=a.arguments) for a in answer.asked]
    finish: Any = "tool_calls" if answer.asked else answer.finish or "stop"
    return ChatResponse(messages=[Message("assistant", contents)], model=answer.model, finish_reason=finish)


def _end_of(answer: Answer) -> Said:
    if answer.finish == "length":
        return Said.cut
    return Said.refused if answer.finish == "content_filter" else Said.whole


def _failure(wrong: ChatClientException) -> SourceFailed:
    """What the client's exception comes to; its text may quote the prompt and is not kept."""
    cause = wrong.__cause__
    match cause:
        case openai.RateLimitError():
            return SourceLimited(MODEL, _retry_after(cause))
        case openai.APITimeoutError():
            return SourceUnavailable(MODEL, "timed out")
        case openai.APIConnectionError() | openai.InternalServerError():
            return SourceUnavailable(MODEL)
        case openai.APIStatusError():
            return SourceReplyRefused(MODEL, f"refused the call with status {cause.status_code}")
        case _:
            return SourceReplyRefused(MODEL, "sent what is no answer")


def _retry_after(limited: openai.RateLimitError) -> float | None:
    told = limited.response.headers.get("retry-after", "")
    return float(told) if told.replace(".", "", 1).isdigit() else None


def _outcome(failed: SourceFailed) -> ToolOutcome:
    if failed.reason == "timed out":
        return ToolOutcome.timeout
    refused = isinstance(failed, SourceReplyRefused | SourceLimited)
    return ToolOutcome.refused if refused else ToolOutcome.unavailable
