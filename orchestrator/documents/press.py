"""Documents written in a process of their own, so that a door's event loop never waits for a page to be laid out."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Thread
from typing import TypeVar

from orchestrator.documents.audit import AuditDocuments, PersonsAct, audit_for
from orchestrator.documents.blocks import Document
from orchestrator.documents.bundle import CaseFile, inspection_bundle
from orchestrator.documents.pdf import pdf
from priorauth.determination import Turn
from priorauth.record import ReviewRecord
from priorauth.rulebook.laws import LawRule

_Made = TypeVar("_Made")


@dataclass
class Press:
    """Starts its process at the first document, and another where that one was killed; `close` ends it."""

    processes: int = 1
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    async def audit(
        self,
        record: ReviewRecord,
        *,
        case_number: str = "",
        due_at: datetime | None = None,
        acts: Sequence[PersonsAct] = (),
        earlier: Sequence[ReviewRecord] = (),
        laws: Sequence[LawRule] = (),
        turns: Sequence[Turn] = (),
    ) -> AuditDocuments:
        """The audit of a review in both forms."""
        told = {"acts": acts, "earlier": earlier, "laws": laws, "turns": turns}
        return await self._made(partial(audit_for, record, case_number=case_number, due_at=due_at, **told))

    async def pdf(self, document: Document) -> bytes:
        """Any document as PDF: a letter before or after it is issued."""
        return await self._made(partial(pdf, document))

    async def bundle(self, case: CaseFile) -> bytes:
        """A case as an inspection bundle."""
        return await self._made(partial(inspection_bundle, case))

    async def _made(self, work: Callable[[], _Made]) -> _Made:
        loop, pool = asyncio.get_running_loop(), self._open()
        try:
            return await loop.run_in_executor(pool, work)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            return await loop.run_in_executor(self._open(), work)

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.processes, mp_context=context, initializer=_begin)
        return self._pool


def _begin() -> None:
    """In the new process: leave stopping to the parent, and leave when the parent is gone."""
    from orchestrator.documents import fonts

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    fonts.load()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
