"""Which process runs reviews, and who takes over from one that has gone.

On SQLite one process works at a time, under a file lock that the operating system gives up with the process; it bears a
fixed name, so that its next life takes up what the last one left. On PostgreSQL each process bears its own name and
renews a lease on the database's clock; whoever finds work under a lapsed lease takes it over.
"""

import logging
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from priorauth.errors import WorkerRefused

log = logging.getLogger(__name__)

_NOW = "extract(epoch from clock_timestamp())"
_FROZEN = (
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
    "and usename = current_user and pid <> pg_backend_pid() and state like 'idle in transaction%' "
    "and clock_timestamp() - state_change > make_interval(secs => :idle)"
)


class FileLock:
    """Held by at most one process; raises WorkerRefused where another holds it."""

    executor_id = "local"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def start(self) -> None:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError:
            os.close(self._file)
            self._file = None
            raise WorkerRefused(
                "another process runs the reviews of this SQLite file; several workers need PostgreSQL"
            ) from None

    def stop(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lease:
    """One process among several. A thread of its own renews it, so that a busy event loop cannot let it lapse."""

    def __init__(
        self,
        url: str,
        take_over: Callable[[list[str]], object],
        beat_seconds: float = 5.0,
        ttl_seconds: float = 30.0,
        idle_seconds: float = 30.0,
    ) -> None:
        self.executor_id = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._take_over, self._beat, self._ttl, self._idle = take_over, beat_seconds, ttl_seconds, idle_seconds
        self._engine: Engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), pool_size=1, max_overflow=0, pool_pre_ping=True
        )
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)

    def start(self) -> None:
        """Be known as alive before any work is taken."""
        self._renew()

    def watch(self) -> None:
        """Begin to renew, and to take over from those who do not."""
        self._thread.start()

    def stop(self) -> None:
        """Give the lease back; what is left undone may be taken over at once."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    text("delete from executor_leases where executor_id = :id"), {"id": self.executor_id}
                )
        except Exception:
            log.warning("the lease could not be given back; it will lapse")
        self._engine.dispose()

    def _run(self) -> None:
        while not self._ended.wait(self._beat):
            try:
                self._renew()
                self._end_frozen()
                if gone := [one for one in self._lapsed() if one != self.executor_id]:
                    self._take_over(gone)
            except Exception as wrong:
                # The database may be away for a moment; a lease that lapses meanwhile is renewed afterwards.
                log.warning("the lease was not renewed: %s", type(wrong).__name__)

    def _renew(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                text(
                    f"insert into executor_leases (executor_id, expires) values (:id, {_NOW} + :ttl) "
                    "on conflict (executor_id) do update set expires = excluded.expires"
                ),
                {"id": self.executor_id, "ttl": self._ttl},
            )
            connection.execute(text(f"delete from executor_leases where expires < {_NOW} - 86400"))

    def _end_frozen(self) -> None:
        """End transactions in which nothing has happened for long: a frozen process must not hold a case's row.

        The server's own bound on idle transactions was seen to miss some whose client had been stopped.
        """
        with self._engine.begin() as connection:
            connection.execute(text(_FROZEN), {"idle": self._idle})

    def _lapsed(self) -> list[str]:
        with self._engine.begin() as connection:
            rows = connection.execute(
                text(
                    "select distinct w.executor_id from dbos.workflow_status w where w.status = 'PENDING' "
                    "and w.executor_id is not null and not exists (select 1 from executor_leases l "
                    f"where l.executor_id = w.executor_id and l.expires > {_NOW})"
                )
            )
            return [str(row[0]) for row in rows]
