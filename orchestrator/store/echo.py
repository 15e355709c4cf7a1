"""What other processes wrote, heard by those who wait here: one look for all of them, as long as anybody waits."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

from sqlalchemy import Integer, String, column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.store.bell import Bell, case_of
from priorauth.determination import ReviewOutcome

log = logging.getLogger(__name__)
LOOK_AGAIN, AT_ONCE = 1.0, 500
_CASES = table(
    "cases",
    column("case_id", String),
    column("last_sequence"),
    column("review_outcome"),
    column("latest_review", Integer),
)
ENDED = (ReviewOutcome.sealed, ReviewOutcome.failed)


class _Head(NamedTuple):
    """How far a case's record goes, and how its newest review stands."""

    sequence: int
    outcome: str | None
    review: int


class Echo:
    """Rings the bell for cases whose record has grown since the last look."""

    def __init__(self, reading: Callable[[], AbstractAsyncContextManager[AsyncSession]], bell: Bell) -> None:
        self._reading, self._bell = reading, bell
        self._known: dict[str, _Head] = {}
        self._listening: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Somebody has begun to wait."""
        if self._listening is None or self._listening.done():
            self._known = {}
            self._listening = asyncio.create_task(self._listen())

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _listen(self) -> None:
        await asyncio.sleep(LOOK_AGAIN)
        while names := self._bell.awaited():
            try:
                await self._look(names)
            except Exception as wrong:
                log.warning("the store could not be asked for news: %s", type(wrong).__name__)
            await asyncio.sleep(LOOK_AGAIN)

    async def _look(self, names: Sequence[str]) -> None:
        cases = sorted({case_of(name) for name in names})
        heads: dict[str, _Head] = {}
        for start in range(0, len(cases), AT_ONCE):
            async with self._reading() as session:
                rows = await session.execute(select(_CASES).where(_CASES.c.case_id.in_(cases[start : start + AT_ONCE])))
                heads |= {case_id: _Head(*head) for case_id, *head in rows}
        grown = {case_id: head for case_id, head in heads.items() if self._known.get(case_id) != head}
        self._known = heads
        self._bell.ring(name for name in names if _is_news(name, grown.get(case_of(name))))


def _is_news(name: str, head: _Head | None) -> bool:
    """Who waits for the end of a review is not woken for every step of it."""
    _, _, review = name.partition("/")
    return head is not None and (not review or head.outcome in ENDED or str(head.review) != review)
