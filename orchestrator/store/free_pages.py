"""What was overwritten or deleted, out of the file as well: SQLite keeps old pages until they are needed again."""

import asyncio
import sqlite3
from contextlib import closing

from orchestrator.store.database import Database


async def clear_free_pages(database: Database) -> bool:
    """Rewrite the file without its old pages; says whether it did. A PostgreSQL cleans up by itself, in its own time.

    While another process reads or writes the file it is left as it is: ask again when that is done.
    """
    if not database.is_sqlite:
        return False
    return await asyncio.to_thread(_rewrite, database.engine.url.database or "")


def _rewrite(file: str) -> bool:
    try:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=5)) as connection:
            connection.execute("vacuum")
            busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy
