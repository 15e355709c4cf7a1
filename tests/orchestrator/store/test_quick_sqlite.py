"""Short transactions on SQLite: a statement made ready once does what the library does with it, in a thread or not."""

import sqlite3
import threading
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.sql import text

from orchestrator.store import sqlite_transactions
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.prepared import prepared
from orchestrator.store.sqlite_transactions import DIALECT
from orchestrator.store.submissions import submit
from orchestrator.store.tables import AccessRow, CaseRow, DocumentRow, EventRow, IdempotencyRow, ItemRow, OutboxRow
from orchestrator.store.transactions import SqlTransaction, Transaction
from tests.standins.team import submission

_KEY = insert(IdempotencyRow)
_ROW = {"submitter": "s", "key": "a-secret-key", "body_digest": "d", "case_id": "c", "at": datetime.now(UTC)}


@pytest.fixture
async def database(sqlite_database_url: str) -> AsyncGenerator[Database]:
    database = Database(sqlite_database_url)
    yield database
    await database.close()


@pytest.mark.parametrize("table", [CaseRow, ItemRow, DocumentRow, EventRow, OutboxRow], ids=lambda t: t.__tablename__)
async def test_what_was_stored_reads_alike_both_ways(database: Database, table: type[CaseRow]) -> None:
    case_id = (await submit(database, Plain(), submission())).case_id
    chosen = select(table.__table__).where(table.case_id == bindparam("case"))
    quick = await database.quick.read(lambda transaction: transaction.all(chosen, {"case": case_id}))
    async with database.reading() as session:
        connection = await session.connection()
        slow = await connection.run_sync(lambda c: SqlTransaction(c).all(chosen, {"case": case_id}))
    assert quick
    assert [tuple(row) for row in quick] == [tuple(row) for row in slow]


async def test_a_broken_key_is_told_as_the_library_tells_it_and_without_the_values(database: Database) -> None:
    def twice(transaction: Transaction) -> None:
        transaction.do(_KEY, [_ROW, _ROW])

    with pytest.raises(IntegrityError) as told:
        await database.quick.write("", twice)
    assert "a-secret-key" not in str(told.value)
    count = select(IdempotencyRow.key).where(IdempotencyRow.key == bindparam("key"))
    assert await database.quick.read(lambda t: t.one(count, {"key": "a-secret-key"})) is None


async def test_a_statement_that_cannot_run_is_told_as_the_library_tells_it(database: Database) -> None:
    with pytest.raises(OperationalError):
        await database.quick.read(lambda transaction: transaction.one(text("select 1 from nowhere"), {}))


def test_a_statement_without_a_value_it_needs_is_refused() -> None:
    chosen = select(AccessRow.actor).where(AccessRow.case_id == bindparam("case"))
    with pytest.raises(KeyError):
        prepared(chosen, (), DIALECT).in_order({})


def test_a_statement_over_a_list_is_refused() -> None:
    with pytest.raises(ValueError, match="list"):
        prepared(select(AccessRow.actor).where(AccessRow.case_id.in_(["a", "b"])), (), DIALECT)


async def test_on_a_slow_disk_the_commit_leaves_the_loop_to_others_and_is_tried_on_the_spot_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, threads = sqlite_transactions.commit, [""]

    def watched(connection: sqlite3.Connection) -> None:
        threads.append(threading.current_thread().name.partition("_")[0])
        commit(connection)

    monkeypatch.setattr(sqlite_transactions, "commit", watched)
    monkeypatch.setattr(sqlite_transactions, "SWIFT_SECONDS", -1.0)
    for number in range(sqlite_transactions.TRY_AGAIN + 1):
        row = {**_ROW, "key": str(number)}
        await database.quick.write("", lambda transaction, row=row: transaction.do(_KEY, row))
    assert set(threads[1:-1]) == {"store-commit"}
    assert threads[-1] == threading.current_thread().name
    chosen = select(IdempotencyRow.key).where(IdempotencyRow.submitter == bindparam("by"))
    kept = await database.quick.read(lambda transaction: transaction.all(chosen, {"by": "s"}))
    assert len(kept) == sqlite_transactions.TRY_AGAIN + 1
