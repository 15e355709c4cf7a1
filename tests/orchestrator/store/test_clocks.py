"""The sweep over the clocks: each thing is told once, at its time, of open cases only."""

from datetime import UTC, date, datetime, timedelta

from orchestrator.store.clocks import Told, sweep_clocks
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import lock_case, read_events
from orchestrator.store.submissions import Clock, submit
from orchestrator.store.tables import InformationRequestRow
from priorauth.determination import CaseState
from priorauth.events import EventType
from tests.standins.team import submission

RECEIVED = datetime(2026, 11, 2, 14, tzinfo=UTC)
CLOCK = Clock(RECEIVED + timedelta(days=7), "seven days", "made up", RECEIVED + timedelta(days=5))


async def received(database: Database) -> str:
    return (await submit(database, Plain(), submission(received_at=RECEIVED, clock=CLOCK))).case_id


async def sweep(database: Database, days: float) -> Told:
    now = RECEIVED + timedelta(days=days)
    return await sweep_clocks(database, now, now.date())


async def told(database: Database, case_id: str) -> list[EventType]:
    async with database.reading() as session:
        return [e.type for e in await read_events(session, case_id)][1:]


async def test_a_clock_is_told_at_risk_once_and_breached_once(database: Database) -> None:
    case_id = await received(database)
    assert [await sweep(database, day) for day in (4, 5.5, 6, 7, 7.1, 9)] == [
        Told(),
        Told(at_risk=1),
        Told(),
        Told(),
        Told(breached=1),
        Told(),
    ]
    assert await told(database, case_id) == [EventType.clock_at_risk, EventType.clock_breached]


async def test_a_sweep_that_comes_late_tells_of_the_breach_alone(database: Database) -> None:
    case_id = await received(database)
    await sweep(database, 30)
    await sweep(database, 31)
    assert await told(database, case_id) == [EventType.clock_breached]


async def test_a_clock_that_jumps_back_takes_nothing_back(database: Database) -> None:
    case_id = await received(database)
    await sweep(database, 8)
    await sweep(database, 1)
    await sweep(database, 6)
    assert await told(database, case_id) == [EventType.clock_breached]


async def test_an_extension_moves_the_breach(database: Database) -> None:
    case_id = await received(database)
    async with database.writing() as session:
        (await lock_case(session, case_id)).extended_until = RECEIVED + timedelta(days=20)
    assert (await sweep(database, 10)).breached == 0
    assert (await sweep(database, 21)).breached == 1


async def test_decided_and_withdrawn_cases_have_no_clock(database: Database) -> None:
    for state in (CaseState.decided, CaseState.withdrawn):
        case_id = await received(database)
        async with database.writing() as session:
            (await lock_case(session, case_id)).state = state
    assert await sweep(database, 30) == Told()


async def test_a_reply_date_that_has_passed_hands_the_case_back_to_a_person(database: Database) -> None:
    case_id = await received(database)
    async with database.writing() as session:
        (await lock_case(session, case_id)).state = CaseState.info_requested
        session.add(
            InformationRequestRow(
                reference="PR-1",
                case_id=case_id,
                review=1,
                requested_at=RECEIVED,
                requested_by="tester",
                reply_by=date(2026, 11, 4),
                content=b"",
            )
        )
    assert (await sweep(database, 2)).resumed == 0
    assert (await sweep(database, 3)).resumed == 1
    assert (await sweep(database, 4)).resumed == 0
    async with database.reading() as session:
        events = await read_events(session, case_id)
    assert events[-1].type is EventType.case_resumed
