"""The model is asked first and waits while the rules read; its connections are few, kept and shared."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from agents.modelling.meanwhile import meanwhile
from agents.modelling.pools import AT_ONCE, SmallPools, open_http
from priorauth.errors import BudgetSpent, ReaderFailed
from tests.standins.model import served


class Endpoint:
    """Answers once it is let, and knows which connections it was asked over."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.peers: list[int] = []
        self.asked = asyncio.Semaphore(0)

    async def answer(self, request: Request) -> Response:
        assert request.client
        self.peers.append(request.client.port)
        self.asked.release()
        await self.let.wait()
        return PlainTextResponse("answered")


@asynccontextmanager
async def endpoint() -> AsyncGenerator[tuple[Endpoint, str]]:
    one = Endpoint()
    async with served(Starlette(routes=[Route("/", one.answer, methods=["POST"])])) as port:
        yield one, f"http://127.0.0.1:{port}/"


async def test_reading_goes_on_while_the_model_is_waited_for() -> None:
    async with endpoint() as (model, url), open_http(20) as http:

        async def read() -> str:
            model.let.set()
            return "read"

        async def ask() -> str:
            return (await http.post(url, content=b"question")).text

        assert await meanwhile(ask(), read) == ("read", "answered")


async def test_reading_begins_only_when_the_question_has_left() -> None:
    order: list[str] = []
    async with endpoint() as (model, url), open_http(20) as http:
        model.let.set()

        async def send(request: httpx2.Request) -> None:
            order.append("sent")

        http.event_hooks["request"].append(send)

        async def read() -> None:
            order.append("read")

        async def ask() -> None:
            await asyncio.gather(*(asyncio.sleep(0) for _ in range(5)))
            await http.post(url, content=b"question")

        await meanwhile(ask(), read)
    assert order == ["sent", "read"]


async def test_what_the_rules_read_does_not_hang_on_a_question_that_never_leaves() -> None:
    read_at_all = asyncio.Event()

    async def read() -> None:
        read_at_all.set()

    async def ask() -> str:
        raise BudgetSpent("the model's tokens for this review are spent")

    with pytest.raises(BudgetSpent):
        await meanwhile(ask(), read)
    assert read_at_all.is_set()


async def test_a_reading_that_breaks_ends_the_asking_too() -> None:
    ended = asyncio.Event()
    async with endpoint() as (_, url), open_http(20) as http:

        async def read() -> None:
            raise ReaderFailed("broke")

        async def ask() -> None:
            try:
                await http.post(url, content=b"question")
            finally:
                ended.set()

        with pytest.raises(ReaderFailed):
            await meanwhile(ask(), read)
    assert ended.is_set()


async def test_many_questions_at_once_fill_small_pools_and_their_connections_are_kept() -> None:
    async with endpoint() as (model, url):
        pools = SmallPools()
        async with httpx2.AsyncClient(transport=pools, timeout=20) as http:
            asked = [asyncio.create_task(http.post(url, content=b"question")) for _ in range(2 * AT_ONCE + 1)]
            for _ in asked:
                await model.asked.acquire()
            model.let.set()
            assert {(await one).text for one in asked} == {"answered"}
            assert len(pools.pools) == 3
            assert len(set(model.peers)) == len(asked)
            await http.post(url, content=b"another")
            assert model.peers[-1] in model.peers[:-1]


async def test_behind_a_proxy_the_clients_own_way_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with endpoint() as (_, url), open_http(5) as http:
        with pytest.raises(httpx2.ConnectError):
            await http.post(url.replace("127.0.0.1", "model.invalid"), content=b"question")
