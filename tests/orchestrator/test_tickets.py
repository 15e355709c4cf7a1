"""Tickets: as many as workers are wanted, no more, and a queue that is down is told."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx2
import pytest

from orchestrator.store.figures import Figures
from orchestrator.tickets import LIVES_SECONDS, MOST_WORKERS, Queue, workers_wanted
from priorauth.errors import SourceUnavailable

QUIET = Figures(datetime(2026, 11, 20, tzinfo=UTC), 0, 0, 0, 0, 0, 0, ())


@dataclass(frozen=True)
class Given:
    token: str = "made-up"


class Credential:
    def get_token(self, scope: str, /) -> Given:
        return Given(f"token for {scope}")


@dataclass
class Account:
    """A storage queue that holds so many tickets."""

    held: int = 0
    status: int = 200

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        assert request.headers["Authorization"] == "Bearer token for https://storage.azure.com/.default"
        assert request.headers["x-ms-version"]
        assert request.headers["x-ms-date"].endswith("GMT")
        if self.status != 200:
            return httpx2.Response(self.status)
        if request.method == "GET":
            assert str(request.url) == "https://st.example/workers-wanted?comp=metadata"
            return httpx2.Response(200, headers={"x-ms-approximate-messages-count": str(self.held)})
        assert str(request.url) == f"https://st.example/workers-wanted/messages?messagettl={LIVES_SECONDS}"
        self.held += 1
        return httpx2.Response(201)


async def want(account: Account, workers: int) -> int:
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(account)) as client:
        return await Queue("https://st.example/workers-wanted", client, Credential()).want(workers)


@pytest.mark.parametrize(
    ("waiting", "running", "wanted"), [(0, 0, 0), (1, 0, 1), (30, 20, 1), (30, 21, 2), (10**6, 0, MOST_WORKERS)]
)
def test_more_work_wants_more_workers_within_bounds(waiting: int, running: int, wanted: int) -> None:
    assert workers_wanted(replace(QUIET, waiting=waiting, running=running)) == wanted


async def test_only_the_tickets_that_are_missing_are_put() -> None:
    account = Account(held=2)
    assert await want(account, 5) == 3
    assert await want(account, 5) == 0
    assert await want(account, 1) == 0
    assert account.held == 5


async def test_a_queue_that_refuses_is_told_without_its_address() -> None:
    with pytest.raises(SourceUnavailable, match="answered 403") as refused:
        await want(Account(status=403), 1)
    assert "st.example" not in str(refused.value)
