"""Numbers people quote: each from a counter row, written before it is read, in the transaction that records the act."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.tables import NumberRow
from orchestrator.store.transactions import Counter, Transaction


async def _next(session: AsyncSession, series: str) -> int:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = insert(NumberRow).values(series=series, last=1)
    counted = first.on_conflict_do_update(index_elements=[NumberRow.series], set_={"last": NumberRow.last + 1})
    await session.execute(counted)
    return (await session.execute(select(NumberRow.last).where(NumberRow.series == series))).scalar_one()


_COUNTER = Counter(NumberRow)


def case_number(transaction: Transaction, day: date) -> str:
    """`YY-NNNNN`, counted within the plan's year."""
    return f"{day:%y}-{transaction.next(_COUNTER, f'case-{day:%y}'):05d}"


async def authorization_number(session: AsyncSession, day: date) -> str:
    """`PA-YYYYMMDD-NNNNN`, counted within the plan's day."""
    return f"PA-{day:%Y%m%d}-{await _next(session, f'PA-{day:%Y%m%d}'):05d}"


async def reference_number(session: AsyncSession, day: date) -> str:
    """`PR-YYYYMMDD-NNNNN`, for acts that approve nothing."""
    return f"PR-{day:%Y%m%d}-{await _next(session, f'PR-{day:%Y%m%d}'):05d}"
