"""A review that a model read along with is replayed from what the model said then, though it now says otherwise."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from agents.modelling.endpoint import Endpoint, EndpointKind, ModelLimits
from agents.modelling.meter import Meter
from agents.modelling.reader import open_both
from agents.runtime.embedded import EmbeddedReader
from orchestrator.assembly import offline_servers, open_team
from orchestrator.store.archive import Kept, kept
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.reviews import ReviewKey, Reviews
from orchestrator.store.submissions import submit
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.replay import replay
from orchestrator.workflow.review import ReviewSteps
from orchestrator.workflow.team import Team
from priorauth.digests import digest_text
from priorauth.evidence import documents_context
from priorauth.record import ReviewRecord
from priorauth.rulebook import load_rulebook
from tests.agents.modelling.conftest import case_of
from tests.standins.model import Script, scripted_model
from tests.standins.scripts import Agreeing, Remembering
from tests.standins.team import OneTeam, submission

CODEC = Plain()


@asynccontextmanager
async def reading_with(script: Script, folder: Path) -> AsyncGenerator[Team]:
    rules = load_rulebook()
    async with scripted_model(script) as model:
        endpoint = Endpoint(EndpointKind.chat, "scripted", f"{model.url}/v1", "key", ModelLimits(pause=0))
        async with (
            open_both(EmbeddedReader(), endpoint, Meter(10**6, 10**8)) as both,
            open_team(offline_servers(folder, lambda: rules), rules, reader=both) as team,
        ):
            yield team


async def sealed(database: Database, team: Team) -> ReviewKey:
    engine = Engine(database, CODEC, OneTeam(team), Options(drain_seconds=0))
    await engine.start()
    case = case_of()
    asked = replace(submission(), request=case.request, items=case.items, descriptions=("",) * len(case.items))
    case_id = (await submit(database, CODEC, asked)).case_id
    await engine.submitted(case_id)
    assert await engine.wait(case_id, 1, 60)
    await engine.stop()
    return ReviewKey(case_id, 1)


def steps(database: Database, team: Team) -> ReviewSteps:
    return ReviewSteps(Reviews(database, CODEC), OneTeam(team))


async def test_a_review_with_a_model_is_replayed_equal_though_the_model_has_changed_its_mind(
    database: Database, tmp_path: Path
) -> None:
    reader = Remembering()
    rules = load_rulebook()
    async with open_team(offline_servers(tmp_path, lambda: rules), rules, reader=reader) as alone:
        key = await sealed(database, alone)
    async with reading_with(Agreeing(reader), tmp_path) as team:
        key = await sealed(database, team)
    progress = await steps(database, team).read(key)
    content = await Reviews(database, CODEC).record(key)
    assert content is not None
    record = ReviewRecord.model_validate_json(content, context=documents_context(progress.case.documents))
    models = [call for call in record.ledger if call.of_model]
    assert models
    assert record.readings
    for digest in (*record.readings, *(call.reply_digest for call in models if call.reply_digest)):
        said = await kept(database, CODEC, Kept.reading, digest, key.case_id)
        assert said is not None
        assert digest_text(said) == digest
    everything = frozenset(o.row for reading in reader.seen.values() for o in reading.observations)
    async with reading_with(Agreeing(reader, contradicts=everything), tmp_path) as other:
        assert (await replay(steps(database, other), key)).equal
