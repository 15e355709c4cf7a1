"""Running a specialist so that it always ends: with its findings, or with a failure that makes the case pend."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from agents.runtime.connections import Connection
from agents.runtime.reader import Reader
from agents.runtime.specialist import Bench, Found, Specialist, Task
from agents.runtime.tools import Limits, Recorder, ToolSession
from priorauth.errors import PriorAuthError, RecordNotWritten
from priorauth.findings import Failure
from priorauth.findings import Specialist as Name
from priorauth.rulebook import Rulebook


class Runner(Protocol):
    """Runs a specialist somewhere. Raises nothing but RecordNotWritten and cancellation."""

    async def run(
        self, specialist: Specialist[Task, Found], task: Task, recorder: Recorder, *, attempt: int = 1
    ) -> Found | Failure: ...


@dataclass(frozen=True)
class InProcessRunner:
    """Runs a specialist here, on connections and a reader that are already open."""

    connections: Mapping[str, Connection]
    reader: Reader
    rules: Rulebook
    limits: Limits = field(default_factory=Limits)

    @property
    def rules_digest(self) -> str:
        return self.rules.digest

    @property
    def reader_name(self) -> str:
        return self.reader.name

    async def run(
        self, specialist: Specialist[Task, Found], task: Task, recorder: Recorder, *, attempt: int = 1
    ) -> Found | Failure:
        tools = ToolSession(
            self.connections,
            recorder,
            specialist.name,
            specialist.servers,
            attempt=attempt,
            limits=self.limits,
            review=f"{task.case.case_id}:{task.case.review}",
        )
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await specialist.review(task, Bench(tools, self.reader.at(tools, self.rules), self.rules))
        except RecordNotWritten:
            raise
        except TimeoutError:
            return Failure(specialist=specialist.name, reason=f"did not finish within {self.limits.seconds:g} seconds")
        except PriorAuthError as failed:
            return Failure(specialist=specialist.name, reason=f"{type(failed).__name__}: {failed}")
        except Exception as broken:
            # Whatever broke, its text may quote the record: only its kind is told.
            return Failure(specialist=specialist.name, reason=f"broke with {type(broken).__name__}")


@dataclass(frozen=True)
class RoutedRunner:
    """Runs a specialist elsewhere where it has a place elsewhere, and here otherwise."""

    here: Runner
    elsewhere: Mapping[Name, Runner]

    async def run(
        self, specialist: Specialist[Task, Found], task: Task, recorder: Recorder, *, attempt: int = 1
    ) -> Found | Failure:
        runner = self.elsewhere.get(specialist.name, self.here)
        return await runner.run(specialist, task, recorder, attempt=attempt)
