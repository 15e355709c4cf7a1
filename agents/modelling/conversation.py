"""One question to a model, from the first word to a reply that parses, or to a failure with a reason.

The model is an agent of the Agent Framework. A reply that does not parse is sent back once with what is wrong with it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from agent_framework import FunctionTool, Message, MiddlewareFailure, UserInputRequiredException
from agent_framework.exceptions import AgentFrameworkException
from pydantic import ValidationError

from agents.modelling.calls import RecordedCalls, Said
from agents.modelling.clients import OpenClient
from agents.modelling.endpoint import ModelLimits
from agents.modelling.meter import Meter
from agents.modelling.search import FailClosed
from agents.modelling.wire import Wire, strict_schema
from agents.runtime.tools import ToolSession
from priorauth.errors import ReaderFailed, SourceFailed

W = TypeVar("W", bound=Wire)


@dataclass(frozen=True)
class Question(Generic[W]):
    """What is asked: `instructions` and the head of `message` are the same for many cases, the record comes last.

    `subject` names the question in the record of calls: a policy id or a fixed word.
    """

    name: str
    subject: str
    instructions: str
    message: str
    reply: type[W]
    tools: Sequence[FunctionTool] = ()
    repairs: int = 1


@dataclass(frozen=True)
class Interview:
    """A model at work in one run of one specialist."""

    client: OpenClient
    limits: ModelLimits
    meter: Meter
    session: ToolSession

    async def ask(self, question: Question[W]) -> W:
        """The model's reply. Raises ReaderFailed or BudgetSpent with the reason, and RecordNotWritten."""
        calls = RecordedCalls(self.client, self.limits, self.meter, self.session, question.name, question.subject)
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._ask(question, calls)
        except TimeoutError:
            raise ReaderFailed(f"the model did not finish within {self.limits.seconds:g} seconds") from None
        except SourceFailed as failed:
            raise ReaderFailed(f"the model {failed.reason}") from None
        finally:
            self.meter.took(self.session.review, self.session.step, calls.turns)

    async def _ask(self, question: Question[W], calls: RecordedCalls) -> W:
        agent = self.client.agent(f"{self.session.step}-reader", question.instructions)
        options: Any = self._options(question)
        said = [Message("user", [question.message])]
        for repairs in reversed(range(question.repairs + 1)):
            try:
                answer = await agent.run(
                    said, tools=list(question.tools), middleware=[calls, FailClosed()], options=options
                )
            except MiddlewareFailure as stopped:
                raise (stopped.__cause__ or stopped) from None
            except (AgentFrameworkException, UserInputRequiredException) as wrong:
                raise ReaderFailed(f"the model broke with {type(wrong).__name__}") from None
            text = answer.text
            try:
                return question.reply.model_validate_json(text)
            except ValidationError as wrong:
                if not repairs or calls.end is not Said.whole:
                    raise ReaderFailed(f"the model's reply {calls.end.complaint}") from None
                said = [*said, Message("assistant", [text or "(nothing)"]), Message("user", [_complaint(wrong)])]
        raise AssertionError("the last turn returns or raises")

    def _options(self, question: Question[W]) -> dict[str, Any]:
        schema = {"name": question.name, "schema": strict_schema(question.reply), "strict": True}
        options: dict[str, Any] = {
            "response_format": {"type": "json_schema", "json_schema": schema},
            "max_tokens": self.limits.completion_tokens,
        }
        return options | {"store": False} if self.client.keeps_nothing else options


def _complaint(wrong: ValidationError) -> str:
    """Where the reply went wrong, by place and kind; never a word of the reply."""
    faults = wrong.errors(include_url=False, include_input=False, include_context=False)[:8]
    named = "; ".join(f"{'.'.join(map(str, f['loc'])) or 'reply'}: {f['type']}" for f in faults)
    return f"That reply is not of the form asked for ({named}). Send the whole reply again as one JSON object."
