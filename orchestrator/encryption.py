"""The keys that the settings name, and the codec they open the store with. A key may lie in Azure Key Vault."""

import asyncio
import importlib

import httpx2

from orchestrator.settings import Settings
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.keys import SETTING, configured_keys, open_codec
from orchestrator.store.sealing import MasterKey
from priorauth.errors import SettingRefused

_SCOPE = "https://vault.azure.net/.default"
_VERSION = "7.4"
_SECONDS = 10.0


async def codec_for(settings: Settings, database: Database) -> Codec:
    """How patient text goes into this store and comes out. Raises SettingRefused for a missing or wrong key."""
    return await open_codec(database, await asyncio.to_thread(keys_of, settings))


def keys_of(settings: Settings) -> tuple[MasterKey, ...]:
    """The configured keys, the one that seals first. Raises SettingRefused."""
    if settings.encryption_key is None:
        return ()
    return configured_keys(settings.encryption_key.get_secret_value(), _secret_at)


def _secret_at(url: str) -> str:
    """The secret at an address such as `https://VAULT.vault.azure.net/secrets/NAME`, by this machine's identity."""
    try:
        azure = importlib.import_module("azure.identity")
    except ImportError:
        raise SettingRefused(SETTING, "is in a Key Vault, which needs priorauth[azure]") from None
    return read_secret(url, str(azure.DefaultAzureCredential().get_token(_SCOPE).token))


def read_secret(url: str, token: str, transport: httpx2.BaseTransport | None = None) -> str:
    """One secret of a vault, with a token that may read it. Raises SettingRefused and repeats no answer."""
    with httpx2.Client(transport=transport, timeout=_SECONDS, trust_env=False) as client:
        try:
            reply = client.get(url, params={"api-version": _VERSION}, headers={"Authorization": f"Bearer {token}"})
        except httpx2.HTTPError as failed:
            raise SettingRefused(SETTING, f"is in a Key Vault that failed: {type(failed).__name__}") from None
    if not reply.is_success:
        raise SettingRefused(SETTING, f"is in a Key Vault that answered {reply.status_code}")
    return str(reply.json()["value"])
