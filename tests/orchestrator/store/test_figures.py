"""The figures of operation, on both databases."""

from datetime import UTC, datetime, timedelta

from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.figures import LOOKS_BACK, figures
from orchestrator.store.submissions import Clock, submit
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.events import EventType
from priorauth.findings import ToolOutcome
from tests.standins.team import submission

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def case(database: Database, due: timedelta = timedelta(days=5)) -> str:
    clock = Clock(NOW + due, "a rule", "made up", NOW + due - timedelta(days=1))
    return (await submit(database, Plain(), submission(received_at=NOW - timedelta(minutes=3), clock=clock))).case_id


async def calls(database: Database, case_id: str, server: str, outcomes: list[ToolOutcome], at: datetime = NOW) -> None:
    async with database.writing() as session:
        held = await lock_case(session, case_id)
        for outcome in outcomes:
            append(session, held, NewEvent(EventType.tool_called, {"server": server, "outcome": outcome}), at)


async def test_an_empty_store_is_quiet(database: Database) -> None:
    seen = await figures(database, NOW)
    assert (seen.waiting, seen.oldest_seconds, seen.running, seen.at_risk, seen.breached, seen.failed) == (0,) * 6
    assert seen.sources_down == ()


async def test_reviews_that_wait_are_counted_with_the_age_of_the_oldest(database: Database) -> None:
    await case(database)
    await case(database)
    seen = await figures(database, NOW)
    assert seen.waiting == 2
    assert seen.oldest_seconds >= 180


async def test_open_cases_are_late_close_or_neither_and_decided_ones_are_none(database: Database) -> None:
    await case(database, timedelta(days=5))
    await case(database, timedelta(hours=5))
    await case(database, timedelta(hours=-1))
    decided = await case(database, timedelta(hours=-1))
    failed = await case(database)
    async with database.writing() as session:
        (await lock_case(session, decided)).state = CaseState.decided
        (await lock_case(session, failed)).review_outcome = ReviewOutcome.failed
    seen = await figures(database, NOW)
    assert (seen.at_risk, seen.breached, seen.failed) == (1, 1, 1)


async def test_a_source_is_down_when_it_failed_lately_more_often_than_it_answered(database: Database) -> None:
    one = await case(database)
    await calls(database, one, "pubmed", [ToolOutcome.timeout] * 3 + [ToolOutcome.ok] * 2)
    await calls(database, one, "npi-registry", [ToolOutcome.unavailable] * 3 + [ToolOutcome.not_found] * 3)
    await calls(database, one, "icd10-codes", [ToolOutcome.malformed] * 2)
    await calls(database, one, "cms-coverage", [ToolOutcome.timeout] * 9, NOW - LOOKS_BACK - timedelta(seconds=1))
    await calls(database, one, "clinical-trials", [ToolOutcome.offline] * 9)
    assert (await figures(database, NOW)).sources_down == ("pubmed",)
