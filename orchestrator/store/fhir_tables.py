"""The tables of the FHIR door: exchanges with what they are found by, subscriptions, notifications that wait."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from orchestrator.store.database import Moment
from orchestrator.store.identity_tables import Base
from orchestrator.store.tables import CaseId, Digest

ExchangeId = String(36)


class ExchangeRow(Base):
    """A request as it came and the answer it was first given. `lines` says which case judges which item."""

    __tablename__ = "fhir_exchanges"

    exchange_id: Mapped[str] = mapped_column(ExchangeId, primary_key=True)
    chain_id: Mapped[str] = mapped_column(ExchangeId, index=True)
    place: Mapped[int] = mapped_column(Integer)
    client: Mapped[str] = mapped_column(String(200), index=True)
    dialect: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(Moment)
    reference: Mapped[str] = mapped_column(String(40))
    lines: Mapped[list[list[str | int | bool]]] = mapped_column(JSON)
    latest: Mapped[bool] = mapped_column(default=True)
    cancelled: Mapped[bool] = mapped_column(default=False)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    told: Mapped[str] = mapped_column(Digest, default="")


class ExchangeKeyRow(Base):
    """What an exchange is found by, as keyed digests: member ids, NPIs, claim identifiers, sender ids."""

    __tablename__ = "fhir_exchange_keys"
    __table_args__ = (Index("ix_fhir_exchange_keys_found", "kind", "digest"),)

    exchange_id: Mapped[str] = mapped_column(ExchangeId, ForeignKey("fhir_exchanges.exchange_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    digest: Mapped[str] = mapped_column(Digest, primary_key=True)


class ExchangeCaseRow(Base):
    """The cases an exchange's items are judged in, and how far of each has been looked at for news."""

    __tablename__ = "fhir_exchange_cases"

    exchange_id: Mapped[str] = mapped_column(ExchangeId, ForeignKey("fhir_exchanges.exchange_id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(CaseId, ForeignKey("cases.case_id"), primary_key=True, index=True)
    told_sequence: Mapped[int] = mapped_column(BigInteger, default=0)


class SubscriptionRow(Base):
    """Who wants to hear of changes, about whose requests, and where."""

    __tablename__ = "fhir_subscriptions"

    subscription_id: Mapped[str] = mapped_column(ExchangeId, primary_key=True)
    client: Mapped[str] = mapped_column(String(200), index=True)
    dialect: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16), index=True)
    senders: Mapped[list[str]] = mapped_column(JSON)
    events: Mapped[int] = mapped_column(Integer, default=0)
    made_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class NotificationRow(Base):
    """A notification that is to be sent; event 0 is the handshake."""

    __tablename__ = "fhir_notifications"

    subscription_id: Mapped[str] = mapped_column(
        ExchangeId, ForeignKey("fhir_subscriptions.subscription_id"), primary_key=True
    )
    event: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    exchange_id: Mapped[str | None] = mapped_column(ExchangeId)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    sent: Mapped[bool] = mapped_column(default=False)
