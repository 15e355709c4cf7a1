"""The tables. Patient text stands only in LargeBinary columns, sealed by the codec; hashed text is Text, never JSON."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from orchestrator.store.database import Moment

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
CaseId = String(36)
Digest = String(64)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


# As text: an index that holds some rows only is used where a query says which in the same words.
RUNNING = text("outcome = 'running'")


class CaseRow(Base):
    """A case as it stands, and what the worklist shows of it."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_worklist",
            *("state", "due_at", "extended_until", "received_at", "case_id", "urgency", "recommendation", "risk"),
            *("service", "assigned_to", "assigned_role", "review_outcome", "information_received", "decided_at"),
            "submitted_by",
        ),
    )

    case_id: Mapped[str] = mapped_column(CaseId, primary_key=True)
    case_number: Mapped[str] = mapped_column(String(24), unique=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    urgency: Mapped[str] = mapped_column(String(16))
    line_of_business: Mapped[str] = mapped_column(String(32))
    received_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    clock_rule: Mapped[str] = mapped_column(Text, default="")
    clock_source: Mapped[str] = mapped_column(Text, default="")
    extended_until: Mapped[datetime | None] = mapped_column(Moment)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_until: Mapped[datetime | None] = mapped_column(Moment)
    at_risk_at: Mapped[datetime | None] = mapped_column(Moment)
    clock_told: Mapped[str] = mapped_column(String(16), default="")
    synthetic: Mapped[bool] = mapped_column(default=False)
    request: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    member: Mapped[str] = mapped_column(Digest, index=True)
    fingerprint: Mapped[str] = mapped_column(Digest, index=True)
    duplicate_of: Mapped[str | None] = mapped_column(CaseId)
    submitted_by: Mapped[str] = mapped_column(String(200))
    assigned_to: Mapped[str | None] = mapped_column(String(200), index=True)
    assigned_role: Mapped[str | None] = mapped_column(String(32))
    service: Mapped[str] = mapped_column(String(16), index=True)
    latest_review: Mapped[int] = mapped_column(Integer, default=0)
    last_sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    last_hash: Mapped[str] = mapped_column(Digest, default="")
    recommendation: Mapped[str | None] = mapped_column(String(24), index=True)
    confidence: Mapped[float | None]
    confidence_level: Mapped[str | None] = mapped_column(String(8))
    decision_gate: Mapped[str | None] = mapped_column(String(24))
    criteria_met: Mapped[int | None]
    criteria_total: Mapped[int | None]
    review_outcome: Mapped[str | None] = mapped_column(String(16), index=True)
    running_step: Mapped[str | None] = mapped_column(String(16))
    risk: Mapped[str | None] = mapped_column(String(8), index=True)
    risk_reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    information_received: Mapped[bool] = mapped_column(default=False)
    first_read_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)


class ItemRow(Base):
    __tablename__ = "items"

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
    modifiers: Mapped[list[str]] = mapped_column(JSON, default=list)
    units: Mapped[int] = mapped_column(Integer, default=1)
    principal: Mapped[int | None]
    description: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[str | None] = mapped_column(String(24))
    outcome: Mapped[str | None] = mapped_column(String(24))


class ReviewRow(Base):
    """One run of the specialists. `record` is the sealed record, whole."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_running", "case_id", "review", sqlite_where=RUNNING, postgresql_where=RUNNING),)

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    review: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime] = mapped_column(Moment)
    sealed_at: Mapped[datetime | None] = mapped_column(Moment)
    documents_read: Mapped[int] = mapped_column(Integer, default=1)
    rules_digest: Mapped[str] = mapped_column(Digest, default="")
    reader: Mapped[str] = mapped_column(String(64), default="")
    record: Mapped[bytes | None] = mapped_column(LargeBinary)
    record_digest: Mapped[str] = mapped_column(Digest, default="")


class StepRow(Base):
    """The finished work of one step of a review, sealed by the codec and named by digest."""

    __tablename__ = "steps"

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    review: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    attempt: Mapped[int] = mapped_column(Integer)
    result: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(Digest)
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime] = mapped_column(Moment)


class DocumentRow(Base):
    """A document of a case. Where `blob` names one, the bytes lie there and `content` is the key to them."""

    __tablename__ = "documents"

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[bytes] = mapped_column(LargeBinary)
    text: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(100), default="text/plain; charset=utf-8")
    text_digest: Mapped[str] = mapped_column(Digest)
    pages: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    reading: Mapped[str] = mapped_column(String(16))
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str] = mapped_column(String(200))
    blob: Mapped[str | None] = mapped_column(Digest)


class EventRow(Base):
    """The record. `data` is canonical JSON; `hash` covers it, its place and the hash before it."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_type_at", "type", "at"),)

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    type: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)
    review: Mapped[int | None]
    step: Mapped[str | None] = mapped_column(String(16))
    attempt: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200))
    data: Mapped[str] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(Digest)

    @classmethod
    def of(cls, cases: str | BindParameter[str] | Collection[str] | Select[str], *types: str) -> ColumnElement[bool]:
        """The events of one case or some, of certain types, so asked for that they are found by the key.

        While a database does not know how its rows are spread, it may rather go through all events of a type, of
        every case; so the type is not put to it as something to look up.
        """
        one = isinstance(cases, str | BindParameter)
        kind = cls.type.concat("")
        return and_(
            cls.case_id == cases if one else cls.case_id.in_(cases),
            cls.sequence > 0,
            kind == types[0] if len(types) == 1 else kind.in_(types),
        )


class ArchiveRow(Base):
    """Rule texts, tool replies and readings by their digest, for replay."""

    __tablename__ = "archive"

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    case_id: Mapped[str] = mapped_column(CaseId, primary_key=True, default="")
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DeterminationRow(Base):
    """What a person decided. `round` counts reopenings, so that at most one stands per review."""

    __tablename__ = "determinations"
    __table_args__ = (UniqueConstraint("case_id", "review", "round"),)

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), index=True)
    review: Mapped[int]
    round: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str] = mapped_column(String(24))
    decided_at: Mapped[datetime] = mapped_column(Moment, index=True)
    decided_by: Mapped[str] = mapped_column(String(200))
    standing: Mapped[bool] = mapped_column(default=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class InformationRequestRow(Base):
    __tablename__ = "information_requests"

    reference: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), index=True)
    review: Mapped[int]
    requested_at: Mapped[datetime] = mapped_column(Moment)
    requested_by: Mapped[str] = mapped_column(String(200))
    reply_by: Mapped[date | None]
    open: Mapped[bool] = mapped_column(default=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SpokenRow(Base):
    """What a person wrote with an act, sealed; the event of the act holds only its digest."""

    __tablename__ = "spoken"

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class IssuedRow(Base):
    """A letter or sealed audit as issued: bytes by digest, never overwritten. `blob` as with documents."""

    __tablename__ = "issued"
    __table_args__ = (Index("ix_issued_case", "case_id", "act"),)

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str] = mapped_column(String(16), default="")
    act: Mapped[str] = mapped_column(String(40), default="")
    media_type: Mapped[str] = mapped_column(String(100))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    blob: Mapped[str | None] = mapped_column(Digest)


class LooseBlobRow(Base):
    """A blob that no row holds: not yet, or no more. It is removed when its time has come."""

    __tablename__ = "loose_blobs"

    blob: Mapped[str] = mapped_column(Digest, primary_key=True)
    remove_from: Mapped[datetime] = mapped_column(Moment, index=True)


class NumberRow(Base):
    """The counters of authorization, reference and case numbers: one row per prefix and day or year."""

    __tablename__ = "numbers"

    series: Mapped[str] = mapped_column(String(24), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


class IdempotencyRow(Base):
    __tablename__ = "idempotency_keys"

    submitter: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(Digest, primary_key=True)
    body_digest: Mapped[str] = mapped_column(Digest)
    case_id: Mapped[str] = mapped_column(CaseId)
    act: Mapped[str] = mapped_column(String(40), default="", server_default="")
    at: Mapped[datetime] = mapped_column(Moment)


class OutboxRow(Base):
    """A review that must start: written with its case, removed once the durable engine holds it."""

    __tablename__ = "outbox"

    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True)
    review: Mapped[int] = mapped_column(primary_key=True)
    priority: Mapped[int] = mapped_column(Integer, default=10)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class AccessRow(Base):
    """Who read or did what, when and from where."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_case", "case_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(200), index=True)
    action: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(CaseId)
    origin: Mapped[str] = mapped_column(String(64), default="")


class AnchorRow(Base):
    """The heads of all cases at one moment, keyed with HMAC and chained to the anchor before."""

    __tablename__ = "anchors"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[str] = mapped_column(String(40))
    heads: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(Digest)
    mac: Mapped[str] = mapped_column(Digest)


class LeaseRow(Base):
    """A live worker process; the durable engine's cases of a lapsed one are taken over."""

    __tablename__ = "executor_leases"

    executor_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    expires: Mapped[float]
