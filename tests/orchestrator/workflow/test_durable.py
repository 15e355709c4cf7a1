"""What the engine asks of its library: the private names it leans on, no pickle, one process per SQLite file."""

import asyncio
import base64
import pickle
import threading
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS
from dbos._dbos import _get_dbos_instance
from dbos._serialization import DefaultSerializer, deserialize_value
from sqlalchemy import create_engine, text

from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.submissions import submit
from orchestrator.workflow.durable import engine_url
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.lease import FileLock, Lease
from orchestrator.workflow.patience import Patience
from orchestrator.workflow.tagged_json import End, Reference, TaggedJson, refuse_pickle
from priorauth.errors import RunBroke, WorkerRefused
from tests.standins.postgres import Cluster
from tests.standins.team import OneTeam, ScriptedTeam, submission


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text with ! and 結果",
        [1, 2.5, True, None, "x"],
        ("a", ("b", [])),
        {"args": ("case", 1), "kwargs": {}},
        {"!": "tuple", "of": [1]},
        Reference(End.done, "d" * 64),
        Reference(End.broken, reason="a step broke"),
    ],
)
def test_what_the_engine_writes_it_reads_back_as_it_was(value: object) -> None:
    again: object = TaggedJson().deserialize(TaggedJson().serialize(value))
    assert again == value
    assert type(again) is type(value)


def test_an_exception_is_kept_by_name_alone() -> None:
    written = TaggedJson().serialize(ValueError("Synthetic Person"))
    assert "Synthetic" not in written
    again = TaggedJson().deserialize(written)
    assert isinstance(again, RunBroke)
    assert str(again) == "ValueError"


@pytest.mark.parametrize("value", [{1: 2}, {"a": object()}, b"bytes", float("nan")])
def test_what_has_no_tag_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        TaggedJson().serialize(value)


def test_a_pickled_row_is_refused_and_runs_nothing() -> None:
    class Doctored:
        def __reduce__(self) -> tuple[Any, ...]:
            return (pytest.fail, ("a doctored row was run",))

    row = base64.b64encode(pickle.dumps(Doctored())).decode()
    refuse_pickle()
    with pytest.raises(ValueError, match="pickle is refused"):
        deserialize_value(row, DefaultSerializer().name(), TaggedJson())


async def test_the_private_names_the_engine_leans_on_are_there(database: Database) -> None:
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    stops = _get_dbos_instance().background_thread_stop_events
    assert stops
    assert all(isinstance(stop, threading.Event) for stop in stops)
    assert callable(DBOS._recover_pending_workflows)
    await engine.stop()


async def test_the_engine_holds_references_and_no_word_of_the_patient(database: Database) -> None:
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    case_id = (await submit(database, Plain(), submission())).case_id
    await engine.submitted(case_id)
    await engine.wait(case_id, 1, 30)
    await engine.stop()
    url = engine_url(database.engine.url).replace("postgresql:", "postgresql+psycopg:")
    own = create_engine(url)
    schema = "" if database.is_sqlite else "dbos."
    with own.connect() as connection:
        for table in ("workflow_status", "operation_outputs"):
            rows = connection.execute(text(f"select * from {schema}{table}")).all()
            assert rows or table == "operation_outputs"
            assert "Synthetic" not in str(rows)
            assert "py_pickle" not in str(rows)
    own.dispose()


def test_a_second_process_on_one_sqlite_file_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock")
    first.start()
    with pytest.raises(WorkerRefused, match="PostgreSQL"):
        second.start()
    first.stop()
    second.start()
    second.stop()


@pytest.mark.postgres
def test_work_under_a_lapsed_lease_is_found_and_work_under_a_live_one_is_not(postgres_url: str) -> None:
    taken: list[str] = []
    heard = threading.Event()

    def take_over(gone: list[str]) -> None:
        taken.extend(gone)
        heard.set()

    live = Lease(postgres_url, lambda _: None, beat_seconds=0.05, ttl_seconds=60)
    live.start()
    watcher = Lease(postgres_url, take_over, beat_seconds=0.05, ttl_seconds=60)
    watcher.start()
    own = create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with own.begin() as connection:
        for number, executor in enumerate(("gone", live.executor_id, watcher.executor_id)):
            connection.execute(
                text(
                    "insert into dbos.workflow_status (workflow_uuid, status, executor_id) values (:w, 'PENDING', :e)"
                ),
                {"w": f"w{number}", "e": executor},
            )
    watcher.watch()
    assert heard.wait(30)
    assert set(taken) == {"gone"}
    watcher.stop()
    live.stop()
    with own.connect() as connection:
        assert connection.execute(text("select count(*) from executor_leases")).scalar() == 0
    own.dispose()


@pytest.mark.postgres
async def test_patience_outlasts_a_database_that_is_away(postgres_url: str, cluster: Cluster) -> None:
    database = Database(postgres_url)
    await submit(database, Plain(), submission())
    await asyncio.to_thread(cluster.stop, "immediate")
    asked = asyncio.create_task(Patience(first_pause=0.05)(lambda: submit(database, Plain(), submission())))
    await asyncio.to_thread(cluster.start)
    assert (await asked).created
    await database.close()


async def test_patience_has_an_end_and_is_not_for_mistakes() -> None:
    from sqlalchemy.exc import IntegrityError, OperationalError

    tries: list[type[Exception]] = []

    async def away() -> None:
        tries.append(OperationalError)
        raise OperationalError("select", {}, Exception())

    async def wrong() -> None:
        tries.append(IntegrityError)
        raise IntegrityError("insert", {}, Exception())

    patience = Patience(seconds=0.02, first_pause=0.01)
    with pytest.raises(OperationalError):
        await patience(away)
    assert len(tries) > 1
    tries.clear()
    with pytest.raises(IntegrityError):
        await patience(wrong)
    assert len(tries) == 1
