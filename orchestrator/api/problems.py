"""Everything a door can refuse, as RFC 9457 problems: one list of types, one way from an exception to a reply.

A problem never holds a value of the request, and an unforeseen failure shows an id that the log knows and nothing else.
"""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import cast
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, JsonValue
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from priorauth.errors import (
    ActRefused,
    DocumentRefused,
    Fault,
    JsonRefused,
    RequestForged,
    RequestRefused,
    SignInNeeded,
    SourceUnavailable,
)
from priorauth.intake import fault_of

log = logging.getLogger(__name__)
LOGIN, LOGOUT = "/auth/login", "/auth/logout"
MEDIA_TYPE = "application/problem+json"
_TRY_AGAIN_SECONDS = 10


class ProblemType(StrEnum):
    """The last part of a problem's type, `/problems/<name>`."""

    validation = "validation"
    bad_json = "bad-json"
    too_large = "too-large"
    media_type = "media-type"
    not_found = "not-found"
    method = "method-not-allowed"
    unauthenticated = "unauthenticated"
    forbidden = "forbidden"
    idempotency_conflict = "idempotency-conflict"
    review_superseded = "review-superseded"
    review_running = "review-running"
    review_not_ready = "review-not-ready"
    review_failed = "review-failed"
    already_determined = "already-determined"
    case_decided = "case-decided"
    case_withdrawn = "case-withdrawn"
    wait_exceeded = "wait-exceeded"
    rate_limited = "rate-limited"
    internal = "internal"


_STATUS: Mapping[ProblemType, HTTPStatus] = {
    ProblemType.validation: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemType.bad_json: HTTPStatus.BAD_REQUEST,
    ProblemType.too_large: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ProblemType.media_type: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ProblemType.not_found: HTTPStatus.NOT_FOUND,
    ProblemType.method: HTTPStatus.METHOD_NOT_ALLOWED,
    ProblemType.unauthenticated: HTTPStatus.UNAUTHORIZED,
    ProblemType.forbidden: HTTPStatus.FORBIDDEN,
    ProblemType.idempotency_conflict: HTTPStatus.CONFLICT,
    ProblemType.review_superseded: HTTPStatus.CONFLICT,
    ProblemType.review_running: HTTPStatus.CONFLICT,
    ProblemType.review_not_ready: HTTPStatus.NOT_FOUND,
    ProblemType.review_failed: HTTPStatus.INTERNAL_SERVER_ERROR,
    ProblemType.already_determined: HTTPStatus.CONFLICT,
    ProblemType.case_decided: HTTPStatus.CONFLICT,
    ProblemType.case_withdrawn: HTTPStatus.CONFLICT,
    ProblemType.wait_exceeded: HTTPStatus.SERVICE_UNAVAILABLE,
    ProblemType.rate_limited: HTTPStatus.TOO_MANY_REQUESTS,
    ProblemType.internal: HTTPStatus.INTERNAL_SERVER_ERROR,
}
# To look for a result that is not there is one thing; to act on a case that is not ready for it is a conflict.
_OF_ACTS: Mapping[ProblemType, HTTPStatus] = {
    ProblemType.review_not_ready: HTTPStatus.CONFLICT,
    ProblemType.review_failed: HTTPStatus.CONFLICT,
}
_TITLES: Mapping[ProblemType, str] = {
    ProblemType.validation: "The request has faults",
    ProblemType.bad_json: "The body cannot be decoded",
    ProblemType.too_large: "The body is too large",
    ProblemType.media_type: "This media type is not taken here",
    ProblemType.not_found: "There is nothing here",
    ProblemType.method: "This method is not offered here",
    ProblemType.unauthenticated: "Sign in first",
    ProblemType.forbidden: "This is not yours to do",
    ProblemType.idempotency_conflict: "The key was used with another body",
    ProblemType.review_superseded: "There is newer information",
    ProblemType.review_running: "A review is running",
    ProblemType.review_not_ready: "The review is not ready",
    ProblemType.review_failed: "The review failed",
    ProblemType.already_determined: "This review is already decided",
    ProblemType.case_decided: "The case is decided",
    ProblemType.case_withdrawn: "The case is withdrawn",
    ProblemType.wait_exceeded: "The review takes longer than you can wait here",
    ProblemType.rate_limited: "Too many requests",
    ProblemType.internal: "Something went wrong on our side",
}


class FieldFault(BaseModel):
    loc: list[str | int]
    msg: str


class Problem(BaseModel):
    """RFC 9457: what was refused and why."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldFault] | None = None


@dataclass
class Refused(Exception):
    """A door's refusal. `more` are further members of the problem, such as the case it speaks of."""

    problem: ProblemType
    detail: str
    faults: Sequence[Fault] = ()
    more: Mapping[str, JsonValue] | None = None
    headers: Mapping[str, str] | None = None
    status: HTTPStatus | None = None


def reply(refused: Refused) -> JSONResponse:
    status = refused.status or _STATUS[refused.problem]
    body: dict[str, JsonValue] = {
        "type": f"/problems/{refused.problem}",
        "title": _TITLES[refused.problem],
        "status": int(status),
        "detail": refused.detail,
    }
    if refused.faults:
        body["errors"] = [{"loc": list(f.loc), "msg": f.msg} for f in refused.faults]
    body |= refused.more or {}
    headers = dict(refused.headers or {})
    if refused.problem is ProblemType.too_large:
        headers["Connection"] = "close"
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def broken(wrong: Exception) -> JSONResponse:
    """The answer to a failure that nobody foresaw; the log knows it by the same id, and by no word of its own."""
    number = uuid4().hex
    place = traceback.extract_tb(wrong.__traceback__)[-1:]
    where = f"{Path(place[0].filename).name}:{place[0].lineno}" if place else ""
    log.error("request failed", extra={"failure_id": number, "exception": type(wrong).__name__, "where": where})
    return reply(Refused(ProblemType.internal, f"Tell the operator this id: {number}"))


def install(app: FastAPI, allowed: Callable[[Request], Sequence[str]]) -> None:
    """Turn every exception that can leave a route into a problem; `allowed` names the methods of a path."""

    async def refused(request: Request, wrong: Exception) -> JSONResponse:
        understood = understood_as(wrong)
        if understood.problem is ProblemType.method:
            understood.headers = {"Allow": ", ".join(allowed(request))}
        return reply(understood)

    for kind in (
        Refused,
        SignInNeeded,
        RequestForged,
        ActRefused,
        RequestRefused,
        JsonRefused,
        DocumentRefused,
        SourceUnavailable,
        RequestValidationError,
        HTTPException,
    ):
        app.add_exception_handler(kind, refused)


_BY_STATUS = {
    400: ProblemType.bad_json,
    401: ProblemType.unauthenticated,
    403: ProblemType.forbidden,
    404: ProblemType.not_found,
    405: ProblemType.method,
    408: ProblemType.bad_json,
    413: ProblemType.too_large,
    415: ProblemType.media_type,
    422: ProblemType.validation,
    429: ProblemType.rate_limited,
}


_OF_BODIES = {
    408: "The body came too slowly.",
    413: "The body is too large, with all its documents; send some of them afterwards.",
}


def understood_as(wrong: Exception) -> Refused:
    """An exception of ours in the words of a problem."""
    match wrong:
        case Refused():
            return wrong
        case SignInNeeded():
            headers = {"WWW-Authenticate": "Bearer"}
            return Refused(ProblemType.unauthenticated, "Sign in first.", more={"sign_in": LOGIN}, headers=headers)
        case RequestForged():
            return Refused(ProblemType.forbidden, "This request did not come from a page of this service.")
        case ActRefused():
            problem = ProblemType(wrong.problem)
            return Refused(problem, wrong.detail, more=wrong.more, status=_OF_ACTS.get(problem))
        case RequestRefused():
            return Refused(ProblemType.validation, "Mend the fields named in `errors`.", wrong.faults)
        case JsonRefused():
            return Refused(ProblemType.bad_json, str(wrong))
        case DocumentRefused():
            return Refused(ProblemType.media_type, str(wrong))
        case SourceUnavailable():
            told = "Something this needs cannot be reached just now. Try again."
            again = {"Retry-After": str(_TRY_AGAIN_SECONDS)}
            return Refused(ProblemType.internal, told, headers=again, status=HTTPStatus.SERVICE_UNAVAILABLE)
        case RequestValidationError():
            return Refused(ProblemType.validation, "Mend the fields named in `errors`.", _faults(wrong))
        case HTTPException():
            problem = _BY_STATUS.get(wrong.status_code, ProblemType.internal)
            told = _OF_BODIES.get(wrong.status_code, _TITLES[problem] + ".")
            status = HTTPStatus.REQUEST_TIMEOUT if wrong.status_code == HTTPStatus.REQUEST_TIMEOUT else None
            return Refused(problem, told, headers=wrong.headers, status=status)
        case _:
            return Refused(ProblemType.internal, "The request failed.")


def _faults(wrong: RequestValidationError) -> list[Fault]:
    """Where and what; never the input, and never a message that could quote it."""
    return [fault_of(error) for error in cast(Sequence[ErrorDetails], wrong.errors())]
