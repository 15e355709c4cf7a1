"""Heavy work in a process of its own, so that a door's event loop never waits for it."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import TypeVar

from orchestrator.garbage import collect_seldom

Made = TypeVar("Made")


def _nothing() -> None: ...


@dataclass
class Aside:
    """Starts its process at the first piece of work, and another where that one was killed; `close` ends it.

    `begin` is called in a new process before its first piece of work.
    """

    begin: Callable[[], None] = _nothing
    processes: int = 1
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    async def run(self, work: Callable[[], Made]) -> Made:
        """Raises BrokenProcessPool where the process dies at it."""
        pool = self._open()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            raise

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            begin = partial(_begin, self.begin)
            self._pool = ProcessPoolExecutor(self.processes, mp_context=context, initializer=begin)
        return self._pool


def _begin(begin: Callable[[], None]) -> None:
    """In the new process: leave stopping to the parent, and leave when the parent is gone."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    begin()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
