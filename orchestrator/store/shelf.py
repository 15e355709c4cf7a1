"""Where the bytes of uploaded files and printed documents lie: in their row, or in blobs outside the database.

A blob is ciphertext under a key of its own, named by its own digest. The row keeps the name and, sealed by the codec in
its place, the key: changing the store's key touches no blob, and a blob whose row is gone can be read by nobody.

The blob comes first, then the row. A name is put among the loose ones before its blob is written, and the transaction
that writes the row takes it off; an erasure puts it back. What stays loose is removed by `sweep`.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.blobs import Blobs, Laid
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument
from orchestrator.store.tables import DocumentRow, IssuedRow, LooseBlobRow
from orchestrator.store.transactions import SqlTransaction, Transaction
from priorauth.errors import DocumentLost, RecordNotWritten

GRACE = timedelta(days=1)
_VERSION = b"\x01"
_KEY_BITS, _NONCE = 256, 12
_ABOUT = b"priorauth blob"
_UNNAMED = "the bytes lie in Blob storage, and PRIORAUTH_BLOB_URL names none"
_LOOSE = select(LooseBlobRow.blob).where(LooseBlobRow.blob == bindparam("name"))
_HELD = delete(LooseBlobRow).where(LooseBlobRow.blob == bindparam("name"))


async def lay(database: Database, content: bytes) -> Laid:
    """Bring bytes to where they will lie, before the transaction that writes their row. Raises SourceFailed."""
    if database.blobs is None:
        return Laid(content)
    key, nonce = AESGCM.generate_key(_KEY_BITS), os.urandom(_NONCE)
    body = _VERSION + nonce + AESGCM(key).encrypt(nonce, content, _ABOUT)
    name = sha256(body).hexdigest()
    async with database.writing() as session:
        session.add(LooseBlobRow(blob=name, remove_from=datetime.now(UTC) + GRACE))
    await database.blobs.put(name, body)
    return Laid(key, name)


async def lay_document(database: Database, new: NewDocument) -> NewDocument:
    """A document whose bytes are where they will lie. Raises SourceFailed."""
    if new.content is None:
        return new
    laid = await lay(database, new.content)
    return replace(new, content=laid.content, blob=laid.blob)


def hold(transaction: Transaction, names: Iterable[str | None]) -> None:
    """These blobs have rows from now on. Raises RecordNotWritten for one that was removed meanwhile."""
    for name in filter(None, names):
        if transaction.one(_LOOSE, {"name": name}) is None:
            raise RecordNotWritten("the bytes of a document waited too long for their row")
        transaction.do(_HELD, {"name": name})


async def hold_in(session: AsyncSession, *names: str | None) -> None:
    """The same within a transaction of the store's library."""
    if any(names):
        connection = await session.connection()
        await connection.run_sync(lambda one: hold(SqlTransaction(one), names))


async def loosen(session: AsyncSession, names: Sequence[str], now: datetime) -> None:
    """The rows of these blobs go in this transaction; the next sweep removes them."""
    if names:
        await session.execute(insert(LooseBlobRow), [{"blob": name, "remove_from": now} for name in names])


async def taken(database: Database, laid: Laid) -> bytes:
    """The bytes again. Raises DocumentLost for a blob that is missing or altered, SourceFailed for one not reached."""
    if laid.blob is None:
        return laid.content
    if database.blobs is None:
        raise DocumentLost(_UNNAMED)
    body = await database.blobs.get(laid.blob)
    if body is None:
        raise DocumentLost("the blob with the bytes is missing")
    if sha256(body).hexdigest() != laid.blob:
        raise DocumentLost("the blob with the bytes was altered")
    nonce = body[len(_VERSION) :][:_NONCE]
    try:
        return AESGCM(laid.content).decrypt(nonce, body[len(_VERSION) + _NONCE :], _ABOUT)
    except (InvalidTag, ValueError):
        raise DocumentLost("the blob with the bytes belongs to another document") from None


async def in_blobs(database: Database) -> int:
    """How many documents have their bytes in blobs."""
    found = 0
    async with database.reading() as session:
        for table in (DocumentRow, IssuedRow):
            counted = select(func.count()).select_from(table).where(table.blob.is_not(None))
            found += (await session.execute(counted)).scalar_one()
    return found


async def try_blobs(database: Database) -> None:
    """Put bytes of our own, read them back and remove them. Raises SourceFailed, DocumentLost."""
    if database.blobs is None:
        raise DocumentLost(_UNNAMED)
    laid = await lay(database, b"tried")
    await taken(database, laid)
    await _remove(database, database.blobs, str(laid.blob))


async def sweep(database: Database, now: datetime) -> int:
    """Remove the blobs that no row holds; returns how many. Raises SourceFailed; the next sweep goes on from there."""
    if database.blobs is None:
        return 0
    async with database.reading() as session:
        chosen = select(LooseBlobRow.blob).where(LooseBlobRow.remove_from <= now)
        names = (await session.scalars(chosen)).all()
    for name in names:
        await _remove(database, database.blobs, name)
    return len(names)


async def _remove(database: Database, blobs: Blobs, name: str) -> None:
    await blobs.remove(name)
    async with database.writing() as session:
        await session.execute(delete(LooseBlobRow).where(LooseBlobRow.blob == name))
