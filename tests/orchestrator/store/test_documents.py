"""Documents go in through the codec and come out as they were; a value that was moved does not open."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from orchestrator.store.blobs import Laid
from orchestrator.store.codec import Place, Plain
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument, documents_of, laid_content, opened, store_document
from orchestrator.store.events import lock_case
from orchestrator.store.submissions import submit
from orchestrator.store.tables import DocumentRow
from priorauth.case import DocumentKind, Page
from tests.standins.team import NOTE, submission


@dataclass(frozen=True)
class Reversing:
    """A stand-in for encryption: unreadable as stored, and bound to its place."""

    def seal(self, text: bytes, place: Place) -> bytes:
        return text[::-1] + b"|" + place.label()

    def open(self, sealed: bytes, place: Place) -> bytes:
        text, _, label = sealed.rpartition(b"|")
        if label != place.label():
            raise ValueError("this value belongs elsewhere")
        return text[::-1]

    def blind(self, text: str, purpose: str) -> str:
        return Plain().blind(text, purpose)


CODEC = Reversing()
SCAN = NewDocument(
    kind=DocumentKind.pdf,
    title="Ergebnis – Übersicht 結果",
    text="Seite eins\fSeite zwei 結果 🦴",
    pages=(Page(page=1, start=0, end=10), Page(page=2, start=11, end=26)),
    flags=("replaced_characters",),
    content=b"%PDF-made-up",
    media_type="application/pdf",
)


@pytest.fixture
async def case_id(database: Database) -> str:
    case_id = (await submit(database, CODEC, submission())).case_id
    async with database.writing() as session:
        case = await lock_case(session, case_id)
        store_document(session, CODEC, case_id, 2, SCAN, case.received_at, "tester")
    return case_id


async def rows(database: Database, case_id: str) -> list[DocumentRow]:
    async with database.reading() as session:
        chosen = select(DocumentRow).where(DocumentRow.case_id == case_id).order_by(DocumentRow.document_id)
        return list((await session.scalars(chosen)).all())


async def test_documents_come_back_as_they_were(database: Database, case_id: str) -> None:
    async with database.reading() as session:
        note, scan = await documents_of(session, CODEC, case_id)
    assert (note.kind, note.text) == (DocumentKind.note, NOTE)
    assert (scan.title, scan.text, scan.pages, scan.flags) == (SCAN.title, SCAN.text, SCAN.pages, SCAN.flags)
    assert scan.page_of(12) == 2


async def test_the_bytes_of_a_document_are_those_that_were_sent(database: Database, case_id: str) -> None:
    note, scan = await rows(database, case_id)
    assert laid_content(CODEC, scan) == Laid(b"%PDF-made-up")
    assert laid_content(CODEC, note) == Laid(NOTE.encode())


async def test_what_is_stored_is_what_the_codec_made_of_it(database: Database, case_id: str) -> None:
    note, _ = await rows(database, case_id)
    assert NOTE.encode() not in note.text
    assert NOTE[::-1].encode() in note.text


async def test_a_text_moved_to_another_document_does_not_open(database: Database, case_id: str) -> None:
    note, scan = await rows(database, case_id)
    note.text = scan.text
    with pytest.raises(ValueError, match="elsewhere"):
        opened(CODEC, note)


def test_a_value_sealed_with_an_unknown_key_is_not_taken_for_plain() -> None:
    with pytest.raises(ValueError, match="not configured"):
        Plain().open(b"\x01anything", Place("documents", "text", "1"))
