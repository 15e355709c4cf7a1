"""The worklist of a store with many cases: what is asked of the database is answered from one index."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, text, update

from orchestrator.store.cases import Cases, RowPlace, View, WorklistQuery
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from orchestrator.store.submissions import submit
from orchestrator.store.tables import CaseRow
from tests.standins.team import submission


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
    await cases.page(WorklistQuery(who="a", today=now, now=now, view=View.my_queue, after=RowPlace(now, now, "x")))
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


async def test_cases_due_at_one_moment_stand_in_the_order_they_were_received_on_every_page(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "ties.db"))
    await upgrade(database)
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    ids = [(await submit(database, Plain(), submission())).case_id for _ in range(7)]
    ordered = sorted(ids, reverse=True)
    async with database.writing() as session:
        for at, case_id in enumerate(ordered):
            received = now + timedelta(seconds=at // 2)
            changed = update(CaseRow).where(CaseRow.case_id == case_id)
            await session.execute(changed.values(due_at=now + timedelta(days=7), received_at=received))
    pairs = [sorted(ordered[at : at + 2]) for at in range(0, 7, 2)]
    seen: list[str] = []
    query = WorklistQuery(who="a", today=now, now=now, limit=2)
    while True:
        page = await Cases(database, Plain()).page(query)
        seen += [row.row.case_id for row in page.rows]
        if page.next_after is None:
            break
        query = replace(query, after=page.next_after)
    assert seen == [case_id for pair in pairs for case_id in pair]
    await database.close()
