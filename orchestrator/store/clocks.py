"""The sweep over the clocks of open cases: at risk and breached are told once each, a passed reply date ends a wait."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue
from sqlalchemy import ColumnElement, and_, func, select

from orchestrator.store.database import Database
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.tables import CaseRow, InformationRequestRow
from orchestrator.store.waiting import run_on
from priorauth.deadlines import ClockStatus
from priorauth.determination import CaseState
from priorauth.events import EventType

CLOSED = (CaseState.decided, CaseState.withdrawn)
OPEN = tuple(state for state in CaseState if state not in CLOSED)


@dataclass(frozen=True)
class Told:
    """How many cases a sweep told something new of."""

    at_risk: int = 0
    breached: int = 0
    resumed: int = 0


async def sweep_clocks(database: Database, now: datetime, today: date, limit: int = 200) -> Told:
    """Tell of every open case whose clock is at risk or has run out and whose record does not say so yet."""
    breached = [c for c in await _cases(database, _is_late(now), limit) if await _tell_breached(database, c, now)]
    at_risk = [c for c in await _cases(database, _is_close(now), limit) if await _tell_at_risk(database, c, now)]
    resumed = [c for c in await _overdue_replies(database, today, limit) if await _resume(database, c, now, today)]
    return Told(len(at_risk), len(breached), len(resumed))


def _is_late(now: datetime) -> ColumnElement[bool]:
    ends = func.coalesce(CaseRow.extended_until, CaseRow.due_at)
    return and_(ends < now, CaseRow.clock_told != ClockStatus.breached)


def _is_close(now: datetime) -> ColumnElement[bool]:
    return and_(CaseRow.at_risk_at <= now, CaseRow.clock_told == "")


async def _cases(database: Database, where: ColumnElement[bool], limit: int) -> list[str]:
    async with database.reading() as session:
        chosen = select(CaseRow.case_id).where(CaseRow.state.in_(OPEN), where).limit(limit)
        return list((await session.scalars(chosen)).all())


async def _tell_breached(database: Database, case_id: str, now: datetime) -> bool:
    async with database.writing() as session:
        case = await lock_case(session, case_id)
        ends = case.extended_until or case.due_at
        if case.state in CLOSED or ends is None or ends >= now or case.clock_told == ClockStatus.breached:
            return False
        case.clock_told = ClockStatus.breached
        append(session, case, NewEvent(EventType.clock_breached, {"due_at": ends.isoformat()}), now)
        return True


async def _tell_at_risk(database: Database, case_id: str, now: datetime) -> bool:
    async with database.writing() as session:
        case = await lock_case(session, case_id)
        if case.state in CLOSED or case.at_risk_at is None or case.at_risk_at > now or case.clock_told:
            return False
        case.clock_told = ClockStatus.at_risk
        ends = case.extended_until or case.due_at
        append(session, case, NewEvent(EventType.clock_at_risk, {"due_at": ends.isoformat() if ends else None}), now)
        return True


async def _overdue_replies(database: Database, today: date, limit: int) -> list[str]:
    async with database.reading() as session:
        chosen = (
            select(CaseRow.case_id)
            .join(InformationRequestRow, InformationRequestRow.case_id == CaseRow.case_id)
            .where(CaseRow.state == CaseState.info_requested, _unanswered(today))
            .distinct()
            .limit(limit)
        )
        return list((await session.scalars(chosen)).all())


def _unanswered(today: date) -> ColumnElement[bool]:
    return and_(InformationRequestRow.open.is_(True), InformationRequestRow.reply_by < today)


async def _resume(database: Database, case_id: str, now: datetime, today: date) -> bool:
    """A person goes on with what is there."""
    async with database.writing() as session:
        case = await lock_case(session, case_id)
        chosen = select(InformationRequestRow).where(InformationRequestRow.case_id == case_id, _unanswered(today))
        requests = (await session.scalars(chosen)).all()
        if case.state != CaseState.info_requested or not requests:
            return False
        for request in requests:
            request.open = False
        case.state = CaseState.ready
        data: dict[str, JsonValue] = {"reason": "the reply date has passed", **run_on(case, now)}
        append(session, case, NewEvent(EventType.case_resumed, data), now)
        return True
