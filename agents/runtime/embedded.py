"""The embedded reader behind the reader protocol: one parse of the record serves every question about it."""

from functools import lru_cache

from agents.reading.discrepancies import find_discrepancies
from agents.reading.extract import extract
from agents.reading.quality import note_quality
from agents.reading.record import PreparedRecord, prepare
from agents.reading.rows import read_prepared
from agents.runtime.reader import Reader, Record
from agents.runtime.tools import ToolSession
from priorauth.reading import Extraction, FoundDiscrepancy, NoteQuality, RowQuestion, RowReading
from priorauth.rulebook import Rulebook

_KEPT = 8


@lru_cache(maxsize=_KEPT)
def _prepared(record: Record) -> PreparedRecord:
    return prepare(record.documents, record.context)


class EmbeddedReader:
    """Rules, no model: always here, always the same answer."""

    name = "embedded"

    def at(self, tools: ToolSession, rules: Rulebook) -> Reader:
        return self

    async def quality(self, record: Record) -> NoteQuality:
        return note_quality(_prepared(record))

    async def extraction(self, record: Record) -> Extraction:
        return extract(_prepared(record))

    async def discrepancies(self, record: Record) -> tuple[FoundDiscrepancy, ...]:
        return find_discrepancies(_prepared(record))

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        return read_prepared(_prepared(record), question)
