"""From the claims of a token to a caller: which of our roles they hold, and under which subject and name."""

from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from orchestrator.identity.callers import Role
from orchestrator.identity.tokens import Claims


def roles_of(claims: Claims, path: str, mapping: Mapping[str, str]) -> frozenset[Role]:
    """The roles in the claim at this dotted path, each by the mapping or by its own name; no other word counts."""
    named = _at(claims.all, path)
    words = [named] if isinstance(named, str) else cast(list[object], named) if isinstance(named, list) else []
    meant = {mapping.get(word, "" if mapping else word) for word in words if isinstance(word, str)}
    return frozenset(Role(word) for word in meant if word in set(Role))


def _at(claims: Mapping[str, object], path: str) -> object:
    """The claim of exactly this name, as claims in a namespace have dots in theirs, else step by step."""
    if path in claims:
        return claims[path]
    found: object = claims
    for step in path.split("."):
        found = cast(Mapping[str, object], found).get(step) if isinstance(found, dict) else None
    return found


def subject_of(claims: Claims) -> str:
    """The digest of what names this person or client for good: never a mail address, never a name."""
    who = f"{claims.tid}/{claims.oid}" if claims.tid and claims.oid else claims.sub
    return subject_digest(claims.iss, who)


def subject_digest(issuer: str, who: str) -> str:
    return sha256(f"{issuer}\x1f{who}".encode("utf-8", "surrogatepass")).hexdigest()


def name_of(claims: Claims) -> str:
    """How the record shall call them: a person by name, a client by its id."""
    client = claims.azp or claims.client_id or claims.appid
    if claims.idtyp == "app":
        return client or claims.sub
    return claims.name or claims.preferred_username or client or claims.sub
