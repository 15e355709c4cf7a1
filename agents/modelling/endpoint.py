"""Which model is asked, where, and how much one conversation with it may take."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OPENAI_URL = "https://api.openai.com/v1"


class EndpointKind(StrEnum):
    """The wire protocol and how a caller shows who it is."""

    chat = "openai"
    responses = "responses"
    azure = "azure"
    foundry = "foundry"


@dataclass(frozen=True)
class ModelLimits:
    """Bounds on one conversation: turns with the model, tool calls, tries, seconds, tokens."""

    turns: int = 4
    tool_calls: int = 6
    tries: int = 3
    seconds_per_call: float = 60.0
    seconds: float = 100.0
    pause: float = 0.5
    longest_pause: float = 10.0
    prompt_tokens: int = 100_000
    completion_tokens: int = 8_000


@dataclass(frozen=True)
class Endpoint:
    """`base_url` is the API's root for `openai` and `responses`, the resource for `azure`, the project for `foundry`.

    Without a key, `azure` and `foundry` use the machine's own identity; `credential` stands in for it in tests.
    """

    kind: EndpointKind
    model: str
    base_url: str = OPENAI_URL
    api_key: str = field(default="", repr=False)
    limits: ModelLimits = field(default_factory=ModelLimits)
    credential: Callable[[], Any] | None = field(default=None, repr=False)
