"""A case that waits for information: where its clock's rule says so the clock stands still until the wait ends."""

from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.tables import CaseRow, InformationRequestRow
from priorauth.deadlines import ClockStatus, Ends, Standstill


def stand_still(case: CaseRow, now: datetime, until: datetime) -> dict[str, JsonValue]:
    """Stop the clock until then at most; what the event of the question says of it. Nothing where it has run out."""
    return _turn(case, now, None if (ends := _ends(case)) is None else ends.stopped(now, until))


def run_on(case: CaseRow, now: datetime) -> dict[str, JsonValue]:
    """Let a stopped clock run; what the event that ends the wait says of it. Nothing where it ran all the time."""
    return _turn(case, now, None if (ends := _ends(case)) is None else ends.running(now))


async def end_wait(session: AsyncSession, case: CaseRow, now: datetime) -> dict[str, JsonValue]:
    """Nothing that was asked for is waited for any longer; what is to be said of the clock."""
    waiting = update(InformationRequestRow).where(
        InformationRequestRow.case_id == case.case_id, InformationRequestRow.open.is_(True)
    )
    await session.execute(waiting.values(open=False))
    return run_on(case, now)


def _ends(case: CaseRow) -> Ends | None:
    if case.due_at is None or case.at_risk_at is None:
        return None
    return Ends(
        due_at=case.due_at,
        at_risk_at=case.at_risk_at,
        extended_until=case.extended_until,
        standstill=_standstill(case.stopped_at, case.stopped_until),
    )


def _standstill(since: datetime | None, until: datetime | None) -> Standstill | None:
    return None if since is None or until is None else Standstill(since=since, until=until)


def _turn(case: CaseRow, now: datetime, ends: Ends | None) -> dict[str, JsonValue]:
    """Write where the clock ends by now. That it is at risk is told again when it is so again."""
    if ends is None or ends == _ends(case):
        return {}
    stands = ends.standstill
    case.due_at, case.at_risk_at, case.extended_until = ends.due_at, ends.at_risk_at, ends.extended_until
    case.stopped_at, case.stopped_until = (stands.since, stands.until) if stands else (None, None)
    if case.clock_told == ClockStatus.at_risk and now < ends.at_risk_at:
        case.clock_told = ""
    return {
        "due_at": ends.ends_at.isoformat(),
        "clock_stopped_until": stands.until.isoformat() if stands else None,
    }
