"""A SQLite connection whose writing transactions wait in a thread and work on the spot.

The driver sends every single call to a thread and back, which costs more than the call. What may take long goes there
still: waiting for the write lock, the commit with its flush to disk, and all reading, however large. The short
statements in between, all by key, run where they are. Everything that ends a transaction takes the thread's queue, so
that it stays behind whatever a cancelled task has left there.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiosqlite import Connection

BEGIN_WRITING = "BEGIN IMMEDIATE"


class SwiftConnection(Connection):
    """As the driver's own, but for writing transactions."""

    _writing = False

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if fn in (self._conn.commit, self._conn.rollback, self._conn.close):
            self._writing = False
        elif self._writing:
            return fn(*args, **kwargs)
        done: Any = await super()._execute(fn, *args, **kwargs)  # pyright: ignore[reportUnknownMemberType]
        if args and args[0] == BEGIN_WRITING:
            self._writing = True
        return done


def connector(path: Path) -> Callable[[], Awaitable[SwiftConnection]]:
    """What makes connections to a file."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, check_same_thread=False)

    async def make() -> SwiftConnection:
        connection = SwiftConnection(connect, iter_chunk_size=64)
        connection._thread.daemon = True  # pyright: ignore[reportPrivateUsage]
        await connection
        return connection

    return make
