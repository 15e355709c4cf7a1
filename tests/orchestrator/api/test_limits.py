"""One client cannot take everything: its requests are counted, and so many clients are remembered and no more."""

from pathlib import Path

import httpx2
import pytest

from orchestrator.api.limits import RateLimits
from orchestrator.api.problems import Refused
from orchestrator.settings import Settings
from tests.orchestrator.api.conftest import at_work, browser


def problem(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def test_a_client_may_make_so_many_requests_at_once_and_then_so_many_a_second() -> None:
    at = [0.0]
    limits = RateLimits(2.0, lambda: at[0])
    for _ in range(6):
        limits.spend("a")
    with pytest.raises(Refused) as refused:
        limits.spend("a")
    assert refused.value.headers == {"Retry-After": "1"}
    limits.spend("b")
    at[0] = 0.5
    limits.spend("a")
    with pytest.raises(Refused):
        limits.spend("a")


def test_clients_are_forgotten_before_there_are_too_many() -> None:
    limits = RateLimits(1.0, lambda: 0.0, most_clients=10)
    for number in range(1_000):
        limits.spend(str(number))
    assert len(limits._buckets) == 10


def test_a_slow_limit_still_lets_one_request_through() -> None:
    limits = RateLimits(0.1, lambda: 0.0)
    limits.spend("a")
    with pytest.raises(Refused) as refused:
        limits.spend("a")
    assert refused.value.headers == {"Retry-After": "10"}


@pytest.mark.asyncio(loop_scope="session")
async def test_one_request_too_many_is_a_problem_that_says_when_to_come_again(tmp_path: Path) -> None:
    settings = Settings.load(env_file=None, data_dir=tmp_path / "data", rate_limit=0.5)
    async with at_work(settings) as house, browser(house.running.app) as client:
        answers = [await client.get("/api/me") for _ in range(4)]
        assert [a.status_code for a in answers].count(200) >= 1
        assert problem(answers[-1]) == (429, "rate-limited")
        assert int(answers[-1].headers["Retry-After"]) >= 1
        assert (await client.get("/health")).status_code == 200
        fhir = await client.post("/fhir/pas/2.2.1/Claim/$submit", json={})
        assert (fhir.status_code, fhir.json()["issue"][0]["code"]) == (429, "throttled")
        assert int(fhir.headers["Retry-After"]) >= 1
