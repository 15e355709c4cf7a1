"""A connection of a pool that lay idle is asked whether it is still there; one that was in use a moment ago is not."""

from time import monotonic
from typing import Any

import psycopg
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

IDLE_SECONDS = 1.0
_PUT_BACK, _LIBRARY = "put back", PGDialect_psycopg()


def put_back(_: Any, entry: ConnectionPoolEntry) -> None:
    """Called when a connection returns to its pool."""
    entry.info[_PUT_BACK] = monotonic()


def taken(connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
    """Called when a connection is taken. Where it has gone, the pool makes another; InvalidatePoolError tells it so."""
    since: float | None = entry.info.get(_PUT_BACK)
    if since is None or monotonic() - since < IDLE_SECONDS:
        return
    try:
        _LIBRARY.do_ping(connection)
    except psycopg.Error as gone:
        raise InvalidatePoolError from gone
