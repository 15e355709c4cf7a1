"""A specialist: what it is handed, what it answers, the data servers it may call, and the one function that does it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from agents.runtime.reader import Reader
from agents.runtime.tools import ToolSession
from priorauth import findings
from priorauth.base import Frozen
from priorauth.rulebook import Rulebook
from priorauth.tasks import CaseTask

Task = TypeVar("Task", bound=CaseTask)
Found = TypeVar("Found", bound=Frozen)


@dataclass(frozen=True)
class Bench:
    """What a specialist has at hand in one step."""

    tools: ToolSession
    reader: Reader
    rules: Rulebook


@dataclass(frozen=True)
class Specialist(Generic[Task, Found]):
    name: findings.Specialist
    purpose: str
    task: type[Task]
    found: type[Found]
    servers: frozenset[str]
    review: Callable[[Task, Bench], Awaitable[Found]]
