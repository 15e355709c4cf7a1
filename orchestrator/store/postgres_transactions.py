"""Short transactions on PostgreSQL: a few lanes, each a thread with a connection; the work of one case keeps its lane.

What stands in a lane when it comes free is done abreast and committed together, in the order of the cases, so that
lanes and other processes never wait for each other crosswise. New cases have a lane of their own: each takes its number
from one counter. What is only looked up has lanes as well, without a transaction.
"""

import asyncio
import logging
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from queue import SimpleQueue
from typing import Any, LiteralString, cast
from zlib import crc32

import psycopg
from sqlalchemy import URL, Connection, Dialect, Engine, Executable, create_engine
from sqlalchemy.exc import DBAPIError

from orchestrator.store.abreast import run_abreast
from orchestrator.store.prepared import prepared
from orchestrator.store.transactions import NEW, Asked, Counter, IfAbsent, Ring, T, Work, run_all

log = logging.getLogger(__name__)
LANES, READERS, TOGETHER = 2, 1, 128
# A lane waits for the interpreter after every answer of the server, as long as the thread that has it may keep it.
SWITCH_SECONDS = 0.001
# All that passes here goes by keys; while a database does not know how its rows are spread, it may think otherwise.
BY_KEY = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"


@dataclass
class PostgresTransaction:
    """Over the driver itself, one statement after another.

    Not in the driver's pipeline: to the server a process that is frozen within one is at work, not idle in a
    transaction, and would hold its cases for good.
    """

    cursor: psycopg.Cursor[Any]
    library: Dialect
    told: set[str] = field(default_factory=set[str])
    dialect: str = "postgresql"

    def do(self, statement: Executable, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        for one in [values] if isinstance(values, Mapping) else values:
            ready = prepared(statement, tuple(one), self.library)
            self.cursor.execute(cast(LiteralString, ready.text), ready.by_name(one))

    def one(self, statement: Executable, values: Mapping[str, object]) -> Any:
        ready = prepared(statement, tuple(values), self.library)
        found = self.cursor.execute(cast(LiteralString, ready.text), ready.by_name(values)).fetchone()
        return None if found is None else ready.row(found)

    def all(self, statement: Executable, values: Mapping[str, object]) -> Sequence[Any]:
        ready = prepared(statement, tuple(values), self.library)
        found = self.cursor.execute(cast(LiteralString, ready.text), ready.by_name(values)).fetchall()
        return [ready.row(one) for one in found]

    def put(self, table: IfAbsent, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        self.do(table.by_dialect["postgresql"], values)

    def next(self, counter: Counter, series: str) -> int:
        return self.one(counter.by_dialect["postgresql"], {"series": series, "last": 1})[0]


@contextmanager
def _over(connection: Connection) -> Generator[PostgresTransaction]:
    """A transaction over the driver itself; raises what the database's library would raise, without any value in it."""
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor:
            yield PostgresTransaction(cursor, connection.dialect)
    except psycopg.Error as wrong:
        raise DBAPIError.instance(None, None, wrong, psycopg.Error, hide_parameters=True) from None


class PostgresTransactions:
    def __init__(self, url: URL, idle_seconds: float, ring: Ring) -> None:
        self._ring = ring
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        self._engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=LANES + READERS + 1,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"options": f"-c idle_in_transaction_session_timeout={int(idle_seconds * 1000)} {BY_KEY}"},
        )
        self._looking = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lanes: dict[str, _Lane] = {}
        self._looks = count()

    async def write(self, about: str, work: Work[T]) -> T:
        lane = NEW if about.startswith(NEW) else str(crc32(about.encode()) % LANES)
        return await self._asked(lane, self._engine, about, work)

    async def read(self, work: Work[T]) -> T:
        number = next(self._looks)
        return await self._asked(f"look {number % READERS}", self._looking, str(number), work)

    async def _asked(self, lane: str, engine: Engine, about: str, work: Work[T]) -> T:
        asked = Asked(about, work, asyncio.get_running_loop().create_future())
        if lane not in self._lanes:
            self._lanes[lane] = _Lane(engine, self._ring)
        self._lanes[lane].queue.put(asked)
        return await asked.answer

    def close(self) -> None:
        for lane in self._lanes.values():
            lane.close()
        self._engine.dispose()


class _Lane:
    def __init__(self, engine: Engine, ring: Ring) -> None:
        self._engine, self._ring = engine, ring
        self.queue: SimpleQueue[Asked[Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.queue.put(None)
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while batch := self._next():
            told = self._settle(sorted(batch, key=lambda asked: asked.about))
            with suppress(RuntimeError):  # the loop has been closed, and nobody waits any more
                batch[0].answer.get_loop().call_soon_threadsafe(self._tell, batch, told)

    def _next(self) -> list[Asked[Any]]:
        """What stands in the queue, once there is something; nothing at the end."""
        batch: list[Asked[Any]] = []
        while (asked := self.queue.get()) is not None:
            if not asked.answer.done():
                batch.append(asked)
            if batch and (self.queue.empty() or len(batch) == TOGETHER):
                return batch
        if batch:
            self.queue.put(None)
        return batch

    def _settle(self, batch: Sequence[Asked[Any]]) -> set[str]:
        """Together where all goes well; else each alone, so that nobody pays for another's failure."""
        told = self._commit(batch)
        if told is None:
            return set[str]().union(*(self._commit([asked]) or () for asked in batch))
        return told

    def _commit(self, batch: Sequence[Asked[Any]]) -> set[str] | None:
        """What was told; None where several are to be tried again one by one."""
        try:
            with self._engine.begin() as connection, _over(connection) as transaction:
                if len(batch) == 1:
                    return run_all(transaction, batch)
                return run_abreast(transaction.cursor, connection.dialect, batch)
        except Exception as wrong:
            if len(batch) > 1:
                log.info("work that was done abreast is done one by one: %s", type(wrong).__name__)
                return None
            batch[0].wrong = wrong
            return set()

    def _tell(self, batch: Sequence[Asked[Any]], told: set[str]) -> None:
        self._ring(told)
        for asked in batch:
            asked.tell()
