"""Signing in from a browser: authorization code with PKCE, every secret of it kept here and good for one return."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

from sqlalchemy import delete

from orchestrator.identity.callers import Caller
from orchestrator.identity.claimed import name_of, roles_of, subject_of
from orchestrator.identity.issuer import Heard, Issuer, heard
from orchestrator.identity.principals import Principals
from orchestrator.identity.sessions import digest_of
from orchestrator.identity.tokens import Claims, Expected, verified
from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import SignInRow
from priorauth.errors import SignInNeeded, SourceFailed

LIVES = timedelta(minutes=10)


@dataclass(frozen=True)
class Registration:
    """How this service is known to its issuer, and how the issuer's claims become roles."""

    client_id: str
    client_secret: str
    public_url: str
    scope: str
    audiences: tuple[str, ...]
    tenant: str
    roles_claim: str
    role_map: dict[str, str]

    @property
    def redirect_uri(self) -> str:
        return f"{self.public_url.rstrip('/')}/auth/callback"


@dataclass(frozen=True)
class Started:
    """Where to send the browser, and what it has to bring back."""

    address: str
    state: str


@dataclass(frozen=True)
class SignedIn:
    caller: Caller
    id_token: str
    next_path: str


@dataclass(frozen=True)
class _Secret:
    nonce: str
    verifier: str
    next_path: str


class _Redeemed(Heard):
    id_token: str
    access_token: str = ""


class SignIn:
    """One issuer's way in."""

    def __init__(
        self, issuer: Issuer, known_as: Registration, database: Database, codec: Codec, principals: Principals
    ) -> None:
        self._issuer, self._known_as = issuer, known_as
        self._database, self._codec, self._principals = database, codec, principals

    async def start(self, next_path: str) -> Started:
        """Begin; `next_path` is where to go afterwards, a path of ours or else the first page. Raises SourceFailed."""
        told = await self._issuer.discovered()
        state, kept = secrets.token_urlsafe(32), _secret(next_path)
        digest = digest_of(state)
        sealed = self._codec.seal(json.dumps(asdict(kept)).encode(), _place(digest))
        async with self._database.writing() as session:
            session.add(SignInRow(state=digest, secret=sealed, expires_at=datetime.now(UTC) + LIVES))
        challenge = base64.urlsafe_b64encode(sha256(kept.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._known_as.client_id,
            "redirect_uri": self._known_as.redirect_uri,
            "scope": self._known_as.scope,
            "state": state,
            "nonce": kept.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        joined = "&" if "?" in told.authorization_endpoint else "?"
        return Started(f"{told.authorization_endpoint}{joined}{urlencode(query)}", state)

    async def finish(self, state: str, code: str, issuer: str | None) -> SignedIn:
        """The person who came back with this code. Raises SignInNeeded where anything of it does not hold."""
        kept = await self._taken(state)
        if issuer is not None and issuer != self._issuer.url:
            raise SignInNeeded
        redeemed = await self._redeemed(code, kept.verifier)
        known_as = self._known_as
        expected = Expected(self._issuer.url, (known_as.client_id,), known_as.tenant)
        claims = await verified(redeemed.id_token, self._issuer.keys, expected)
        if not secrets.compare_digest(claims.nonce.encode(), kept.nonce.encode()):
            raise SignInNeeded
        if claims.azp not in ("", known_as.client_id):
            raise SignInNeeded
        roles = roles_of(await self._telling(claims, redeemed.access_token), known_as.roles_claim, known_as.role_map)
        name = await self._principals.named(subject_of(claims), name_of(claims))
        return SignedIn(Caller(name, roles), redeemed.id_token, kept.next_path)

    async def _taken(self, state: str) -> _Secret:
        """The secrets of a sign-in that has begun; taken, they are gone."""
        digest = digest_of(state)
        async with self._database.writing() as session:
            row = await session.get(SignInRow, digest)
            await session.execute(delete(SignInRow).where(SignInRow.state == digest))
        if row is None or row.expires_at <= datetime.now(UTC):
            raise SignInNeeded
        return _Secret(**json.loads(self._codec.open(row.secret, _place(digest))))

    async def _redeemed(self, code: str, verifier: str) -> _Redeemed:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._known_as.redirect_uri,
            "client_id": self._known_as.client_id,
            "code_verifier": verifier,
        }
        secret = {"client_secret": self._known_as.client_secret} if self._known_as.client_secret else {}
        try:
            return await heard(await self._issuer.exchange(form | secret), _Redeemed)
        except SourceFailed:
            raise SignInNeeded from None

    async def _telling(self, claims: Claims, access_token: str) -> Claims:
        """The claims that tell the roles: the ID token's; where it has none, an access token that was made for us."""
        if roles_of(claims, self._known_as.roles_claim, self._known_as.role_map) or not access_token:
            return claims
        expected = Expected(self._issuer.url, self._known_as.audiences, self._known_as.tenant)
        try:
            other = await verified(access_token, self._issuer.keys, expected)
        except SignInNeeded:
            return claims
        return other if other.sub == claims.sub else claims

    async def ended(self, id_token: str) -> str:
        """Where the browser goes to sign out at the issuer too; empty where the issuer offers nothing."""
        try:
            told = await self._issuer.discovered()
        except SourceFailed:
            return ""
        if not told.end_session_endpoint:
            return ""
        query = {"post_logout_redirect_uri": self._known_as.public_url, "client_id": self._known_as.client_id}
        return f"{told.end_session_endpoint}?{urlencode(query | ({'id_token_hint': id_token} if id_token else {}))}"


def local_path(wanted: str) -> str:
    """A path of this service and nothing else; the first page for whatever might lead elsewhere."""
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_path and "\\" not in wanted and len(wanted) <= 2_000 else "/"


def _secret(next_path: str) -> _Secret:
    return _Secret(secrets.token_urlsafe(32), secrets.token_urlsafe(48), local_path(next_path))


def _place(digest: str) -> Place:
    return Place("sign_ins", "secret", digest)
