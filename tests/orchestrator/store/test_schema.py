"""The migrations make exactly the tables of the code, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from orchestrator.store.database import Database
from orchestrator.store.fhir_tables import Base
from orchestrator.store.schema import (
    _config,  # pyright: ignore[reportPrivateUsage]
    current,
    ensure_current,
    newest,
    upgrade,
)
from priorauth.errors import SchemaBehind


async def differences(database: Database) -> list[str]:
    """Where the migrated database and the tables in the code disagree."""

    def compare(connection: Connection) -> list[str]:
        ours = set(Base.metadata.tables) | {"alembic_version"}
        strangers = set(inspect(connection).get_table_names()) - ours
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        return [str(one) for one in found if not any(name in str(one) for name in strangers)]

    async with database.connection() as connection:
        return await connection.run_sync(compare)


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    """When this fails: `python -m orchestrator.store.migrations "what changed"` drafts the missing step."""
    assert await differences(database) == []


async def test_a_missing_migration_would_be_found(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute(text("alter table cases drop column clock_source"))
    assert "clock_source" in str(await differences(database))


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    await upgrade(database)
    assert await current(database) == newest()


@pytest.mark.postgres
async def test_an_engine_refuses_a_postgresql_schema_that_is_not_its_own(empty_postgres_url: str) -> None:
    database = Database(empty_postgres_url)
    with pytest.raises(SchemaBehind, match="priorauth db upgrade"):
        await ensure_current(database)
    await upgrade(database)
    await ensure_current(database)
    await database.close()


def test_the_last_step_is_the_head_of_the_chain() -> None:
    assert ScriptDirectory.from_config(_config()).get_heads() == [newest()]
