"""Signing in without a password: the machine's own identity gives a token, where the other side asks for one.

A PostgreSQL server of Azure that is named without a password is signed in to by Microsoft Entra. Every connection that
SQLAlchemy makes in this process passes here, the durable engine's own ones included; all others are left as they are.
"""

import os
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from sqlalchemy import Engine, event

from priorauth.errors import SettingRefused

DATABASE = "https://ossrdbms-aad.database.windows.net/.default"
STORAGE = "https://storage.azure.com/.default"
AZURE_SERVERS = (".postgres.database.azure.com",)


class Token(Protocol):
    @property
    def token(self) -> str: ...


class Credential(Protocol):
    """Gives tokens; keeps them while they are good, so that asking again is cheap."""

    def get_token(self, scope: str, /) -> Token: ...


def machine(setting: str = "PRIORAUTH_DATABASE_URL") -> Credential:
    """This machine's identity. Raises SettingRefused, naming who asked, where the Azure packages are not installed."""
    try:
        return _identity()
    except ImportError:
        raise SettingRefused(setting, "signs in by Microsoft Entra: install priorauth[azure]") from None


@cache
def _identity() -> Credential:
    azure = cast(Any, import_module("azure.identity"))
    named = os.environ.get("AZURE_CLIENT_ID")
    return azure.ManagedIdentityCredential(client_id=named) if named else azure.DefaultAzureCredential()


def with_token(_dialect: object, _record: object, _arguments: object, parameters: dict[str, Any]) -> None:
    """Put a token where the password is missing."""
    host = str(parameters.get("host", ""))
    if host.endswith(AZURE_SERVERS) and not parameters.get("password"):
        parameters["password"] = machine().get_token(DATABASE).token


def use_tokens() -> None:
    """From now on every engine of this process signs in so; again is harmless."""
    if not event.contains(Engine, "do_connect", with_token):
        event.listen(Engine, "do_connect", with_token)
