"""Accepting a request: stored once, whole, with its number, its clock's event and its review waiting."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import lock_case, read_events
from orchestrator.store.numbers import authorization_number, reference_number
from orchestrator.store.outbox import queue_review, waiting
from orchestrator.store.submissions import IdempotencyKey, submit
from orchestrator.store.tables import CaseRow, EventRow
from priorauth.case import Urgency
from priorauth.errors import ActRefused
from priorauth.events import EventType
from tests.standins.team import submission

CODEC = Plain()


async def count_cases(database: Database) -> int:
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(CaseRow))).scalar_one()


async def test_a_case_its_first_event_and_its_review_come_into_being_together(database: Database) -> None:
    case_id = (await submit(database, CODEC, submission())).case_id
    async with database.reading() as session:
        events = await read_events(session, case_id)
    assert [e.type for e in events] == [EventType.case_received]
    assert [(w.case_id, w.review) for w in await waiting(database)] == [(case_id, 1)]


async def test_what_cannot_be_stored_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ValueError, match="zip"):
        await submit(database, CODEC, replace(submission(), descriptions=()))
    assert await count_cases(database) == 0
    assert not await waiting(database)


async def test_equal_submissions_at_the_same_instant_make_one_case(database: Database) -> None:
    asked = replace(submission(), idempotency=IdempotencyKey("key", "b" * 64))
    accepted = await asyncio.gather(*(submit(database, CODEC, asked) for _ in range(12)))
    assert len({one.case_id for one in accepted}) == 1
    assert Counter(one.created for one in accepted) == {True: 1, False: 11}
    assert await count_cases(database) == 1


async def test_another_body_under_the_same_key_is_refused(database: Database) -> None:
    await submit(database, CODEC, replace(submission(), idempotency=IdempotencyKey("key", "b" * 64)))
    with pytest.raises(ActRefused) as refused:
        await submit(database, CODEC, replace(submission(), idempotency=IdempotencyKey("key", "c" * 64)))
    assert refused.value.problem == "idempotency-conflict"


async def test_another_submitters_equal_key_is_another_key(database: Database) -> None:
    asked = replace(submission(), idempotency=IdempotencyKey("key", "b" * 64))
    first = await submit(database, CODEC, asked)
    assert (await submit(database, CODEC, replace(asked, submitted_by="another"))).case_id != first.case_id


async def test_numbers_given_out_at_the_same_instant_have_neither_gap_nor_double(database: Database) -> None:
    async def issue() -> tuple[str, str]:
        async with database.writing() as session:
            day = date(2026, 11, 21)
            return await authorization_number(session, day), await reference_number(session, day)

    issued = await asyncio.gather(*(issue() for _ in range(40)))
    assert sorted(a for a, _ in issued) == [f"PA-20261121-{n:05d}" for n in range(1, 41)]
    assert sorted(r for _, r in issued) == [f"PR-20261121-{n:05d}" for n in range(1, 41)]


async def test_a_number_whose_act_fails_is_given_out_again(database: Database) -> None:
    day = date(2026, 11, 21)
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as session:
            await authorization_number(session, day)
            raise ZeroDivisionError
    async with database.writing() as session:
        assert await authorization_number(session, day) == "PA-20261121-00001"


async def test_numbers_beyond_five_digits_go_on(database: Database) -> None:
    async with database.writing() as session:
        from orchestrator.store.tables import NumberRow

        session.add(NumberRow(series="PA-20261121", last=99_999))
    async with database.writing() as session:
        assert await authorization_number(session, date(2026, 11, 21)) == "PA-20261121-100000"


async def test_an_equal_request_is_flagged_as_a_likely_duplicate_and_accepted(database: Database) -> None:
    first = await submit(database, CODEC, submission())
    second = await submit(database, CODEC, submission())
    async with database.reading() as session:
        assert (await session.get_one(CaseRow, second.case_id)).duplicate_of == first.case_id
        assert (await session.get_one(CaseRow, first.case_id)).duplicate_of is None


async def test_expedited_reviews_wait_in_front(database: Database) -> None:
    await submit(database, CODEC, submission())
    urgent = await submit(database, CODEC, submission(urgency=Urgency.expedited))
    assert (await waiting(database))[0].case_id == urgent.case_id


async def test_a_review_that_has_not_begun_is_not_queued_a_second_time(database: Database) -> None:
    case_id = (await submit(database, CODEC, submission())).case_id
    for _ in range(3):
        async with database.writing() as session:
            case = await lock_case(session, case_id)
            assert await queue_review(session, case, case.received_at) == 1
    assert len(await waiting(database)) == 1


async def test_no_name_of_a_patient_stands_in_a_column_that_is_not_sealed(database: Database) -> None:
    case_id = (await submit(database, CODEC, submission(name="Synthetic Unmistakable"))).case_id
    async with database.reading() as session:
        case = await session.get_one(CaseRow, case_id)
        event = await session.get_one(EventRow, (case_id, 1))
    for row in (case, event):
        for column in row.__table__.columns:
            if (value := getattr(row, column.key)) is not None and not isinstance(value, bytes):
                assert "Unmistakable" not in str(value)
