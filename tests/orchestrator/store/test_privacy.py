"""One patient's records are given out whole, erased whole, and kept while they must be; the chain tells of it."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from orchestrator.store.anchors import add_anchor, verify_store
from orchestrator.store.codec import Codec, Plain
from orchestrator.store.database import Database
from orchestrator.store.erasure import erase, expired, kept_until
from orchestrator.store.holds import hold, release
from orchestrator.store.keys import configured_keys, new_key, open_codec
from orchestrator.store.names import members_named
from orchestrator.store.personal_record import cases_of_member, personal_record
from orchestrator.store.sealed_columns import SEALED
from orchestrator.store.submissions import submit
from orchestrator.store.tables import Base, CaseRow, ReviewRow
from orchestrator.workflow.engine import Engine, Options
from priorauth.determination import CaseState
from priorauth.errors import ErasureRefused
from tests.standins.team import NOTE, OneTeam, ScriptedTeam, submission

KEY, YEARS = b"a key of anchors", 6
NAME = "Zebediah Quarterstaff"
LONG_AGO = datetime(2015, 3, 4, tzinfo=UTC)


@pytest.fixture
async def codec(database: Database) -> Codec:
    return await open_codec(database, configured_keys(new_key(), str))


@pytest.fixture
async def reviewed(database: Database, codec: Codec) -> str:
    """A case with a sealed review."""
    case_id = (await submit(database, codec, submission(NAME))).case_id
    engine = Engine(database, codec, OneTeam(ScriptedTeam()), Options(drain_seconds=1))
    await engine.start()
    assert await engine.wait(case_id, 1, 60)
    await engine.stop()
    return case_id


async def close(database: Database, case_id: str, decided: datetime) -> None:
    async with database.writing() as session:
        values = {"state": CaseState.decided, "decided_at": decided}
        await session.execute(update(CaseRow).where(CaseRow.case_id == case_id).values(values))


async def test_an_erased_case_keeps_its_chain_and_none_of_its_words(
    database: Database, codec: Codec, reviewed: str
) -> None:
    await add_anchor(database, KEY)
    await close(database, reviewed, LONG_AGO)
    await erase(database, codec, reviewed, by="tester", years=YEARS)
    audit = await verify_store(database, codec, KEY)
    assert audit.intact, audit.breaches
    assert (audit.cases, audit.erased) == (1, 1)
    assert NOTE.encode() not in await everything(database, codec)
    assert NAME.encode() not in await everything(database, codec)
    assert await members_named(database, codec, NAME, 10) == ()


async def everything(database: Database, codec: Codec) -> bytes:
    """Every value of every table as text, sealed values opened."""
    found: list[bytes] = []
    async with database.reading() as session:
        for one in SEALED:
            for row in await session.scalars(select(one.table)):
                value = getattr(row, one.column)
                found.append(codec.open(value, one.place(row)) if value is not None else b"")
        shown = [repr((await session.execute(table.select())).all()) for table in Base.metadata.sorted_tables]
    return b"\n".join((*found, *(one.encode() for one in shown)))


async def test_content_that_is_gone_without_a_word_in_the_chain_is_a_breach(
    database: Database, codec: Codec, reviewed: str
) -> None:
    async with database.writing() as session:
        await session.execute(update(ReviewRow).values(record=None))
        await session.execute(update(CaseRow).values(erased_at=LONG_AGO))
    assert not (await verify_store(database, codec, KEY)).intact


async def test_a_case_is_not_erased_while_it_must_be_kept(database: Database) -> None:
    codec, now = Plain(), datetime.now(UTC)
    case_id = (await submit(database, codec, submission())).case_id
    with pytest.raises(ErasureRefused, match="open"):
        await erase(database, codec, case_id, by="tester", years=YEARS)
    await close(database, case_id, now - timedelta(days=30))
    with pytest.raises(ErasureRefused, match=f"kept until {now.year + YEARS - 1}|kept until {now.year + YEARS}"):
        await erase(database, codec, case_id, by="tester", years=YEARS)
    await hold(database, codec, case_id, "made-up litigation", "tester")
    with pytest.raises(ErasureRefused, match="hold"):
        await erase(database, codec, case_id, by="tester", years=YEARS, early=True)
    assert await release(database, case_id)
    await erase(database, codec, case_id, by="tester", years=YEARS, early=True)
    with pytest.raises(ErasureRefused, match="already"):
        await erase(database, codec, case_id, by="tester", years=YEARS, early=True)


async def test_cases_whose_time_is_over_are_found_unless_they_are_held(database: Database) -> None:
    codec = Plain()
    old, held, young, open_one = [(await submit(database, codec, submission(f"Synthetic {n}"))).case_id for n in "ABCD"]
    await close(database, old, LONG_AGO)
    await close(database, held, LONG_AGO)
    await close(database, young, datetime.now(UTC))
    await hold(database, codec, held, "made-up litigation", "tester")
    assert await expired(database, YEARS, datetime.now(UTC)) == [old]
    assert open_one not in await expired(database, 1, datetime.now(UTC))


def test_a_leap_day_is_kept_until_the_first_of_march() -> None:
    assert kept_until(datetime(2020, 2, 29, tzinfo=UTC), 6) == datetime(2026, 3, 1, tzinfo=UTC)


async def test_a_patients_record_is_whole_and_its_file_names_tell_no_one(
    database: Database, codec: Codec, reviewed: str
) -> None:
    packed = zipfile.ZipFile(io.BytesIO(await personal_record(database, codec, [reviewed])))
    names = {name.removeprefix(f"{reviewed}/") for name in packed.namelist()}
    assert {"request.json", "document-1.txt", "review-1.json", "events.json", "access.json"} <= names
    assert packed.read(f"{reviewed}/document-1.txt").decode() == NOTE
    assert NAME in packed.read(f"{reviewed}/request.json").decode()
    assert "Zebediah" not in "".join(packed.namelist())


async def test_a_members_cases_are_found_by_the_id_however_it_is_written(database: Database, codec: Codec) -> None:
    asked = submission()
    request = asked.request.model_copy(update={"insurance_id": "SYN-12-34"})
    case_id = (await submit(database, codec, replace(asked, request=request))).case_id
    assert await cases_of_member(database, codec, "syn1234\n") == (case_id,)
    assert await cases_of_member(database, codec, "SYN-9999") == ()
