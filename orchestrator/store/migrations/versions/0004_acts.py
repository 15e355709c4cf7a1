"""What persons wrote with their acts, and acts that are asked for twice under one key."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spoken",
        sa.Column(
            "case_id", sa.String(36), sa.ForeignKey("cases.case_id", name="fk_spoken_case_id_cases"), nullable=False
        ),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "sequence", name="pk_spoken"),
    )
    op.add_column("idempotency_keys", sa.Column("act", sa.String(40), server_default="", nullable=False))
    op.create_index("ix_issued_case", "issued", ["case_id", "act"])


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
