"""The store as a command opens it: by the settings, its schema current, closed when the command is done."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestrator.settings import Settings
    from orchestrator.store.codec import Codec
    from orchestrator.store.database import Database


@dataclass(frozen=True)
class Store:
    settings: Settings
    database: Database
    codec: Codec


@asynccontextmanager
async def open_store(settings: Settings, *, current: bool = True) -> AsyncGenerator[Store]:
    """Raises SchemaBehind where the tables of a PostgreSQL are another version's, SettingRefused for a wrong key.

    Without `current` the tables may be any version's, and nothing sealed is opened.
    """
    from orchestrator.blob_storage import blobs_of
    from orchestrator.encryption import codec_for
    from orchestrator.store.codec import Plain
    from orchestrator.store.database import Database
    from orchestrator.store.schema import ensure_current

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database, blobs=blobs_of(settings))
    try:
        if current:
            await ensure_current(database)
        yield Store(settings, database, await codec_for(settings, database) if current else Plain())
    finally:
        await database.close()


async def find_case(store: Store, named: str) -> str:
    """The id of a case by its id or its number. Raises SettingRefused where there is none."""
    from sqlalchemy import or_, select

    from orchestrator.store.tables import CaseRow
    from priorauth.errors import SettingRefused

    async with store.database.reading() as session:
        chosen = select(CaseRow.case_id).where(or_(CaseRow.case_id == named, CaseRow.case_number == named))
        found = (await session.scalars(chosen)).first()
    if found is None:
        raise SettingRefused("CASE", "there is no case of this id or number")
    return found
