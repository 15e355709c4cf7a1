"""Whether a token is what it claims: signed by a key of its signer, for us, now. Nothing unsigned is believed."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import Field, ValidationError

from orchestrator.identity.issuer import Heard, Keys
from priorauth.errors import SignInNeeded

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 60
_HEADER_BYTES, _TOKEN_BYTES = 8_192, 64_000


class Claims(Heard):
    """The claims that are read; `all` holds them as they came, for the one that a setting names."""

    iss: str
    sub: str
    exp: int
    iat: int | None = None
    tid: str = ""
    oid: str = ""
    azp: str = ""
    appid: str = ""
    client_id: str = ""
    idtyp: str = ""
    name: str = ""
    preferred_username: str = ""
    nonce: str = ""
    jti: str = ""
    all: Mapping[str, object] = Field(default_factory=dict)


@dataclass(frozen=True)
class Expected:
    """Who must have signed, and for whom. A tenant, where one is named, must be the token's own."""

    issuer: str
    audiences: tuple[str, ...]
    tenant: str = ""
    algorithms: Collection[str] = ALGORITHMS


async def verified(token: str, keys: Keys, expected: Expected) -> Claims:
    """The claims of a token that holds. Raises SignInNeeded for every other, and says no reason on the wire."""
    key = await keys.find(str(_header(token).get("kid", "")))
    if key is None:
        raise SignInNeeded
    from joserfc import jws, jwt
    from joserfc.errors import JoseError

    registry = jws.JWSRegistry(algorithms=list(expected.algorithms))
    registry.max_header_length = _HEADER_BYTES
    required = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "values": list(expected.audiences)},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        found = jwt.decode(token, key, algorithms=list(expected.algorithms), registry=registry).claims
        required.validate(found)
        claims = Claims.model_validate({**found, "all": found}, strict=True)
    except (JoseError, ValidationError, ValueError, TypeError, KeyError):
        raise SignInNeeded from None
    if expected.tenant and claims.tid != expected.tenant:
        raise SignInNeeded
    return claims


def issuer_of(token: str) -> str:
    """Whom a token names as its issuer, before anything of it is believed; empty where it names none."""
    return str(_part(token, 1).get("iss", ""))


def _header(token: str) -> Mapping[str, object]:
    if len(token) > _TOKEN_BYTES:
        raise SignInNeeded
    return _part(token, 0)


def _part(token: str, place: int) -> Mapping[str, object]:
    try:
        text = token.split(".")[place]
        told = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, IndexError, RecursionError):
        raise SignInNeeded from None
    if not isinstance(told, dict):
        raise SignInNeeded
    return told  # pyright: ignore[reportUnknownVariableType]
