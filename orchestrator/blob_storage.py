"""Documents' bytes in a container of Azure Blob storage, over its REST interface, by this machine's identity."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

import httpx2

from orchestrator.settings import Settings
from orchestrator.store.blobs import Blobs
from orchestrator.store.tokens import STORAGE, Credential, machine
from priorauth.errors import SourceReplyRefused, SourceUnavailable

_VERSION = "2021-12-02"
_SECONDS = 30.0
_TRIES = 4
FIRST_WAIT = 0.5
_LONGEST_WAIT = 8.0
_NAME = "blob storage"
_AGAIN = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)


def blobs_of(settings: Settings) -> Blobs | None:
    """Where the settings want documents' bytes; None means in the database. Raises SettingRefused."""
    if settings.blob_url is None:
        return None
    client = httpx2.AsyncClient(timeout=_SECONDS, trust_env=False)
    return AzureBlobs(settings.blob_url, client, machine("PRIORAUTH_BLOB_URL"))


class AzureBlobs:
    """The container at an address such as https://account.blob.core.windows.net/documents.

    What the service cannot do just now is tried again, with longer and longer waits; a refusal is not.
    """

    def __init__(
        self,
        url: str,
        client: httpx2.AsyncClient,
        credential: Credential,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url.rstrip("/")
        self._client, self._credential, self._pause = client, credential, pause

    async def put(self, name: str, content: bytes) -> None:
        digest = hashlib.md5(content, usedforsecurity=False).digest()
        headers = {
            "x-ms-blob-type": "BlockBlob",
            "Content-Type": "application/octet-stream",
            # So that the service itself refuses what was changed on the way.
            "Content-MD5": base64.b64encode(digest).decode("ascii"),
        }
        _refuse(await self._call("PUT", name, headers, content))

    async def get(self, name: str) -> bytes | None:
        reply = await self._call("GET", name)
        if _is_absent(reply):
            return None
        _refuse(reply)
        return reply.content

    async def remove(self, name: str) -> None:
        reply = await self._call("DELETE", name, {"x-ms-delete-snapshots": "include"})
        if not _is_absent(reply):
            _refuse(reply)

    async def close(self) -> None:
        await self._client.aclose()

    async def _call(
        self, method: str, name: str, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> httpx2.Response:
        """The service's answer, after as many tries as it takes or may. Raises SourceUnavailable."""
        wait, told = FIRST_WAIT, ""
        for left in reversed(range(_TRIES)):
            try:
                signed = {**await self._signed(), **(headers or {})}
                reply = await self._client.request(method, f"{self._url}/{name}", headers=signed, content=content)
            except httpx2.HTTPError as wrong:
                told, asked = f"does not answer: {type(wrong).__name__}", 0.0
            else:
                if reply.status_code not in _AGAIN:
                    return reply
                told, asked = f"answered {reply.status_code}", _asked_to_wait(reply)
            if left:
                await self._pause(min(max(wait, asked), _LONGEST_WAIT))
                wait *= 2
        raise SourceUnavailable(_NAME, told)

    async def _signed(self) -> dict[str, str]:
        try:
            given = await asyncio.to_thread(self._credential.get_token, STORAGE)
        except Exception as wrong:
            # Its exceptions are known only where the Azure packages are installed.
            raise SourceUnavailable(_NAME, f"could not be signed in to: {type(wrong).__name__}") from None
        return {
            "Authorization": f"Bearer {given.token}",
            "x-ms-version": _VERSION,
            "x-ms-date": format_datetime(datetime.now(UTC), usegmt=True),
        }


def _asked_to_wait(reply: httpx2.Response) -> float:
    told = reply.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else 0.0


def _is_absent(reply: httpx2.Response) -> bool:
    """Only a missing blob is an answer; a missing container, or a 404 of something between, is a fault."""
    return reply.status_code == HTTPStatus.NOT_FOUND and reply.headers.get("x-ms-error-code") == "BlobNotFound"


def _refuse(reply: httpx2.Response) -> None:
    if reply.is_error:
        code = reply.headers.get("x-ms-error-code", "")
        raise SourceReplyRefused(_NAME, f"answered {reply.status_code} {code}".strip())
