"""Blob storage over its REST interface: what is asked, what is tried again, what is refused, and that nothing leaks."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from dataclasses import dataclass, field

import httpx2
import pytest

from orchestrator.blob_storage import AzureBlobs
from priorauth.errors import SourceFailed, SourceReplyRefused, SourceUnavailable
from tests.standins.blob_account import Account, Identity, open_account

NAME = "ab" * 32
BYTES = b"\x01made-up ciphertext"


@dataclass
class Waits:
    """How long was waited, without waiting."""

    seconds: list[float] = field(default_factory=list[float])

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def account() -> Generator[Account]:
    with open_account() as account:
        yield account


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def blobs(account: Account, waits: Waits) -> AsyncGenerator[AzureBlobs]:
    blobs = AzureBlobs(account.url, httpx2.AsyncClient(trust_env=False), Identity(), waits)
    yield blobs
    await blobs.close()


async def test_what_is_put_is_there_until_it_is_removed(account: Account, blobs: AzureBlobs) -> None:
    await blobs.put(NAME, BYTES)
    assert account.blobs == {NAME: BYTES}
    assert await blobs.get(NAME) == BYTES
    await blobs.remove(NAME)
    assert account.blobs == {}
    assert await blobs.get(NAME) is None


async def test_putting_and_removing_again_changes_nothing(account: Account, blobs: AzureBlobs) -> None:
    await blobs.put(NAME, BYTES)
    await blobs.put(NAME, BYTES)
    assert account.blobs == {NAME: BYTES}
    await blobs.remove(NAME)
    await blobs.remove(NAME)
    assert account.blobs == {}


async def test_a_busy_service_is_asked_again_after_longer_and_longer_waits(
    account: Account, blobs: AzureBlobs, waits: Waits
) -> None:
    account.failing += [(503, {}), (500, {}), (503, {})]
    await blobs.put(NAME, BYTES)
    assert account.blobs == {NAME: BYTES}
    assert waits.seconds == [0.5, 1.0, 2.0]


async def test_the_wait_that_the_service_asks_for_is_kept_within_reason(
    account: Account, blobs: AzureBlobs, waits: Waits
) -> None:
    account.failing += [(503, {"Retry-After": "3"}), (503, {"Retry-After": "86400"})]
    assert await blobs.get(NAME) is None
    assert waits.seconds == [3.0, 8.0]


def tries(work: str) -> Callable[[AzureBlobs], Awaitable[object]]:
    works: dict[str, Callable[[AzureBlobs], Awaitable[object]]] = {
        "put": lambda blobs: blobs.put(NAME, BYTES),
        "get": lambda blobs: blobs.get(NAME),
        "remove": lambda blobs: blobs.remove(NAME),
    }
    return works[work]


@pytest.mark.parametrize("work", ["put", "get", "remove"])
async def test_a_service_that_stays_busy_is_unavailable_and_its_address_is_not_told(
    account: Account, blobs: AzureBlobs, waits: Waits, work: str
) -> None:
    account.down = True
    with pytest.raises(SourceUnavailable, match="answered 503") as failed:
        await tries(work)(blobs)
    assert len(account.asked) == 4
    assert len(waits.seconds) == 3
    assert "127.0.0.1" not in str(failed.value)
    assert NAME not in str(failed.value)


@pytest.mark.parametrize("work", ["put", "get", "remove"])
async def test_an_identity_that_may_not_is_refused_at_once(account: Account, waits: Waits, work: str) -> None:
    blobs = AzureBlobs(account.url, httpx2.AsyncClient(trust_env=False), Identity("another"), waits)
    with pytest.raises(SourceReplyRefused, match="403 AuthorizationPermissionMismatch"):
        await tries(work)(blobs)
    await blobs.close()
    assert waits.seconds == []


@pytest.mark.parametrize("work", ["put", "get", "remove"])
async def test_a_container_that_is_not_there_is_no_missing_blob(account: Account, waits: Waits, work: str) -> None:
    elsewhere = account.url.replace("documents", "elsewhere")
    blobs = AzureBlobs(elsewhere, httpx2.AsyncClient(trust_env=False), Identity(), waits)
    with pytest.raises(SourceReplyRefused, match="404 ContainerNotFound"):
        await tries(work)(blobs)
    await blobs.close()


class Meddling(httpx2.AsyncHTTPTransport):
    """A way on which bytes change."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        changed = httpx2.Request(request.method, request.url, headers=request.headers, content=BYTES[::-1])
        return await super().handle_async_request(changed)


async def test_bytes_that_change_on_the_way_are_refused_by_the_service(account: Account, waits: Waits) -> None:
    blobs = AzureBlobs(account.url, httpx2.AsyncClient(transport=Meddling()), Identity(), waits)
    with pytest.raises(SourceReplyRefused, match="400 Md5Mismatch"):
        await blobs.put(NAME, BYTES)
    await blobs.close()
    assert account.blobs == {}


async def test_nobody_at_the_address_is_unavailable_by_the_kind_of_the_failure_alone(waits: Waits) -> None:
    blobs = AzureBlobs("http://127.0.0.1:1/documents", httpx2.AsyncClient(trust_env=False), Identity(), waits)
    with pytest.raises(SourceUnavailable, match="does not answer: ConnectError"):
        await blobs.get(NAME)
    await blobs.close()


class Nobody(Identity):
    def get_token(self, scope: str, /) -> object:  # pyright: ignore[reportIncompatibleMethodOverride]
        raise RuntimeError("no identity on the host secret-host")


async def test_a_machine_without_an_identity_is_told_so_without_its_words(account: Account, waits: Waits) -> None:
    blobs = AzureBlobs(account.url, httpx2.AsyncClient(trust_env=False), Nobody(), waits)  # pyright: ignore[reportArgumentType]
    with pytest.raises(SourceFailed, match="could not be signed in to: RuntimeError") as failed:
        await blobs.put(NAME, BYTES)
    await blobs.close()
    assert "secret-host" not in str(failed.value)
    assert account.asked == []
