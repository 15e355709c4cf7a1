"""One public service behind one narrow door: a path and words in, JSON out, or a named failure.

Every call is bounded in time, tries and bytes; what may pass is tried again after a random pause; a service that keeps
failing is left alone for a while. No cookie, no redirect, no proxy of the environment, no header but our own.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from typing import Protocol, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from mcp_servers.reply import Provenance
from mcp_servers.sources.live.cache import Kept, ReplyCache, key_of
from mcp_servers.sources.live.pace import Breaker, Clock, Pace
from priorauth.errors import SourceFailed, SourceLimited, SourceReplyRefused, SourceUnavailable

Query = Mapping[str, str | int]
_MAY_PASS = frozenset({408, 500, 502, 503, 504})
_JSON_TYPES = ("application/json", "text/json", "text/plain")


@dataclass(frozen=True)
class Host:
    """A service: its name in the record, its address, and how gently it is asked."""

    source: str
    release: str
    base: str
    per_second: float
    burst: int = 3
    seconds: float = 8.0
    attempts: int = 3
    most_bytes: int = 4_000_000
    fresh_seconds: float = 3600.0


@dataclass(frozen=True)
class Fetched:
    """A reply, and the day it was true."""

    data: object
    at: datetime
    host: Host

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def provenance(self) -> Provenance:
        return {"source": self.host.source, "release": self.host.release, "as_of": self.day}


class Wire(BaseModel):
    """A part of a public reply: what is named is read, what is not named is not looked at."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True)


W = TypeVar("W", bound=Wire)
T = TypeVar("T")


class Asks(Protocol):
    async def get(
        self,
        path: str,
        query: Query,
        understand: Callable[[Fetched], T],
        headers: Mapping[str, str] | None = None,
        *,
        keep: bool = True,
    ) -> tuple[T, Fetched]: ...


@dataclass
class Service:
    """Asks one host. Raises SourceUnavailable, SourceLimited and SourceReplyRefused, and nothing else."""

    host: Host
    client: httpx2.AsyncClient
    cache: ReplyCache
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self._pace = Pace(self.host.source, self.host.per_second, self.host.burst, self.clock)
        self._breaker = Breaker(self.host.source, self.clock)

    @property
    def left_alone(self) -> bool:
        return self._breaker.open

    async def get(
        self,
        path: str,
        query: Query,
        understand: Callable[[Fetched], T],
        headers: Mapping[str, str] | None = None,
        *,
        keep: bool = True,
    ) -> tuple[T, Fetched]:
        """The reply to a question, understood. What `understand` refuses is a failure of the service and is not kept.

        A reply that is not to be kept is neither looked for nor left on disk.
        """
        request = self.client.build_request("GET", self.host.base + path, params=dict(query), headers=_ours(headers))
        key = key_of(str(request.url))
        kept = self.cache.find(key) if keep else None
        if kept and self.clock.wall() - kept.at < self.host.fresh_seconds:
            fetched = self._fetched(kept)
            return understand(fetched), fetched
        self._breaker.enter()
        try:
            async with asyncio.timeout(self.host.seconds):
                answer = await self._asked(request, kept)
            fetched = self._fetched(answer)
            understood = understand(fetched)
        except TimeoutError:
            self._breaker.failed()
            raise SourceUnavailable(self.host.source, "timed out") from None
        except SourceLimited:
            self._breaker.left()
            raise
        except SourceFailed:
            self._breaker.failed()
            raise
        except BaseException:
            self._breaker.left()
            raise
        self._breaker.answered()
        if keep:
            self.cache.keep(key, answer)
        return understood, fetched

    async def _asked(self, request: httpx2.Request, kept: Kept | None) -> Kept:
        """A few tries with growing random pauses; the last failure rises."""
        if kept and kept.etag:
            request.headers["If-None-Match"] = kept.etag
        if kept and kept.modified:
            request.headers["If-Modified-Since"] = kept.modified
        for attempt in range(1, self.host.attempts + 1):
            await self._pace.turn(self.host.seconds / 2)
            try:
                return await self._once(request, kept)
            except SourceFailed as failed:
                pause = _pause(failed, attempt, self.clock.chance())
                if not failed.retryable or attempt == self.host.attempts or pause > self.host.seconds / 2:
                    raise
                await self.clock.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _once(self, request: httpx2.Request, kept: Kept | None) -> Kept:
        try:
            response = await self.client.send(request, stream=True, follow_redirects=False)
        except (httpx2.HTTPError, OSError) as wrong:
            raise SourceUnavailable(self.host.source, type(wrong).__name__) from None
        try:
            if response.status_code == HTTPStatus.NOT_MODIFIED and kept:
                return Kept(kept.body, self.clock.wall(), kept.etag, kept.modified)
            self._judge(response)
            body = await self._body(response)
        finally:
            await response.aclose()
        named = response.headers
        return Kept(body, self.clock.wall(), named.get("etag", ""), named.get("last-modified", ""))

    def _judge(self, response: httpx2.Response) -> None:
        status, source = response.status_code, self.host.source
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise SourceLimited(source, _seconds(response.headers.get("retry-after", "")))
        if status in _MAY_PASS:
            raise SourceUnavailable(source, f"answered {status}")
        if status != HTTPStatus.OK:
            raise Answered(source, status)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _JSON_TYPES and not kind.endswith("+json"):
            raise SourceReplyRefused(source, "answered with something other than JSON")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise SourceReplyRefused(source, "answered with an encoding nobody asked for")

    async def _body(self, response: httpx2.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        try:
            async for part in response.aiter_raw():
                size += len(part)
                if size > self.host.most_bytes:
                    raise SourceReplyRefused(self.host.source, "answered with more than is taken")
                parts.append(part)
        except (httpx2.HTTPError, OSError) as wrong:
            raise SourceUnavailable(self.host.source, type(wrong).__name__) from None
        return b"".join(parts)

    def _fetched(self, kept: Kept) -> Fetched:
        try:
            data: object = json.loads(kept.body.decode("utf-8"))
        except (ValueError, RecursionError):
            raise SourceReplyRefused(self.host.source, "answered with broken JSON") from None
        return Fetched(data, datetime.fromtimestamp(kept.at, UTC), self.host)


class Answered(SourceReplyRefused):
    """The service refused the request with a status that asking again does not change."""

    def __init__(self, source: str, status: int) -> None:
        self.status = status
        super().__init__(source, f"answered {status}")


def read(kind: type[W], fetched: Fetched) -> W:
    """The reply as one of our own; raises SourceReplyRefused where it is not of the documented shape."""
    try:
        return kind.model_validate(fetched.data)
    except (ValidationError, RecursionError):
        raise SourceReplyRefused(fetched.host.source, "answered in an unknown shape") from None


def as_a(kind: type[W]) -> Callable[[Fetched], W]:
    """Understands a reply by its shape alone."""
    return partial(read, kind)


def words_of(text: str, most: int = 20) -> Sequence[str]:
    """The words of a search, without any sign or operator a service could take for an instruction."""
    plain = "".join(c if c.isalnum() or c in "-." else " " for c in text)
    found = (word.strip("-.") for word in plain.split())
    return [word.lower() if word in ("AND", "OR", "NOT") else word for word in found if word][:most]


def _ours(headers: Mapping[str, str] | None) -> dict[str, str]:
    # Compressed replies could grow beyond every bound while they are unpacked.
    given = {"User-Agent": f"priorauth/{version('priorauth')}", "Accept": "application/json"}
    return {**given, "Accept-Encoding": "identity", **(headers or {})}


def _pause(failed: SourceFailed, attempt: int, chance: float) -> float:
    asked = failed.retry_after_seconds if isinstance(failed, SourceLimited) else None
    return max(asked or 0.0, 0.4 * 2 ** (attempt - 1) * (0.5 + chance / 2))


def _seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def new_client(transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """A client for all services: nothing taken from the environment, no cookie kept, few connections."""
    client = httpx2.AsyncClient(
        transport=transport,
        timeout=httpx2.Timeout(5.0, connect=3.0),
        limits=httpx2.Limits(max_connections=20, max_keepalive_connections=8),
        follow_redirects=False,
        trust_env=False,
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return client
