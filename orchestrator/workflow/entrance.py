"""Where reviews enter the durable engine's queue: those that come while others are being written go in together."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from dbos import DBOSClient
from dbos._error import DBOSConflictingWorkflowError
from sqlalchemy import Engine

from orchestrator.store.reviews import ReviewKey


@dataclass(frozen=True)
class Place:
    """Under which names a run stands in the queue."""

    workflow: str
    queue: str
    version: str


@dataclass(frozen=True)
class _Comer:
    key: ReviewKey
    run: str
    priority: int
    entered: asyncio.Future[None]


class Entrance:
    """One thread and one connection; what it puts into the queue stands there when `enter` returns."""

    def __init__(self, client: DBOSClient, engine: Engine, place: Place) -> None:
        self._client, self._engine, self._place = client, engine, place
        self._thread = ThreadPoolExecutor(1, "queue-entrance")
        self._comers: list[_Comer] = []
        self._letting_in: asyncio.Task[None] | None = None

    async def enter(self, key: ReviewKey, run: str, priority: int) -> None:
        """A run that is there already stays as it is. Raises what the database raises."""
        comer = _Comer(key, run, priority, asyncio.get_running_loop().create_future())
        self._comers.append(comer)
        if self._letting_in is None or self._letting_in.done():
            self._letting_in = asyncio.create_task(self._let_in())
        await comer.entered

    def close(self) -> None:
        self._thread.shutdown()
        self._client.destroy()
        self._engine.dispose()

    async def _let_in(self) -> None:
        while self._comers:
            together, self._comers = self._comers, []
            wrong: Exception | None = None
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, self._write, together)
            except Exception as raised:
                wrong = raised
            for comer in together:
                if comer.entered.done():
                    continue
                if wrong is None:
                    comer.entered.set_result(None)
                else:
                    comer.entered.set_exception(wrong)

    def _write(self, together: Sequence[_Comer]) -> None:
        with self._engine.begin() as connection:
            for comer in together:
                with suppress(DBOSConflictingWorkflowError):
                    self._client.enqueue_in_transaction(
                        connection,
                        {
                            "workflow_name": self._place.workflow,
                            "queue_name": self._place.queue,
                            "workflow_id": comer.run,
                            "app_version": self._place.version,
                            "priority": comer.priority,
                        },
                        comer.key.case_id,
                        comer.key.review,
                    )
