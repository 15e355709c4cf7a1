"""One patient's records as a file: everything that is held, as they were given it and as we wrote it."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.cases import Cases
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.documents import laid_content
from orchestrator.store.events import read_events
from orchestrator.store.issued import all_issued
from orchestrator.store.reviews import sealed_bytes
from orchestrator.store.shelf import taken
from orchestrator.store.tables import AccessRow, CaseRow, DocumentRow, ReviewRow

_EVENTS = 100_000


@dataclass(frozen=True)
class Page:
    """One file of the record."""

    name: str
    content: bytes


async def cases_of_member(database: Database, codec: Codec, member_id: str) -> tuple[str, ...]:
    """The cases of the member with this id, oldest first."""
    member = codec.blind(f"id:{member_id.strip().replace('-', '').casefold()}", "member")
    chosen = select(CaseRow.case_id).where(CaseRow.member == member).order_by(CaseRow.received_at)
    async with database.reading() as session:
        return tuple((await session.scalars(chosen)).all())


async def personal_record(database: Database, codec: Codec, case_ids: Sequence[str]) -> bytes:
    """A zip of all that is held about these cases. File names tell numbers and kinds, never a person."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for case_id in case_ids:
            for page in await _pages(database, codec, case_id):
                archive.writestr(f"{case_id}/{page.name}", page.content)
    return packed.getvalue()


async def _pages(database: Database, codec: Codec, case_id: str) -> list[Page]:
    stored = await Cases(database, codec).get(case_id)
    if stored is None:
        return []
    sent = await _bytes(database, codec, case_id)
    issued = await all_issued(database, codec, case_id)
    async with database.reading() as session:
        return [
            Page("request.json", stored.request.model_dump_json(indent=2).encode()),
            *(Page(f"document-{d.document.document_id}.txt", d.document.text.encode()) for d in stored.documents),
            *sent,
            *await _records(session, codec, case_id),
            *(
                Page(f"issued-{number}-{one.kind}{_ending(one.media_type)}", one.content)
                for number, one in enumerate(issued, start=1)
            ),
            Page("events.json", _json(await _events(session, case_id))),
            Page("access.json", _json(await _access(session, case_id))),
        ]


async def _bytes(database: Database, codec: Codec, case_id: str) -> list[Page]:
    chosen = select(DocumentRow).where(DocumentRow.case_id == case_id, DocumentRow.content.is_not(None))
    async with database.reading() as session:
        rows = (await session.scalars(chosen.order_by(DocumentRow.document_id))).all()
    return [
        Page(f"document-{r.document_id}{_ending(r.media_type)}", await taken(database, laid_content(codec, r)))
        for r in rows
    ]


async def _records(session: AsyncSession, codec: Codec, case_id: str) -> list[Page]:
    rows = await session.scalars(select(ReviewRow).where(ReviewRow.case_id == case_id).order_by(ReviewRow.review))
    sealed = [(row.review, sealed_bytes(codec, row)) for row in rows]
    return [Page(f"review-{number}.json", content) for number, content in sealed if content is not None]


async def _events(session: AsyncSession, case_id: str) -> list[Any]:
    return [event.model_dump(mode="json") for event in await read_events(session, case_id, 0, _EVENTS)]


async def _access(session: AsyncSession, case_id: str) -> list[dict[str, str]]:
    rows = await session.scalars(select(AccessRow).where(AccessRow.case_id == case_id).order_by(AccessRow.id))
    return [{"at": r.at.isoformat(), "actor": r.actor, "action": r.action} for r in rows]


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


def _ending(media_type: str) -> str:
    return {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md", "application/xml": ".xml"}.get(
        media_type.partition(";")[0], ".bin"
    )
