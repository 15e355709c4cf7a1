"""The one place that knows vendors: a chat client for each kind of endpoint, opened once and shared by all cases.

Retries, limits and records are ours and lie above; the SDK below tries once and waits as long as it is told.
"""

import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from agents.modelling.endpoint import Endpoint, EndpointKind
from agents.modelling.pools import open_http
from agents.runtime.identity import FOUNDRY_SCOPE, machine_token

os.environ.setdefault("AGENT_FRAMEWORK_USER_AGENT_DISABLED", "true")

from agent_framework import Agent, SupportsChatGetResponse
from agent_framework.openai import OpenAIChatClient, OpenAIChatCompletionClient
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion

AZURE_SCOPE = "https://cognitiveservices.azure.com/.default"
NO_KEY = "none"
AGENTS_KEPT = 64


@dataclass(frozen=True)
class OpenClient:
    """A client that is open, what it is called in records, and the agents that speak through it."""

    chat: SupportsChatGetResponse[Any]
    source: str
    model: str
    keeps_nothing: bool
    _agents: dict[tuple[str, str], Agent[Any]] = field(default_factory=dict[tuple[str, str], Agent[Any]], compare=False)

    def agent(self, name: str, instructions: str) -> Agent[Any]:
        """The agent of this name under these instructions: made once, and without a memory of what it was asked."""
        key = name, instructions
        if key not in self._agents:
            while len(self._agents) >= AGENTS_KEPT:
                self._agents.pop(next(iter(self._agents)))
            self._agents[key] = Agent(client=self.chat, name=name, instructions=instructions)
        return self._agents[key]


@asynccontextmanager
async def open_client(endpoint: Endpoint) -> AsyncGenerator[OpenClient]:
    """A client of this endpoint; leave in the task that entered. Raises SettingRefused where a library is missing."""
    async with AsyncExitStack() as stack:
        key = await _key(endpoint, stack)
        http = await stack.enter_async_context(open_http(endpoint.limits.seconds_per_call))
        sdk = AsyncOpenAI(
            base_url=_base_url(endpoint),
            api_key=key,
            timeout=endpoint.limits.seconds_per_call,
            max_retries=0,
            http_client=http,
            default_query={"api-version": "preview"} if endpoint.kind is EndpointKind.azure else None,
        )
        _send_as_is(sdk)
        limits = endpoint.limits
        loop: Any = {
            "max_iterations": limits.turns,
            "max_function_calls": limits.tool_calls,
            "max_duration_seconds": limits.seconds,
            "terminate_on_unknown_calls": True,
        }
        speaks_chat = endpoint.kind is EndpointKind.chat
        kind = OpenAIChatCompletionClient if speaks_chat else OpenAIChatClient
        chat: Any = kind(model=endpoint.model, async_client=sdk, function_invocation_configuration=loop)
        yield OpenClient(chat, f"{endpoint.kind} endpoint", endpoint.model, keeps_nothing=not speaks_chat)


def _send_as_is(sdk: AsyncOpenAI) -> None:
    """Chat messages go out as they are.

    The SDK first walks each of them through every shape a message might have, for longer than sending takes; ours are
    plain mappings already. This can go when the SDK sends those untouched.
    """

    async def create(*, stream: bool, **body: Any) -> ChatCompletion:
        return await sdk.post("/chat/completions", cast_to=ChatCompletion, body=body)

    completions: Any = sdk.chat.completions
    completions.create = create


def _base_url(endpoint: Endpoint) -> str:
    root = endpoint.base_url.rstrip("/")
    if endpoint.kind in (EndpointKind.azure, EndpointKind.foundry) and not root.endswith("/openai/v1"):
        return f"{root}/openai/v1"
    return root


async def _key(endpoint: Endpoint, stack: AsyncExitStack) -> str | Callable[[], Awaitable[str]]:
    if endpoint.api_key:
        return endpoint.api_key
    if endpoint.kind in (EndpointKind.chat, EndpointKind.responses):
        return NO_KEY
    scope = AZURE_SCOPE if endpoint.kind is EndpointKind.azure else FOUNDRY_SCOPE
    return await machine_token(scope, stack, endpoint.credential)
