"""What a run does when the database is away for a moment: it waits and asks again, up to a bound."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")


class Patience:
    """Repeats what failed because the database did, with growing pauses; everything else rises at once."""

    def __init__(self, seconds: float = 60.0, first_pause: float = 0.05, longest_pause: float = 2.0) -> None:
        self._seconds, self._first, self._longest = seconds, first_pause, longest_pause

    async def __call__(self, work: Callable[[], Awaitable[T]]) -> T:
        pause, waited = self._first, 0.0
        while True:
            try:
                return await work()
            except (DBAPIError, PoolTimeout) as wrong:
                if not is_passing(wrong) or waited >= self._seconds:
                    raise
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, self._longest)


def is_passing(wrong: Exception) -> bool:
    """Whether the database may do the same thing a moment later: it is away, busy, full or starting."""
    if isinstance(wrong, DBAPIError):
        return isinstance(wrong, OperationalError | InterfaceError) or wrong.connection_invalidated
    return isinstance(wrong, PoolTimeout)
