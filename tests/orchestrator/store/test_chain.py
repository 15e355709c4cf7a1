"""The audit chain finds every kind of tampering it promises to find, and no test pretends that it finds more."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.anchors import (
    Audit,
    add_anchor,
    anchor_key,
    export_anchor,
    exported_anchors,
    verify_store,
)
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.events import NewEvent, append, link_of, lock_case
from orchestrator.store.submissions import submit
from orchestrator.store.tables import AnchorRow, CaseRow, DocumentRow, EventRow, ItemRow, OutboxRow
from priorauth.events import EventType
from tests.standins.team import submission

KEY = b"the key of the anchors"
Tamper = Callable[[AsyncSession, str], Awaitable[object]]


@pytest.fixture
async def case_id(database: Database) -> str:
    """A case with six events."""
    case_id = (await submit(database, Plain(), submission())).case_id
    for number in range(5):
        async with database.writing() as session:
            append(session, await lock_case(session, case_id), NewEvent(EventType.case_assigned, {"to": f"p{number}"}))
    return case_id


async def audit(database: Database, **given: object) -> Audit:
    return await verify_store(database, Plain(), KEY, **given)  # pyright: ignore[reportArgumentType]


async def edit_data(session: AsyncSession, case_id: str) -> None:
    await session.execute(update(EventRow).where(EventRow.sequence == 3).values(data='{"to":"someone else"}'))


async def edit_actor(session: AsyncSession, case_id: str) -> None:
    await session.execute(update(EventRow).where(EventRow.sequence == 2).values(actor="another"))


async def edit_time(session: AsyncSession, case_id: str) -> None:
    await session.execute(update(EventRow).where(EventRow.sequence == 2).values(stamp="2020-01-01T00:00:00+00:00"))


async def remove_middle(session: AsyncSession, case_id: str) -> None:
    await session.execute(delete(EventRow).where(EventRow.sequence == 3))


async def remove_first(session: AsyncSession, case_id: str) -> None:
    await session.execute(delete(EventRow).where(EventRow.sequence == 1))


async def cut_off_end(session: AsyncSession, case_id: str) -> None:
    await session.execute(delete(EventRow).where(EventRow.sequence == 6))


async def swap(session: AsyncSession, case_id: str) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        await session.execute(update(EventRow).where(EventRow.sequence == old).values(sequence=new))


async def add_unchained(session: AsyncSession, case_id: str) -> None:
    last = await session.get_one(EventRow, (case_id, 6))
    kept = {c.key: getattr(last, c.key) for c in EventRow.__table__.columns}
    session.add(EventRow(**kept | {"sequence": 7}))


TAMPERING: list[tuple[Tamper, int]] = [
    (edit_data, 3),
    (edit_actor, 2),
    (edit_time, 2),
    (remove_middle, 3),
    (remove_first, 1),
    (cut_off_end, 6),
    (swap, 2),
    (add_unchained, 7),
]


@pytest.mark.parametrize(("tamper", "place"), TAMPERING, ids=[t.__name__ for t, _ in TAMPERING])
async def test_tampering_without_arithmetic_is_found_where_it_was_done(
    database: Database, case_id: str, tamper: Tamper, place: int
) -> None:
    assert (await audit(database)).intact
    async with database.writing() as session:
        await tamper(session, case_id)
    breaches = (await audit(database)).breaches
    assert [(b.case_id, b.sequence) for b in breaches] == [(case_id, place)]


async def rewrite(database: Database, case_id: str, keep: int | None = None) -> None:
    """What someone with the database and this code, but not the key, can do: edit, cut and compute all hashes anew."""
    async with database.writing() as session:
        rows = (await session.scalars(select(EventRow).order_by(EventRow.sequence))).all()
        for row in rows[keep:] if keep is not None else []:
            await session.delete(row)
        rows = rows[:keep]
        rows[1].data = '{"to":"someone else"}'
        previous = ""
        for row in rows:
            previous = row.hash = link_of(row).hash_after(previous)
        case = await session.get_one(CaseRow, case_id)
        case.last_sequence, case.last_hash = len(rows), previous


@pytest.mark.parametrize("keep", [None, 4], ids=["edited", "cut"])
async def test_a_chain_computed_anew_is_found_against_an_anchor(
    database: Database, case_id: str, keep: int | None
) -> None:
    await add_anchor(database, KEY)
    await rewrite(database, case_id, keep)
    assert [b.reason for b in (await audit(database)).breaches] == ["the chain is not the one that was anchored"]


async def test_a_chain_computed_anew_before_any_anchor_is_not_found(database: Database, case_id: str) -> None:
    """The honest limit: before an anchor, whoever may write the database may write its history."""
    await rewrite(database, case_id)
    assert (await audit(database)).intact


async def anchor_anew(database: Database, key: bytes) -> None:
    async with database.writing() as session:
        await session.execute(delete(AnchorRow))
    await add_anchor(database, key)


async def test_an_anchor_made_without_the_key_is_found(database: Database, case_id: str) -> None:
    await add_anchor(database, KEY)
    await rewrite(database, case_id)
    await anchor_anew(database, b"a guessed key")
    assert "an anchor was not made with this key" in {b.reason for b in (await audit(database)).breaches}


async def test_who_holds_the_key_can_rewrite_unless_an_anchor_was_exported(
    database: Database, case_id: str, tmp_path: Path
) -> None:
    export_anchor(await add_anchor(database, KEY), tmp_path / "elsewhere.jsonl")
    await rewrite(database, case_id)
    await anchor_anew(database, KEY)
    assert (await audit(database)).intact
    exported = exported_anchors(tmp_path / "elsewhere.jsonl")
    reasons = {b.reason for b in (await audit(database, exported=exported)).breaches}
    assert reasons == {"the chain is not the one that was anchored", "an exported anchor is not in the store"}


async def test_an_anchor_that_was_removed_or_edited_is_found(database: Database, case_id: str) -> None:
    for _ in range(3):
        await add_anchor(database, KEY)
    async with database.writing() as session:
        await session.execute(update(AnchorRow).where(AnchorRow.number == 1).values(at=datetime.now(UTC).isoformat()))
        await session.execute(delete(AnchorRow).where(AnchorRow.number == 2))
    reasons = [(b.sequence, b.reason) for b in (await audit(database)).breaches]
    assert reasons == [
        (1, "an anchor was not made with this key"),
        (3, "an anchor is missing or out of order"),
    ]


async def test_a_case_removed_whole_is_found_once_it_was_anchored(database: Database, case_id: str) -> None:
    await add_anchor(database, KEY)
    async with database.writing() as session:
        for table in (EventRow, ItemRow, DocumentRow, OutboxRow, CaseRow):
            await session.execute(delete(table).where(table.case_id == case_id))
    assert [(b.case_id, b.reason) for b in (await audit(database)).breaches] == [(case_id, "the case has been removed")]


async def test_an_anchor_still_holds_after_the_chain_has_grown(database: Database, case_id: str) -> None:
    await add_anchor(database, KEY)
    async with database.writing() as session:
        append(session, await lock_case(session, case_id), NewEvent(EventType.case_assigned, {"to": "p9"}))
    assert (await audit(database)).intact
    assert (await audit(database, case_id=case_id)).cases == 1


async def test_events_keep_their_place_when_many_write_at_once(database: Database, case_id: str) -> None:
    async def write(number: int) -> None:
        async with database.writing() as session:
            append(session, await lock_case(session, case_id), NewEvent(EventType.case_assigned, {"to": f"q{number}"}))

    await asyncio.gather(*(write(number) for number in range(20)))
    seen = await audit(database)
    assert seen.intact
    assert seen.events == 26


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    made = anchor_key(None, tmp_path)
    assert anchor_key(None, tmp_path) == made
    assert (tmp_path / "anchor.key").stat().st_mode & 0o077 == 0
    assert anchor_key("configured elsewhere", tmp_path) == b"configured elsewhere"


async def test_an_exported_anchor_is_read_back_as_it_was(database: Database, case_id: str, tmp_path: Path) -> None:
    anchor = await add_anchor(database, KEY)
    export_anchor(anchor, tmp_path / "a.jsonl")
    assert exported_anchors(tmp_path / "a.jsonl") == [anchor]
    assert json.loads(anchor.heads)[case_id][0] == 6
