"""A stand-in for a container of Azure Blob storage, on a real loopback socket, as its REST interface is documented.

It believes one token and wants what the service wants: a version, a date, a kind of blob, bytes that fit their MD5.
"""

import base64
import hashlib
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from socket import socket

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orchestrator.store.tokens import STORAGE

TOKEN = "token-of-this-machine"
CONTAINER = "documents"
_BUSY = {500: "InternalError", 503: "ServerBusy"}


@dataclass(frozen=True)
class Given:
    token: str


@dataclass
class Identity:
    """A machine's identity as azure.identity has them."""

    token: str = TOKEN

    def get_token(self, scope: str, /) -> Given:
        assert scope == STORAGE
        return Given(self.token)


@dataclass
class Account:
    """`blobs` is what it holds; `failing` are the answers it gives before it does its work again."""

    url: str = ""
    blobs: dict[str, bytes] = field(default_factory=dict[str, bytes])
    failing: list[tuple[int, Mapping[str, str]]] = field(default_factory=list[tuple[int, Mapping[str, str]]])
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    down: bool = False
    _edition: "count[int]" = field(default_factory=lambda: count(1))

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{container}/{name}", self._answer, methods=["PUT", "GET", "DELETE"])])

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        container, name = (str(request.path_params[part]) for part in ("container", "name"))
        self.asked.append((request.method, name))
        if self.down:
            return _refused(503, "ServerBusy")
        if self.failing:
            status, headers = self.failing.pop(0)
            return _refused(status, _BUSY[status], headers)
        if refused := _unsound(request, container):
            return refused
        work = {"PUT": self._put, "GET": self._get, "DELETE": self._delete}[request.method]
        return work(name, request, body)

    def _put(self, name: str, request: Request, body: bytes) -> Response:
        if request.headers.get("x-ms-blob-type") != "BlockBlob":
            return _refused(400, "MissingRequiredHeader")
        made = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        if request.headers.get("content-md5", made) != made:
            return _refused(400, "Md5Mismatch")
        self.blobs[name] = body
        return Response(status_code=201, headers={"ETag": f'"{next(self._edition):#x}"', "Content-MD5": made})

    def _get(self, name: str, _request: Request, _body: bytes) -> Response:
        if name not in self.blobs:
            return _refused(404, "BlobNotFound")
        headers = {"ETag": f'"{next(self._edition):#x}"', "x-ms-blob-type": "BlockBlob"}
        return Response(self.blobs[name], headers=headers, media_type="application/octet-stream")

    def _delete(self, name: str, _request: Request, _body: bytes) -> Response:
        if self.blobs.pop(name, None) is None:
            return _refused(404, "BlobNotFound")
        return Response(status_code=202, headers={"x-ms-delete-type-permanent": "false"})


def _unsound(request: Request, container: str) -> Response | None:
    """What the service looks at before it looks for the blob."""
    if not request.headers.get("x-ms-version") or not request.headers.get("x-ms-date", "").endswith("GMT"):
        return _refused(400, "MissingRequiredHeader")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        return _refused(401, "NoAuthenticationInformation")
    if token != TOKEN:
        return _refused(403, "AuthorizationPermissionMismatch")
    return None if container == CONTAINER else _refused(404, "ContainerNotFound")


def _refused(status: int, code: str, headers: Mapping[str, str] | None = None) -> Response:
    told = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>made up</Message></Error>'
    return Response(told, status, {"x-ms-error-code": code, **(headers or {})}, "application/xml")


class _Telling(uvicorn.Server):
    """Tells when it takes requests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextmanager
def open_account() -> Generator[Account]:
    """The account at work on a free port of this machine, in a thread of its own, so that commands can reach it too."""
    account = Account()
    config = uvicorn.Config(account.app(), host="127.0.0.1", port=0, log_config=None, lifespan="off", ws="none")
    server = _Telling(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    server.up.wait()
    account.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/{CONTAINER}"
    try:
        yield account
    finally:
        server.should_exit = True
        thread.join()
