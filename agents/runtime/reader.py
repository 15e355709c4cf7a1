"""The reader protocol: what a specialist may ask of whoever reads, and nothing about what it means."""

from dataclasses import dataclass
from typing import Protocol

from agents.runtime.tools import ToolSession
from priorauth.case import Document
from priorauth.reading import Extraction, FoundDiscrepancy, NoteQuality, ReadingContext, RowQuestion, RowReading
from priorauth.recommendation import Prose
from priorauth.rulebook import Rulebook
from priorauth.telling import Telling


@dataclass(frozen=True)
class Record:
    """The documents of a case, and what was known of the request before reading them."""

    documents: tuple[Document, ...]
    context: ReadingContext


class Reader(Protocol):
    """Reads text into findings with quotes. Raises ReaderFailed; whatever it said before then does not count."""

    @property
    def name(self) -> str: ...

    def at(self, tools: ToolSession, rules: Rulebook) -> "Reader":
        """The reader in one run of one specialist: whatever it asks of others is recorded in that session."""
        ...

    async def quality(self, record: Record) -> NoteQuality: ...

    async def extraction(self, record: Record) -> Extraction: ...

    async def discrepancies(self, record: Record) -> tuple[FoundDiscrepancy, ...]: ...

    async def rows(self, record: Record, question: RowQuestion) -> RowReading: ...

    async def prose(self, telling: Telling) -> Prose | None:
        """Words for a computed proposal, each figure in them looked up; None where code's own are all there are."""
        ...
