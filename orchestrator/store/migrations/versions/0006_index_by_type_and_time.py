"""Events are found by case, or by type within a time; running reviews without looking at all that ever ran."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_events_at", "events")
    op.drop_index("ix_events_type", "events")
    op.create_index("ix_events_type_at", "events", ["type", "at"])
    running = text("outcome = 'running'")
    op.create_index(
        "ix_reviews_running", "reviews", ["case_id", "review"], sqlite_where=running, postgresql_where=running
    )


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
