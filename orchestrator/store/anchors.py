"""Anchoring the heads of all chains, and looking for what was changed since. What it cannot find stands in `chain`."""

import json
import os
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.chain import Anchor, anchor_holds, make_anchor, verify_chain
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.events import link_of
from orchestrator.store.reviews import salted, sealed_bytes
from orchestrator.store.tables import AnchorRow, CaseRow, EventRow, ReviewRow
from priorauth.determination import ReviewOutcome
from priorauth.digests import digest_text
from priorauth.events import EventType


@dataclass(frozen=True)
class Breach:
    """Something that is not as it was recorded: on which case, where in its chain, what."""

    case_id: str
    sequence: int | None
    reason: str


@dataclass(frozen=True)
class Audit:
    """What a verification looked at and what it found."""

    cases: int
    events: int
    anchors: int
    erased: int
    breaches: tuple[Breach, ...]

    @property
    def intact(self) -> bool:
        return not self.breaches


def anchor_key(configured: str | None, folder: Path) -> bytes:
    """The key of the anchors: the configured one, else one made once and kept beside the data."""
    if configured:
        return configured.encode()
    path = folder / "anchor.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip().encode()


async def add_anchor(database: Database, key: bytes, at: datetime | None = None) -> Anchor:
    """Anchor the heads of all cases as they stand. Of two writers at once one is refused by the number."""
    async with database.writing() as session:
        last = (await session.scalars(select(AnchorRow).order_by(AnchorRow.number.desc()).limit(1))).first()
        rows = await session.execute(select(CaseRow.case_id, CaseRow.last_sequence, CaseRow.last_hash))
        heads = {case_id: (sequence, hashed) for case_id, sequence, hashed in rows}
        number, previous = (last.number + 1, last.mac) if last else (1, "")
        anchor = make_anchor(number, (at or datetime.now(UTC)).isoformat(), heads, previous, key)
        session.add(AnchorRow(**asdict(anchor)))
        return anchor


async def anchor_when_due(database: Database, key: bytes, interval: timedelta, now: datetime) -> Anchor | None:
    """Anchor where the last anchor is older than the interval, whichever process made it."""
    async with database.reading() as session:
        last = (await session.scalars(select(AnchorRow.at).order_by(AnchorRow.number.desc()).limit(1))).first()
    if last is not None and now - datetime.fromisoformat(last) < interval:
        return None
    return await add_anchor(database, key, now)


def export_anchor(anchor: Anchor, file: Path) -> None:
    """Append the anchor to a file that can be carried elsewhere; there it binds whoever holds the key, too."""
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(anchor)) + "\n")


def exported_anchors(file: Path) -> list[Anchor]:
    return [Anchor(**json.loads(line)) for line in file.read_text("utf-8").splitlines() if line.strip()]


async def verify_store(
    database: Database, codec: Codec, key: bytes, case_id: str | None = None, exported: Sequence[Anchor] = ()
) -> Audit:
    """Walk every chain, or one case's, and hold it against every anchor, stored and exported."""
    async with database.reading() as session:
        stored = [_anchor(r) for r in await session.scalars(select(AnchorRow).order_by(AnchorRow.number))]
        breaches = [*_broken_anchors(stored, key), *_missing_anchors(stored, exported)]
        heads = _heads([*stored, *exported], case_id)
        cases, events, erased = 0, 0, 0
        async for case in _cases(session, case_id):
            found, count = await _verify_case(session, codec, case, heads.pop(case.case_id, set()))
            breaches += found
            cases, events, erased = cases + 1, events + count, erased + (case.erased_at is not None)
        breaches += [Breach(gone, None, "the case has been removed") for gone in heads]
        return Audit(cases, events, len(stored), erased, tuple(breaches))


async def _cases(session: AsyncSession, case_id: str | None) -> AsyncIterator[CaseRow]:
    chosen = select(CaseRow.case_id).order_by(CaseRow.received_at)
    for one in (await session.scalars(chosen if case_id is None else chosen.where(CaseRow.case_id == case_id))).all():
        yield await session.get_one(CaseRow, one)
        session.expunge_all()


async def _verify_case(
    session: AsyncSession, codec: Codec, case: CaseRow, heads: set[tuple[int, str]]
) -> tuple[list[Breach], int]:
    chosen = select(EventRow).where(EventRow.case_id == case.case_id).order_by(EventRow.sequence)
    rows = (await session.scalars(chosen)).all()
    verdict = verify_chain([(link_of(r), r.hash) for r in rows], (case.last_sequence, case.last_hash))
    if not verdict.intact:
        return [Breach(case.case_id, verdict.broken_at, verdict.reason)], len(rows)
    hashes = {row.sequence: row.hash for row in rows}
    found = [
        Breach(case.case_id, sequence, "the chain is not the one that was anchored")
        for sequence, hashed in sorted(heads)
        if sequence and hashes.get(sequence) != hashed
    ]
    if _told_erased(case, rows):
        return found, len(rows)
    return found + await _changed_records(session, codec, case, rows), len(rows)


def _told_erased(case: CaseRow, events: Sequence[EventRow]) -> bool:
    """Whether the chain itself says that the content was erased; without that word its absence is a breach."""
    return case.erased_at is not None and any(event.type == EventType.case_erased for event in events)


async def _changed_records(
    session: AsyncSession, codec: Codec, case: CaseRow, events: Sequence[EventRow]
) -> list[Breach]:
    """Sealed records that are not what the chain says was sealed."""
    told = {e.review: (e.sequence, json.loads(e.data)["record_digest"]) for e in events if _seals(e)}
    chosen = select(ReviewRow).where(ReviewRow.case_id == case.case_id, ReviewRow.outcome == ReviewOutcome.sealed)
    stored: dict[int | None, str] = {}
    for row in (await session.scalars(chosen)).all():
        content = sealed_bytes(codec, row)
        stored[row.review] = "" if content is None else salted(case, digest_text(content.decode()))
    return [
        Breach(case.case_id, sequence, f"the record of review {review} is not what was sealed")
        for review, (sequence, digest) in told.items()
        if stored.get(review) != digest
    ] + [
        Breach(case.case_id, None, f"review {review} was never sealed in the record")
        for review in stored
        if review not in told
    ]


def _seals(event: EventRow) -> bool:
    return event.type == EventType.review_sealed


def _heads(anchors: Iterable[Anchor], case_id: str | None) -> dict[str, set[tuple[int, str]]]:
    heads: dict[str, set[tuple[int, str]]] = {}
    for anchor in anchors:
        for case, (sequence, hashed) in json.loads(anchor.heads).items():
            if case_id in (None, case):
                heads.setdefault(case, set()).add((sequence, hashed))
    return heads


def _broken_anchors(anchors: Sequence[Anchor], key: bytes) -> list[Breach]:
    found: list[Breach] = []
    previous = ""
    for place, anchor in enumerate(anchors, start=1):
        if anchor.number != place or anchor.previous != previous:
            found.append(Breach("", anchor.number, "an anchor is missing or out of order"))
        if not anchor_holds(anchor, key):
            found.append(Breach("", anchor.number, "an anchor was not made with this key"))
        previous = anchor.mac
    return found


def _missing_anchors(stored: Sequence[Anchor], exported: Sequence[Anchor]) -> list[Breach]:
    known = {anchor.number: anchor for anchor in stored}
    return [
        Breach("", anchor.number, "an exported anchor is not in the store")
        for anchor in exported
        if known.get(anchor.number) != anchor
    ]


def _anchor(row: AnchorRow) -> Anchor:
    return Anchor(row.number, row.at, row.heads, row.previous, row.mac)
