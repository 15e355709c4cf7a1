"""The machine's own identity: tokens without a key, fetched and renewed without blocking anybody."""

import importlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, cast

from priorauth.errors import SettingRefused

FOUNDRY_SCOPE = "https://ai.azure.com/.default"
Token = Callable[[], Awaitable[str]]


async def machine_token(scope: str, stack: AsyncExitStack, make: Callable[[], Any] | None = None) -> Token:
    """Tokens for a scope, as long as the stack is open; `make` stands in for the real identity.

    Raises SettingRefused where the library for it is not installed.
    """
    if make is None:
        try:
            make = cast(Callable[[], Any], importlib.import_module("azure.identity.aio").DefaultAzureCredential)
        except ImportError:
            raise SettingRefused("azure", "needs `pip install priorauth[azure]`, or a key instead") from None
    credential = await stack.enter_async_context(make())

    async def token() -> str:
        return (await credential.get_token(scope)).token

    return token
