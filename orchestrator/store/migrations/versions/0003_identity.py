"""Callers, sessions, credentials, keys, holds; members found by words of their name; the time a case was erased."""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_callers()
    _make_credentials()
    _make_keys()
    op.add_column("cases", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _index_names(op.get_bind())


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=nullable)


def _make_callers() -> None:
    op.create_table(
        "principals",
        _text("subject", 64),
        _text("name", 200),
        _moment("first_seen"),
        sa.PrimaryKeyConstraint("subject", name="pk_principals"),
        sa.UniqueConstraint("name", name="uq_principals_name"),
    )
    op.create_table(
        "sessions",
        _text("digest", 64),
        _text("kind", 16),
        _text("name", 200),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        _text("csrf", 64),
        sa.Column("id_token", sa.LargeBinary(), nullable=True),
        _moment("seen_at"),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_table(
        "sign_ins",
        _text("state", 64),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("state", name="pk_sign_ins"),
    )
    op.create_table(
        "used_assertions",
        _text("client_id", 200),
        _text("jti", 64),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("client_id", "jti", name="pk_used_assertions"),
    )
    for table in ("sessions", "sign_ins", "used_assertions"):
        op.create_index(f"ix_{table}_expires_at", table, ["expires_at"])


def _make_credentials() -> None:
    op.create_table(
        "credentials",
        _text("credential_id", 36),
        _text("person", 200),
        _text("licence", 64),
        _text("state", 2),
        _text("specialty", 200),
        _text("board_certification", 200),
        sa.Column("valid_until", sa.Date(), nullable=True),
        _moment("filed_at"),
        _text("filed_by", 200),
        _moment("withdrawn_at", nullable=True),
        _text("withdrawn_by", 200, nullable=True),
        sa.PrimaryKeyConstraint("credential_id", name="pk_credentials"),
    )
    op.create_index("ix_credentials_person", "credentials", ["person"])


def _make_keys() -> None:
    op.create_table(
        "sealing_keys",
        _text("key_id", 16),
        sa.Column("blind_key", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("key_id", name="pk_sealing_keys"),
    )
    op.create_table(
        "legal_holds",
        _text("case_id", 36),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        _moment("held_at"),
        _text("held_by", 200),
        sa.PrimaryKeyConstraint("case_id", name="pk_legal_holds"),
    )
    op.create_table(
        "member_names",
        _text("word", 64),
        _text("member", 64),
        sa.PrimaryKeyConstraint("word", "member", name="pk_member_names"),
    )


def _index_names(connection: sa.Connection) -> None:
    """Stores of the schema before knew no key, so every request can be read."""
    names = sa.table("member_names", sa.column("word"), sa.column("member"))
    found: set[tuple[str, str]] = set()
    for member, sealed in connection.execute(sa.text("select member, request from cases")):
        for word in str(json.loads(bytes(sealed)[1:])["patient_name"]).casefold().split():
            if plain := word.strip(".,;:'\"()-"):
                found.add((sha256(f"name\x1f{plain}".encode()).hexdigest(), str(member)))
    if found:
        connection.execute(sa.insert(names), [{"word": word, "member": member} for word, member in sorted(found)])


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back to an older schema; restore a backup instead")
