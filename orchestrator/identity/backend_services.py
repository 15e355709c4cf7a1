"""SMART Backend Services: a registered client proves itself with its own key and gets a token for five minutes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import httpx2
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from sqlalchemy.dialects import postgresql, sqlite

from orchestrator.identity.callers import Caller, Role
from orchestrator.identity.claimed import subject_digest
from orchestrator.identity.issuer import KeyList, Keys, heard, is_guarded
from orchestrator.identity.principals import Principals
from orchestrator.identity.sessions import CLIENT_LIVES, Begun, SessionKind, Sessions
from orchestrator.identity.tokens import LEEWAY_SECONDS, Claims, Expected, issuer_of, verified
from orchestrator.store.database import Database
from orchestrator.store.identity_tables import AssertionRow
from priorauth.errors import SettingRefused, SignInNeeded, SourceUnavailable, TokenRefused

ALGORITHMS = ("RS384", "ES384")
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GRANT = "client_credentials"
SETTING = "PRIORAUTH_FHIR_CLIENTS"
_SUBJECTS = "fhir client"


class FhirClient(BaseModel):
    """A client as an operator registered it: its keys or where it publishes them, what it may do.

    `endpoints` are the addresses under which its subscriptions may be notified; without any, none may.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(max_length=180)] = ""
    jwks: dict[str, list[dict[str, str | list[str]]]] | None = None
    jwks_uri: str = ""
    scopes: tuple[str, ...] = ("system/*.*",)
    endpoints: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset({Role.submitter})

    @model_validator(mode="after")
    def _one_source_of_keys(self) -> "FhirClient":
        if (self.jwks is None) == (not self.jwks_uri) or (self.jwks_uri and not is_guarded(self.jwks_uri)):
            raise ValueError("either jwks, or jwks_uri with https")
        return self


def read_clients(file: Path | None) -> tuple[FhirClient, ...]:
    """The registered clients. Raises SettingRefused and says where the file is wrong."""
    if file is None:
        return ()
    try:
        found = TypeAdapter(tuple[FhirClient, ...]).validate_json(file.read_bytes())
    except OSError as error:
        raise SettingRefused(SETTING, f"names a file that cannot be read: {error.strerror}") from None
    except ValidationError as wrong:
        where = ".".join(map(str, wrong.errors(include_url=False, include_input=False)[0]["loc"]))
        raise SettingRefused(SETTING, f"its file is not a list of clients: {where or 'not JSON'}") from None
    if len({one.client_id for one in found}) != len(found):
        raise SettingRefused(SETTING, "its file names a client twice")
    return found


@dataclass(frozen=True)
class TokenRequest:
    """What was sent to the token endpoint."""

    grant_type: str = ""
    client_assertion_type: str = ""
    client_assertion: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Granted:
    session: Begun
    scope: str
    caller: Caller


class BackendServices:
    """The clients that are registered, and the tokens they are given."""

    def __init__(
        self,
        clients: Sequence[FhirClient],
        token_address: str,
        database: Database,
        sessions: Sessions,
        principals: Principals,
        outgoing: httpx2.AsyncClient,
    ) -> None:
        self._clients = {one.client_id: one for one in clients}
        self._keys = {one.client_id: Keys(_fetching(one, outgoing)) for one in clients}
        self._address, self._database = token_address, database
        self._sessions, self._principals = sessions, principals

    async def grant(self, asked: TokenRequest) -> Granted:
        """A token for the client that signed. Raises TokenRefused with OAuth's word for why."""
        if asked.grant_type != GRANT:
            raise TokenRefused("unsupported_grant_type")
        if asked.client_assertion_type != ASSERTION_TYPE:
            raise TokenRefused("invalid_request")
        client = await self._proven(asked.client_assertion)
        scope = _granted(client, asked.scope)
        name = await self._principals.named(
            subject_digest(_SUBJECTS, client.client_id), client.name or client.client_id
        )
        caller = Caller(name, client.roles, tuple(scope.split()))
        return Granted(await self._sessions.begin(SessionKind.client, caller, scope=scope), scope, caller)

    async def _proven(self, assertion: str) -> FhirClient:
        try:
            client = self._clients[issuer_of(assertion)]
            expected = Expected(client.client_id, (self._address,), algorithms=ALGORITHMS)
            claims = await verified(assertion, self._keys[client.client_id], expected)
        except (KeyError, SignInNeeded, SourceUnavailable):
            raise TokenRefused("invalid_client") from None
        latest = datetime.now(UTC).timestamp() + CLIENT_LIVES.total_seconds() + LEEWAY_SECONDS
        if claims.sub != client.client_id or not claims.jti or claims.exp > latest:
            raise TokenRefused("invalid_client")
        await self._use_once(client, claims)
        return client

    async def _use_once(self, client: FhirClient, claims: Claims) -> None:
        """Only now that the signature holds: a jti that was used is refused, by the database's own key."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = insert(AssertionRow).values(
            client_id=client.client_id,
            jti=sha256(claims.jti.encode("utf-8", "surrogatepass")).hexdigest(),
            expires_at=datetime.fromtimestamp(claims.exp + LEEWAY_SECONDS, UTC),
        )
        async with self._database.writing() as session:
            used = await session.execute(row.on_conflict_do_nothing().returning(AssertionRow.jti))
            if used.first() is None:
                raise TokenRefused("invalid_client")


def _fetching(client: FhirClient, outgoing: httpx2.AsyncClient) -> Callable[[], Awaitable[KeyList]]:
    async def fetch() -> KeyList:
        if client.jwks is not None:
            return KeyList.model_validate(client.jwks)
        try:
            return await heard(await outgoing.get(client.jwks_uri), KeyList)
        except httpx2.HTTPError:
            raise SourceUnavailable(f"keys of {client.client_id}") from None

    return fetch


def _granted(client: FhirClient, wanted: str) -> str:
    """What was asked for, as far as the client is registered for it; all of that where nothing was named."""
    registered: Mapping[str, None] = dict.fromkeys(client.scopes)
    asked = wanted.split() or list(registered)
    granted = [one for one in asked if one in registered or _covered(one, registered)]
    if not granted:
        raise TokenRefused("invalid_scope")
    return " ".join(granted)


def _covered(scope: str, registered: Mapping[str, None]) -> bool:
    return scope.startswith("system/") and "system/*.*" in registered
