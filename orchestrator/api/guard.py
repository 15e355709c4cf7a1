"""What every request passes on its way in and every reply on its way out. Pure ASGI, so that streams stay streams."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orchestrator.api.bodies import BODY_BOUND, FILE_BOUND
from orchestrator.api.problems import ProblemType, Refused, broken, reply
from orchestrator.settings import AuthMode, Settings

log = logging.getLogger(__name__)

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
_ONLY_TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
WHOLE_BOUND = BODY_BOUND + 5 * FILE_BOUND
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Guards:
    """All of them, in their order: headers on everything, this machine only, listed origins, no crash unanswered."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        inner: ASGIApp = Quiet(BodyPace(app))
        if settings.cors_origins:
            inner = CORSMiddleware(
                inner,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST", "PUT"],
                allow_headers=["Content-Type", "Idempotency-Key", "Prefer", "Last-Event-ID"],
                expose_headers=["Location", "Retry-After", "Preference-Applied"],
            )
        if settings.auth_mode is AuthMode.local:
            inner = LocalOnly(inner, settings.cors_origins)
        self._app = SafeHeaders(inner, {} if settings.auth_mode is AuthMode.local else _ONLY_TLS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


class Quiet:
    """A failure nobody foresaw becomes a problem with an id; its text, which may hold anything, goes nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as wrong:
            answer = broken(wrong)
            if not begun:
                await answer(scope, receive, send)


class BodyPace:
    """A body that stalls, drips or never ends is not waited for."""

    def __init__(
        self, app: ASGIApp, idle_seconds: float = 5.0, grace_seconds: float = 10.0, bound: int = WHOLE_BOUND
    ) -> None:
        self._app, self._idle, self._grace, self._bound = app, idle_seconds, grace_seconds, bound

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _UNSAFE:
            await self._app(scope, receive, send)
            return
        began, size, complete = time.monotonic(), 0, False

        async def paced() -> Message:
            nonlocal size, complete
            if complete:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._idle)
            except TimeoutError:
                raise _TOO_SLOW from None
            size += len(message.get("body", b""))
            if size > self._bound:
                raise _TOO_LARGE
            complete = not message.get("more_body", False)
            took = time.monotonic() - began
            if not complete and took > self._grace and size < took * _LEAST_BYTES_A_SECOND:
                raise _TOO_SLOW
            return message

        await self._app(scope, paced, send)


_LEAST_BYTES_A_SECOND = 20_000
_TOO_SLOW = HTTPException(408, headers={"Connection": "close"})
_TOO_LARGE = HTTPException(413)


class SafeHeaders:
    """Adds the security headers; nothing about a case is stored by a browser unless its route says otherwise."""

    def __init__(self, app: ASGIApp, more: Mapping[str, str]) -> None:
        self._app, self._headers = app, {**_HEADERS, **more}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


class LocalOnly:
    """Local mode: the Host must be this machine's, and a page of another origin must be one that is listed."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app, self._origins = app, frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refused := self._refusal(scope)):
            await reply(refused)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refused | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _name(host) not in LOCAL_HOSTS:
            return Refused(ProblemType.forbidden, "In local mode the Host is localhost, 127.0.0.1 or [::1].")
        origin = headers.get("origin")
        if origin is None or origin in self._origins or urlsplit(origin).netloc == host:
            return None
        if scope["method"] in _UNSAFE or scope["method"] == "OPTIONS":
            return Refused(ProblemType.forbidden, "This origin is not listed in PRIORAUTH_CORS_ORIGINS.")
        return None


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdigit() else host.lower()
