"""Issued letters and audits: bytes by digest, written once and never over."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
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
    """Keep a document; the same one again changes nothing."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(IssuedRow).values(
        digest=document.digest,
        case_id=document.case_id,
        kind=document.kind,
        audience=document.audience,
        act=document.act,
        media_type=document.media_type,
        issued_at=document.issued_at,
        content=codec.seal(document.content, _place(document.case_id, document.digest)),
    )
    await session.execute(row.on_conflict_do_nothing())


async def issued(
    session: AsyncSession, codec: Codec, case_id: str, *, kind: str, act: str, audience: str = ""
) -> Issued | None:
    """The document of that kind, act and audience that was issued first."""
    chosen = select(IssuedRow).where(
        IssuedRow.case_id == case_id, IssuedRow.act == act, IssuedRow.kind == kind, IssuedRow.audience == audience
    )
    row = (await session.scalars(chosen.order_by(IssuedRow.issued_at, IssuedRow.digest).limit(1))).first()
    return None if row is None else _opened(codec, row)


async def all_issued(session: AsyncSession, codec: Codec, case_id: str) -> tuple[Issued, ...]:
    chosen = select(IssuedRow).where(IssuedRow.case_id == case_id)
    rows = await session.scalars(chosen.order_by(IssuedRow.issued_at, IssuedRow.digest))
    return tuple(_opened(codec, row) for row in rows)


def _opened(codec: Codec, row: IssuedRow) -> Issued:
    return Issued(
        case_id=row.case_id,
        kind=row.kind,
        act=row.act,
        audience=row.audience,
        media_type=row.media_type,
        issued_at=row.issued_at,
        content=codec.open(row.content, _place(row.case_id, row.digest)),
    )


def _place(case_id: str, digest: str) -> Place:
    return Place("issued", "content", f"{case_id}/{digest}")


async def newest_act(session: AsyncSession, case_id: str, kind: str) -> str | None:
    """The act whose document of this kind was issued last."""
    chosen = select(IssuedRow.act).where(IssuedRow.case_id == case_id, IssuedRow.kind == kind)
    return (await session.scalars(chosen.order_by(IssuedRow.issued_at.desc()).limit(1))).first()
