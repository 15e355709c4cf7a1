"""Issued letters and audits: bytes by digest, written once and never over."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.blobs import Laid
from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.shelf import hold_in, lay, taken
from orchestrator.store.tables import IssuedRow


@dataclass(frozen=True)
class Issued:
    """A document as issued: which act it belongs to, for whom, in which form."""

    case_id: str
    kind: str
    act: str
    audience: str
    media_type: str
    issued_at: datetime
    content: bytes

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


async def store_issued(session: AsyncSession, codec: Codec, document: Issued) -> None:
    """Keep a document within the transaction of its act, in the database; the same one again changes nothing."""
    await _store(session, codec, document, Laid(document.content))


async def keep_issued(database: Database, codec: Codec, *documents: Issued) -> None:
    """Keep documents that were printed after their act, where the settings want their bytes. Raises SourceFailed."""
    laid = [(document, await lay(database, document.content)) for document in documents]
    async with database.writing() as session:
        for document, held in laid:
            if await _store(session, codec, document, held):
                await hold_in(session, held.blob)


async def _store(session: AsyncSession, codec: Codec, document: Issued, laid: Laid) -> bool:
    """Whether it was not there yet."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(IssuedRow).values(
        digest=document.digest,
        case_id=document.case_id,
        kind=document.kind,
        audience=document.audience,
        act=document.act,
        media_type=document.media_type,
        issued_at=document.issued_at,
        content=codec.seal(laid.content, _place(document.case_id, document.digest)),
        blob=laid.blob,
    )
    stored = await session.execute(row.on_conflict_do_nothing().returning(IssuedRow.digest))
    return stored.first() is not None


async def issued(
    database: Database, codec: Codec, case_id: str, *, kind: str, act: str, audience: str = ""
) -> Issued | None:
    """The document of that kind, act and audience that was issued first. Raises DocumentLost, SourceFailed."""
    chosen = select(IssuedRow).where(
        IssuedRow.case_id == case_id, IssuedRow.act == act, IssuedRow.kind == kind, IssuedRow.audience == audience
    )
    async with database.reading() as session:
        row = (await session.scalars(chosen.order_by(IssuedRow.issued_at, IssuedRow.digest).limit(1))).first()
    return None if row is None else await _opened(database, codec, row)


async def all_issued(database: Database, codec: Codec, case_id: str) -> tuple[Issued, ...]:
    """All of a case in the order they were issued. Raises DocumentLost, SourceFailed."""
    chosen = select(IssuedRow).where(IssuedRow.case_id == case_id)
    async with database.reading() as session:
        rows = (await session.scalars(chosen.order_by(IssuedRow.issued_at, IssuedRow.digest))).all()
    return tuple([await _opened(database, codec, row) for row in rows])


async def _opened(database: Database, codec: Codec, row: IssuedRow) -> Issued:
    laid = Laid(codec.open(row.content, _place(row.case_id, row.digest)), row.blob)
    return Issued(
        case_id=row.case_id,
        kind=row.kind,
        act=row.act,
        audience=row.audience,
        media_type=row.media_type,
        issued_at=row.issued_at,
        content=await taken(database, laid),
    )


def _place(case_id: str, digest: str) -> Place:
    return Place("issued", "content", f"{case_id}/{digest}")


async def newest_act(session: AsyncSession, case_id: str, kind: str) -> str | None:
    """The act whose document of this kind was issued last."""
    chosen = select(IssuedRow.act).where(IssuedRow.case_id == case_id, IssuedRow.kind == kind)
    return (await session.scalars(chosen.order_by(IssuedRow.issued_at.desc()).limit(1))).first()
