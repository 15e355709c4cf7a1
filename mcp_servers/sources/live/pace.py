"""How often a public service is asked, and when it is left alone for a while."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from priorauth.errors import SourceLimited, SourceUnavailable


@dataclass(frozen=True)
class Clock:
    """Time and chance, so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


@dataclass
class Pace:
    """At most so many requests a second over any while, `burst` of them at once."""

    source: str
    per_second: float
    burst: int
    clock: Clock
    _due: float = 0.0

    async def turn(self, patience: float) -> None:
        """Wait for the next turn. Raises SourceLimited where it comes later than in `patience` seconds."""
        now, step = self.clock.now(), 1 / self.per_second
        due = max(self._due, now)
        wait = due - now - step * (self.burst - 1)
        if wait > patience:
            raise SourceLimited(self.source, wait)
        self._due = due + step
        if wait > 0:
            await self.clock.sleep(wait)


@dataclass
class Breaker:
    """After some failures in a row nobody asks for a while; then one request tries whether the service is back."""

    source: str
    clock: Clock
    failures: int = 5
    seconds: float = 30.0
    _failed: int = 0
    _closed_until: float = 0.0
    _trying: bool = field(default=False)

    @property
    def open(self) -> bool:
        return self._failed >= self.failures

    def enter(self) -> None:
        """Raises SourceUnavailable while the service is left alone."""
        if not self.open:
            return
        if self._trying or self.clock.now() < self._closed_until:
            raise SourceUnavailable(self.source, "failed repeatedly and is left alone for a while")
        self._trying = True

    def answered(self) -> None:
        self._failed, self._trying = 0, False

    def failed(self) -> None:
        self._failed += 1
        self._trying = False
        self._closed_until = self.clock.now() + self.seconds

    def left(self) -> None:
        """The request ended without telling anything of the service."""
        self._trying = False
