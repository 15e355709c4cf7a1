"""Who is behind a request: a bearer token, else the session of a browser. Nobody is let in here for want of trouble."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from orchestrator.identity.backend_services import BackendServices
from orchestrator.identity.callers import Caller
from orchestrator.identity.claimed import name_of, roles_of, subject_of
from orchestrator.identity.issuer import Issuer
from orchestrator.identity.principals import Principals
from orchestrator.identity.sessions import TOKEN_PREFIX, Session, SessionKind, Sessions
from orchestrator.identity.sign_in import Registration, SignIn
from orchestrator.identity.tokens import Expected, issuer_of, verified
from priorauth.errors import RequestForged, SignInNeeded, SourceFailed

COOKIE = "__Host-priorauth"
CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = "bearer "


@dataclass(frozen=True)
class Brought:
    """What a request brings to show who sent it."""

    method: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Doorkeeper:
    """With sign-in on: every way to show who one is."""

    issuer: Issuer
    known_as: Registration
    principals: Principals
    sessions: Sessions
    sign_in: SignIn
    clients: BackendServices

    async def identify(self, brought: Brought) -> Caller:
        """The caller. Raises SignInNeeded, RequestForged."""
        authorization = brought.headers.get("authorization", "")
        if authorization:
            if not authorization.lower().startswith(_BEARER):
                raise SignInNeeded
            return await self.bearer(authorization[len(_BEARER) :].strip())
        return (await self.session(brought)).caller

    async def bearer(self, token: str) -> Caller:
        """The caller whose token this is: the issuer's, or one of ours for a registered client. Raises SignInNeeded."""
        if token.startswith(TOKEN_PREFIX):
            found = await self.sessions.find(token, SessionKind.client)
            if found is None:
                raise SignInNeeded
            return found.caller
        if issuer_of(token) != self.issuer.url:
            raise SignInNeeded
        expected = Expected(self.issuer.url, self.known_as.audiences, self.known_as.tenant)
        try:
            claims = await verified(token, self.issuer.keys, expected)
        except SourceFailed:
            raise SignInNeeded from None
        roles = roles_of(claims, self.known_as.roles_claim, self.known_as.role_map)
        return Caller(await self.principals.named(subject_of(claims), name_of(claims)), roles)

    async def session(self, brought: Brought) -> Session:
        """The browser's session; a request that changes something has to come from a page of ours."""
        token = brought.cookies.get(COOKIE, "")
        found = await self.sessions.find(token, SessionKind.browser) if token else None
        if found is None:
            raise SignInNeeded
        if brought.method not in SAFE:
            self._refuse_forged(brought, found)
        return found

    def _refuse_forged(self, brought: Brought, session: Session) -> None:
        headers = brought.headers
        ours = urlsplit(self.known_as.public_url)
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        shown = headers.get(CSRF_HEADER, "")
        if (
            (origin is not None and origin != f"{ours.scheme}://{ours.netloc}")
            or site not in (None, "same-origin")
            or not secrets.compare_digest(shown.encode(), session.csrf.encode())
        ):
            raise RequestForged
