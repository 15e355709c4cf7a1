"""Patient text at rest is sealed: unreadable without the key, bound to its place, found by keyed digests alone."""

import base64
import os
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import LargeBinary, select

from orchestrator.encryption import read_secret
from orchestrator.store.anchors import verify_store
from orchestrator.store.cases import Cases
from orchestrator.store.codec import Place, Plain
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import SealingKeyRow
from orchestrator.store.keys import configured_keys, new_key, open_codec
from orchestrator.store.names import members_named
from orchestrator.store.rotation import rotate
from orchestrator.store.sealed_columns import SEALED
from orchestrator.store.sealing import MasterKey, Sealed
from orchestrator.store.submissions import member_key, submit
from orchestrator.store.tables import Base, CaseRow, DocumentRow
from priorauth.errors import SealBroken, SettingRefused
from tests.standins.team import NOTE, submission

PLACE = Place("documents", "text", "case/1")
NOT_SEALED = {
    ("cases", "salt"): "random bytes",
    ("sealing_keys", "blind_key"): "wrapped by the key itself",
}
TEXT = "Zebediah Quarterstaff, Grüße 結果".encode()


def key() -> MasterKey:
    return MasterKey(os.urandom(32))


def sealed(*keys: MasterKey) -> Sealed:
    return Sealed(keys or (key(),), os.urandom(32))


def test_a_sealed_value_opens_in_its_place_and_shows_nothing() -> None:
    codec = sealed()
    stored = codec.seal(TEXT, PLACE)
    assert codec.open(stored, PLACE) == TEXT
    assert b"Zebediah" not in stored
    assert stored != codec.seal(TEXT, PLACE)


@pytest.mark.parametrize(
    "place",
    [Place("documents", "text", "case/2"), Place("documents", "title", "case/1"), Place("steps", "text", "case/1")],
)
def test_a_sealed_value_that_was_moved_does_not_open(place: Place) -> None:
    codec = sealed()
    with pytest.raises(SealBroken):
        codec.open(codec.seal(TEXT, PLACE), place)


def test_a_sealed_value_that_was_changed_anywhere_does_not_open() -> None:
    codec = sealed()
    stored = codec.seal(TEXT, PLACE)
    for at in range(len(stored)):
        changed = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
        with pytest.raises(SealBroken):
            codec.open(changed, PLACE)


def test_a_value_that_was_never_sealed_is_not_taken_for_sealed() -> None:
    with pytest.raises(SealBroken):
        sealed().open(Plain().seal(TEXT, PLACE), PLACE)


def test_another_key_does_not_open_and_says_so_without_a_value() -> None:
    with pytest.raises(SealBroken) as refused:
        sealed().open(sealed().seal(TEXT, PLACE), PLACE)
    assert "Zebediah" not in str(refused.value)


def test_a_key_is_changed_without_touching_the_text() -> None:
    old, new = key(), key()
    before, after = sealed(old), sealed(new, old)
    stored = before.seal(TEXT, PLACE)
    rewrapped = after.rewrap(stored)
    assert rewrapped is not None
    assert rewrapped[-len(TEXT) :] == stored[-len(TEXT) :]
    assert sealed(new).open(rewrapped, PLACE) == TEXT
    assert after.rewrap(rewrapped) is None


def test_every_binary_column_is_sealed_or_known_not_to_be() -> None:
    """A new one: add it to SEALED in orchestrator/store/sealed_columns.py with the place its codec is given."""
    binary = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary == {one.label for one in SEALED} | set(NOT_SEALED)


def no_vault(_: str) -> str:
    raise AssertionError("no key of this test is in a vault")


def test_keys_come_from_the_environment_a_file_or_a_vault(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(new_key() + "\n")
    in_vault = new_key()
    url = "https://made-up.vault.azure.net/secrets/priorauth"
    named = configured_keys(
        f"{new_key()}, file:{tmp_path / 'key'},{url}", lambda asked: in_vault if asked == url else ""
    )
    assert len({one.shown for one in named}) == 3
    assert named[2].secret == base64.b64decode(in_vault)


@pytest.mark.parametrize("setting", ["secret-but-short", "file:/nowhere/at/all", base64.b64encode(b"x" * 31).decode()])
def test_an_impossible_key_is_refused_and_not_repeated(setting: str) -> None:
    with pytest.raises(SettingRefused, match="PRIORAUTH_ENCRYPTION_KEY") as refused:
        configured_keys(setting, no_vault)
    assert setting not in str(refused.value)


def test_a_secret_is_read_from_a_vault_with_the_machines_token() -> None:
    asked: list[httpx2.Request] = []

    def vault(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200, json={"value": "the key"})

    url = "https://made-up.vault.azure.net/secrets/priorauth"
    assert read_secret(url, "token", httpx2.MockTransport(vault)) == "the key"
    assert asked[0].headers["authorization"] == "Bearer token"
    with pytest.raises(SettingRefused, match="403"):
        read_secret(url, "token", httpx2.MockTransport(lambda _: httpx2.Response(403, text="secret words")))


async def test_an_encrypted_store_gives_back_what_it_was_given(database: Database) -> None:
    codec = await open_codec(database, [key()])
    case_id = (await submit(database, codec, submission())).case_id
    stored = await Cases(database, codec).get(case_id)
    assert stored is not None
    assert stored.documents[0].document.text == NOTE
    async with database.reading() as session:
        held = (await session.scalars(select(DocumentRow))).one()
        row = (await session.scalars(select(CaseRow))).one()
    name = stored.request.patient_name.encode()
    assert NOTE.encode() not in held.text
    assert name not in row.request
    assert row.member != Plain().blind(member_key(stored.request), "member")


async def test_a_missing_or_wrong_key_is_refused_when_the_store_is_opened(database: Database) -> None:
    right = key()
    await submit(database, await open_codec(database, [right]), submission())
    with pytest.raises(SettingRefused, match=f"is missing: this store is sealed with the key {right.shown}"):
        await open_codec(database, [])
    with pytest.raises(SettingRefused, match="is not the key of this store"):
        await open_codec(database, [key()])
    await open_codec(database, [right])


async def test_a_store_that_is_not_encrypted_yet_says_what_to_run(database: Database) -> None:
    await submit(database, await open_codec(database, []), submission())
    with pytest.raises(SettingRefused, match="priorauth keys rotate"):
        await open_codec(database, [key()])


async def words_find(database: Database, keys: list[MasterKey], words: str) -> tuple[str, ...]:
    return await members_named(database, await open_codec(database, keys), words, 10)


async def test_rotation_encrypts_a_store_and_then_changes_its_key(database: Database) -> None:
    case_id = (await submit(database, Plain(), submission())).case_id
    name = submission().request.patient_name
    first, second = key(), key()
    for keys in ([first], [second, first]):
        done = await rotate(database, keys)
        assert (done.key_id, done.first) == (keys[0].shown, keys == [first])
        assert done.values >= 3
        stored = await Cases(database, await open_codec(database, [keys[0]])).get(case_id)
        assert stored is not None
        assert stored.documents[0].document.text == NOTE
        assert await words_find(database, [keys[0]], name) == (stored.row.member,)
        assert (await verify_store(database, await open_codec(database, [keys[0]]), b"none")).intact
    with pytest.raises(SettingRefused, match="is not the key"):
        await open_codec(database, [first])


async def test_until_rotation_has_run_the_old_key_has_to_be_named(database: Database) -> None:
    old, new = key(), key()
    await submit(database, await open_codec(database, [old]), submission())
    await open_codec(database, [new, old])
    with pytest.raises(SettingRefused, match=f"has to name the key {old.shown} too"):
        await open_codec(database, [new])
    await rotate(database, [new, old])
    async with database.reading() as session:
        assert [row.key_id for row in await session.scalars(select(SealingKeyRow))] == [new.shown]


async def test_members_are_found_by_whole_words_in_any_order(database: Database) -> None:
    keys = [key()]
    await submit(database, await open_codec(database, keys), submission())
    first, *_, last = submission().request.patient_name.split()
    assert len(await words_find(database, keys, f"{last.upper()} {first}")) == 1
    assert await words_find(database, keys, f"{last} Nobody") == ()
    assert await words_find(database, keys, "   ") == ()
