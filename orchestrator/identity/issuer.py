"""The issuer of tokens: what it says of itself, and the keys it signs with, fetched again as they change."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from priorauth.errors import SourceReplyRefused, SourceUnavailable

if TYPE_CHECKING:
    from joserfc.jwk import Key

SOURCE = "sign-in"
LIVES_SECONDS, COOLDOWN_SECONDS = 3600.0, 30.0
REPLY_BOUND, SECONDS = 1_000_000, 5.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Heard(BaseModel):
    """Part of a reply of which more is not asked."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Discovered(Heard):
    """What an issuer publishes of itself."""

    issuer: str
    jwks_uri: str
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    end_session_endpoint: str = ""


class KeyList(Heard):
    keys: list[dict[str, object]]


H = TypeVar("H", bound=Heard)


def is_guarded(url: str) -> bool:
    """Whether nobody on the way reads along: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def outgoing() -> httpx2.AsyncClient:
    """The client for every call to an issuer: bounded in time, and led nowhere else."""
    return httpx2.AsyncClient(timeout=SECONDS, trust_env=False, follow_redirects=False)


async def heard(reply: httpx2.Response, kind: type[H]) -> H:
    """A reply as what it should be. Raises SourceReplyRefused and repeats nothing of it."""
    if not reply.is_success or len(reply.content) > REPLY_BOUND:
        raise SourceReplyRefused(SOURCE, f"answered {reply.status_code}")
    try:
        return kind.model_validate_json(reply.content)
    except ValidationError:
        raise SourceReplyRefused(SOURCE, f"its {kind.__name__.lower()} cannot be read") from None


class Keys:
    """The public keys of one signer. An unknown one is looked for once in a while; old ones outlive a failure."""

    def __init__(self, fetch: Callable[[], Awaitable[KeyList]], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: dict[str, Key] = {}
        self._fetched = self._tried = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> "Key | None":
        """The key of this id, or None. Raises SourceUnavailable where no key was ever had."""
        if kid in self._keys and self._clock() - self._fetched < LIVES_SECONDS:
            return self._keys[kid]
        async with self._lock:
            stale = self._clock() - self._fetched >= LIVES_SECONDS
            if (stale or kid not in self._keys) and self._clock() - self._tried >= COOLDOWN_SECONDS:
                await self._refresh()
        return self._keys.get(kid)

    async def _refresh(self) -> None:
        self._tried = self._clock()
        try:
            listed = await self._fetch()
        except (SourceUnavailable, SourceReplyRefused):
            if not self._keys:
                self._tried = float("-inf")
                raise
            return
        self._keys = {key.kid: key for key in map(_signing_key, listed.keys) if key is not None and key.kid}
        self._fetched = self._clock()


def _signing_key(listed: dict[str, object]) -> "Key | None":
    """An asymmetric key for signatures; what else an issuer may publish is passed over."""
    if listed.get("kty") not in ("RSA", "EC") or listed.get("use", "sig") != "sig":
        return None
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, KeySet, RSAKey

    try:
        found = KeySet.import_key_set({"keys": [listed]}).keys[0]  # pyright: ignore[reportArgumentType]
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, RSAKey | ECKey) else None


class Issuer:
    """One OpenID provider, by its address."""

    def __init__(self, url: str, client: httpx2.AsyncClient, clock: Callable[[], float] = time.monotonic) -> None:
        self.url, self._client, self._clock = url, client, clock
        self._told: Discovered | None = None
        self._told_at = float("-inf")
        self.keys = Keys(self._key_list, clock)

    async def discovered(self) -> Discovered:
        """What the issuer says of itself. Raises SourceUnavailable, SourceReplyRefused."""
        if self._told is None or self._clock() - self._told_at >= LIVES_SECONDS:
            told = await heard(await self._get(f"{self.url.rstrip('/')}/.well-known/openid-configuration"), Discovered)
            addresses = (told.jwks_uri, told.authorization_endpoint, told.token_endpoint, told.end_session_endpoint)
            if told.issuer != self.url or not all(is_guarded(one) for one in addresses if one):
                raise SourceReplyRefused(SOURCE, "it calls itself by another name, or would be spoken to in the clear")
            self._told, self._told_at = told, self._clock()
        return self._told

    async def _key_list(self) -> KeyList:
        return await heard(await self._get((await self.discovered()).jwks_uri), KeyList)

    async def _get(self, url: str) -> httpx2.Response:
        try:
            return await self._client.get(url)
        except httpx2.HTTPError:
            raise SourceUnavailable(SOURCE) from None

    async def exchange(self, form: dict[str, str]) -> httpx2.Response:
        """Redeem something at the token endpoint. Raises SourceUnavailable, SourceReplyRefused."""
        try:
            return await self._client.post((await self.discovered()).token_endpoint, data=form)
        except httpx2.HTTPError:
            raise SourceUnavailable(SOURCE) from None
