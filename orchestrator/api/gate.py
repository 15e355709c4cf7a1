"""The gate before every route: its row in the table of permissions is found, and the caller holds a role of it."""

import hmac
from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from fastapi import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from orchestrator.api.parts import origin, parts_of
from orchestrator.api.problems import ProblemType, Refused, reply, understood_as
from orchestrator.identity.callers import CONTAINER
from orchestrator.identity.permissions import Permission, permission
from orchestrator.settings import AuthMode
from priorauth.errors import RequestForged, SignInNeeded


async def gate(request: Request) -> None:
    """Let the caller through to the route and make them known to it. Raises Refused."""
    route: BaseRoute = request.scope["route"]
    await admit(request, permission(request.method, getattr(route, "path", "")))


async def admit(request: Request, row: Permission | None) -> None:
    """Hold the request against a row; a route that has none is closed."""
    if row is None:
        raise Refused(ProblemType.forbidden, "This route is in no row of the table of permissions.")
    if row.public:
        return
    if row.shared_token and _brings_shared_token(request):
        request.state.caller = CONTAINER
        return
    parts = parts_of(request)
    caller = await parts.identify(request)
    # Behind a proxy every address is the proxy's, so an address tells clients apart on this machine alone.
    local = parts.settings.auth_mode is AuthMode.local
    parts.limits.spend(origin(request) if local else caller.name)
    if not caller.roles & row.roles and not row.roleless:
        named = ", ".join(sorted(role.replace("_", " ") for role in row.roles))
        raise Refused(ProblemType.forbidden, f"This needs one of the roles {named}.")
    request.state.caller = caller


def _brings_shared_token(request: Request) -> bool:
    token = parts_of(request).settings.mcp_token
    brought = request.headers.get("authorization", "").removeprefix("Bearer ")
    return token is not None and hmac.compare_digest(brought.encode(), token.get_secret_value().encode())


@runtime_checkable
class OwnWords(Protocol):
    """An application that has its own way to say what the gate refuses."""

    def refusal(self, status: int, detail: str) -> Response: ...


class Gated:
    """The gate before an application of another room."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            await admit(request, permission(request.method, self._path))
        except (Refused, SignInNeeded, RequestForged) as wrong:
            refused = understood_as(wrong)
            answer: Response = reply(refused)
            if isinstance(self._app, OwnWords):
                answer = self._app.refusal(answer.status_code, refused.detail)
                answer.headers.update(refused.headers or {})
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)


def gated(mounted: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The routes of other rooms, each behind the gate."""
    return [
        Route(route.path, Gated(route.app, route.path), methods=route.methods)
        for route in mounted
        if isinstance(route, Route)
    ]
