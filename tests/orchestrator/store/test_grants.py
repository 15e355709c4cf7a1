"""Identities that are let into a PostgreSQL: rows, and nothing else. The server's own function has a stand-in here."""

import asyncio

import psycopg
import pytest
from sqlalchemy import make_url

from orchestrator.store.database import Database
from orchestrator.store.grants import Grant, grant_of, let_in
from priorauth.errors import SettingRefused
from tests.standins.postgres import Cluster

WHO = Grant("id-worker-made-up", "00000000-0000-0000-0000-000000000001")
# As the managed server offers it, in its database `postgres` alone.
STAND_IN = """
create or replace function pgaadauth_create_principal_with_oid(name text, oid text, kind text, admin bool, mfa bool)
returns text language plpgsql as $$ begin execute format('create role %I login', name); return name; end $$
"""


def test_a_grant_is_a_name_and_an_object_id() -> None:
    assert grant_of(f"{WHO.name}={WHO.object_id}") == WHO
    for wrong in ("id-worker", "=00000000-0000-0000-0000-000000000001", "id-worker=nobody", ""):
        with pytest.raises(SettingRefused, match="NAME=OBJECT_ID"):
            grant_of(wrong)


async def test_a_sqlite_file_knows_no_identities(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    with pytest.raises(SettingRefused, match="SQLite"):
        await let_in(database, [WHO])
    await database.close()


@pytest.mark.postgres
async def test_an_identity_reads_and_writes_rows_and_changes_no_table(cluster: Cluster, postgres_url: str) -> None:
    cluster.execute(STAND_IN)
    database = Database(postgres_url)
    await let_in(database, [WHO])
    await let_in(database, [WHO])
    await database.close()
    await asyncio.to_thread(rows_and_no_more, postgres_url)


def rows_and_no_more(postgres_url: str) -> None:
    url = make_url(postgres_url).set(username=WHO.name).render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("insert into numbers (series, last) values ('made up', 1)")
        assert connection.execute("select last from numbers where series = 'made up'").fetchone() == (1,)
        connection.execute("select count(*) from dbos.workflow_status")
        for forbidden in ("drop table numbers", "create table mine (x int)", "alter table cases add column x int"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden.encode())
