"""The schema of our tables: brought up to date, or found wanting.

A database that is current is known by one row; what migrates the others is loaded only where there is one.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from orchestrator.store.database import Database
from priorauth.errors import SchemaBehind

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_262_018


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision this code needs: the last of the numbered steps."""
    return max(step.name.partition("_")[0] for step in (_HERE / "versions").glob("[0-9]*.py"))


async def upgrade(database: Database) -> str:
    """Bring the tables up to date, one process at a time; returns the revision they now have."""
    async with database.connection() as connection:
        await connection.run_sync(_upgrade)
    return newest()


def _upgrade(connection: Connection) -> None:
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    command.upgrade(_config(connection), "head")


async def current(database: Database) -> str | None:
    """The revision the database has; None for an empty one."""
    async with database.connection() as connection:
        return await connection.run_sync(_current)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


async def ensure_current(database: Database) -> None:
    """On SQLite upgrade; on PostgreSQL, whose schema is the operator's, raise SchemaBehind where it is not current."""
    if await current(database) == newest():
        return
    if not database.is_sqlite:
        raise SchemaBehind("the database's schema is not this version's; run `priorauth db upgrade`")
    await upgrade(database)


async def draft(database: Database, message: str) -> None:
    """Write the next migration from what the tables in the code have that the database has not."""
    from alembic import command

    number = f"{len(list((_HERE / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    async with database.connection() as connection:
        await connection.run_sync(
            lambda c: command.revision(_config(c), message, autogenerate=True, rev_id=number) and None
        )
