"""Telling subscribers: looks for requests that stand otherwise than was last told, and posts what waits.

Nothing is held in memory that the next life of the process could not find in the database again.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import httpx2

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import answer
from orchestrator.fhir.chains import read_exchange
from orchestrator.fhir.dialects import DIALECTS
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import FHIR_JSON
from orchestrator.fhir.notifications import notification_bundle
from orchestrator.fhir.outbound import guarded_client, post
from orchestrator.fhir.rooms import Rooms
from orchestrator.fhir.states import told_of
from orchestrator.fhir.submitting import told_digest, written
from orchestrator.fhir.subscribing import header_of, shown
from orchestrator.store.exchanges import Exchange
from orchestrator.store.subscriptions import News, Notification

log = logging.getLogger(__name__)
AGAIN = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 21600))
LOOK_BACK = timedelta(days=2)
FIRST_LOOK_BACK = timedelta(days=200)


@dataclass
class Herald:
    """One process's share in telling. `poll_seconds` is how long news may go unnoticed."""

    rooms: Rooms
    poll_seconds: float = 1.0
    client: httpx2.AsyncClient | None = None
    _task: asyncio.Task[None] | None = None
    _look_back: timedelta = field(default=FIRST_LOOK_BACK)

    def start(self) -> None:
        self._task = asyncio.ensure_future(self._work())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self.client is not None:
            await self.client.aclose()

    async def _work(self) -> None:
        while True:
            self.rooms.wake.clear()
            try:
                await self.look()
                await self.send()
            except Exception as wrong:
                log.warning("telling subscribers failed: %s", type(wrong).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.rooms.wake.wait(), self.poll_seconds)

    async def look(self) -> None:
        """Queue a notification for every request that stands otherwise than was last told."""
        since = self.rooms.desk.now() - self._look_back
        found = await self.rooms.exchanges.with_news(since)
        for exchange_id in found:
            exchange = await self.rooms.exchanges.get(exchange_id)
            if exchange is not None:
                await self._tell(exchange)
        if not found:
            self._look_back = LOOK_BACK

    async def _tell(self, exchange: Exchange) -> None:
        cases = await self.rooms.standings(exchange.cases)
        told = told_of(exchange, cases, self.rooms.settings)
        sent = read_exchange(exchange)
        now = self.rooms.desk.now()
        dialect = DIALECTS[exchange.dialect]
        at, echo = now.replace(microsecond=0), Echo(sent.contents)
        answering = Answering(sent, dialect, exchange.exchange_id, at, echo, self.rooms.public)
        news = News(
            exchange_id=exchange.exchange_id,
            told=told_digest(self.rooms, told),
            heads={case_id: case.last_sequence for case_id, case in cases.items()},
            content=written(answer(answering, told)),
        )
        senders = {self.rooms.subscriptions.sender(s) for s in sent.senders()}
        listening = await self.rooms.subscriptions.listening(exchange.client)
        to = [s.subscription_id for s in listening if s.dialect == exchange.dialect and senders & set(s.senders)]
        await self.rooms.subscriptions.tell(news, to, now)

    async def send(self) -> None:
        """Post what is due, each subscription's in its order."""
        while due := await self.rooms.subscriptions.due(self.rooms.desk.now()):
            await asyncio.gather(*(self._post(one) for one in due))

    async def _post(self, one: Notification) -> None:
        self.client = self.client or guarded_client(self.rooms.outbound)
        resource = Element(dict(shown(one.subscription)), "Subscription")
        channel = resource.one("channel")
        lines = [header_of(str(line.value)) for line in channel.each("header")]
        headers = dict(line for line in lines if line is not None)
        body = written(notification_bundle(one, self._base(one)))
        if await post(self.client, channel.text("endpoint"), body, {**headers, "Content-Type": FHIR_JSON}):
            await self.rooms.subscriptions.sent(one)
            return
        place = one.attempts - 1
        again = self.rooms.desk.now() + AGAIN[place] if place < len(AGAIN) else None
        await self.rooms.subscriptions.failed(one, again)

    def _base(self, one: Notification) -> str:
        return f"{self.rooms.public}{DIALECTS[one.subscription.dialect].base}"
