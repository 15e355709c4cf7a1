"""National volume, simulated: cases arrive by chance, three times as many in the morning, and wait for a free worker.

Usage: volume.py SERVICE_MS [SERVICE_MS ...]

Arrivals are simulated; how long a review keeps a worker's processor is what was measured, one value picked by chance
for each case. A day's rate of 33 a second is some 300 million requests a year in business hours.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from itertools import count
from math import ceil
from random import Random
from typing import Final

RATE: Final = 33.0
PEAK: Final = 3.0
HOUR: Final = 3600.0


@dataclass(frozen=True)
class Morning:
    """Cases a second, how many times that at the peak, and how long each part lasts, in seconds."""

    rate: float = RATE
    peak: float = PEAK
    before: float = HOUR
    lasts: float = HOUR
    after: float = HOUR

    @property
    def whole(self) -> float:
        return self.before + self.lasts + self.after

    def rate_at(self, moment: float) -> float:
        return self.rate * self.peak if self.before <= moment < self.before + self.lasts else self.rate


@dataclass(frozen=True)
class Waits:
    """What the cases of one morning met with that many workers. Seconds."""

    workers: int
    cases: int
    median: float
    p95: float
    longest: float
    busy: float


def arrivals(morning: Morning, chance: Random) -> Iterator[float]:
    """A Poisson process whose rate changes: drawn at the highest rate, and thinned."""
    highest = morning.rate * max(1.0, morning.peak)
    moment = chance.expovariate(highest)
    while moment < morning.whole:
        if chance.random() * highest < morning.rate_at(moment):
            yield moment
        moment += chance.expovariate(highest)


def simulate(morning: Morning, service: Sequence[float], workers: int, seed: int = 1) -> Waits:
    """First come, first served; a worker takes the next case when it is done with one."""
    chance = Random(seed)
    free = [0.0] * workers
    heapify(free)
    waited: list[float] = []
    worked = 0.0
    for moment in arrivals(morning, chance):
        lasts = chance.choice(service)
        begins = max(moment, free[0])
        heapreplace(free, begins + lasts)
        waited.append(begins - moment)
        worked += lasts
    waited.sort()
    share = worked / (workers * max(morning.whole, *free))
    return Waits(workers, len(waited), at(waited, 0.5), at(waited, 0.95), at(waited, 1.0), share)


def at(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def enough(morning: Morning, service: Sequence[float], within: float = 1.0) -> Waits:
    """The fewest workers with which 95 of 100 cases wait no longer than that before their review begins."""
    load = morning.rate * sum(service) / len(service)
    for workers in count(max(1, ceil(load))):
        found = simulate(morning, service, workers)
        if found.p95 <= within:
            return found
    raise AssertionError("with ever more workers nobody waits")


def table(morning: Morning, service: Sequence[float]) -> Iterator[str]:
    """Enough workers, what one fewer would do, and how it is with half as many again."""
    fewest = enough(morning, service)
    counts = {max(1, fewest.workers - 1), fewest.workers, ceil(fewest.workers * 1.5)}
    yield "| workers | cases | wait, median | wait, 95 of 100 | longest wait | busy |"
    yield "|---|---|---|---|---|---|"
    for workers in sorted(counts):
        one = simulate(morning, service, workers)
        times = " | ".join(f"{wait:.2f} s" for wait in (one.median, one.p95, one.longest))
        yield f"| {one.workers} | {one.cases:,} | {times} | {one.busy:.0%} |"


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    print("\n".join(table(Morning(), [float(word) / 1000 for word in arguments])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
