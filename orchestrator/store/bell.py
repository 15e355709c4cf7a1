"""Who waits for news of a case hears of it at once when it happens in this process, and by looking again otherwise."""

import asyncio
from collections.abc import Iterable


def case_of(name: str) -> str:
    """The case that a name is about: the whole of it, or what stands before the review's number."""
    return name.partition("/")[0]


class Bell:
    """Rung after a commit. Waiting costs nothing, and a ring that nobody waits for is forgotten."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Future[None]]] = {}

    def ring(self, cases: Iterable[str]) -> None:
        for case_id in cases:
            for waiter in self._waiting.get(case_id, ()):
                if not waiter.done():
                    waiter.set_result(None)

    def awaited(self) -> list[str]:
        """What is being waited for."""
        return list(self._waiting)

    def listen(self, case_id: str) -> "Listener":
        """Begin to listen before looking, so that nothing happens unheard in between."""
        return Listener(self._waiting, case_id)


class Listener:
    """One who listens for one case."""

    def __init__(self, waiting: dict[str, set[asyncio.Future[None]]], case_id: str) -> None:
        self._waiting, self._case_id = waiting, case_id
        self._future = asyncio.get_running_loop().create_future()

    def __enter__(self) -> "Listener":
        self._waiting.setdefault(self._case_id, set()).add(self._future)
        return self

    def __exit__(self, *_: object) -> None:
        others = self._waiting.get(self._case_id, set())
        others.discard(self._future)
        if not others:
            self._waiting.pop(self._case_id, None)

    async def heard(self, seconds: float) -> bool:
        """Whether something happened within so many seconds."""
        done, _ = await asyncio.wait([self._future], timeout=seconds)
        return bool(done)
