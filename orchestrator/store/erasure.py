"""Erasing a case: the patient's words go, the chain of what happened stays, and its last event says that they went."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.fhir_tables import ExchangeCaseRow, ExchangeKeyRow, ExchangeRow, NotificationRow
from orchestrator.store.holds import is_held
from orchestrator.store.identity_tables import HoldRow, NameRow
from orchestrator.store.shelf import loosen
from orchestrator.store.tables import (
    ArchiveRow,
    CaseRow,
    DeterminationRow,
    DocumentRow,
    IdempotencyRow,
    InformationRequestRow,
    IssuedRow,
    ReviewRow,
    SpokenRow,
    StepRow,
)
from priorauth.case import PriorAuthRequest
from priorauth.determination import CaseState, Determination, InformationRequest
from priorauth.digests import digest_text
from priorauth.errors import ErasureRefused
from priorauth.events import EventType

ERASED = "erased"
CLOSED = (CaseState.decided, CaseState.withdrawn)


def kept_until(closed: datetime, years: int) -> datetime:
    """The end of the time a closed case is kept; the 29th of February ends on the 1st of March."""
    try:
        return closed.replace(year=closed.year + years)
    except ValueError:
        return closed.replace(year=closed.year + years, month=3, day=1)


async def expired(database: Database, years: int, now: datetime) -> Sequence[str]:
    """The closed cases whose time is over and that nobody holds, oldest first."""
    held = select(HoldRow.case_id)
    chosen = select(CaseRow.case_id, CaseRow.decided_at, CaseRow.received_at).where(
        CaseRow.state.in_(CLOSED), CaseRow.erased_at.is_(None), CaseRow.case_id.not_in(held)
    )
    async with database.reading() as session:
        rows = await session.execute(chosen.order_by(CaseRow.received_at))
        return [case_id for case_id, decided, received in rows if kept_until(decided or received, years) <= now]


async def erase(database: Database, codec: Codec, case_id: str, *, by: str, years: int, early: bool = False) -> None:
    """Erase one closed case, in one transaction. `early` is for a request that the law lets through before its time.

    The keys to its blobs go with it; the blobs, which nobody can read any more, go with the next sweep.
    Raises ErasureRefused while the case is open, held, or to be kept; RecordNotWritten where there is none.
    """
    now = datetime.now(UTC)
    async with database.writing() as session:
        case = await lock_case(session, case_id)
        await _refuse(session, case, now, years, early)
        member = case.member
        await loosen(session, await _blobs(session, case_id), now)
        await _empty(session, codec, case)
        await _remove(session, case_id)
        await session.flush()
        others = select(func.count()).select_from(CaseRow).where(CaseRow.member == member)
        if (await session.execute(others)).scalar_one() == 0:
            await session.execute(delete(NameRow).where(NameRow.member == member))
        case.erased_at = now
        append(session, case, NewEvent(EventType.case_erased, {"early": early}, actor=by), now)


async def _blobs(session: AsyncSession, case_id: str) -> list[str]:
    found: list[str] = []
    for table in (DocumentRow, IssuedRow):
        chosen = select(table.blob).where(table.case_id == case_id, table.blob.is_not(None))
        found += [name for name in await session.scalars(chosen) if name]
    return found


async def _refuse(session: AsyncSession, case: CaseRow, now: datetime, years: int, early: bool) -> None:
    if case.erased_at is not None:
        raise ErasureRefused("the case is erased already")
    if case.state not in CLOSED:
        raise ErasureRefused("the case is open: decide or withdraw it first")
    if await is_held(session, case.case_id):
        raise ErasureRefused("the case is under a legal hold")
    until = kept_until(case.decided_at or case.received_at, years)
    if until > now and not early:
        raise ErasureRefused(f"the case is kept until {until.date().isoformat()}")


async def _empty(session: AsyncSession, codec: Codec, case: CaseRow) -> None:
    """What must stay for the record's sake stays without a word of the patient's."""
    asked = _request(codec, case)
    nobody = PriorAuthRequest(
        patient_name=ERASED,
        urgency=asked.urgency,
        line_of_business=asked.line_of_business,
        funding=asked.funding,
        state=asked.state,
        procedure_codes=asked.procedure_codes,
        procedures=asked.procedures,
    )
    case.request = codec.seal(nobody.model_dump_json().encode(), Place("cases", "request", case.case_id))
    case.salt, case.member, case.fingerprint = b"", secrets.token_hex(32), secrets.token_hex(32)
    for document in await session.scalars(select(DocumentRow).where(DocumentRow.case_id == case.case_id)):
        row = f"{document.case_id}/{document.document_id}"
        document.title = codec.seal(ERASED.encode(), Place("documents", "title", row))
        document.text = codec.seal(b"", Place("documents", "text", row))
        document.content, document.blob = None, None
        document.text_digest, document.pages, document.flags = digest_text(""), [], [ERASED]
    for review in await session.scalars(select(ReviewRow).where(ReviewRow.case_id == case.case_id)):
        review.record, review.record_digest, review.reasons = None, "", []
    await _empty_acts(session, codec, case.case_id)


def _request(codec: Codec, case: CaseRow) -> PriorAuthRequest:
    return PriorAuthRequest.model_validate_json(codec.open(case.request, Place("cases", "request", case.case_id)))


async def _empty_acts(session: AsyncSession, codec: Codec, case_id: str) -> None:
    """An act keeps who did what and when; what was written about the patient goes."""
    for decided in await session.scalars(select(DeterminationRow).where(DeterminationRow.case_id == case_id)):
        place = Place("determinations", "content", decided.number)
        act = Determination.model_validate_json(codec.open(decided.content, place))
        bare = act.model_copy(update={"rationale": ERASED, "requester_agreed": None, "letters": ()})
        decided.content = codec.seal(bare.model_dump_json().encode(), place)
    for asked in await session.scalars(select(InformationRequestRow).where(InformationRequestRow.case_id == case_id)):
        place = Place("information_requests", "content", asked.reference)
        question = InformationRequest.model_validate_json(codec.open(asked.content, place))
        bare_question = question.model_copy(update={"requested_items": ()})
        asked.content = codec.seal(bare_question.model_dump_json().encode(), place)


async def _remove(session: AsyncSession, case_id: str) -> None:
    """What is nothing but the patient's words, or leads to them."""
    for table in (StepRow, ArchiveRow, SpokenRow, IssuedRow, IdempotencyRow):
        await session.execute(delete(table).where(table.case_id == case_id))
    of_case = select(ExchangeCaseRow.exchange_id).where(ExchangeCaseRow.case_id == case_id)
    exchanges = (await session.scalars(of_case)).all()
    for table in (NotificationRow, ExchangeKeyRow, ExchangeCaseRow, ExchangeRow):
        await session.execute(delete(table).where(table.exchange_id.in_(exchanges)))
