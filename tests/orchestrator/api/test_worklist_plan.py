"""The worklist of a store with many cases: what is asked of the database is answered from one index."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from orchestrator.store.cases import Cases, View, WorklistQuery
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade


async def test_no_worklist_query_reads_the_requests_of_cases_it_does_not_show(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "many.db"))
    await upgrade(database)
    asked: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        if statement.startswith("SELECT") and "cases" in statement:
            asked.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
    now = datetime.now(UTC)
    cases = Cases(database, Plain())
    await cases.page(WorklistQuery(who="a", today=now, now=now))
    await cases.page(WorklistQuery(who="a", today=now, now=now, view=View.my_queue, after=(now, "x")))
    event.remove(database.engine.sync_engine, "before_cursor_execute", hear)
    async with database.reading() as session:
        connection = await session.connection()
        for statement, parameters in asked:
            rows = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
            told = [str(row.detail) for row in rows if "cases" in str(row.detail)]
            assert all("COVERING INDEX" in t or "sqlite_autoindex" in t or "SEARCH" in t for t in told), told
        assert (await session.execute(text("select count(*) from cases"))).scalar_one() == 0
    await database.close()
    assert asked
