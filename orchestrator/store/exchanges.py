"""Exchanges of the FHIR door: what was sent, which case judges which item, what it is found by, what was answered."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.fhir_tables import ExchangeCaseRow, ExchangeKeyRow, ExchangeRow
from orchestrator.store.tables import CaseRow, EventRow, InformationRequestRow
from priorauth.events import EventType

NEWS = (
    EventType.determination_made,
    EventType.information_requested,
    EventType.case_withdrawn,
    EventType.case_reopened,
    EventType.case_resumed,
    EventType.document_added,
)
FOUND_BOUND = 100


@dataclass(frozen=True)
class Key:
    """One thing an exchange is found by."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One item of a request: the case that judges it and the item's place there. A cancelled one may have no case."""

    sequence: int
    case_id: str
    item: int
    cancelled: bool = False


@dataclass(frozen=True)
class NewExchange:
    """A request that is taken. A line without a case is judged in the case that is made with it."""

    exchange_id: str
    chain_id: str
    place: int
    client: str
    dialect: str
    received_at: datetime
    bundle: str
    keys: tuple[Key, ...]
    lines: tuple[Line, ...]
    cancelled: bool = False
    reference: str = ""


@dataclass(frozen=True)
class Exchange:
    """A request as it is kept."""

    exchange_id: str
    chain_id: str
    place: int
    client: str
    dialect: str
    received_at: datetime
    reference: str
    lines: tuple[Line, ...]
    latest: bool
    cancelled: bool
    bundle: str
    answer: str | None
    told: str

    @property
    def cases(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.case_id for line in self.lines if line.case_id))


def _place(exchange_id: str, column: str) -> Place:
    return Place("fhir_exchanges", column, exchange_id)


Beside = Callable[[AsyncSession, CaseRow], Awaitable[None]]


def beside(codec: Codec, new: NewExchange) -> Beside:
    """What stores the exchange in the transaction that makes its case."""

    async def store(session: AsyncSession, case: CaseRow) -> None:
        await _store(session, codec, new, case)

    return store


async def keep_exchange(database: Database, codec: Codec, new: NewExchange) -> None:
    """Keep an exchange that makes no case; keeping it again changes nothing."""
    async with database.writing() as session:
        if await session.get(ExchangeRow, new.exchange_id) is None:
            await _store(session, codec, new, None)


async def _store(session: AsyncSession, codec: Codec, new: NewExchange, case: CaseRow | None) -> None:
    made = case.case_id if case else ""
    lines = [Line(n.sequence, n.case_id or ("" if n.cancelled else made), n.item, n.cancelled) for n in new.lines]
    earlier = update(ExchangeRow).where(ExchangeRow.chain_id == new.chain_id).values(latest=False)
    await session.execute(earlier)
    session.add(
        ExchangeRow(
            exchange_id=new.exchange_id,
            chain_id=new.chain_id,
            place=new.place,
            client=new.client,
            dialect=new.dialect,
            received_at=new.received_at,
            reference=new.reference or (case.case_number if case else ""),
            lines=[[n.sequence, n.case_id, n.item, n.cancelled] for n in lines],
            latest=True,
            cancelled=new.cancelled,
            bundle=codec.seal(new.bundle.encode(), _place(new.exchange_id, "bundle")),
        )
    )
    await session.flush()
    for key in set(new.keys):
        digest = codec.blind(key.text, f"fhir {key.kind}")
        session.add(ExchangeKeyRow(exchange_id=new.exchange_id, kind=key.kind, digest=digest))
    for case_id in {n.case_id for n in lines if n.case_id}:
        session.add(ExchangeCaseRow(exchange_id=new.exchange_id, case_id=case_id))


class Exchanges:
    """Finds exchanges, and keeps what was answered."""

    def __init__(self, database: Database, codec: Codec) -> None:
        self._database, self._codec = database, codec

    def _opened(self, row: ExchangeRow) -> Exchange:
        return Exchange(
            exchange_id=row.exchange_id,
            chain_id=row.chain_id,
            place=row.place,
            client=row.client,
            dialect=row.dialect,
            received_at=row.received_at,
            reference=row.reference,
            lines=tuple(Line(int(s), str(c), int(i), bool(x)) for s, c, i, x in row.lines),
            latest=row.latest,
            cancelled=row.cancelled,
            bundle=self._codec.open(row.bundle, _place(row.exchange_id, "bundle")).decode(),
            answer=None if row.answer is None else self._answer(row, row.answer),
            told=row.told,
        )

    def _answer(self, row: ExchangeRow, sealed: bytes) -> str:
        return self._codec.open(sealed, _place(row.exchange_id, "answer")).decode()

    async def get(self, exchange_id: str) -> Exchange | None:
        async with self._database.reading() as session:
            row = await session.get(ExchangeRow, exchange_id)
        return None if row is None else self._opened(row)

    async def keep_answer(self, exchange_id: str, answer: str, told: str) -> str:
        """Keep the answer that is first given; whoever comes later has that one."""
        async with self._database.writing() as session:
            row = await session.get_one(ExchangeRow, exchange_id)
            if row.answer is not None:
                return self._answer(row, row.answer)
            row.answer = self._codec.seal(answer.encode(), _place(exchange_id, "answer"))
            row.told = told
        return answer

    async def latest_by(self, *alternatives: Sequence[Key]) -> list[Exchange]:
        """The newest exchange of each chain any of whose exchanges has a key of every group."""
        async with self._database.reading() as session:
            chosen = select(ExchangeRow.chain_id)
            for keys in alternatives:
                chosen = chosen.where(ExchangeRow.exchange_id.in_(self._having(keys)))
            chains = select(ExchangeRow).where(ExchangeRow.chain_id.in_(chosen), ExchangeRow.latest)
            rows = (await session.scalars(chains.order_by(ExchangeRow.received_at.desc()).limit(FOUND_BOUND))).all()
        return [self._opened(row) for row in rows]

    def _having(self, keys: Sequence[Key]) -> Select[str]:
        """The exchanges found by one of these keys, which are of one kind."""
        listed = [self._codec.blind(key.text, f"fhir {key.kind}") for key in keys]
        kinds = {key.kind for key in keys}
        found = select(ExchangeKeyRow.exchange_id)
        return found.where(ExchangeKeyRow.kind.in_(kinds), ExchangeKeyRow.digest.in_(listed))

    async def keys_of(self, exchange_id: str, kinds: Sequence[str]) -> set[str]:
        """The keyed digests of an exchange's chain under these kinds."""
        async with self._database.reading() as session:
            chain = select(ExchangeRow.chain_id).where(ExchangeRow.exchange_id == exchange_id).scalar_subquery()
            members = select(ExchangeRow.exchange_id).where(ExchangeRow.chain_id == chain)
            chosen = select(ExchangeKeyRow.digest).where(
                ExchangeKeyRow.exchange_id.in_(members), ExchangeKeyRow.kind.in_(kinds)
            )
            return set((await session.scalars(chosen)).all())

    async def by_case_number(self, number: str) -> Exchange | None:
        """The newest exchange of the chain that a case of this number belongs to."""
        return await self._by_case(select(CaseRow.case_id).where(CaseRow.case_number == number))

    async def by_information_request(self, reference: str) -> Exchange | None:
        return await self._by_case(
            select(InformationRequestRow.case_id).where(InformationRequestRow.reference == reference)
        )

    async def _by_case(self, chosen: Select[str]) -> Exchange | None:
        async with self._database.reading() as session:
            mine = select(ExchangeCaseRow.exchange_id).where(ExchangeCaseRow.case_id.in_(chosen))
            chains = select(ExchangeRow.chain_id).where(ExchangeRow.exchange_id.in_(mine))
            found = select(ExchangeRow).where(ExchangeRow.chain_id.in_(chains), ExchangeRow.latest)
            row = (await session.scalars(found.limit(1))).first()
        return None if row is None else self._opened(row)

    async def chain(self, chain_id: str) -> list[Exchange]:
        async with self._database.reading() as session:
            chosen = select(ExchangeRow).where(ExchangeRow.chain_id == chain_id).order_by(ExchangeRow.place)
            return [self._opened(row) for row in (await session.scalars(chosen)).all()]

    async def with_news(self, since: datetime, limit: int = 200) -> list[str]:
        """The newest exchanges whose cases tell something that has not been looked at."""
        news = (
            select(ExchangeCaseRow.exchange_id)
            .join(EventRow, EventRow.case_id == ExchangeCaseRow.case_id)
            .join(ExchangeRow, ExchangeRow.exchange_id == ExchangeCaseRow.exchange_id)
            .where(
                EventRow.at > since,
                EventRow.type.in_(NEWS),
                EventRow.sequence > ExchangeCaseRow.told_sequence,
                ExchangeRow.latest,
            )
        )
        async with self._database.reading() as session:
            return list((await session.scalars(news.distinct().limit(limit))).all())

    async def heads(self, case_ids: Sequence[str]) -> dict[str, int]:
        """How far each case's record goes."""
        async with self._database.reading() as session:
            chosen = select(CaseRow.case_id, CaseRow.last_sequence).where(CaseRow.case_id.in_(case_ids))
            return dict((await session.execute(chosen)).tuples().all())


async def mark_told(session: AsyncSession, exchange_id: str, heads: dict[str, int], told: str) -> None:
    """What has been looked at is not looked at again."""
    await session.execute(update(ExchangeRow).where(ExchangeRow.exchange_id == exchange_id).values(told=told))
    for case_id, sequence in heads.items():
        row = update(ExchangeCaseRow).where(
            ExchangeCaseRow.exchange_id == exchange_id, ExchangeCaseRow.case_id == case_id
        )
        await session.execute(row.values(told_sequence=sequence))
