"""The durable engine as the rest of the house knows it: it starts what must start and keeps what goes on going.

What was stored will be reviewed: a review waits in the outbox from the transaction that called for it until it has
begun. Nothing is held in memory that the next life of the process could not read from the database.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from orchestrator.store.anchors import anchor_when_due
from orchestrator.store.clocks import sweep_clocks
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.outbox import Waiting, waiting
from orchestrator.store.reviews import ReviewKey, Reviews
from orchestrator.store.schema import ensure_current
from orchestrator.store.tail import review_ended
from orchestrator.workflow.durable import ALIVE, Crew, DurableRuns, Station, engine_url, workflow_id
from orchestrator.workflow.lease import FileLock, Lease
from orchestrator.workflow.patience import Patience
from orchestrator.workflow.review import Bounds, ReviewSteps
from orchestrator.workflow.team import Teams

log = logging.getLogger(__name__)
FEW = 8


@dataclass(frozen=True)
class Options:
    """How an engine behaves; the defaults are what is shipped."""

    concurrency: int = 1000
    everywhere: int | None = None
    at_once: int | None = None
    bounds: Bounds = field(default_factory=Bounds)
    patience: Patience = field(default_factory=Patience)
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    sweep_seconds: float = 2.0
    clock_seconds: float = 30.0
    tidy_seconds: float = 3600.0
    keep_runs: timedelta = timedelta(days=7)
    anchor_key: bytes | None = None
    anchor_every: timedelta = timedelta(days=1)
    overdue: timedelta = timedelta(seconds=30)
    poll_seconds: float | None = None
    idle_seconds: float = 30.0
    beat_seconds: float = 5.0
    ttl_seconds: float = 30.0
    drain_seconds: float = 20.0


class Engine:
    """One process's share in the reviews of one database."""

    def __init__(self, database: Database, codec: Codec, teams: Teams, options: Options | None = None) -> None:
        self._database, self._options = database, options or Options()
        self.reviews = Reviews(database, codec)
        steps = ReviewSteps(self.reviews, teams, self._options.bounds, self._options.patience)
        self._steps, self._crew = steps, Crew(steps, self._one_ended)
        self._holder = self._make_holder()
        station = Station(
            engine_url(database.engine.url),
            self._holder.executor_id,
            self._options.concurrency,
            self._options.everywhere,
            self._poll_seconds,
            self._options.idle_seconds,
        )
        self._runs = DurableRuns(station, self._crew)
        self._handed: dict[str, set[ReviewKey]] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._working = False

    def _make_holder(self) -> FileLock | Lease:
        if self._database.is_sqlite:
            return FileLock(Path(self._database.engine.url.database or "priorauth.db").with_suffix(".lock"))
        url = engine_url(self._database.engine.url)
        chosen = self._options
        return Lease(url, DurableRuns.take_over, chosen.beat_seconds, chosen.ttl_seconds, chosen.idle_seconds)

    async def start(self) -> None:
        """Take up what was left undone and begin to work. Raises WorkerRefused, SchemaBehind."""
        await ensure_current(self._database)
        self._holder.start()
        try:
            await self._runs.launch()
        except BaseException:
            self._holder.stop()
            raise
        if isinstance(self._holder, Lease):
            self._holder.watch()
        self._working = True
        self._begin(self._every(self._options.sweep_seconds, self._sweep))
        self._begin(self._every(self._options.clock_seconds, self._watch_clocks))
        self._begin(self._every(self._options.tidy_seconds, self._tidy))
        self._begin(self._every(self._options.tidy_seconds, self._anchor))

    async def stop(self) -> None:
        """Finish what runs, within the time given; the rest is taken up by the next life or by another process."""
        self._working = False
        for chore in (chores := list(self._chores)):
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await self._runs.land(self._options.drain_seconds)
        self._holder.stop()

    async def submitted(self, case_id: str) -> None:
        """A review of this case waits in the outbox: start it now where there is room, else let it queue."""
        if self._working:
            for one in await waiting(self._database, case_id):
                await self._hand_over(one)

    async def withdrawn(self, case_id: str) -> None:
        """The case was withdrawn: its running review ends now, here and wherever else it runs."""
        for key in await self.reviews.running(case_id):
            await self.reviews.fail(key, ("the case was withdrawn",))
            self._steps.stop(key)

    async def wait(self, case_id: str, review: int, seconds: float) -> bool:
        """Whether the review ends, sealed or failed, within so many seconds."""
        return await review_ended(self._database, case_id, review, seconds)

    @property
    def _poll_seconds(self) -> float:
        """How often the engine's queue is looked at: on SQLite nothing passes through it but what a crash has left."""
        if self._options.poll_seconds is not None:
            return self._options.poll_seconds
        return 0.5 if self._database.is_sqlite else 0.1

    @property
    def _at_once(self) -> int:
        """How many reviews run here without a turn in the queue: where there is nobody to share it with, all."""
        if self._options.at_once is not None:
            return self._options.at_once
        return self._options.concurrency if self._database.is_sqlite else FEW

    async def _hand_over(self, one: Waiting) -> None:
        key = ReviewKey(one.case_id, one.review)
        handed = self._handed.setdefault(key.case_id, set())
        if key in handed:
            return
        handed.add(key)
        try:
            if len(self._crew.tasks) < self._at_once:
                await self._runs.start(key)
            else:
                await self._runs.enqueue(key, one.priority)
        except BaseException:
            handed.discard(key)
            raise

    def _one_ended(self, case_id: str) -> None:
        """What came in while a review ran is reviewed next."""
        self._handed.pop(case_id, None)
        if self._working:
            self._begin(self._quietly(lambda: self.submitted(case_id)))

    async def _sweep(self) -> None:
        """Start what waits; look after runs that the engine has given up or does not know."""
        for one in await waiting(self._database):
            await self._hand_over(one)
        await self._look_after_running()
        await self._look_after_waiting()

    async def _look_after_running(self) -> None:
        running = [key for key in await self.reviews.running() if workflow_id(key) not in self._crew.tasks]
        standing = await self._runs.standing(running) if running else {}
        for key in running:
            status = standing.get(key)
            if status is None:
                await self._runs.enqueue(key, 1)
            elif status not in ALIVE:
                await self.reviews.fail(key, (f"the run ended without a result: {status.lower()}",))

    async def _look_after_waiting(self) -> None:
        """A run that ended before its review began, for want of a database, begins anew."""
        since = datetime.now(UTC) - self._options.overdue
        overdue = [ReviewKey(w.case_id, w.review) for w in await waiting(self._database) if w.at < since]
        standing = await self._runs.standing(overdue) if overdue else {}
        gone = [key for key, status in standing.items() if status not in ALIVE]
        await self._runs.forget(gone)
        for key in overdue:
            if standing.get(key) not in ALIVE:
                self._handed.get(key.case_id, set()).discard(key)

    async def _watch_clocks(self) -> None:
        now = datetime.now(UTC)
        await sweep_clocks(self._database, now, now.astimezone(self._options.time_zone).date())

    async def _tidy(self) -> None:
        await self._runs.clear_away(datetime.now(UTC) - self._options.keep_runs)

    async def _anchor(self) -> None:
        if (key := self._options.anchor_key) is not None:
            await anchor_when_due(self._database, key, self._options.anchor_every, datetime.now(UTC))

    async def _every(self, seconds: float, chore: Callable[[], Awaitable[None]]) -> None:
        while True:
            await self._quietly(chore)
            await asyncio.sleep(seconds)

    async def _quietly(self, chore: Callable[[], Awaitable[None]]) -> None:
        """A chore that fails is told and done again later; it never takes the process with it."""
        try:
            await chore()
        except Exception as wrong:
            log.warning("a chore of the engine failed: %s", type(wrong).__name__)

    def _begin(self, work: Awaitable[None]) -> None:
        chore = asyncio.ensure_future(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)
