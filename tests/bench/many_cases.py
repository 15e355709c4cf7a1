"""A store with very many cases: one that was reviewed, over and over, due a minute apart."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.tables import Base, CaseRow, ItemRow


async def multiply(data: Path, case_id: str, times: int) -> None:
    """So many more cases like the one of this id."""
    database = Database(sqlite_url(data / "priorauth.db"))
    async with database.writing() as session:
        case = (await session.execute(select(Base.metadata.tables["cases"]).where(CaseRow.case_id == case_id))).one()
        item = (await session.execute(select(Base.metadata.tables["items"]).where(ItemRow.case_id == case_id))).one()
        cases, items = list[dict[str, Any]](), list[dict[str, Any]]()
        for n in range(times):
            mine = {"case_id": f"00000000-0000-4000-8000-{n:012}", "case_number": f"99-{n:05}"}
            due = case.due_at + timedelta(minutes=n)
            cases.append({**case._mapping, **mine, "due_at": due})
            items.append({**item._mapping, "case_id": mine["case_id"]})
        await session.execute(insert(Base.metadata.tables["cases"]), cases)
        await session.execute(insert(Base.metadata.tables["items"]), items)
    await database.close()
