"""Who besides the owner of the schema may use it: identities of Microsoft Entra, with rights on rows alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from orchestrator.store.database import Database, engine_for
from priorauth.errors import SettingRefused

SCHEMAS = ("public", "dbos")
_FOR_PRINCIPALS = "postgres"


@dataclass(frozen=True)
class Grant:
    """An identity by the name it signs in with and its object id."""

    name: str
    object_id: str


def grant_of(told: str) -> Grant:
    """`NAME=OBJECT_ID`. Raises SettingRefused."""
    name, _, object_id = told.rpartition("=")
    try:
        return Grant(name or _refuse(), str(UUID(object_id)))
    except ValueError:
        return _refuse()


def _refuse() -> NoReturn:
    raise SettingRefused("--grant", "write NAME=OBJECT_ID, the name and the object id of an identity")


async def let_in(database: Database, grants: Sequence[Grant]) -> None:
    """Make the identities known to the server and give them the rows; again is harmless. Raises SettingRefused."""
    if database.is_sqlite:
        raise SettingRefused("--grant", "is for PostgreSQL; a SQLite file knows no identities")
    await _make_known(database, grants)
    async with database.connection() as connection:
        for grant in grants:
            await _give_rows(connection, grant)


async def _make_known(database: Database, grants: Sequence[Grant]) -> None:
    """The server's function for it exists in one database only."""
    url = database.engine.url.set(database=_FOR_PRINCIPALS).render_as_string(hide_password=False)
    engine = engine_for(url)
    try:
        async with engine.begin() as connection:
            for grant in grants:
                known = await connection.scalar(
                    text("select 1 from pg_roles where rolname = :name"), {"name": grant.name}
                )
                if not known:
                    await connection.execute(
                        text("select pgaadauth_create_principal_with_oid(:name, :id, 'service', false, false)"),
                        {"name": grant.name, "id": grant.object_id},
                    )
    finally:
        await engine.dispose()


async def _give_rows(connection: AsyncConnection, grant: Grant) -> None:
    role = connection.dialect.identifier_preparer.quote_identifier(grant.name)
    for schema in SCHEMAS:
        for statement in (
            f"grant usage on schema {schema} to {role}",
            f"grant select, insert, update, delete on all tables in schema {schema} to {role}",
            f"grant usage, select on all sequences in schema {schema} to {role}",
            f"grant execute on all functions in schema {schema} to {role}",
        ):
            await connection.execute(text(statement))
