"""Short transactions on PostgreSQL: what is done abreast comes out as if each piece had been done alone."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError

from orchestrator.store.abreast import run_abreast
from orchestrator.store.chain import Link
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import NewEvent, verify
from orchestrator.store.grouped import grouped
from orchestrator.store.open_case import EVENT, open_case
from orchestrator.store.postgres_transactions import PostgresTransactions
from orchestrator.store.submissions import IdempotencyKey, submit
from orchestrator.store.tables import CaseRow, DocumentRow, EventRow, IdempotencyRow, ItemRow, OutboxRow
from orchestrator.store.transactions import NEW, IfAbsent, SqlTransaction, Transaction
from priorauth.errors import ActRefused
from priorauth.events import EventType
from tests.standins.team import submission

pytestmark = pytest.mark.postgres
CODEC = Plain()
_IF_ABSENT = IfAbsent(IdempotencyRow)
ODD = 'O\'Dd "{quoted}" \\back\\slash %s %(x)s 結果 \u2028 \x01'


@pytest.fixture
async def database(postgres_url: str) -> AsyncGenerator[Database]:
    database = Database(postgres_url)
    yield database
    await database.close()


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pieces were done at once, each time it went well."""
    sizes: list[int] = []

    def counted(cursor: Any, library: Any, batch: Sequence[Any]) -> set[str]:
        told = run_abreast(cursor, library, batch)
        sizes.append(len(batch))
        return told

    monkeypatch.setattr("orchestrator.store.postgres_transactions.run_abreast", counted)
    return sizes


async def stored(database: Database, count: int, name: str = "Synthetic Person") -> list[str]:
    asked = (submit(database, CODEC, submission(f"{name} {n}")) for n in range(count))
    return [accepted.case_id for accepted in await asyncio.gather(*asked)]


def told(transaction: Transaction, case_id: str, types: Sequence[EventType], data: str = "") -> int:
    with open_case(transaction, case_id) as case:
        for one in types:
            case.append(NewEvent(one, {"data": data}))
        return case.last_sequence


async def chain_lengths(database: Database, cases: Sequence[str]) -> list[int]:
    async with database.reading() as session:
        verdicts = [await verify(session, case_id) for case_id in cases]
    assert all(verdict.intact for verdict in verdicts)
    return [verdict.events for verdict in verdicts]


@pytest.mark.parametrize("table", [CaseRow, ItemRow, DocumentRow, EventRow, OutboxRow], ids=lambda t: t.__tablename__)
async def test_what_was_stored_abreast_reads_alike_every_way(
    database: Database, batches: list[int], table: type[CaseRow]
) -> None:
    cases = await stored(database, 12, ODD)
    assert max(batches) > 1
    chosen = select(table.__table__).where(table.case_id == bindparam("case"))
    together = await asyncio.gather(
        *(database.quick.read(lambda t, c=case_id: t.all(chosen, {"case": c})) for case_id in cases)
    )
    async with database.reading() as session:
        connection = await session.connection()
        for case_id, quick in zip(cases, together, strict=True):
            slow = await connection.run_sync(lambda c, n=case_id: SqlTransaction(c).all(chosen, {"case": n}))
            assert [tuple(row) for row in quick] == [tuple(row) for row in slow]
            assert quick


async def test_numbers_given_abreast_are_each_given_once_and_leave_no_gap(
    database: Database, batches: list[int]
) -> None:
    cases = await stored(database, 40)
    assert max(batches) > 1
    async with database.reading() as session:
        numbers = sorted((await session.scalars(select(CaseRow.case_number))).all())
    assert [number.partition("-")[2] for number in numbers] == [f"{n:05d}" for n in range(1, len(cases) + 1)]


async def test_requests_that_are_equal_are_marked_as_likely_duplicates_though_sent_at_the_same_instant(
    database: Database, batches: list[int]
) -> None:
    sent = await asyncio.gather(*(submit(database, CODEC, submission()) for _ in range(5)))
    assert max(batches) > 1
    async with database.reading() as session:
        twins = (await session.scalars(select(CaseRow.duplicate_of))).all()
    assert len({one.case_id for one in sent}) == 5
    assert sum(twin is None for twin in twins) == 1


async def test_one_key_used_at_the_same_instant_makes_one_case_and_refuses_another_body(database: Database) -> None:
    def asked(name: str, body: str) -> Any:
        return submit(database, CODEC, replace(submission(name), idempotency=IdempotencyKey("k", body)))

    several = [asked("Synthetic Person", "a" * 64) for _ in range(4)]
    answers = await asyncio.gather(*several, asked("Synthetic Other", "b" * 64), return_exceptions=True)
    made = [one for one in answers if not isinstance(one, BaseException)]
    assert len({one.case_id for one in made}) == 1
    assert sum(one.created for one in made) == 1
    assert [type(one) for one in answers if isinstance(one, BaseException)] == [ActRefused]


async def test_chains_that_grow_abreast_hold_and_pieces_about_one_case_follow_each_other(
    database: Database, batches: list[int]
) -> None:
    cases = await stored(database, 8)
    kinds = (EventType.review_started, EventType.step_started, EventType.step_finished)
    await asyncio.gather(
        *(
            database.quick.write(case_id, lambda t, c=case_id, n=n: told(t, c, kinds[: 1 + n % 3], ODD))
            for n in range(9)
            for case_id in cases
        )
    )
    assert max(batches) > 1
    assert await chain_lengths(database, cases) == [1 + 18] * len(cases)


async def test_a_piece_that_fails_takes_nothing_of_the_others_with_it_and_leaves_nothing(database: Database) -> None:
    cases = await stored(database, 8)

    def fails(transaction: Transaction) -> None:
        told(transaction, cases[3], [EventType.step_started])
        transaction.one(select(func.count()).select_from(CaseRow), {})
        raise ActRefused("made up", "a piece that fails")

    def broken(transaction: Transaction) -> None:
        told(transaction, cases[4], [EventType.step_started])
        transaction.do(EVENT, [values := _an_event(cases[4]), values])

    pieces = [database.quick.write(c, lambda t, c=c: told(t, c, [EventType.step_started])) for c in cases]
    pieces += [database.quick.write(cases[3], fails), database.quick.write(cases[4], broken)]
    answers = await asyncio.gather(*pieces, return_exceptions=True)
    assert answers[: len(cases)] == [2] * len(cases)
    assert isinstance(answers[-2], ActRefused)
    assert isinstance(answers[-1], DBAPIError)
    assert "secret" not in str(answers[-1])
    assert await chain_lengths(database, cases) == [2] * len(cases)


def _an_event(case_id: str) -> dict[str, object]:
    link = Link(case_id, 99, EventType.step_started, "", None, None, None, "secret", "{}")
    moment = submission().received_at
    names = ("sequence", "type", "review", "step", "attempt", "actor", "data", "stamp")
    return {"case_id": case_id, "at": moment, "hash": "h", **{name: getattr(link, name) for name in names}}


async def test_what_one_piece_writes_the_next_about_the_same_thing_reads(
    database: Database, batches: list[int]
) -> None:
    (case_id,) = await stored(database, 1)
    lane = PostgresTransactions(database.engine.url, 30, lambda _: None)
    seen: list[int] = await asyncio.gather(
        *(lane.write(case_id, lambda t: told(t, case_id, [EventType.step_started])) for _ in range(20))
    )
    assert seen == list(range(2, 22))
    assert max(batches) > 1
    lane.close()


@pytest.mark.parametrize("sent", [True, False], ids=["abreast", "alone"])
async def test_only_rows_that_are_not_there_yet_are_put(database: Database, batches: list[int], sent: bool) -> None:
    key = {"submitter": "s", "key": "k", "body_digest": "d", "case_id": "c", "at": submission().received_at}

    def twice(transaction: Transaction) -> int:
        for rows in ([key, key], [key]) if sent else ([key],):
            transaction.put(_IF_ABSENT, rows)
        return len(transaction.all(select(IdempotencyRow.key), {}))

    assert set(await asyncio.gather(*(database.quick.write(f"{NEW}{n}", twice) for n in range(6)))) == {1}
    assert max(batches) > 1


def test_a_statement_that_counts_or_has_values_of_no_known_type_is_never_made_one_with_others() -> None:
    library = PGDialect_psycopg()
    counting = insert(CaseRow).returning(CaseRow.case_id)
    assert grouped(counting, ("case_id",), library) is None
    assert grouped(select(CaseRow.case_id).limit(bindparam("limit")), ("limit",), library) is None
