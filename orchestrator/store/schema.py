"""The schema of our tables: brought up to date, or found wanting."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from orchestrator.store.database import Database
from orchestrator.store.fhir_tables import Base
from priorauth.errors import SchemaBehind

_HERE = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_262_018


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


async def upgrade(database: Database) -> str:
    """Bring the tables up to date, one process at a time; returns the revision they now have."""
    async with database.connection() as connection:
        await connection.run_sync(_upgrade)
    return newest()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    command.upgrade(_config(connection), "head")


async def current(database: Database) -> str | None:
    """The revision the database has; None for an empty one."""
    async with database.connection() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())


async def ensure_current(database: Database) -> None:
    """On SQLite upgrade; on PostgreSQL, whose schema is the operator's, raise SchemaBehind where it is not current."""
    if database.is_sqlite:
        await upgrade(database)
    elif await current(database) != newest():
        raise SchemaBehind("the database's schema is not this version's; run `priorauth db upgrade`")


async def differences(database: Database) -> list[str]:
    """Where the migrated database and the tables in the code disagree."""

    def compare(connection: Connection) -> list[str]:
        ours = set(Base.metadata.tables) | {"alembic_version"}
        strangers = set(inspect(connection).get_table_names()) - ours
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        return [str(one) for one in found if not any(name in str(one) for name in strangers)]

    async with database.connection() as connection:
        return await connection.run_sync(compare)


async def draft(database: Database, message: str) -> None:
    """Write the next migration from what the tables in the code have that the database has not."""
    number = f"{len(list((_HERE / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    async with database.connection() as connection:
        await connection.run_sync(
            lambda c: command.revision(_config(c), message, autogenerate=True, rev_id=number) and None
        )
