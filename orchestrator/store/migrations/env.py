"""What Alembic runs: the migrations on a connection that is handed in, the same way on both databases."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from orchestrator.store.database import Moment
from orchestrator.store.tables import Base


def render(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Types are written as what the databases know, so that a migration depends on nothing of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
