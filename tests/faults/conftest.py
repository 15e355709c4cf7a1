"""Both databases, ready to use."""

from tests.standins.databases import (
    cluster,
    database,
    database_url,
    empty_postgres_url,
    postgres_url,
    sqlite_database_url,
    sqlite_template,
)

__all__ = (
    "cluster",
    "database",
    "database_url",
    "empty_postgres_url",
    "postgres_url",
    "sqlite_database_url",
    "sqlite_template",
)
