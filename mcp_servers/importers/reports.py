"""What an import tells while it runs and when it has ended."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """Where a run is: bytes read of all bytes, rows taken and refused so far."""

    done: int
    total: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class ImportReport:
    """How a run ended. `resumed_at` is the line it went on from, `repeated` that the file had been loaded before."""

    name: str
    accepted: int
    rejected: int
    resumed_at: int = 1
    repeated: bool = False


@dataclass(frozen=True)
class Rejected:
    line: int
    reason: str


Watch = Callable[[Progress], None]


def nobody(progress: Progress) -> None:
    """Nobody is watching."""
