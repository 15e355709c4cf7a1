"""Signing in and out from a browser, and tokens for registered clients."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from orchestrator.api.access import note
from orchestrator.api.bodies import documented, media_type
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, brought, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.identity.backend_services import TokenRequest
from orchestrator.identity.doorkeeper import COOKIE, Doorkeeper
from orchestrator.identity.sessions import LONGEST, SessionKind, digest_of
from orchestrator.identity.sign_in import LIVES
from priorauth.errors import SignInNeeded, SourceFailed, TokenRefused

router = APIRouter(prefix="/auth", tags=["sign-in"])
Stand = Annotated[Parts, Depends(parts_of)]
FORM = "application/x-www-form-urlencoded"
_STATE_COOKIE = "__Host-priorauth-{mark}"
_WORD = Query(max_length=4_000, pattern="^[ -~]*$")
_REDIRECT = {303: {"description": "On to the next page"}}


class SignedOut(BaseModel):
    """Where to go to sign out at the issuer as well; empty where that is nowhere."""

    sign_out: str


class TokenReply(BaseModel):
    """A token, in OAuth's own words."""

    access_token: str
    token_type: str = "bearer"
    expires_in: int
    scope: str


class TokenRefusal(BaseModel):
    """A refusal, in OAuth's own words."""

    error: str


TOKEN_FORM = {
    "type": "object",
    "required": ["grant_type", "client_assertion_type", "client_assertion"],
    "properties": {
        "grant_type": {"type": "string"},
        "client_assertion_type": {"type": "string"},
        "client_assertion": {"type": "string"},
        "scope": {"type": "string"},
    },
}


def _doorkeeper(parts: Parts) -> Doorkeeper:
    """Raises Refused where nobody signs in."""
    if parts.doorkeeper is None:
        raise Refused(ProblemType.not_found, "There is no sign-in here: this installation serves its own machine.")
    return parts.doorkeeper


def _from_browsers(parts: Parts) -> Doorkeeper:
    doorkeeper = _doorkeeper(parts)
    if not doorkeeper.known_as.client_id:
        raise Refused(ProblemType.not_found, "Signing in from a browser is not set up: PRIORAUTH_OIDC_CLIENT_ID.")
    return doorkeeper


@router.get("/login", response_class=Response, status_code=303, responses={**_REDIRECT, **problems(404, 422, 503)})
async def begin_sign_in(
    parts: Stand, next_path: Annotated[str, Query(alias="next", max_length=2_000)] = "/"
) -> RedirectResponse:
    """Send the browser to the issuer; it comes back to `next`."""
    try:
        started = await _from_browsers(parts).sign_in.start(next_path)
    except SourceFailed:
        raise Refused(ProblemType.wait_exceeded, "The sign-in service does not answer; try again soon.") from None
    answer = RedirectResponse(started.address, 303)
    _keep(answer, _state_cookie(started.state), started.state, int(LIVES.total_seconds()))
    return answer


@router.get("/callback", response_class=Response, status_code=303, responses={**_REDIRECT, **problems(401, 404, 422)})
async def finish_sign_in(
    request: Request,
    parts: Stand,
    state: Annotated[str, _WORD] = "",
    code: Annotated[str, _WORD] = "",
    iss: Annotated[str | None, _WORD] = None,
) -> RedirectResponse:
    """The browser comes back from the issuer; only the one that was sent there is let in."""
    doorkeeper, cookie = _from_browsers(parts), _state_cookie(state)
    if not state or not code or request.cookies.get(cookie) != state:
        raise SignInNeeded
    signed_in = await doorkeeper.sign_in.finish(state, code, iss)
    begun = await doorkeeper.sessions.begin(SessionKind.browser, signed_in.caller, id_token=signed_in.id_token)
    await note(parts, request, signed_in.caller, "sign in")
    answer = RedirectResponse(signed_in.next_path, 303)
    _keep(answer, COOKIE, begun.token, int(LONGEST.total_seconds()))
    answer.delete_cookie(cookie, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@router.post("/logout", response_model=SignedOut, responses=problems(401, 403))
async def sign_out(request: Request, response: Response, parts: Stand, caller: Calling) -> SignedOut:
    """End the session here; the answer says where to end it at the issuer."""
    token = request.cookies.get(COOKIE, "")
    if parts.doorkeeper is None or not token:
        return SignedOut(sign_out="")
    found = await parts.doorkeeper.sessions.find(token, SessionKind.browser)
    await parts.doorkeeper.sessions.end(token)
    await note(parts, request, caller, "sign out")
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return SignedOut(sign_out=await parts.doorkeeper.sign_in.ended(found.id_token if found else ""))


@router.post(
    "/token",
    response_model=TokenReply,
    responses={400: {"model": TokenRefusal, "description": "OAuth's refusal"}, **problems(404, 413, 415)},
    openapi_extra=documented((FORM, TOKEN_FORM)),
)
async def grant_token(request: Request, parts: Stand) -> TokenReply | JSONResponse:
    """A token for a registered client that signs with its own key (SMART Backend Services)."""
    doorkeeper = _doorkeeper(parts)
    if media_type(request) != FORM:
        raise Refused(ProblemType.media_type, f"Send {FORM}.")
    async with request.form(max_files=0, max_fields=10) as form:
        sent = {name: value for name, value in form.multi_items() if not isinstance(value, UploadFile)}
    asked = {name: sent[name] for name in TOKEN_FORM["properties"] if name in sent}
    try:
        granted = await doorkeeper.clients.grant(TokenRequest(**asked))
    except TokenRefused as refused:
        return JSONResponse(TokenRefusal(error=refused.reason).model_dump(), 400)
    await note(parts, request, granted.caller, "get token")
    lives = int(granted.session.lives.total_seconds())
    return TokenReply(access_token=granted.session.token, expires_in=lives, scope=granted.scope)


def _state_cookie(state: str) -> str:
    """One cookie for each sign-in that has begun, so that two tabs do not take each other's."""
    return _STATE_COOKIE.format(mark=digest_of(state)[:16])


def _keep(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")


async def csrf_of(request: Request, parts: Parts) -> str:
    """The token that a page of ours sends with what it changes; empty for callers that need none."""
    if parts.doorkeeper is None or request.headers.get("authorization"):
        return ""
    return (await parts.doorkeeper.session(brought(request))).csrf
