"""Each specialist as a Microsoft Agent Framework agent: the same work, with the framework's telemetry and hosting.

The agent takes one message, the task as JSON, and answers with one message, the findings as JSON. It holds no session.
"""

from collections.abc import AsyncIterable, Awaitable, Sequence
from typing import Any, Generic, cast

from agent_framework import (
    AgentMiddlewareLayer,
    AgentResponse,
    AgentResponseUpdate,
    BaseAgent,
    Content,
    Message,
    ResponseStream,
)
from agent_framework.observability import AgentTelemetryLayer

from agents.runtime.report import report_type
from agents.runtime.runner import InProcessRunner
from agents.runtime.specialist import Found, Specialist, Task
from agents.runtime.tools import Ledger
from priorauth.tasks import parse_task


class _RawSpecialistAgent(BaseAgent, Generic[Task, Found]):
    """The work itself; the layers above it bring middleware and spans."""

    def __init__(self, *, specialist: Specialist[Task, Found], runner: InProcessRunner, **rest: Any) -> None:
        super().__init__(id=specialist.name, name=specialist.name, description=specialist.purpose, **rest)
        self._specialist, self._runner = specialist, runner

    def run(
        self, messages: object = None, *, stream: bool = False, session: object = None, **_: Any
    ) -> Awaitable[AgentResponse[Any]] | ResponseStream[AgentResponseUpdate, AgentResponse[Any]]:
        if not stream:
            return self._answer(messages)

        async def updates() -> AsyncIterable[AgentResponseUpdate]:
            answer = await self._answer(messages)
            yield AgentResponseUpdate(role="assistant", contents=[Content.from_text(answer.text)])

        return ResponseStream(updates(), finalizer=AgentResponse.from_updates)

    async def _answer(self, messages: object) -> AgentResponse[Any]:
        ledger = Ledger()
        task = parse_task(self._specialist.task, _text(messages))
        found = await self._runner.run(self._specialist, task, ledger)
        report = report_type(self._specialist.found)(
            found=found,
            rules_digest=self._runner.rules_digest,
            reader=self._runner.reader_name,
            tool_calls=tuple(ledger.calls),
            replies=ledger.replies,
            readings=ledger.readings,
        )
        return AgentResponse(
            messages=[Message("assistant", [Content.from_text(report.model_dump_json())])],
            agent_id=self._specialist.name,
            value=report,
        )


class SpecialistAgent(  # pyright: ignore[reportIncompatibleMethodOverride]  (the layers narrow `run` by overloads)
    AgentMiddlewareLayer, AgentTelemetryLayer, _RawSpecialistAgent[Task, Found]
):
    """A specialist behind the framework's agent protocol."""


def _text(messages: object) -> str:
    """The text of whatever the framework hands over: a string, a message, or a list of either."""
    if isinstance(messages, str):
        return messages
    if isinstance(messages, Message):
        return messages.text
    return "".join(_text(part) for part in cast(Sequence[object], messages or ()))
