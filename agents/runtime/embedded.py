"""The embedded reader behind the reader protocol: one parse of the record serves every question about it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from agents.reading.discrepancies import find_discrepancies
from agents.reading.extract import extract
from agents.reading.quality import note_quality
from agents.reading.record import PreparedDocument, PreparedRecord, prepare_documents
from agents.reading.rows import read_prepared
from agents.runtime.reader import Reader, Record
from agents.runtime.tools import ToolSession
from priorauth.case import Document
from priorauth.reading import Extraction, FoundDiscrepancy, NoteQuality, RowQuestion, RowReading
from priorauth.recommendation import Prose
from priorauth.rulebook import Rulebook
from priorauth.telling import Telling

Parsed = tuple[tuple[PreparedDocument, ...], bool]


@dataclass
class ParsedLately:
    """What was parsed last, for the next question about the same documents: the oldest goes first, one always stays.

    Parsing depends on the documents and the day they came, and on nothing else of a case.
    """

    characters_kept: int = 200_000
    _parsed: OrderedDict[tuple[tuple[Document, ...], date], Parsed] = field(
        default_factory=OrderedDict[tuple[tuple[Document, ...], date], Parsed]
    )
    _characters: int = 0
    _lock: Lock = field(default_factory=Lock)

    def prepared(self, record: Record) -> PreparedRecord:
        return PreparedRecord(*self._of(record.documents, record.context.received_on), record.context)

    def _of(self, documents: tuple[Document, ...], received_on: date) -> Parsed:
        key = documents, received_on
        with self._lock:
            if (found := self._parsed.get(key)) is not None:
                self._parsed.move_to_end(key)
                return found
        parsed = prepare_documents(documents, received_on)
        with self._lock:
            if key not in self._parsed:
                self._parsed[key] = parsed
                self._characters += _length(documents)
            while self._characters > self.characters_kept and len(self._parsed) > 1:
                (gone, _), _ = self._parsed.popitem(last=False)
                self._characters -= _length(gone)
        return parsed


def _length(documents: tuple[Document, ...]) -> int:
    return sum(len(d.text) for d in documents)


_LATELY = ParsedLately()


class EmbeddedReader:
    """Rules, no model: always here, always the same answer."""

    name = "embedded"

    def at(self, tools: ToolSession, rules: Rulebook) -> Reader:
        return self

    async def quality(self, record: Record) -> NoteQuality:
        return note_quality(_LATELY.prepared(record))

    async def extraction(self, record: Record) -> Extraction:
        return extract(_LATELY.prepared(record))

    async def discrepancies(self, record: Record) -> tuple[FoundDiscrepancy, ...]:
        return find_discrepancies(_LATELY.prepared(record))

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        return read_prepared(_LATELY.prepared(record), question)

    async def prose(self, telling: Telling) -> Prose | None:
        return None
