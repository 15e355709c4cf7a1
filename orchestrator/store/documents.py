"""Documents of a case: text with pages for readers, bytes as they were sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.blobs import Laid
from orchestrator.store.codec import Codec, Place
from orchestrator.store.tables import DocumentRow
from priorauth.case import Document, DocumentKind, Page, ReadingState
from priorauth.digests import digest_text


@dataclass(frozen=True)
class NewDocument:
    """A document as intake read it. Where `blob` names one, the bytes lie there and `content` is the key to them."""

    kind: DocumentKind
    title: str
    text: str
    pages: tuple[Page, ...] = ()
    reading: ReadingState = ReadingState.read
    flags: tuple[str, ...] = ()
    content: bytes | None = None
    media_type: str = "text/plain; charset=utf-8"
    blob: str | None = None


def _place(case_id: str, document_id: int, column: str) -> Place:
    return Place("documents", column, f"{case_id}/{document_id}")


def store_document(
    session: AsyncSession, codec: Codec, case_id: str, number: int, new: NewDocument, at: datetime, by: str
) -> None:
    session.add(DocumentRow(**document_values(codec, case_id, number, new, at, by)))


def document_values(
    codec: Codec, case_id: str, number: int, new: NewDocument, at: datetime, by: str
) -> dict[str, object]:
    """The row of a document, its patient text sealed."""
    return {
        "case_id": case_id,
        "document_id": number,
        "kind": str(new.kind),
        "title": codec.seal(new.title.encode(), _place(case_id, number, "title")),
        "text": codec.seal(new.text.encode(), _place(case_id, number, "text")),
        "content": None if new.content is None else codec.seal(new.content, _place(case_id, number, "content")),
        "media_type": new.media_type,
        "text_digest": digest_text(new.text),
        "pages": [[p.page, p.start, p.end] for p in new.pages],
        "reading": str(new.reading),
        "flags": list(new.flags),
        "added_at": at,
        "added_by": by,
        "blob": new.blob,
    }


def opened(codec: Codec, row: DocumentRow) -> Document:
    return Document(
        document_id=row.document_id,
        kind=DocumentKind(row.kind),
        title=codec.open(row.title, _place(row.case_id, row.document_id, "title")).decode(),
        text=codec.open(row.text, _place(row.case_id, row.document_id, "text")).decode(),
        pages=tuple(Page(page=p, start=s, end=e) for p, s, e in row.pages),
        reading=ReadingState(row.reading),
        flags=tuple(row.flags),
    )


def laid_content(codec: Codec, row: DocumentRow) -> Laid:
    """Where the bytes lie as they were sent; for a document that came as text, its text."""
    column = "text" if row.content is None else "content"
    return Laid(codec.open(row.content or row.text, _place(row.case_id, row.document_id, column)), row.blob)


async def documents_of(session: AsyncSession, codec: Codec, case_id: str) -> tuple[Document, ...]:
    chosen = select(DocumentRow).where(DocumentRow.case_id == case_id).order_by(DocumentRow.document_id)
    return tuple(opened(codec, row) for row in (await session.scalars(chosen)).all())
