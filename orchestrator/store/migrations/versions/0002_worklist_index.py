"""One index that holds all that the worklist filters, sorts and counts by."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_cases_worklist",
        "cases",
        [
            "state",
            "due_at",
            "extended_until",
            "received_at",
            "case_id",
            "urgency",
            "recommendation",
            "risk",
            "service",
            "assigned_to",
            "assigned_role",
            "review_outcome",
            "information_received",
            "decided_at",
            "submitted_by",
        ],
    )


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
