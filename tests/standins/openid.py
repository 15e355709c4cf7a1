"""A stand-in for an OpenID provider, on a real loopback socket: discovery, keys that rotate, codes with PKCE, tokens.

It signs whatever a test asks for, crooked tokens too. Not for production: it believes everybody.
"""

import asyncio
import base64
import json
import secrets
import socket
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

AUDIENCE, CLIENT, SECRET = "api://priorauth", "priorauth-web", "made-up-secret"


@cache
def rsa(number: int) -> RSAKey:
    """Keys are dear to make; one is made once for all tests."""
    return RSAKey.generate_key(2048, {"use": "sig", "kid": f"key-{number}"})


@dataclass
class Provider:
    """The provider. `people` are the claims of who signs in, by the login hint that names them.

    It believes a browser at once, unless it `asks`: then it shows a page on which one chooses who one is.
    """

    url: str = ""
    keys: list[RSAKey] = field(default_factory=lambda: [rsa(1)])
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked_for_keys: int = 0
    down: bool = False
    asks: bool = False

    def rotate(self, *, keep: bool = False) -> None:
        """Sign with a new key; the old one is published further only where it is kept."""
        fresh = rsa(len(self.keys) + 1 if keep else 2)
        self.keys = [fresh, *self.keys] if keep else [fresh]

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        usual = {"iss": self.url, "aud": AUDIENCE, "sub": "sub-1", "iat": now, "nbf": now, "exp": now + 600}
        return {name: value for name, value in (usual | changes).items() if value is not None}

    def sign(self, **changes: Any) -> str:
        """A token of this provider; a change to None leaves the claim out."""
        return signed(self.claims(**changes), self.keys[0])

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/logout", self._logout),
            ]
        )

    async def _discovery(self, _: Request) -> Response:
        if self.down:
            return Response(status_code=503)
        paths = {
            "jwks_uri": "keys",
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "end_session_endpoint": "logout",
        }
        return JSONResponse({"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in paths.items()}})

    async def _keys(self, _: Request) -> Response:
        self.asked_for_keys += 1
        if self.down:
            return Response(status_code=503)
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if self.asks and "login_hint" not in asked:
            return HTMLResponse("".join(_choice(request, hint, who) for hint, who in self.people.items()))
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.url}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)

    async def _logout(self, request: Request) -> Response:
        return HTMLResponse("<h1>Signed out at the provider</h1>")

    async def _token(self, request: Request) -> Response:
        sent = dict(await request.form())
        asked = self.codes.pop(str(sent.get("code")), None)
        if asked is None or sent.get("client_secret") != SECRET or not _proves(asked, str(sent.get("code_verifier"))):
            return JSONResponse({"error": "invalid_grant"}, 400)
        who: dict[str, Any] = {
            "aud": CLIENT,
            "nonce": asked["nonce"],
            **self.people.get(asked.get("login_hint", ""), {}),
        }
        return JSONResponse({"id_token": self.sign(**who), "access_token": "opaque", "token_type": "Bearer"})


def _choice(request: Request, hint: str, who: dict[str, Any]) -> str:
    return (
        f'<p><a href="{escape(str(request.url.include_query_params(login_hint=hint)))}">{escape(who["name"])}</a></p>'
    )


def _proves(asked: dict[str, str], verifier: str) -> bool:
    made = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return asked["code_challenge_method"] == "S256" and secrets.compare_digest(made, asked["code_challenge"])


def signed(claims: dict[str, Any], key: RSAKey, alg: str = "RS256", **header: Any) -> str:
    """Claims under any key, algorithm and header."""
    return jwt.encode({"alg": alg, "kid": key.kid, **header}, claims, key, algorithms=[alg])


def unsigned(claims: dict[str, Any], header: dict[str, Any]) -> str:
    """A token with a header of one's own choosing and no signature."""
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims))
    return ".".join((*parts, ""))


class _Telling(uvicorn.Server):
    """Tells when it takes requests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@asynccontextmanager
async def open_provider() -> AsyncGenerator[Provider]:
    """The provider at work on a free port of this machine."""
    provider = Provider()
    config = uvicorn.Config(provider.app(), host="127.0.0.1", port=0, log_config=None, lifespan="off", ws="none")
    server = _Telling(config)
    task = asyncio.create_task(server.serve())
    await server.up.wait()
    provider.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        await task
