"""The keys of a store: taken from where they are kept, and held against what the store was sealed with."""

import base64
import binascii
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Plain
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import SealingKeyRow
from orchestrator.store.sealing import KEY_BYTES, MasterKey, Sealed
from orchestrator.store.tables import CaseRow
from priorauth.errors import SettingRefused

SETTING = "PRIORAUTH_ENCRYPTION_KEY"
_BATCH = 200
_FILE, _VAULT = "file:", "https://"


def new_key() -> str:
    """A key as it is written into the setting."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def configured_keys(setting: str, from_vault: Callable[[str], str]) -> tuple[MasterKey, ...]:
    """The keys a setting names, the one that seals first. Raises SettingRefused and repeats no value."""
    return tuple(_key(part.strip(), from_vault) for part in setting.split(",") if part.strip())


def _key(named: str, from_vault: Callable[[str], str]) -> MasterKey:
    try:
        if named.startswith(_FILE):
            named = Path(named.removeprefix(_FILE)).read_text("utf-8").strip()
        elif named.startswith(_VAULT):
            named = from_vault(named).strip()
        secret = base64.b64decode(named, validate=True)
    except OSError as error:
        raise SettingRefused(SETTING, f"names a file that cannot be read: {error.strerror}") from None
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise SettingRefused(SETTING, "is 32 random bytes in base64; `priorauth keys new` prints such a key")
    return MasterKey(secret)


async def open_codec(database: Database, keys: Sequence[MasterKey]) -> Codec:
    """The codec of this store. Raises SettingRefused for a missing or wrong key, and for a store not yet encrypted."""
    async with database.writing() as session:
        held = {row.key_id: row for row in await session.scalars(select(SealingKeyRow))}
        if not keys:
            if held:
                raise SettingRefused(SETTING, f"is missing: this store is sealed with {_named(held)}")
            return Plain()
        if not held:
            if (await session.execute(select(func.count()).select_from(CaseRow))).scalar_one():
                raise SettingRefused(SETTING, "is set and this store is not encrypted yet: run `priorauth keys rotate`")
            blind_key = await wrapped_blind_key(session, keys[0], os.urandom(KEY_BYTES))
            return Sealed(keys, blind_key)
        known = {key.shown: key for key in keys}
        if not set(known) & set(held):
            raise SettingRefused(SETTING, f"is not the key of this store, which is sealed with {_named(held)}")
        if missing := sorted(set(held) - set(known)):
            raise SettingRefused(SETTING, f"has to name the key {', '.join(missing)} too, until `keys rotate` has run")
        return Sealed(keys, await _blind_key(session, keys, held))


def _named(held: Sequence[str] | dict[str, SealingKeyRow]) -> str:
    return f"the key {' and '.join(sorted(held))}"


async def _blind_key(session: AsyncSession, keys: Sequence[MasterKey], held: dict[str, SealingKeyRow]) -> bytes:
    """The key of the blind index, and a row for a key that seals from now on."""
    opened = next(key.unwrap(held[key.shown].blind_key) for key in keys if key.shown in held)
    return opened if keys[0].shown in held else await wrapped_blind_key(session, keys[0], opened)


async def wrapped_blind_key(session: AsyncSession, key: MasterKey, blind_key: bytes) -> bytes:
    """Put the blind key down under a key; of two processes at once, the one that was first has made it."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(SealingKeyRow).values(key_id=key.shown, blind_key=key.wrap(blind_key), made_at=datetime.now(UTC))
    await session.execute(row.on_conflict_do_nothing())
    return key.unwrap((await session.get_one(SealingKeyRow, key.shown)).blind_key)
