"""Two readings at once: the model is asked first, and its waiting is used for the reading that needs this processor."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from agents.modelling.pools import told_when_sent

A = TypeVar("A")
R = TypeVar("R")


async def meanwhile(asked: Coroutine[Any, Any, A], read: Callable[[], Awaitable[R]]) -> tuple[R, A]:
    """What `read` comes to and what was answered; `read` begins when the question has left, or will not leave at all.

    Many reviews share one event loop: a question that waited behind the reading of all of them would be answered late.
    """
    sent = asyncio.Event()

    async def ask() -> A:
        with told_when_sent(sent):
            return await asked

    answer = asyncio.ensure_future(ask())
    try:
        await sent.wait()
        return await read(), await answer
    except BaseException:
        answer.cancel()
        await asyncio.gather(answer, return_exceptions=True)
        raise
