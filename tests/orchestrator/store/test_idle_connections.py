"""Connections of a pool: asked whether they are still there after lying idle, and only then."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from orchestrator.store import idle_connections
from orchestrator.store.idle_connections import put_back, taken

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    url = make_url(postgres_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url, pool_size=1, max_overflow=0)
    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", taken)
    yield engine
    engine.dispose()


def end_of(engine: Engine) -> int:
    """Have the server end the one connection that lies in the pool; returns which it was."""
    with engine.connect() as connection:
        served = connection.execute(text("select pg_backend_pid()")).scalar_one()
    other = create_engine(engine.url)
    with other.connect() as connection:
        connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": served})
    other.dispose()
    return served


def test_a_connection_that_went_while_it_lay_idle_is_made_anew_unnoticed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_connections, "IDLE_SECONDS", 0.0)
    gone = end_of(engine)
    with engine.connect() as connection:
        assert connection.execute(text("select pg_backend_pid()")).scalar_one() != gone


def test_a_connection_used_a_moment_ago_is_not_asked_and_is_made_anew_after_it_failed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_connections, "IDLE_SECONDS", 3600.0)
    gone = end_of(engine)
    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.execute(text("select 1"))
    with engine.connect() as connection:
        assert connection.execute(text("select pg_backend_pid()")).scalar_one() != gone
