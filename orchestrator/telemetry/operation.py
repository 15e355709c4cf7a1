"""The figures of operation as metrics: what waits, what is late, what failed, which source is down."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from opentelemetry import metrics
from opentelemetry.metrics import CallbackOptions, Observation

from orchestrator.store.database import Database
from orchestrator.store.figures import Figures, figures

log = logging.getLogger(__name__)
LOOK_SECONDS = 15.0
_COUNTS: tuple[tuple[str, str, Callable[[Figures], int]], ...] = (
    ("priorauth.queue.waiting", "reviews that wait for a worker", lambda f: f.waiting),
    ("priorauth.queue.oldest", "seconds the oldest of them has waited", lambda f: f.oldest_seconds),
    ("priorauth.reviews.running", "reviews that run", lambda f: f.running),
    ("priorauth.cases.at_risk", "open cases that are soon due", lambda f: f.at_risk),
    ("priorauth.cases.breached", "open cases past their time", lambda f: f.breached),
    ("priorauth.cases.failed", "open cases whose review could not be brought to an end", lambda f: f.failed),
)


class Dials:
    """The figures as they were last read; read by the exporter whenever it comes round."""

    def __init__(self) -> None:
        self.seen: Figures | None = None
        meter = metrics.get_meter("priorauth")
        for name, meaning, pick in _COUNTS:
            meter.create_observable_gauge(name, [self._reading(pick)], description=meaning)
        meter.create_observable_gauge("priorauth.source.down", [self._down], description="1 for a source that is down")

    def _reading(self, pick: Callable[[Figures], int]) -> Callable[[CallbackOptions], Iterable[Observation]]:
        def read(_: CallbackOptions) -> Iterable[Observation]:
            return [Observation(pick(self.seen))] if self.seen else []

        return read

    def _down(self, _: CallbackOptions) -> Iterable[Observation]:
        names = self.seen.sources_down if self.seen else ()
        return [Observation(1, {"priorauth.server": name}) for name in names]


@asynccontextmanager
async def watched(database: Database, seconds: float = LOOK_SECONDS) -> AsyncGenerator[Dials]:
    """The dials, read from the database every so often for as long as this lasts."""
    dials = Dials()

    async def look() -> None:
        while True:
            try:
                dials.seen = await figures(database, datetime.now(UTC))
            except Exception as wrong:
                # A look that fails is told, and the next one is tried.
                log.warning("the figures could not be read", extra={"exception": type(wrong).__name__})
            await asyncio.sleep(seconds)

    looking = asyncio.create_task(look())
    try:
        yield dials
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
