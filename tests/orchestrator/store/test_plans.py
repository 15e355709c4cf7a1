"""What a running engine asks of SQLite is found by a key: no question takes longer because the store has grown."""

import sqlite3
import sqlite3.dbapi2
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orchestrator.store.clocks import sweep_clocks
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.reviews import ReviewKey
from orchestrator.store.submissions import submit
from orchestrator.workflow.engine import Engine, Options
from tests.standins.team import OneTeam, ScriptedTeam, submission

ASKING = ("SELECT", "UPDATE", "DELETE")
# What waits to start is few, however much is stored.
SMALL = ("SCAN outbox", "SCAN reviews USING INDEX ix_reviews_running")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every statement sent to any SQLite file, values filled in."""
    heard: set[str] = set()
    connect = sqlite3.connect

    def overheard(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_trace_callback(heard.add)
        return connection

    monkeypatch.setattr(sqlite3, "connect", overheard)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", overheard)
    return heard


def slow_ways(file: Path, statements: set[str]) -> Iterator[str]:
    """How SQLite would go through more than what belongs to one case."""
    connection = sqlite3.connect(file)
    own = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    for statement in statements:
        if statement.startswith(ASKING) and any(f" {name}" in statement for name in own):
            for *_, way in connection.execute(f"explain query plan {statement}"):
                grows = way.startswith("SCAN") and not way.startswith(SMALL) and "alembic" not in way
                if grows or "ix_events_type_at (type=?)" in way:
                    yield f"{way}: {statement}"
    connection.close()


async def test_a_review_and_the_engines_chores_go_through_no_table(asked: set[str], sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    case_id = (await submit(database, Plain(), submission())).case_id
    await engine.submitted(case_id)
    assert await engine.wait(case_id, 1, 30)
    await engine.reviews.whole(ReviewKey(case_id, 1))
    await sweep_clocks(database, now := datetime.now(UTC), now.date())
    await engine.stop()
    await database.close()
    file = Path(sqlite_database_url.partition("///")[2])
    ours = {one for one in asked if "workflow_status" not in one and "main." not in one}
    assert any("FROM events" in one for one in ours)
    assert list(slow_ways(file, ours)) == []
