"""How many requests one client may make: a bucket of tokens each, for so many clients that memory stays bounded."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from orchestrator.api.problems import ProblemType, Refused

MOST_CLIENTS = 10_000
BURST_SECONDS = 3.0


@dataclass
class RateLimits:
    """Per process; what a fleet lets through is its proxy's to say. The client seen longest ago is forgotten first."""

    per_second: float
    now: Callable[[], float] = time.monotonic
    most_clients: int = MOST_CLIENTS
    _buckets: OrderedDict[str, tuple[float, float]] = field(
        default_factory=OrderedDict[str, tuple[float, float]], repr=False
    )

    def spend(self, client: str) -> None:
        """Count one request. Raises Refused, saying when the next one may come."""
        now, most = self.now(), max(1.0, self.per_second * BURST_SECONDS)
        left, since = self._buckets.pop(client, (most, now))
        left = min(most, left + (now - since) * self.per_second)
        allowed = left >= 1
        self._buckets[client] = (left - 1 if allowed else left, now)
        if len(self._buckets) > self.most_clients:
            self._buckets.popitem(last=False)
        if not allowed:
            seconds = ceil((1 - left) / self.per_second)
            raise Refused(
                ProblemType.rate_limited,
                f"At most {self.per_second:g} requests a second; wait {seconds} s.",
                headers={"Retry-After": str(seconds)},
            )
