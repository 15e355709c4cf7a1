# pyright: basic
"""Exchanges of the FHIR door, what they are found by, subscriptions and notifications."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _exchanges()
    _subscriptions()
    _cases_of_exchanges()
    _keys_of_exchanges()
    _notifications()


def _exchanges() -> None:
    op.create_table(
        "fhir_exchanges",
        sa.Column("exchange_id", sa.String(length=36), nullable=False),
        sa.Column("chain_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=200), nullable=False),
        sa.Column("dialect", sa.String(length=8), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("told", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_fhir_exchanges")),
    )
    with op.batch_alter_table("fhir_exchanges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fhir_exchanges_chain_id"), ["chain_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fhir_exchanges_client"), ["client"], unique=False)


def _subscriptions() -> None:
    op.create_table(
        "fhir_subscriptions",
        sa.Column("subscription_id", sa.String(length=36), nullable=False),
        sa.Column("client", sa.String(length=200), nullable=False),
        sa.Column("dialect", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("senders", sa.JSON(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", name=op.f("pk_fhir_subscriptions")),
    )
    with op.batch_alter_table("fhir_subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fhir_subscriptions_client"), ["client"], unique=False)
        batch_op.create_index(batch_op.f("ix_fhir_subscriptions_status"), ["status"], unique=False)


def _cases_of_exchanges() -> None:
    op.create_table(
        "fhir_exchange_cases",
        sa.Column("exchange_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("told_sequence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name=op.f("fk_fhir_exchange_cases_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["fhir_exchanges.exchange_id"],
            name=op.f("fk_fhir_exchange_cases_exchange_id_fhir_exchanges"),
        ),
        sa.PrimaryKeyConstraint("exchange_id", "case_id", name=op.f("pk_fhir_exchange_cases")),
    )
    with op.batch_alter_table("fhir_exchange_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fhir_exchange_cases_case_id"), ["case_id"], unique=False)


def _keys_of_exchanges() -> None:
    op.create_table(
        "fhir_exchange_keys",
        sa.Column("exchange_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["fhir_exchanges.exchange_id"],
            name=op.f("fk_fhir_exchange_keys_exchange_id_fhir_exchanges"),
        ),
        sa.PrimaryKeyConstraint("exchange_id", "kind", "digest", name=op.f("pk_fhir_exchange_keys")),
    )
    with op.batch_alter_table("fhir_exchange_keys", schema=None) as batch_op:
        batch_op.create_index("ix_fhir_exchange_keys_found", ["kind", "digest"], unique=False)


def _notifications() -> None:
    op.create_table(
        "fhir_notifications",
        sa.Column("subscription_id", sa.String(length=36), nullable=False),
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exchange_id", sa.String(length=36), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["fhir_subscriptions.subscription_id"],
            name=op.f("fk_fhir_notifications_subscription_id_fhir_subscriptions"),
        ),
        sa.PrimaryKeyConstraint("subscription_id", "event", name=op.f("pk_fhir_notifications")),
    )
    with op.batch_alter_table("fhir_notifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fhir_notifications_due_at"), ["due_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
