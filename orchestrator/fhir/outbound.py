"""Posting to an address that somebody else has given: https, public addresses only, the one judged is the one dialled.

In local mode this machine's own addresses are allowed as well, over plain http, so that one laptop can try it all.
"""

from __future__ import annotations

import ipaddress
import socket
from asyncio import get_running_loop
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2

if TYPE_CHECKING:
    import httpcore2

SECONDS = 10.0
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("2002::/16", "2001::/32", "fec0::/10", "100.64.0.0/10"),
    )
)


class AddressRefused(Exception):
    """The address is none that may be dialled from here."""


@dataclass(frozen=True)
class Policy:
    """Which addresses may be dialled."""

    loopback: bool

    def allows(self, address: str) -> bool:
        judged = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(judged, ipaddress.IPv6Address) and judged.ipv4_mapped is not None:
            judged = judged.ipv4_mapped
        if judged.is_loopback:
            return self.loopback
        return judged.is_global and not judged.is_multicast and not any(judged in network for network in _REFUSED)

    def fault(self, url: str) -> str:
        """What is wrong with an address as it is written, or nothing."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return "this is no address"
        if not host or parts.username or parts.password or parts.fragment:
            return "write https, a host and a path, without a user or a fragment"
        literal = _literal(host)
        if literal is not None and not self.allows(literal):
            return "this address is not public"
        is_here = literal is not None or host == "localhost"
        if parts.scheme == "https" or (parts.scheme == "http" and self.loopback and is_here):
            return ""
        return "write an https address"


def _literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolved(host: str, port: int) -> Sequence[str]:
    """Every address a name has."""
    found = await get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


class JudgedBackend:
    """What a connection pool dials with: resolves, judges every answer, and dials what it has judged."""

    def __init__(self, policy: Policy, dial: httpcore2.AsyncNetworkBackend, resolve: Resolve | None = None) -> None:
        self._policy, self._dial, self._resolve = policy, dial, resolve or resolved

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        addresses = await self._resolve(host, port)
        if not addresses or not all(self._policy.allows(address) for address in addresses):
            raise AddressRefused("this address is not public")
        return await self._dial.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        raise AddressRefused("no socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await self._dial.sleep(seconds)


def guarded_client(policy: Policy) -> httpx2.AsyncClient:
    """A client that goes nowhere else, follows nothing and believes no proxy setting."""
    transport = httpx2.AsyncHTTPTransport(retries=0, trust_env=False)
    pool = transport._pool  # pyright: ignore[reportPrivateUsage]
    backend = pool._network_backend  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    pool._network_backend = JudgedBackend(policy, backend)  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue, reportUnknownArgumentType]
    return httpx2.AsyncClient(transport=transport, timeout=SECONDS, trust_env=False, follow_redirects=False)


async def post(client: httpx2.AsyncClient, url: str, body: str, headers: Mapping[str, str]) -> bool:
    """Whether it was taken. What is answered is not read."""
    try:
        async with client.stream("POST", url, content=body.encode(), headers=dict(headers)) as answer:
            return answer.is_success
    except (httpx2.HTTPError, httpx2.InvalidURL, AddressRefused, OSError, ValueError):
        return False
