"""A sealed review replayed: equal while nothing has changed, and told apart where something has."""

import json
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import update

from orchestrator.store.anchors import verify_store
from orchestrator.store.archive import Kept, kept
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.reviews import ReviewKey, Reviews
from orchestrator.store.submissions import submit
from orchestrator.store.tables import ReviewRow, StepRow
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.replay import replay
from orchestrator.workflow.review import ReviewSteps
from priorauth.determination import ReviewOutcome
from priorauth.digests import digest
from priorauth.errors import NotSealed, RulesNotFound
from priorauth.recommendation import Proposal
from priorauth.tasks import SynthesisTask
from tests.standins.team import NOTE, OneTeam, ScriptedTeam, submission

CODEC = Plain()


class RulesOnPaper:
    """Teams whose rules are a text that says their digest."""

    def __init__(self, team: ScriptedTeam) -> None:
        self.team = team

    def current(self) -> ScriptedTeam:
        return self.team

    def texts(self, rules_digest: str) -> str:
        return json.dumps(rules_digest)

    def revive(self, texts: str) -> ScriptedTeam:
        return ScriptedTeam(rules_digest=json.loads(texts))


@pytest.fixture
async def key(database: Database) -> AsyncGenerator[ReviewKey]:
    engine = Engine(database, CODEC, RulesOnPaper(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    case_id = (await submit(database, CODEC, submission())).case_id
    await engine.submitted(case_id)
    assert await engine.wait(case_id, 1, 30)
    yield ReviewKey(case_id, 1)
    await engine.stop()


def steps(database: Database, team: ScriptedTeam | None = None) -> ReviewSteps:
    return ReviewSteps(Reviews(database, CODEC), RulesOnPaper(team or ScriptedTeam()))


async def test_a_sealed_review_is_replayed_equal(database: Database, key: ReviewKey) -> None:
    again = await replay(steps(database), key)
    assert again.equal
    assert again.rules_digest == "r" * 64


async def test_a_review_is_replayed_under_its_own_rules_when_others_are_in_force(
    database: Database, key: ReviewKey
) -> None:
    assert (await replay(steps(database, ScriptedTeam(rules_digest="n" * 64)), key)).equal


async def test_a_replay_without_the_rules_of_then_is_refused(database: Database, key: ReviewKey) -> None:
    other = ReviewSteps(Reviews(database, CODEC), OneTeam(ScriptedTeam(rules_digest="n" * 64)))
    with pytest.raises(RulesNotFound):
        await replay(other, key)


async def test_other_arithmetic_is_told_apart(database: Database, key: ReviewKey) -> None:
    class Bolder(ScriptedTeam):
        def synthesis(self, task: SynthesisTask) -> Proposal:
            return super().synthesis(task).model_copy(update={"criteria_met": 9})

    assert (await replay(steps(database, Bolder()), key)).differs == ("proposal",)


async def test_a_stored_finding_that_was_changed_is_told_apart(database: Database, key: ReviewKey) -> None:
    async with database.writing() as session:
        row = await session.get_one(StepRow, (key.case_id, 1, "coverage"))
        row.result = row.result.replace(b"VERIFIED", b"NOT_FOUND")
    assert (await replay(steps(database), key)).differs == ("coverage",)


async def test_a_sealed_record_that_was_changed_breaks_the_audit(database: Database, key: ReviewKey) -> None:
    assert (await verify_store(database, CODEC, b"key")).intact
    async with database.writing() as session:
        row = await session.get_one(ReviewRow, (key.case_id, 1))
        assert row.record is not None
        row.record = row.record.replace(b"pend_for_review", b"approve")
    reasons = [b.reason for b in (await verify_store(database, CODEC, b"key")).breaches]
    assert reasons == ["the record of review 1 is not what was sealed"]


async def test_a_seal_that_never_happened_breaks_the_audit(database: Database, key: ReviewKey) -> None:
    async with database.writing() as session:
        sealed = await session.get_one(ReviewRow, (key.case_id, 1))
        values = {c.key: getattr(sealed, c.key) for c in ReviewRow.__table__.columns}
        session.add(ReviewRow(**values | {"review": 2}))
    reasons = [b.reason for b in (await verify_store(database, CODEC, b"key")).breaches]
    assert "review 2 was never sealed in the record" in reasons


async def test_what_was_said_is_kept_by_its_digest(database: Database, key: ReviewKey) -> None:
    whole = await Reviews(database, CODEC).whole(key)
    replies = [await kept(database, CODEC, Kept.reply, call.reply_digest) for call in whole.calls]
    assert [json.loads(reply or "")["code"] for reply in replies[:2]] == ["M17.11", "M25.561"]
    reading = digest({"said": "climbing stairs"})
    assert await kept(database, CODEC, Kept.reading, reading, key.case_id) == '{"said":"climbing stairs"}'
    assert NOTE not in str(replies)


async def test_a_review_that_failed_cannot_be_replayed(database: Database, key: ReviewKey) -> None:
    async with database.writing() as session:
        await session.execute(update(ReviewRow).values(outcome=ReviewOutcome.failed, record=None))
    with pytest.raises(NotSealed):
        await replay(steps(database), key)
