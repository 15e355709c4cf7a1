"""What other processes wrote, heard by those who wait here: one look for all of them, as long as anybody waits."""

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy import bindparam, column, select, table

from orchestrator.store.bell import Bell, case_of
from orchestrator.store.transactions import Transactions

log = logging.getLogger(__name__)
LOOK_AGAIN, AT_ONCE = 1.0, 500
_CASES = table("cases", column("case_id"), column("last_sequence"))
_HEADS = select(_CASES.c.case_id, _CASES.c.last_sequence).where(
    _CASES.c.case_id.in_(bindparam("cases", expanding=True))
)


class Echo:
    """Rings the bell for cases whose record has grown since the last look."""

    def __init__(self, quick: Transactions, bell: Bell) -> None:
        self._quick, self._bell = quick, bell
        self._known: dict[str, int] = {}
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
        heads: dict[str, int] = {}
        for start in range(0, len(cases), AT_ONCE):
            asked = {"cases": cases[start : start + AT_ONCE]}
            rows = await self._quick.read(lambda transaction, asked=asked: transaction.all(_HEADS, asked))
            heads |= dict(rows)
        grown = {case_id for case_id, sequence in heads.items() if self._known.get(case_id) != sequence}
        self._known = heads
        self._bell.ring(name for name in names if case_of(name) in grown)
