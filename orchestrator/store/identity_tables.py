"""The tables of who calls and what may be opened: callers, sessions, credentials, keys, holds, the index of names."""

from datetime import date, datetime

from sqlalchemy import JSON, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from orchestrator.store.database import Moment
from orchestrator.store.tables import Base, CaseId, Digest


class PrincipalRow(Base):
    """A person or client that has signed in, under the one name the record knows them by."""

    __tablename__ = "principals"

    subject: Mapped[str] = mapped_column(Digest, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    first_seen: Mapped[datetime] = mapped_column(Moment)


class SessionRow(Base):
    """A signed-in browser, or a client's short-lived token: known by the digest of what it brings."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON)
    scope: Mapped[str] = mapped_column(Text, default="")
    csrf: Mapped[str] = mapped_column(Digest, default="")
    id_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class SignInRow(Base):
    """A sign-in that has begun at the issuer; good for one return."""

    __tablename__ = "sign_ins"

    state: Mapped[str] = mapped_column(Digest, primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class AssertionRow(Base):
    """A client's assertion that was used; it is not taken again."""

    __tablename__ = "used_assertions"

    client_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    jti: Mapped[str] = mapped_column(Digest, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class CredentialRow(Base):
    """A reviewer's licence as an administrator put it on file; taken back, never removed."""

    __tablename__ = "credentials"

    credential_id: Mapped[str] = mapped_column(CaseId, primary_key=True)
    person: Mapped[str] = mapped_column(String(200), index=True)
    licence: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(2))
    specialty: Mapped[str] = mapped_column(String(200))
    board_certification: Mapped[str] = mapped_column(String(200), default="")
    valid_until: Mapped[date | None]
    filed_at: Mapped[datetime] = mapped_column(Moment)
    filed_by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str | None] = mapped_column(String(200))


class SealingKeyRow(Base):
    """A key that seals values of this store, told by its id; it wraps the key of the blind index."""

    __tablename__ = "sealing_keys"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    blind_key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)


class HoldRow(Base):
    """A case that must be kept whatever its age, until the hold is released."""

    __tablename__ = "legal_holds"

    case_id: Mapped[str] = mapped_column(CaseId, primary_key=True)
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    held_at: Mapped[datetime] = mapped_column(Moment)
    held_by: Mapped[str] = mapped_column(String(200))


class NameRow(Base):
    """One word of a member's name, blind: found by who knows the word, read by nobody."""

    __tablename__ = "member_names"

    word: Mapped[str] = mapped_column(Digest, primary_key=True)
    member: Mapped[str] = mapped_column(Digest, primary_key=True)
