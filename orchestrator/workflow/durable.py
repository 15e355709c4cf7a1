"""The run of a review on the durable engine: the only module, with the tags and the lease, that knows which one it is.

A finished step is not run again after a crash; an unfinished one is. That is kept in our own store, in the transaction
that keeps what the step leaves; the engine holds which reviews run, where, and how often they were taken up. The name
of a workflow is its version: those that began under an earlier one end under it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, SetEnqueueOptions, SetWorkflowID
from dbos._dbos import _get_dbos_instance  # pyright: ignore[reportPrivateUsage]
from dbos._error import DBOSConflictingWorkflowError
from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy import Engine as SqlEngine
from sqlalchemy.exc import DBAPIError

from orchestrator.store.idle_connections import put_back, taken
from orchestrator.store.reviews import ReviewKey
from orchestrator.telemetry.tracing import review_span, step_span
from orchestrator.workflow.course import Box, Boxes, run_course
from orchestrator.workflow.entrance import Entrance, Place
from orchestrator.workflow.review import ReviewSteps
from orchestrator.workflow.tagged_json import End, Reference, TaggedJson, refuse_pickle
from priorauth.errors import ReviewEnded, RulesNotFound

log = logging.getLogger(__name__)
APPLICATION, QUEUE, VERSION, TIMES_TAKEN_UP = "priorauth", "reviews", "priorauth-1", 50
NEWEST = "review.v2"
LEAVE_SECONDS = 5.0
ALIVE = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


@dataclass
class Crew:
    """Who does the work in this process. DBOS is one per process, and so is this."""

    steps: ReviewSteps
    ended: Callable[[str], None]
    tasks: dict[str, asyncio.Task[Any]] = field(default_factory=dict[str, "asyncio.Task[Any]"])
    leaving: set[asyncio.Task[Any]] = field(default_factory=set["asyncio.Task[Any]"])


_crew: list[Crew] = []


def workflow_id(key: ReviewKey) -> str:
    return f"review:{key.case_id}:{key.review}"


async def _do(step: str, work: Callable[[ReviewKey], Awaitable[str]], case_id: str, review: int) -> Reference:
    try:
        with step_span(step, case_id, review):
            return Reference(End.done, await work(ReviewKey(case_id, review)))
    except ReviewEnded:
        return Reference(End.over)
    except RulesNotFound:
        return Reference(End.stale_rules, reason="the rules this review began under are no longer held")
    except Exception as wrong:
        log.exception("a step broke")
        return Reference(End.broken, reason=f"a step broke with {type(wrong).__name__}")


async def _preflight(case_id: str, review: int) -> Reference:
    return await _do("preflight", _crew[-1].steps.preflight, case_id, review)


async def _compliance(case_id: str, review: int) -> Reference:
    return await _do("compliance", _crew[-1].steps.compliance, case_id, review)


async def _clinical(case_id: str, review: int) -> Reference:
    return await _do("clinical", _crew[-1].steps.clinical, case_id, review)


async def _coverage(case_id: str, review: int) -> Reference:
    return await _do("coverage", _crew[-1].steps.coverage, case_id, review)


async def _synthesis(case_id: str, review: int) -> Reference:
    return await _do("synthesis", _crew[-1].steps.synthesis, case_id, review)


async def _fail(case_id: str, review: int, reason: str, again: bool) -> str:
    return await _crew[-1].steps.fail(ReviewKey(case_id, review), reason, again)


def _step(box: Box, name: str) -> Box:
    return DBOS.step(name=name)(box)


KEPT_BY_US = Boxes(_preflight, _compliance, _clinical, _coverage, _synthesis, _fail)
KEPT_TWICE = Boxes(
    preflight=_step(_preflight, "preflight"),
    compliance=_step(_compliance, "compliance"),
    clinical=_step(_clinical, "clinical"),
    coverage=_step(_coverage, "coverage"),
    synthesis=_step(_synthesis, "synthesis"),
    fail=DBOS.step(name="fail")(_fail),
)


@DBOS.workflow(name=NEWEST, max_recovery_attempts=TIMES_TAKEN_UP)
async def _review_v2(case_id: str, review: int) -> str:
    with _at_work(case_id, review), review_span(case_id, review):
        return await run_course(KEPT_BY_US, case_id, review)


@DBOS.workflow(name="review.v1", max_recovery_attempts=TIMES_TAKEN_UP)
async def _review_v1(case_id: str, review: int) -> str:
    """As reviews ran when the engine kept each step as well; those that still wait end so."""
    with _at_work(case_id, review), review_span(case_id, review):
        return await run_course(KEPT_TWICE, case_id, review)


@contextmanager
def _at_work(case_id: str, review: int) -> Generator[None]:
    crew, name, task = _crew[-1], workflow_id(ReviewKey(case_id, review)), asyncio.current_task()
    if task is not None:
        crew.tasks[name] = task
    try:
        yield
    finally:
        crew.tasks.pop(name, None)
        if task is not None:
            # The engine has yet to write down how the run ended.
            crew.leaving.add(task)
            task.add_done_callback(crew.leaving.discard)
        crew.ended(case_id)


@dataclass(frozen=True)
class Station:
    """Where the engine keeps its own tables, and under which name this process works."""

    url: str
    executor_id: str
    concurrency: int
    everywhere: int | None = None
    poll_seconds: float = 0.1
    idle_seconds: float = 30.0


class DurableRuns:
    """Starting, watching and clearing away runs."""

    def __init__(self, station: Station, crew: Crew) -> None:
        self._station, self._crew = station, crew
        self._entrance: Entrance | None = None

    async def launch(self) -> None:
        refuse_pickle()
        logger = logging.getLogger("dbos")
        if not logger.handlers:
            # Otherwise the library writes to the console by itself, exception texts included.
            logger.addHandler(logging.NullHandler())
        await asyncio.to_thread(self._settle_queue)
        _crew.append(self._crew)
        DBOS(config=self._config())
        DBOS.launch()
        self._entrance = self._make_entrance()

    def _make_entrance(self) -> Entrance:
        url = make_url(self._station.url)
        if url.get_backend_name() == "sqlite":
            engine = _sqlite_engine(self._station.url)
        else:
            idle = f"-c idle_in_transaction_session_timeout={int(self._station.idle_seconds * 1000)}"
            engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_size=1,
                pool_pre_ping=True,
                connect_args={"options": idle},
            )
        client = DBOSClient(
            system_database_engine=engine, serializer=TaggedJson(), application_name=APPLICATION, lazy=True
        )
        return Entrance(client, engine, Place(NEWEST, QUEUE, VERSION))

    def _settle_queue(self) -> None:
        """How much of the queue this process takes is settled before it takes any.

        Settled afterwards, the first look into the queue would still go by what an earlier life had set.
        """
        DBOS.migrate(system_database_url=self._station.url)
        client = DBOSClient(
            system_database_url=self._station.url, serializer=TaggedJson(), application_name=APPLICATION
        )
        try:
            client.register_queue(
                QUEUE,
                worker_concurrency=self._station.concurrency,
                global_concurrency=self._station.everywhere,
                polling_interval_sec=self._station.poll_seconds,
            )
        finally:
            client.destroy()

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": APPLICATION,
            "serializer": TaggedJson(),
            "application_version": VERSION,
            "executor_id": self._station.executor_id,
            "log_level": "WARNING",
            "system_database_url": self._station.url,
        }
        if self._station.url.startswith("sqlite"):
            config["system_database_engine"] = _sqlite_engine(self._station.url)
        else:
            config["sys_db_pool_size"] = 20
            config["db_engine_kwargs"] = {
                "pool_pre_ping": False,
                "pool_events": [(put_back, "checkin"), (taken, "checkout")],
            }
            config["sys_db_idle_transaction_timeout_sec"] = self._station.idle_seconds
        return config

    async def start(self, key: ReviewKey) -> None:
        """Run the review now, in this process. Starting it twice starts it once; one that waits from an earlier
        version stays as it is."""
        with SetWorkflowID(workflow_id(key)), suppress(DBOSConflictingWorkflowError):
            await DBOS.start_workflow_async(_review_v2, key.case_id, key.review)

    async def enqueue(self, key: ReviewKey, priority: int) -> None:
        """Leave the review to whichever process has room."""
        if self._entrance is not None:
            try:
                await self._entrance.enter(key, workflow_id(key), priority)
                return
            except DBAPIError:
                log.warning("the queue could not be entered; the engine waits until it can")
        with (
            SetWorkflowID(workflow_id(key)),
            SetEnqueueOptions(priority=priority),
            suppress(DBOSConflictingWorkflowError),
        ):
            await DBOS.enqueue_workflow_async(QUEUE, _review_v2, key.case_id, key.review)

    async def standing(self, keys: Sequence[ReviewKey]) -> dict[ReviewKey, str]:
        """How the engine sees these runs; one it does not know is missing."""
        by_id = {workflow_id(key): key for key in keys}
        known = await DBOS.list_workflows_async(workflow_ids=list(by_id), load_input=False, load_output=False)
        return {by_id[one.workflow_id]: one.status for one in known}

    async def forget(self, keys: Sequence[ReviewKey]) -> None:
        if keys:
            await DBOS.delete_workflows_async([workflow_id(key) for key in keys])

    async def clear_away(self, before: datetime, limit: int = 500) -> int:
        """Delete the engine's own rows of runs that ended before an instant; our record is not touched."""
        ended = await DBOS.list_workflows_async(
            status=list(ENDED),
            completed_before=before.isoformat(),
            limit=limit,
            load_input=False,
            load_output=False,
        )
        if ended:
            await DBOS.delete_workflows_async([one.workflow_id for one in ended])
        return len(ended)

    @staticmethod
    def take_over(executors: list[str]) -> None:
        """Put the unfinished runs of processes that have gone back into the queue."""
        DBOS._recover_pending_workflows(executors)  # pyright: ignore[reportPrivateUsage]

    async def land(self, drain_seconds: float) -> None:
        """Take no more work, let what runs finish within the time given, leave the rest to be taken up again."""
        for stop in _get_dbos_instance().background_thread_stop_events:
            stop.set()
        if running := set(self._crew.tasks.values()):
            await asyncio.wait(running, timeout=drain_seconds)
        if self._crew.leaving:
            await asyncio.wait(set(self._crew.leaving), timeout=LEAVE_SECONDS)
        left = set(self._crew.tasks.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        loop = asyncio.get_running_loop()
        if self._entrance is not None:
            await loop.run_in_executor(ThreadPoolExecutor(1), self._entrance.close)
            self._entrance = None
        await loop.run_in_executor(ThreadPoolExecutor(1), DBOS.destroy)
        # The library has put a pool of its own in the loop's place and has just shut it down.
        loop.set_default_executor(ThreadPoolExecutor())
        _crew.remove(self._crew)


def engine_url(database: URL) -> str:
    """Where the engine keeps its tables: in the same PostgreSQL, or in a SQLite file of its own beside ours."""
    if database.get_backend_name() == "sqlite":
        return f"sqlite:///{engine_file(Path(database.database or 'priorauth.db'))}"
    return database.set(drivername="postgresql").render_as_string(hide_password=False)


def make_tables(database: URL) -> None:
    """Make or upgrade the engine's own tables, so that workers need no right to do so."""
    url = engine_url(database)
    if url.startswith("postgresql"):
        DBOS.migrate(system_database_url=url)


def engine_file(database: Path) -> Path:
    """The engine's own SQLite file, beside ours, so that its writers and ours do not wait for each other."""
    return database.with_name(f"{database.stem}.engine{database.suffix}")


def _sqlite_engine(url: str) -> SqlEngine:
    engine = create_engine(url, connect_args={"check_same_thread": False})

    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine
