"""Bytes outside the database: unreadable there, checked on the way back, never left behind or lost with their row."""

import io
import zipfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, update

from orchestrator.store.codec import Codec, Plain
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument
from orchestrator.store.erasure import erase
from orchestrator.store.issued import Issued, all_issued, keep_issued, store_issued
from orchestrator.store.keys import configured_keys, new_key, open_codec
from orchestrator.store.personal_record import personal_record
from orchestrator.store.rotation import rotate
from orchestrator.store.sealed import SealedReviews
from orchestrator.store.shelf import GRACE, in_blobs, lay_document, sweep, try_blobs
from orchestrator.store.submissions import IdempotencyKey, Submission, submit
from orchestrator.store.tables import CaseRow, DocumentRow, IssuedRow, LooseBlobRow
from priorauth.case import DocumentKind
from priorauth.determination import CaseState
from priorauth.errors import DocumentLost, RecordNotWritten, SourceUnavailable
from tests.standins.team import submission

SCAN = b"%PDF-made-up synthetic scan of a synthetic knee"
LETTER = b"%PDF-made-up synthetic letter"
LONG_AGO = datetime(2015, 3, 4, tzinfo=UTC)


@dataclass
class Held:
    """Blobs in memory, which can be out of reach."""

    blobs: dict[str, bytes] = field(default_factory=dict[str, bytes])
    down: bool = False

    async def put(self, name: str, content: bytes) -> None:
        self._reach()
        self.blobs[name] = content

    async def get(self, name: str) -> bytes | None:
        self._reach()
        return self.blobs.get(name)

    async def remove(self, name: str) -> None:
        self._reach()
        self.blobs.pop(name, None)

    async def close(self) -> None:
        return None

    def _reach(self) -> None:
        if self.down:
            raise SourceUnavailable("blob storage")


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
async def store(database_url: str, held: Held) -> AsyncGenerator[Database]:
    database = Database(database_url, blobs=held)
    yield database
    await database.close()


@pytest.fixture
async def codec(store: Database) -> Codec:
    return await open_codec(store, configured_keys(new_key(), str))


def with_scan(content: bytes = SCAN, **changes: object) -> Submission:
    scan = NewDocument(DocumentKind.pdf, "Scan", "Synthetic words", content=content, media_type="application/pdf")
    return replace(submission(), documents=(scan,), **changes)


async def sent(store: Database, codec: Codec) -> str:
    return (await submit(store, codec, with_scan())).case_id


async def given_back(store: Database, codec: Codec, case_id: str, document: int = 2) -> bytes:
    found = await SealedReviews(store, codec).content(case_id, document)
    assert found is not None
    return found.content


async def loose(store: Database) -> set[str]:
    async with store.reading() as session:
        return set((await session.scalars(select(LooseBlobRow.blob))).all())


async def printed(store: Database, codec: Codec, case_id: str) -> Issued:
    letter = Issued(case_id, "letter.pdf", "PA-1", "member", "application/pdf", LONG_AGO, LETTER)
    await keep_issued(store, codec, letter)
    return letter


async def test_without_a_place_for_blobs_bytes_lie_in_their_row(database: Database) -> None:
    case_id = await sent(database, Plain())
    assert await given_back(database, Plain(), case_id) == SCAN
    assert await in_blobs(database) == 0
    async with database.reading() as session:
        assert SCAN in ((await session.get_one(DocumentRow, (case_id, 2))).content or b"")


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "not encrypted"])
async def test_a_blob_is_ciphertext_under_its_own_digest_and_its_row_holds_no_bytes(
    store: Database, held: Held, codec: Codec, encrypted: bool
) -> None:
    used = codec if encrypted else Plain()
    case_id = await sent(store, used)
    assert await given_back(store, used, case_id) == SCAN
    (name, body), *others = held.blobs.items()
    assert others == []
    assert name == sha256(body).hexdigest()
    assert b"synthetic" not in body
    async with store.reading() as session:
        row = await session.get_one(DocumentRow, (case_id, 2))
    assert row.blob == name
    assert SCAN not in (row.content or b"")
    assert await loose(store) == set()


async def test_a_document_that_came_as_text_has_no_blob(store: Database, held: Held, codec: Codec) -> None:
    case_id = (await submit(store, codec, submission())).case_id
    assert b"Synthetic note" in await given_back(store, codec, case_id, 1)
    assert held.blobs == {}


async def test_what_was_kept_before_blobs_were_set_is_read_where_it_lies(
    database: Database, database_url: str, held: Held
) -> None:
    case_id = await sent(database, Plain())
    later = Database(database_url, blobs=held)
    assert await given_back(later, Plain(), case_id) == SCAN
    await later.close()


async def test_a_missing_an_altered_and_an_exchanged_blob_are_refused_by_name(
    store: Database, held: Held, codec: Codec
) -> None:
    case_id, other = await sent(store, codec), await sent(store, codec)
    names = dict(await rows(store))
    whole = held.blobs[names[case_id]]
    held.blobs[names[case_id]] = whole[:-1] + bytes([whole[-1] ^ 1])
    with pytest.raises(DocumentLost, match="altered"):
        await given_back(store, codec, case_id)
    del held.blobs[names[case_id]]
    with pytest.raises(DocumentLost, match="missing"):
        await given_back(store, codec, case_id)
    async with store.writing() as session:
        exchanged = update(DocumentRow).where(DocumentRow.case_id == case_id, DocumentRow.document_id == 2)
        await session.execute(exchanged.values(blob=names[other]))
    with pytest.raises(DocumentLost, match="another document"):
        await given_back(store, codec, case_id)
    with pytest.raises(DocumentLost):
        await personal_record(store, codec, [case_id])


async def rows(store: Database) -> list[tuple[str, str]]:
    async with store.reading() as session:
        chosen = select(DocumentRow.case_id, DocumentRow.blob).where(DocumentRow.blob.is_not(None))
        return [(case_id, name) for case_id, name in await session.execute(chosen) if name]


async def test_bytes_in_a_place_that_the_settings_no_longer_name_are_refused_and_counted(
    store: Database, database_url: str, codec: Codec
) -> None:
    case_id = await sent(store, codec)
    bare = Database(database_url)
    with pytest.raises(DocumentLost, match="PRIORAUTH_BLOB_URL"):
        await given_back(bare, codec, case_id)
    assert await in_blobs(bare) == 1
    with pytest.raises(DocumentLost, match="PRIORAUTH_BLOB_URL"):
        await try_blobs(bare)
    await bare.close()


async def test_nothing_is_stored_where_the_bytes_cannot_be_kept(store: Database, held: Held, codec: Codec) -> None:
    held.down = True
    with pytest.raises(SourceUnavailable):
        await submit(store, codec, with_scan())
    async with store.reading() as session:
        assert (await session.scalars(select(CaseRow))).all() == []


async def test_a_blob_that_never_got_its_row_is_removed_after_a_day_and_not_before(
    store: Database, held: Held, codec: Codec
) -> None:
    """As after a crash between the two."""
    kept = await sent(store, codec)
    orphan = await lay_document(store, with_scan().documents[0])
    now = datetime.now(UTC)
    assert await sweep(store, now + GRACE - timedelta(minutes=1)) == 0
    assert orphan.blob in held.blobs
    assert await sweep(store, now + GRACE + timedelta(minutes=1)) == 1
    assert orphan.blob not in held.blobs
    assert await given_back(store, codec, kept) == SCAN
    assert await loose(store) == set()


async def test_bytes_that_waited_too_long_for_their_row_get_none(store: Database, codec: Codec) -> None:
    laid = await lay_document(store, with_scan().documents[0])
    await sweep(store, datetime.now(UTC) + 2 * GRACE)
    bare = replace(submission(), documents=(replace(laid, content=None),))
    store.blobs = None
    with pytest.raises(RecordNotWritten):
        await submit(store, codec, bare)
    async with store.reading() as session:
        assert (await session.scalars(select(CaseRow))).all() == []


async def test_a_submission_that_comes_twice_leaves_a_loose_blob_and_no_second_case(
    store: Database, held: Held, codec: Codec
) -> None:
    once = with_scan(idempotency=IdempotencyKey("once", "same"))
    first, second = await submit(store, codec, once), await submit(store, codec, once)
    assert second.case_id == first.case_id
    assert len(held.blobs) == 2
    assert len(await loose(store)) == 1
    await sweep(store, datetime.now(UTC) + 2 * GRACE)
    assert await given_back(store, codec, first.case_id) == SCAN
    assert len(held.blobs) == 1


async def test_what_is_printed_lies_in_blobs_and_what_belongs_to_an_act_in_the_database(
    store: Database, held: Held, codec: Codec
) -> None:
    case_id = await sent(store, codec)
    text = Issued(case_id, "letter.txt", "PA-1", "member", "text/plain", LONG_AGO, b"Synthetic letter")
    async with store.writing() as session:
        await store_issued(session, codec, text)
    letter = await printed(store, codec, case_id)
    assert set(await all_issued(store, codec, case_id)) == {text, letter}
    async with store.reading() as session:
        lying = {row.kind: row.blob is not None for row in await session.scalars(select(IssuedRow))}
    assert lying == {"letter.txt": False, "letter.pdf": True}
    assert len(held.blobs) == 2
    await printed(store, codec, case_id)
    assert len(await loose(store)) == 1


async def test_the_record_given_to_a_patient_holds_the_bytes_of_blobs(store: Database, codec: Codec) -> None:
    case_id = await sent(store, codec)
    await printed(store, codec, case_id)
    packed = zipfile.ZipFile(io.BytesIO(await personal_record(store, codec, [case_id])))
    assert packed.read(f"{case_id}/document-2.pdf") == SCAN
    assert packed.read(f"{case_id}/issued-1-letter.pdf.pdf") == LETTER


async def test_changing_the_key_touches_no_blob(store: Database, held: Held) -> None:
    case_id = await sent(store, Plain())
    before = dict(held.blobs)
    first, second = (configured_keys(new_key(), str)[0] for _ in range(2))
    for keys in ([first], [second, first]):
        await rotate(store, keys)
    assert await given_back(store, await open_codec(store, [second]), case_id) == SCAN
    assert held.blobs == before


async def decided_long_ago(store: Database, case_id: str) -> None:
    async with store.writing() as session:
        values = {"state": CaseState.decided, "decided_at": LONG_AGO}
        await session.execute(update(CaseRow).where(CaseRow.case_id == case_id).values(values))


async def test_an_erased_case_takes_its_blobs_with_it(store: Database, held: Held, codec: Codec) -> None:
    case_id, other = await sent(store, codec), await sent(store, codec)
    await printed(store, codec, case_id)
    await decided_long_ago(store, case_id)
    await erase(store, codec, case_id, by="tester", years=6)
    assert await in_blobs(store) == 1
    assert await sweep(store, datetime.now(UTC)) == 2
    assert await given_back(store, codec, other) == SCAN
    assert len(held.blobs) == 1


async def test_blobs_that_could_not_be_removed_are_removed_by_the_next_sweep(
    store: Database, held: Held, codec: Codec
) -> None:
    case_id = await sent(store, codec)
    await decided_long_ago(store, case_id)
    await erase(store, codec, case_id, by="tester", years=6)
    held.down = True
    with pytest.raises(SourceUnavailable):
        await sweep(store, datetime.now(UTC))
    held.down = False
    assert await sweep(store, datetime.now(UTC)) == 1
    assert held.blobs == {}


async def test_a_try_leaves_nothing_behind(store: Database, held: Held) -> None:
    await try_blobs(store)
    assert held.blobs == {}
    assert await loose(store) == set()
    held.down = True
    with pytest.raises(SourceUnavailable):
        await try_blobs(store)
