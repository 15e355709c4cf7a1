"""Changing the key of a store: every sealed value under another key, or sealed for the first time."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, inspect, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Place, Plain
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import NameRow, SealingKeyRow
from orchestrator.store.keys import SETTING, open_codec, wrapped_blind_key
from orchestrator.store.names import index_name
from orchestrator.store.sealed_columns import SEALED, SealedColumn
from orchestrator.store.sealing import KEY_BYTES, MasterKey, Sealed
from orchestrator.store.submissions import fingerprint_of, member_key
from orchestrator.store.tables import Base, CaseRow, IdempotencyRow, ItemRow
from priorauth.case import Item, PriorAuthRequest
from priorauth.errors import SealBroken, SettingRefused

_BATCH = 200


@dataclass(frozen=True)
class Rotated:
    """What a rotation did."""

    key_id: str
    values: int
    first: bool


async def rotate(database: Database, keys: Sequence[MasterKey]) -> Rotated:
    """Bring every sealed value under the first of the keys; encrypts a store that was not encrypted.

    Broken off, it is taken up where it was by running it again. Raises SettingRefused, SealBroken.
    """
    if not keys:
        raise SettingRefused(SETTING, "is missing: the first key it names is the one to seal with")
    async with database.reading() as session:
        first = (await session.execute(select(func.count()).select_from(SealingKeyRow))).scalar_one() == 0
        cases = (await session.execute(select(func.count()).select_from(CaseRow))).scalar_one()
    if first and cases:
        return Rotated(keys[0].shown, await _encrypt(database, keys), first=True)
    codec = await open_codec(database, keys)
    if not isinstance(codec, Sealed):
        raise SealBroken("this store has no key to rotate")
    values = sum([await _rewrap(database, codec, column) for column in SEALED])
    async with database.writing() as session:
        await session.execute(delete(SealingKeyRow).where(SealingKeyRow.key_id != keys[0].shown))
    return Rotated(keys[0].shown, values, first=False)


async def _batch(session: AsyncSession, column: SealedColumn, after: Base | None) -> Sequence[Base]:
    """The next rows in the order of their keys, ours until the transaction ends."""
    key = inspect(column.table).primary_key
    chosen = select(column.table).order_by(*key).limit(_BATCH).with_for_update()
    if after is not None:
        chosen = chosen.where(tuple_(*key) > tuple_(*(getattr(after, part.name) for part in key)))
    return (await session.scalars(chosen)).all()


async def _rewrap(database: Database, codec: Sealed, column: SealedColumn) -> int:
    """Every value of a column under the current key, a batch to a transaction."""
    changed, rows = 0, list[Base]()
    while True:
        async with database.writing() as session:
            rows = await _batch(session, column, rows[-1] if rows else None)
            for row in rows:
                held: bytes | None = getattr(row, column.column)
                if held is not None and (made := codec.rewrap(held)) is not None:
                    setattr(row, column.column, made)
                    changed += 1
        if len(rows) < _BATCH:
            return changed


async def _encrypt(database: Database, keys: Sequence[MasterKey]) -> int:
    """Seal a store that was written without a key, in one transaction: it is encrypted or it is as it was."""
    async with database.writing() as session:
        codec = Sealed(keys, await wrapped_blind_key(session, keys[0], os.urandom(KEY_BYTES)))
        values = sum([await _seal_first(session, codec, column) for column in SEALED])
        await _blind_anew(session, codec)
    return values


async def _seal_first(session: AsyncSession, codec: Sealed, column: SealedColumn) -> int:
    plain, changed, rows = Plain(), 0, list[Any]()
    while True:
        rows = await _batch(session, column, rows[-1] if rows else None)
        for row in rows:
            held, place = getattr(row, column.column), column.place(row)
            if held is not None:
                setattr(row, column.column, codec.seal(plain.open(held, place), place))
                changed += 1
        await session.flush()
        if len(rows) < _BATCH:
            session.expunge_all()
            return changed


async def _blind_anew(session: AsyncSession, codec: Sealed) -> None:
    """Every keyed digest again, now that there is a key; an idempotency key cannot be known again and is let go."""
    await session.execute(delete(NameRow))
    await session.execute(delete(IdempotencyRow))
    for case in (await session.scalars(select(CaseRow))).all():
        opened = codec.open(case.request, Place("cases", "request", case.case_id))
        request = PriorAuthRequest.model_validate_json(opened)
        chosen = select(ItemRow).where(ItemRow.case_id == case.case_id).order_by(ItemRow.sequence)
        items = [_item(row) for row in await session.scalars(chosen)]
        case.member = codec.blind(member_key(request), "member")
        case.fingerprint = codec.blind(fingerprint_of(request, items), "fingerprint")
        await index_name(session, codec, case.member, request.patient_name)


def _item(row: ItemRow) -> Item:
    return Item(
        sequence=row.sequence,
        code=row.code,
        modifiers=tuple(row.modifiers),
        units=row.units,
        principal=row.principal,
    )
