"""Documents' bytes may lie in blobs: which one, and which blobs no row holds."""

import sqlalchemy as sa
from alembic import op

from orchestrator.store.database import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("blob", sa.String(length=64), nullable=True))
    op.add_column("issued", sa.Column("blob", sa.String(length=64), nullable=True))
    op.create_table(
        "loose_blobs",
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("remove_from", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("blob", name=op.f("pk_loose_blobs")),
    )
    op.create_index(op.f("ix_loose_blobs_remove_from"), "loose_blobs", ["remove_from"])


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
