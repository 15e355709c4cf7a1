"""The figures of operation at one moment: what waits, what is late, what broke, which source is down."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, ColumnElement, and_, cast, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.clocks import CLOSED
from orchestrator.store.database import Database
from orchestrator.store.tables import CaseRow, EventRow, OutboxRow, ReviewRow
from priorauth.determination import ReviewOutcome
from priorauth.events import EventType
from priorauth.findings import ToolOutcome

LOOKS_BACK = timedelta(minutes=2)
_ANSWERED = (ToolOutcome.ok, ToolOutcome.not_found, ToolOutcome.offline)
_DOWN_AFTER = 3


@dataclass(frozen=True)
class Figures:
    """Counts of reviews and of open cases; `failed` are open cases whose review could not be brought to an end."""

    at: datetime
    waiting: int
    oldest_seconds: int
    running: int
    at_risk: int
    breached: int
    failed: int
    sources_down: tuple[str, ...]


async def figures(database: Database, now: datetime) -> Figures:
    """How the installation stands at this moment."""
    async with database.reading() as session:
        waiting, oldest = (await session.execute(select(func.count(), func.min(OutboxRow.at)))).one()
        running = select(func.count()).select_from(ReviewRow).where(ReviewRow.outcome == ReviewOutcome.running)
        ends = func.coalesce(CaseRow.extended_until, CaseRow.due_at)
        return Figures(
            at=now,
            waiting=waiting,
            oldest_seconds=int((now - oldest).total_seconds()) if oldest else 0,
            running=(await session.execute(running)).scalar_one(),
            at_risk=await _open_cases(session, CaseRow.at_risk_at <= now, ends >= now),
            breached=await _open_cases(session, ends < now),
            failed=await _open_cases(session, CaseRow.review_outcome == ReviewOutcome.failed),
            sources_down=await _down(session, now),
        )


async def _open_cases(session: AsyncSession, *where: ColumnElement[bool]) -> int:
    chosen = select(func.count()).select_from(CaseRow).where(CaseRow.state.not_in(CLOSED), *where)
    return (await session.execute(chosen)).scalar_one()


async def _down(session: AsyncSession, now: datetime) -> tuple[str, ...]:
    """Servers that have lately failed several times and more often than they have answered."""
    # SQLite reads JSON out of text; a cast there would make a number of it.
    as_json = type_coerce if session.get_bind().dialect.name == "sqlite" else cast
    data = as_json(EventRow.data, JSON)
    server, outcome = data["server"].as_string(), data["outcome"].as_string()
    called = and_(EventRow.type == EventType.tool_called, EventRow.at >= now - LOOKS_BACK)
    chosen = select(server, outcome, func.count()).where(called).group_by(server, outcome)
    answered: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for name, how, count in (await session.execute(chosen)).all():
        (answered if how in _ANSWERED else failed)[name] += count
    return tuple(sorted(name for name, count in failed.items() if count >= _DOWN_AFTER and count > answered[name]))
