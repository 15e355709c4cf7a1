"""How often Python looks for cycles of objects nobody holds any more."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100


def collect_seldom() -> None:
    """Look a good deal less often than by default: rules and libraries stay, and were looked through over and over.

    A new process spends a tenth of its time on that; what a review leaves behind is mostly freed without it.
    """
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


@contextmanager
def uncollected() -> Generator[None]:
    """While a process loads what it keeps for good: nothing of that is looked through, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
