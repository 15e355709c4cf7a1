"""Worker processes that can be killed, frozen and counted on: each tells over a pipe which step it has just begun."""

import asyncio
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.workflow.engine import Engine, Options
from orchestrator.workflow.patience import Patience
from orchestrator.workflow.review import Bounds
from priorauth.findings import Specialist
from tests.standins.team import OneTeam, ScriptedTeam

OPTIONS = Options(
    bounds=Bounds(seconds=20, attempts=3, pause=0.01),
    patience=Patience(seconds=60),
    sweep_seconds=0.3,
    beat_seconds=0.2,
    ttl_seconds=1.5,
    idle_seconds=1.0,
    poll_seconds=0.1,
    drain_seconds=0,
)
PATIENCE_SECONDS = 60.0


class Jumping(datetime):
    """A clock that is put back or forward by hours between any two looks at it."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(seconds=random.choice(JUMPS))


JUMPS = (-90_000.0, -3_600.0, 0.0, 3_600.0, 90_000.0)


def _let_clocks_jump() -> None:
    """In this process: what our modules and the engine's library know as the time of day."""
    steady = time.time
    time.time = lambda: steady() + random.choice(JUMPS)
    for name, module in list(sys.modules.items()):
        if name.startswith("orchestrator.") and getattr(module, "datetime", None) is datetime:
            vars(module)["datetime"] = Jumping


def _work(url: str, pipe: Connection, jumping: bool) -> None:
    if jumping:
        _let_clocks_jump()
    asyncio.run(_serve(url, pipe))


async def _serve(url: str, pipe: Connection) -> None:
    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        pipe.send((case_id, str(specialist), attempt))
        await asyncio.sleep(random.uniform(0, 0.05))

    engine = Engine(Database(url, OPTIONS.idle_seconds), Plain(), OneTeam(ScriptedTeam(before)), OPTIONS)
    await engine.start()
    pipe.send(("", "ready", 0))
    await asyncio.Event().wait()


@dataclass
class Worker:
    process: BaseProcess
    pipe: Connection

    @classmethod
    def start(cls, url: str, jumping: bool = False) -> "Worker":
        """Begun from a server process that has everything imported already, so that a new life costs little."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.faults.workers"])
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(url, theirs, jumping), daemon=True)
        process.start()
        theirs.close()
        worker = cls(process, ours)
        worker.listen(1)
        return worker

    def listen(self, count: int, enough: Callable[[], bool] | None = None) -> int:
        """Hear so many messages, or fewer where enough has happened or nothing comes for a while."""
        heard = 0
        while heard < count:
            if not wait([self.pipe], timeout=0.5):
                if enough is not None and enough():
                    break
                if not self.process.is_alive():
                    raise AssertionError("the worker ended by itself")
                continue
            self.pipe.recv()
            heard += 1
        return heard

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self.process.join(PATIENCE_SECONDS)
        self.pipe.close()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self.process.pid is not None:
            os.kill(self.process.pid, number)
