"""A clock may stand still while information is awaited: since when, and until when at most."""

import sqlalchemy as sa
from alembic import op

from orchestrator.store.database import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("stopped_at", "stopped_until"):
        op.add_column("cases", sa.Column(column, Moment(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
