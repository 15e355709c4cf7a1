"""A new version is deployed while reviews of the one before still wait: each ends, once, under its own."""

from dbos import DBOSClient

from orchestrator.store.anchors import verify_store
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import read_events
from orchestrator.store.reviews import ReviewKey
from orchestrator.store.submissions import submit
from orchestrator.workflow.durable import APPLICATION, QUEUE, VERSION, engine_url, workflow_id
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.tagged_json import TaggedJson
from priorauth.determination import ReviewOutcome
from priorauth.events import EventType
from tests.standins.team import OneTeam, ScriptedTeam, submission

CODEC = Plain()


def queue_as_before(database: Database, key: ReviewKey) -> None:
    """What an earlier version left in the queue."""
    client = DBOSClient(
        system_database_url=engine_url(database.engine.url), serializer=TaggedJson(), application_name=APPLICATION
    )
    client.enqueue(
        {
            "workflow_name": "review.v1",
            "queue_name": QUEUE,
            "workflow_id": workflow_id(key),
            "app_version": VERSION,
            "priority": 10,
        },
        key.case_id,
        key.review,
    )
    client.destroy()


async def test_reviews_queued_by_an_earlier_version_end_beside_new_ones(database: Database) -> None:
    team = ScriptedTeam()
    before = ReviewKey((await submit(database, CODEC, submission())).case_id, 1)
    queue_as_before(database, before)
    engine = Engine(database, CODEC, OneTeam(team), Options(drain_seconds=0, sweep_seconds=0.2))
    await engine.start()
    new = ReviewKey((await submit(database, CODEC, submission())).case_id, 1)
    await engine.submitted(new.case_id)
    for key in (before, new):
        assert await engine.wait(key.case_id, 1, 60)
        assert await engine.reviews.outcome(key) is ReviewOutcome.sealed
        async with database.reading() as session:
            types = [event.type for event in await read_events(session, key.case_id)]
        assert types.count(EventType.step_finished) == 5
        assert types.count(EventType.review_sealed) == 1
    assert len(team.worked) == 6
    assert (await verify_store(database, CODEC, b"no anchors here")).intact
    await engine.stop()
