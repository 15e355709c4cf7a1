"""The run of a case, whole: begun, worked, sealed, followed; and what happens when a part of it does not."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument, store_document
from orchestrator.store.events import lock_case, read_events, verify
from orchestrator.store.outbox import queue_review, waiting
from orchestrator.store.reviews import ReviewKey
from orchestrator.store.submissions import submit
from orchestrator.store.tables import CaseRow, ReviewRow
from orchestrator.store.tail import events_after
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.progress import sealed_of
from orchestrator.workflow.results import result_of
from orchestrator.workflow.review import Bounds
from priorauth.case import DocumentKind, Urgency
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.errors import SourceUnavailable, SpecialistFailed
from priorauth.events import EventType
from priorauth.evidence import documents_context
from priorauth.findings import Failure, Specialist
from priorauth.record import ReviewRecord
from tests.standins.record import after_abandoned
from tests.standins.team import NOTE, OneTeam, ScriptedTeam, submission

QUICK = Options(bounds=Bounds(seconds=5, attempts=3, pause=0.01), sweep_seconds=0.2, drain_seconds=0)
CODEC = Plain()


@pytest.fixture
def team() -> ScriptedTeam:
    return ScriptedTeam()


@pytest.fixture
async def engine(database: Database, team: ScriptedTeam) -> AsyncGenerator[Engine]:
    engine = Engine(database, CODEC, OneTeam(team), QUICK)
    await engine.start()
    yield engine
    await engine.stop()


async def reviewed(engine: Engine, database: Database, **asked: object) -> ReviewKey:
    accepted = await submit(database, CODEC, replace(submission(), **asked))
    await engine.submitted(accepted.case_id)
    assert await engine.wait(accepted.case_id, 1, 30)
    return ReviewKey(accepted.case_id, 1)


async def case_row(database: Database, case_id: str) -> CaseRow:
    async with database.reading() as session:
        return await session.get_one(CaseRow, case_id)


async def sealed_record(engine: Engine, key: ReviewKey) -> ReviewRecord:
    content = await engine.reviews.record(key)
    assert content is not None
    case = await engine.reviews.load(key)
    return ReviewRecord.model_validate_json(content, context=documents_context(case.documents))


async def test_a_submitted_case_is_reviewed_sealed_and_ready(engine: Engine, database: Database) -> None:
    key = await reviewed(engine, database)
    case = await case_row(database, key.case_id)
    assert (case.state, case.review_outcome) == (CaseState.ready, ReviewOutcome.sealed)
    assert case.recommendation == "pend_for_review"
    assert case.risk == "Medium"
    assert not await waiting(database)


async def test_the_sealed_record_holds_findings_ledger_readings_and_timings(
    engine: Engine, database: Database, team: ScriptedTeam
) -> None:
    record = await sealed_record(engine, await reviewed(engine, database))
    assert not isinstance(record.compliance, Failure)
    assert record.compliance.quality.spans[0].quote == "climbing"
    assert [(c.server, c.subject) for c in record.ledger] == [
        ("icd10-codes", "M17.11"),
        ("icd10-codes", "M25.561"),
        ("npi-registry", "1234567893"),
    ]
    assert len(record.readings) == 1
    assert [t.step for t in record.timings][-1] == "synthesis"
    assert len(record.timings) == 5
    assert record.rules_digest == team.rules_digest


async def test_the_record_of_a_run_is_written_in_the_order_it_happened(engine: Engine, database: Database) -> None:
    key = await reviewed(engine, database)
    events = await events_after(database, key.case_id, 0, 0)
    types = [e.type for e in events]
    assert types[0] is EventType.case_received
    assert types[1] is EventType.review_started
    assert types[-1] is EventType.review_sealed
    assert types.count(EventType.tool_called) == 3
    assert types.count(EventType.step_finished) == 5
    async with database.reading() as session:
        assert (await verify(session, key.case_id)).intact


async def test_no_event_holds_a_word_of_the_patient(engine: Engine, database: Database) -> None:
    key = await reviewed(engine, database)
    said = " ".join(e.model_dump_json() for e in await events_after(database, key.case_id, 0, 0))
    assert "Synthetic Person" not in said
    assert not any(word in said for word in NOTE.split() if len(word) > 6)


@pytest.mark.parametrize("failing", list(Specialist)[:3])
async def test_a_specialist_that_fails_leaves_a_sealed_review_that_pends(
    database: Database, engine: Engine, team: ScriptedTeam, failing: Specialist
) -> None:
    team.fails = frozenset({failing})
    key = await reviewed(engine, database)
    assert await engine.reviews.outcome(key) is ReviewOutcome.sealed
    case = await case_row(database, key.case_id)
    assert case.recommendation == "pend_for_review"
    assert case.risk == "High"
    assert case.risk_reasons == [f"{failing.capitalize()} did not finish"]


async def test_a_failure_that_may_pass_is_tried_again_and_the_record_says_so(
    database: Database, engine: Engine, team: ScriptedTeam
) -> None:
    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.coverage and attempt < 3:
            raise SourceUnavailable("npi-registry")

    team.before = before
    key = await reviewed(engine, database)
    record = await sealed_record(engine, key)
    assert not isinstance(record.coverage, Failure)
    events = await events_after(database, key.case_id, 0, 0)
    starts = [e for e in events if e.step == "coverage" and e.type is EventType.step_started]
    assert [e.attempt for e in starts] == [1, 2, 3]
    assert starts[-1].data == {"gives_up_attempt": 2}
    assert {e.attempt for e in after_abandoned(events) if e.step == "coverage"} == {3}


async def test_a_failure_that_cannot_pass_is_not_tried_again(
    database: Database, engine: Engine, team: ScriptedTeam
) -> None:
    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.clinical:
            raise SpecialistFailed("clinical", "has no skill file", retryable=False)

    team.before = before
    record = await sealed_record(engine, await reviewed(engine, database))
    assert record.clinical == Failure(specialist=Specialist.clinical, reason="has no skill file")
    assert [attempt for _, specialist, attempt in team.worked if specialist is Specialist.clinical] == [1]


async def test_a_specialist_that_breaks_is_a_failure_without_its_words(
    database: Database, engine: Engine, team: ScriptedTeam
) -> None:
    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        raise KeyError("Synthetic Person")

    team.before = before
    record = await sealed_record(engine, await reviewed(engine, database))
    assert record.clinical == Failure(specialist=Specialist.clinical, reason="broke with KeyError")


async def test_a_specialist_that_hangs_is_given_up_and_the_case_pends(database: Database) -> None:
    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.clinical:
            await asyncio.Event().wait()

    options = replace(QUICK, bounds=Bounds(seconds=0.2))
    engine = Engine(database, CODEC, OneTeam(ScriptedTeam(before)), options)
    await engine.start()
    key = await reviewed(engine, database)
    record = await sealed_record(engine, key)
    assert record.clinical == Failure(specialist=Specialist.clinical, reason="did not finish within 0.2 seconds")
    await engine.stop()


async def test_synthesis_that_breaks_fails_the_review_and_leaves_the_case_with_a_person(
    database: Database, engine: Engine, team: ScriptedTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(team, "synthesis", breaks)
    key = await reviewed(engine, database)
    assert await engine.reviews.outcome(key) is ReviewOutcome.failed
    case = await case_row(database, key.case_id)
    assert (case.state, case.recommendation, case.risk) == (CaseState.ready, None, "High")
    async with database.reading() as session:
        row = await session.get_one(ReviewRow, (key.case_id, 1))
        assert row.reasons == ["a step broke with ZeroDivisionError"]


async def test_a_first_look_that_breaks_fails_the_review_and_leaves_the_case_with_a_person(
    database: Database, engine: Engine, team: ScriptedTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(team, "preflight", breaks)
    key = await reviewed(engine, database)
    assert await engine.reviews.outcome(key) is ReviewOutcome.failed
    assert (await case_row(database, key.case_id)).state == CaseState.ready
    assert not await waiting(database)


async def test_a_proposal_begun_by_a_process_that_went_is_made_anew_as_the_next_attempt(
    database: Database, team: ScriptedTeam, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def asks_for_ever(*_: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    options = replace(QUICK, beat_seconds=0.1)
    asking = ScriptedTeam(proposes_alone=False)
    monkeypatch.setattr(asking, "agreed", asks_for_ever)
    first, second = Engine(database, CODEC, OneTeam(asking), options), Engine(database, CODEC, OneTeam(team), options)
    await first.start()
    case_id = (await submit(database, CODEC, submission())).case_id
    await first.submitted(case_id)
    await begun.wait()
    await first.stop()
    await second.start()
    assert await second.wait(case_id, 1, 30)
    record = await sealed_record(second, ReviewKey(case_id, 1))
    await second.stop()
    assert {t.step: t.attempt for t in record.timings}["synthesis"] == 2
    events = [e for e in await events_after(database, case_id, 0, 0) if e.step == "synthesis"]
    assert [(e.type, e.attempt) for e in events] == [
        (EventType.step_started, 1),
        (EventType.step_started, 2),
        (EventType.step_finished, 2),
    ]
    assert events[1].data == {"gives_up_attempt": 1}


async def test_sealing_whose_commit_nobody_heard_of_is_done_once(engine: Engine, database: Database) -> None:
    key = await reviewed(engine, database)
    record, told = await sealed_record(engine, key), await events_after(database, key.case_id, 0, 0)
    again = result_of(record.proposal, record.sealed_at, {})
    digest = await engine.reviews.conclude(key, again, record.sealed_at, sealed_of(record))
    async with database.reading() as session:
        assert digest == (await session.get_one(ReviewRow, (key.case_id, 1))).record_digest
    assert await events_after(database, key.case_id, 0, 0) == told


async def run_again(database: Database, engine: Engine, case_id: str) -> int:
    """Queue a further review as an act of a person does; however often that is done, one waits."""
    async with database.writing() as session:
        review = await queue_review(session, await lock_case(session, case_id), datetime.now(UTC))
    await engine.submitted(case_id)
    return review


async def test_a_failed_review_can_be_run_again(database: Database, engine: Engine, team: ScriptedTeam) -> None:
    key = await reviewed(engine, database)
    assert await run_again(database, engine, key.case_id) == 2
    assert await engine.wait(key.case_id, 2, 30)
    assert await engine.reviews.outcome(ReviewKey(key.case_id, 2)) is ReviewOutcome.sealed


async def test_what_arrives_while_a_review_runs_queues_one_further_review_that_reads_it_all(
    database: Database, engine: Engine, team: ScriptedTeam
) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.coverage:
            inside.set()
            await go_on.wait()

    team.before = before
    case_id = (await submit(database, CODEC, submission())).case_id
    await engine.submitted(case_id)
    await inside.wait()
    for number in (2, 3):
        async with database.writing() as session:
            case = await lock_case(session, case_id)
            new = NewDocument(DocumentKind.text, "More", "More made-up words.")
            store_document(session, CODEC, case_id, number, new, case.received_at, "tester")
        assert await run_again(database, engine, case_id) == 2
    go_on.set()
    assert await engine.wait(case_id, 2, 30)
    assert len((await engine.reviews.load(ReviewKey(case_id, 1))).documents) == 1
    assert len((await engine.reviews.load(ReviewKey(case_id, 2))).documents) == 3
    assert (await case_row(database, case_id)).latest_review == 2


async def test_withdrawal_ends_a_running_review_at_once(database: Database, engine: Engine, team: ScriptedTeam) -> None:
    inside = asyncio.Event()

    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.clinical:
            inside.set()
            await asyncio.Event().wait()

    team.before = before
    case_id = (await submit(database, CODEC, submission())).case_id
    await engine.submitted(case_id)
    await inside.wait()
    async with database.writing() as session:
        (await lock_case(session, case_id)).state = CaseState.withdrawn
    await engine.withdrawn(case_id)
    assert await engine.wait(case_id, 1, 30)
    assert await engine.reviews.outcome(ReviewKey(case_id, 1)) is ReviewOutcome.failed
    assert (await case_row(database, case_id)).state == CaseState.withdrawn
    assert Specialist.coverage not in {specialist for _, specialist, _ in team.worked}


async def test_a_case_withdrawn_before_its_review_begins_is_never_reviewed(
    database: Database, team: ScriptedTeam
) -> None:
    case_id = (await submit(database, CODEC, submission())).case_id
    async with database.writing() as session:
        (await lock_case(session, case_id)).state = CaseState.withdrawn
    engine = Engine(database, CODEC, OneTeam(team), QUICK)
    await engine.start()
    other = await reviewed(engine, database)
    await engine.submitted(case_id)
    while await waiting(database, case_id):
        await engine.wait(other.case_id, 1, 0)
    assert {case for case, _, _ in team.worked} == {other.case_id}
    await engine.stop()


async def test_a_case_stored_while_no_engine_runs_is_reviewed_by_the_next_one(
    database: Database, team: ScriptedTeam
) -> None:
    case_id = (await submit(database, CODEC, submission())).case_id
    engine = Engine(database, CODEC, OneTeam(team), QUICK)
    await engine.start()
    assert await engine.wait(case_id, 1, 30)
    await engine.stop()


async def test_a_review_cut_short_by_a_stop_goes_on_where_it_was(database: Database) -> None:
    inside = asyncio.Event()

    async def hang(specialist: Specialist, case_id: str, attempt: int) -> None:
        if specialist is Specialist.coverage:
            inside.set()
            await asyncio.Event().wait()

    options = replace(QUICK, ttl_seconds=0.5, beat_seconds=0.2)
    first = Engine(database, CODEC, OneTeam(ScriptedTeam(hang)), options)
    await first.start()
    case_id = (await submit(database, CODEC, submission())).case_id
    await first.submitted(case_id)
    await inside.wait()
    await first.stop()
    team = ScriptedTeam()
    second = Engine(database, CODEC, OneTeam(team), options)
    await second.start()
    assert await second.wait(case_id, 1, 60)
    assert team.worked == [(case_id, Specialist.coverage, 2)]
    await second.stop()


async def test_an_expedited_case_overtakes_those_that_wait(database: Database) -> None:
    all_queued = asyncio.Event()

    async def until_all_queued(_: Specialist, case_id: str, attempt: int) -> None:
        await all_queued.wait()

    team = ScriptedTeam(until_all_queued)
    engine = Engine(database, CODEC, OneTeam(team), replace(QUICK, concurrency=1, at_once=0, sweep_seconds=3600))
    await engine.start()
    cases = [(await submit(database, CODEC, submission())).case_id for _ in range(6)]
    urgent = (await submit(database, CODEC, submission(urgency=Urgency.expedited))).case_id
    for case_id in (*cases, urgent):
        await engine.submitted(case_id)
    all_queued.set()
    for case_id in (*cases, urgent):
        assert await engine.wait(case_id, 1, 30)
    order = list(dict.fromkeys(case_id for case_id, _, _ in team.worked))
    assert order.index(urgent) <= 1
    await engine.stop()


async def test_following_a_case_hears_what_happens_and_waiting_for_nothing_ends(
    database: Database, engine: Engine
) -> None:
    key = await reviewed(engine, database)
    last = (await events_after(database, key.case_id, 0, 0))[-1].sequence
    listening = asyncio.create_task(events_after(database, key.case_id, last, 30))
    await run_again(database, engine, key.case_id)
    assert (await listening)[0].type is EventType.review_started
    async with database.reading() as session:
        everything = await read_events(session, key.case_id)
    assert await events_after(database, key.case_id, everything[-1].sequence + 1000, 0) == []
