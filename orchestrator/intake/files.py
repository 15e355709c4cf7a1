"""One file in, one document out, by what the bytes are and not by what they are called."""

import asyncio
from dataclasses import dataclass, field

from orchestrator.intake.kinds import FileKind, kind_of
from orchestrator.intake.worker import Worker
from priorauth.case import DocumentKind, Page, ReadingState
from priorauth.errors import DocumentRefused

BYTES_BOUND = 20_000_000
TITLE_BOUND = 200
_KINDS = {FileKind.pdf: DocumentKind.pdf, FileKind.text: DocumentKind.text, FileKind.ccda: DocumentKind.ccda}
_MEDIA = {FileKind.pdf: "application/pdf", FileKind.text: "text/plain; charset=utf-8", FileKind.ccda: "application/xml"}


@dataclass(frozen=True)
class Incoming:
    """A file as it was read, with its bytes as they came."""

    kind: DocumentKind
    title: str
    text: str
    pages: tuple[Page, ...]
    reading: ReadingState
    flags: tuple[str, ...]
    content: bytes
    media_type: str


@dataclass
class Files:
    """Reads files one after another in a process of its own, which a hostile file may kill."""

    worker: Worker = field(default_factory=Worker)
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    async def read(self, name: str, content: bytes, media_type: str = "") -> Incoming:
        """The document in a file. Raises DocumentRefused for one of a kind or size that is not taken."""
        if len(content) > BYTES_BOUND:
            raise DocumentRefused(f"a file has at most {BYTES_BOUND:,} bytes")
        kind = kind_of(content, media_type)
        async with self._turn:
            found = await self.worker.read(kind, content)
        return Incoming(
            kind=_KINDS[kind],
            title=name[:TITLE_BOUND],
            text=found.text,
            pages=found.pages,
            reading=found.reading,
            flags=found.flags,
            content=content,
            media_type=_MEDIA[kind],
        )

    async def close(self) -> None:
        await self.worker.close()
