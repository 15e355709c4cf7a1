"""Reviews of FHIR requests start once their answer is out, so that nobody waits for the start of one.

Nothing rests on this: a review that is not started here waits in the outbox, and the engine finds it there.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from orchestrator.workflow.desk import Runs

log = logging.getLogger(__name__)
SECONDS = 0.1


@dataclass(frozen=True)
class Afterwards:
    """The engine, a moment later."""

    runs: Runs
    _begun: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def submitted(self, case_id: str) -> None:
        task = asyncio.ensure_future(self._start(case_id))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def _start(self, case_id: str) -> None:
        await asyncio.sleep(SECONDS)
        try:
            await self.runs.submitted(case_id)
        except Exception as wrong:
            log.warning("a review was left in the outbox: %s", type(wrong).__name__)

    async def wait(self, case_id: str, review: int, seconds: float) -> bool:
        return await self.runs.wait(case_id, review, seconds)

    async def withdrawn(self, case_id: str) -> None:
        await self.runs.withdrawn(case_id)

    async def close(self) -> None:
        for task in list(self._begun):
            task.cancel()
        await asyncio.gather(*self._begun, return_exceptions=True)
