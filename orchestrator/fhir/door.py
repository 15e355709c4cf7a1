"""The FHIR routes, one set for each version of the guide: read, hand over, answer; a refusal is one outcome."""

import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import cast
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from orchestrator.fhir import subscribing
from orchestrator.fhir.attaching import attach
from orchestrator.fhir.bodies import check_accept, read_body
from orchestrator.fhir.capability import capability_statement, signs_in, smart_configuration
from orchestrator.fhir.dialects import DIALECTS, Dialect
from orchestrator.fhir.inquiring import inquire
from orchestrator.fhir.names import FHIR_JSON
from orchestrator.fhir.outcomes import FhirRefused, Issue, Json, outcome, refused
from orchestrator.fhir.rooms import Rooms
from orchestrator.fhir.submitting import submit
from orchestrator.identity.callers import Caller
from priorauth.errors import ActRefused, DocumentRefused, JsonRefused, RequestRefused, SourceUnavailable

log = logging.getLogger(__name__)
Answer = Callable[[Request], Awaitable[Response]]
_TRY_AGAIN_SECONDS = 10
_CODES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    408: "timeout",
    409: "conflict",
    413: "too-long",
    415: "not-supported",
    422: "business-rule",
    429: "throttled",
    503: "transient",
}


class FhirRoute:
    """One route: its answer, or one OperationOutcome."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answered(Request(scope, receive, send))
        await response(scope, receive, send)

    def refusal(self, status: int, detail: str) -> Response:
        """What the gate refuses, in the words of FHIR."""
        headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
        return said(outcome([Issue(_CODES.get(status, "processing"), detail)]), status, headers)

    async def _answered(self, request: Request) -> Response:
        try:
            check_accept(request)
            return await self._answer(request)
        except FhirRefused as wrong:
            headers = wrong.headers
            if wrong.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                headers = {**headers, "Connection": "close"}
            return said(outcome(wrong.issues), wrong.status, headers)
        except ActRefused as wrong:
            return self.refusal(HTTPStatus.CONFLICT, wrong.detail)
        except (RequestRefused, JsonRefused, DocumentRefused):
            return self.refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "This cannot be taken as it is.")
        except SourceUnavailable:
            away = self.refusal(HTTPStatus.SERVICE_UNAVAILABLE, "Something this needs cannot be reached just now.")
            away.headers["Retry-After"] = str(_TRY_AGAIN_SECONDS)
            return away
        except HTTPException as wrong:
            return self.refusal(wrong.status_code, HTTPStatus(wrong.status_code).phrase)
        except Exception as wrong:
            return _broken(wrong)


def _broken(wrong: Exception) -> Response:
    """A failure of ours: an id that the log knows, and not a word of what was sent."""
    number = uuid4().hex
    place = traceback.extract_tb(wrong.__traceback__)[-1:]
    where = f"{Path(place[0].filename).name}:{place[0].lineno}" if place else ""
    log.error("fhir request failed", extra={"failure_id": number, "exception": type(wrong).__name__, "where": where})
    issue = Issue("exception", f"Tell the operator this id: {number}", severity="fatal")
    return said(outcome([issue]), HTTPStatus.INTERNAL_SERVER_ERROR)


def said(body: Json | str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, allow_nan=False)
    return Response(text, status, headers, media_type=FHIR_JSON)


def caller_of(request: Request) -> Caller:
    """Whom the gate let through."""
    return cast(Caller, request.state.caller)


def check_scope(request: Request, kind: str) -> None:
    """A registered client's token says on which resources it may act."""
    caller = caller_of(request)
    named = [scope.removeprefix("system/").partition(".")[0] for scope in caller.scopes if scope.startswith("system/")]
    if caller.scopes and kind not in named and "*" not in named:
        raise refused(HTTPStatus.FORBIDDEN, "forbidden", f"The token has no scope for {kind}.")


def origin(request: Request) -> str:
    return request.client.host if request.client else ""


def fhir_routes(rooms: Rooms) -> list[Route]:
    """Every route of every version; each goes through the gate of the application it is put into."""
    return [route for dialect in DIALECTS.values() for route in _of_version(rooms, dialect)]


def _of_version(rooms: Rooms, dialect: Dialect) -> list[Route]:
    async def metadata(request: Request) -> Response:
        base = str(rooms.settings.public_url or request.base_url).rstrip("/") + dialect.base
        return said(capability_statement(dialect, base, signs_in(rooms.settings)))

    async def smart(request: Request) -> Response:
        public = str(rooms.settings.public_url or request.base_url).rstrip("/")
        return JSONResponse(smart_configuration(rooms.settings, public))

    async def submitted(request: Request) -> Response:
        check_scope(request, "Claim")
        body = await read_body(request)
        return said(await submit(rooms, caller_of(request), dialect, body, origin(request)))

    async def attached(request: Request) -> Response:
        check_scope(request, "Claim")
        return said(await attach(rooms, caller_of(request), await read_body(request), origin(request)))

    async def inquired(request: Request) -> Response:
        check_scope(request, "Claim")
        body = await read_body(request)
        return said(await inquire(rooms, caller_of(request), dialect, body, origin(request)))

    offered = [
        *_subscription_routes(rooms, dialect),
        _route("POST", f"{dialect.base}/$submit-attachment", attached),
        _route("GET", f"{dialect.base}/metadata", metadata),
        _route("GET", f"{dialect.base}/.well-known/smart-configuration", smart),
        _route("POST", f"{dialect.base}/Claim/$submit", submitted),
        _route("POST", f"{dialect.base}/Claim/$inquire", inquired),
    ]
    return [*offered, Route(f"{dialect.base}{{rest:path}}", FhirRoute(_not_offered(offered)))]


def _not_offered(offered: Sequence[Route]) -> Answer:
    """What is answered to everything else below the base of a version, in the words of FHIR too."""

    async def refuse(request: Request) -> Response:
        fitting = [route.methods or set[str]() for route in offered if route.path_regex.match(request.url.path)]
        if not fitting:
            raise refused(HTTPStatus.NOT_FOUND, "not-found", "There is nothing here; metadata says what is offered.")
        issue = Issue("not-supported", "This method is not offered here.")
        allow = ", ".join(sorted(set[str]().union(*fitting)))
        raise FhirRefused(HTTPStatus.METHOD_NOT_ALLOWED, [issue], {"Allow": allow})

    return refuse


def _subscription_routes(rooms: Rooms, dialect: Dialect) -> list[Route]:
    def base(request: Request) -> str:
        return str(rooms.settings.public_url or request.base_url).rstrip("/") + dialect.base

    async def made(request: Request) -> Response:
        check_scope(request, "Subscription")
        name, resource = await subscribing.create(rooms, caller_of(request), dialect, await read_body(request))
        return said(resource, HTTPStatus.CREATED, {"Location": f"{base(request)}/Subscription/{name}"})

    async def changed(request: Request) -> Response:
        body = await read_body(request)
        return said(await subscribing.change(rooms, caller_of(request), dialect, _id(request), body))

    async def shown(request: Request) -> Response:
        return said(await subscribing.read(rooms, caller_of(request), _id(request)))

    async def removed(request: Request) -> Response:
        await subscribing.remove(rooms, caller_of(request), _id(request))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def stands(request: Request) -> Response:
        return said(await subscribing.status(rooms, caller_of(request), base(request), _id(request)))

    one = f"{dialect.base}/Subscription/{{subscription_id}}"
    return [
        _route("POST", f"{dialect.base}/Subscription", made),
        _route("GET", one, shown),
        _route("PUT", one, changed),
        _route("DELETE", one, removed),
        _route("GET", f"{one}/$status", stands),
    ]


def _id(request: Request) -> str:
    return str(request.path_params["subscription_id"])


def _route(method: str, path: str, answer: Answer) -> Route:
    return Route(path, FhirRoute(answer), methods=[method])
