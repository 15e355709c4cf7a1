"""Signing in without a password: a token is asked for where a server wants one, and nowhere else."""

import sys
from collections.abc import Generator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from orchestrator.store import tokens
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.workflow.engine import Engine, Options
from priorauth.errors import SettingRefused
from tests.standins.team import OneTeam, ScriptedTeam


@dataclass(frozen=True)
class Given:
    token: str


@dataclass
class Identity:
    """Gives another token each time, and keeps what it was asked for."""

    asked: list[str] = field(default_factory=list[str])

    def get_token(self, scope: str, /) -> Given:
        self.asked.append(scope)
        return Given(f"token-{len(self.asked)}")


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Generator[Identity]:
    made = Identity()
    monkeypatch.setattr(tokens, "machine", lambda: made)
    yield made


def connecting(**parameters: str) -> dict[str, str]:
    tokens.with_token(None, None, None, parameters)
    return parameters


def test_a_server_of_azure_named_without_a_password_is_given_a_token(identity: Identity) -> None:
    host = "psql-made-up.postgres.database.azure.com"
    assert connecting(host=host, user="id-worker")["password"] == "token-1"
    assert connecting(host=host, user="id-worker")["password"] == "token-2"
    assert identity.asked == [tokens.DATABASE] * 2


def test_a_password_that_is_there_is_used_and_other_servers_are_left_alone(identity: Identity) -> None:
    host = "psql-made-up.postgres.database.azure.com"
    assert connecting(host=host, password="own")["password"] == "own"
    assert "password" not in connecting(host="postgres")
    assert "password" not in connecting(host=f"{host}.example.com")
    assert identity.asked == []


def test_without_the_azure_packages_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    with pytest.raises(SettingRefused, match=r"PRIORAUTH_DATABASE_URL.*priorauth\[azure\]"):
        tokens.machine()


@pytest.mark.postgres
async def test_every_connection_of_the_store_the_lease_and_the_durable_engine_signs_in_so(
    identity: Identity, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "AZURE_SERVERS", ("127.0.0.1",))
    database = Database(postgres_url)
    async with database.reading() as session:
        await session.execute(text("select 1"))
    by_store = len(identity.asked)
    assert by_store >= 1
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    async with database.reading() as session:
        connected = (
            await session.execute(text("select count(*) from pg_stat_activity where datname = current_database()"))
        ).scalar_one()
    assert len(identity.asked) >= connected > by_store
    await engine.stop()
    await database.close()
    assert set(identity.asked) == {tokens.DATABASE}
