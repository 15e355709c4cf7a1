"""Subscriptions of the FHIR door and the notifications that wait to be sent; each is sent at least once, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.exchanges import mark_told
from orchestrator.store.fhir_tables import ExchangeRow, NotificationRow, SubscriptionRow

HANDSHAKE = 0
LEASE = timedelta(seconds=60)


class SubscriptionStatus(StrEnum):
    requested = "requested"
    active = "active"
    error = "error"
    off = "off"


@dataclass(frozen=True)
class Subscription:
    """Who wants to hear, about whom, and the resource as it was sent. `senders` are keyed digests."""

    subscription_id: str
    client: str
    dialect: str
    status: SubscriptionStatus
    senders: tuple[str, ...]
    events: int
    made_at: datetime
    content: str


@dataclass(frozen=True)
class Notification:
    """A notification whose turn it is. The handshake has no content of its own."""

    subscription: Subscription
    event: int
    content: str
    at: datetime
    attempts: int


@dataclass(frozen=True)
class News:
    """An exchange that is to be told of: what tells it apart, how far its cases were looked at, the answer."""

    exchange_id: str
    told: str
    heads: dict[str, int]
    content: str


class Subscriptions:
    def __init__(self, database: Database, codec: Codec) -> None:
        self._database, self._codec = database, codec

    def sender(self, text: str) -> str:
        """What a sender's id is known by, on both sides."""
        return self._codec.blind(text, "fhir sender")

    def _opened(self, row: SubscriptionRow) -> Subscription:
        content = self._codec.open(row.content, _of_subscription(row.subscription_id)).decode()
        status = SubscriptionStatus(row.status)
        return Subscription(
            row.subscription_id, row.client, row.dialect, status, tuple(row.senders), row.events, row.made_at, content
        )

    async def get(self, subscription_id: str) -> Subscription | None:
        async with self._database.reading() as session:
            row = await session.get(SubscriptionRow, subscription_id)
        return None if row is None else self._opened(row)

    async def count(self, client: str) -> int:
        async with self._database.reading() as session:
            counted = select(func.count()).select_from(SubscriptionRow).where(SubscriptionRow.client == client)
            return (await session.execute(counted)).scalar_one()

    async def keep(self, one: Subscription) -> None:
        """Keep a subscription, new or changed; its handshake is due at once."""
        sealed = self._codec.seal(one.content.encode(), _of_subscription(one.subscription_id))
        async with self._database.writing() as session:
            row = await session.get(SubscriptionRow, one.subscription_id)
            if row is None:
                row = SubscriptionRow(subscription_id=one.subscription_id, client=one.client, events=0)
                session.add(row)
            row.dialect, row.status, row.senders = one.dialect, one.status, list(one.senders)
            row.made_at, row.content = one.made_at, sealed
            await session.flush()
            again = delete(NotificationRow).where(
                NotificationRow.subscription_id == one.subscription_id, NotificationRow.event == HANDSHAKE
            )
            await session.execute(again)
            self._add(session, one.subscription_id, HANDSHAKE, None, "", one.made_at)

    def _add(
        self, session: AsyncSession, subscription_id: str, event: int, exchange: str | None, text: str, at: datetime
    ) -> None:
        sealed = self._codec.seal(text.encode(), _of_notification(subscription_id, event))
        session.add(
            NotificationRow(
                subscription_id=subscription_id,
                event=event,
                exchange_id=exchange,
                content=sealed,
                at=at,
                due_at=at,
                attempts=0,
                sent=False,
            )
        )

    async def remove(self, subscription_id: str) -> None:
        async with self._database.writing() as session:
            await session.execute(delete(NotificationRow).where(NotificationRow.subscription_id == subscription_id))
            await session.execute(delete(SubscriptionRow).where(SubscriptionRow.subscription_id == subscription_id))

    async def listening(self, client: str) -> list[Subscription]:
        """The subscriptions of a client that are, or are about to be, in force."""
        alive = (SubscriptionStatus.requested, SubscriptionStatus.active)
        chosen = select(SubscriptionRow).where(SubscriptionRow.client == client, SubscriptionRow.status.in_(alive))
        async with self._database.reading() as session:
            return [self._opened(row) for row in (await session.scalars(chosen)).all()]

    async def tell(self, news: News, to: Sequence[str], at: datetime) -> bool:
        """Queue a notification for each of these subscriptions, unless the news has been told meanwhile."""
        async with self._database.writing() as session:
            locked = select(ExchangeRow).where(ExchangeRow.exchange_id == news.exchange_id).with_for_update()
            row = (await session.execute(locked)).scalar_one()
            is_new = row.told != news.told
            await mark_told(session, news.exchange_id, news.heads, news.told)
            for subscription_id in to if is_new else ():
                chosen = select(SubscriptionRow).where(SubscriptionRow.subscription_id == subscription_id)
                subscription = (await session.execute(chosen.with_for_update())).scalar_one_or_none()
                if subscription is not None:
                    subscription.events += 1
                    self._add(session, subscription_id, subscription.events, news.exchange_id, news.content, at)
        return is_new

    async def due(self, now: datetime, limit: int = 20) -> list[Notification]:
        """Notifications whose turn it is, taken for a while: the first unsent one of each subscription."""
        earlier = (
            select(NotificationRow.subscription_id, func.min(NotificationRow.event).label("event"))
            .where(NotificationRow.sent.is_(False))
            .group_by(NotificationRow.subscription_id)
            .subquery()
        )
        chosen = (
            select(NotificationRow)
            .join(
                earlier,
                (earlier.c.subscription_id == NotificationRow.subscription_id)
                & (earlier.c.event == NotificationRow.event),
            )
            .join(SubscriptionRow, SubscriptionRow.subscription_id == NotificationRow.subscription_id)
            .where(
                NotificationRow.due_at <= now,
                SubscriptionRow.status.in_((SubscriptionStatus.requested, SubscriptionStatus.active)),
            )
            .order_by(NotificationRow.due_at)
            .limit(limit)
        )
        async with self._database.reading() as session:
            if (await session.scalars(chosen)).first() is None:
                return []
        async with self._database.writing() as session:
            taken: list[Notification] = []
            for row in (await session.scalars(chosen)).all():
                row.attempts, row.due_at = row.attempts + 1, now + LEASE
                subscription = await session.get_one(SubscriptionRow, row.subscription_id)
                text = self._codec.open(row.content, _of_notification(row.subscription_id, row.event)).decode()
                taken.append(Notification(self._opened(subscription), row.event, text, row.at, row.attempts))
        return taken

    async def sent(self, one: Notification) -> None:
        """It arrived; after a handshake the subscription is in force."""
        async with self._database.writing() as session:
            await session.execute(_this(one).values(sent=True))
            if one.event == HANDSHAKE:
                await session.execute(_status(one, SubscriptionStatus.active))

    async def failed(self, one: Notification, again_at: datetime | None) -> None:
        """It did not arrive: again later, or given up."""
        async with self._database.writing() as session:
            if again_at is None:
                await session.execute(_status(one, SubscriptionStatus.error))
            else:
                await session.execute(_this(one).values(due_at=again_at))


def _this(one: Notification) -> Update:
    return update(NotificationRow).where(
        NotificationRow.subscription_id == one.subscription.subscription_id, NotificationRow.event == one.event
    )


def _status(one: Notification, status: SubscriptionStatus) -> Update:
    mine = update(SubscriptionRow).where(SubscriptionRow.subscription_id == one.subscription.subscription_id)
    return mine.values(status=status)


def _of_subscription(subscription_id: str) -> Place:
    return Place("fhir_subscriptions", "content", subscription_id)


def _of_notification(subscription_id: str, event: int) -> Place:
    return Place("fhir_notifications", "content", f"{subscription_id}/{event}")
