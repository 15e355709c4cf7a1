"""Draft a migration: what the tables say now, less what all migrations so far have made."""

import asyncio
import sys
import tempfile
from pathlib import Path

from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import draft, upgrade


async def _draft(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder) / "scratch.db"))
        await upgrade(database)
        await draft(database, message)
        await database.close()


if __name__ == "__main__":
    asyncio.run(_draft(" ".join(sys.argv[1:]) or "change"))
