"""Specialists that run elsewhere, by settings alone: at a URL with the shared token, or hosted by Foundry by name."""

import os
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from agents.runtime.identity import FOUNDRY_SCOPE, Token, machine_token
from agents.runtime.remote import SECONDS, RemoteRunner
from agents.runtime.runner import Runner
from orchestrator.settings import Settings
from priorauth.errors import SettingRefused
from priorauth.findings import Specialist

FOUNDRY, PROJECT = "foundry:", "FOUNDRY_PROJECT_ENDPOINT"
API_VERSION = {"api-version": "v1"}


@dataclass(frozen=True)
class Place:
    """Where one specialist answers, and who we are there."""

    url: str
    token: Token | None = None
    query: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Elsewhere:
    """The specialists that are not run in this process."""

    places: Mapping[Specialist, Place]
    http: httpx2.AsyncClient | None = None

    def under(self, rules_digest: str) -> Mapping[Specialist, Runner]:
        """Their runners for a review that is pinned to these rules."""
        if self.http is None:
            return {}
        return {
            name: RemoteRunner(place.url, self.http, rules_digest, place.token, place.query)
            for name, place in self.places.items()
        }


NOWHERE = Elsewhere({})


@asynccontextmanager
async def open_elsewhere(settings: Settings, identity: Callable[[], Any] | None = None) -> AsyncGenerator[Elsewhere]:
    """Leave in the task that entered. Raises SettingRefused where a Foundry agent is named and no project is known."""
    if not settings.agent_urls:
        yield NOWHERE
        return
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            httpx2.AsyncClient(timeout=httpx2.Timeout(SECONDS, connect=10.0), trust_env=False)
        )
        shared = settings.agent_token.get_secret_value() if settings.agent_token else ""
        hosted: Token | None = None
        places: dict[Specialist, Place] = {}
        for name, url in settings.agent_urls.items():
            if not url.startswith(FOUNDRY):
                places[Specialist(name)] = Place(url, _always(shared) if shared else None)
                continue
            hosted = hosted or await machine_token(FOUNDRY_SCOPE, stack, identity)
            places[Specialist(name)] = Place(hosted_url(url.removeprefix(FOUNDRY)), hosted, API_VERSION)
        yield Elsewhere(places, http)


def hosted_url(agent: str) -> str:
    """The endpoint of an agent that Foundry hosts in the project of this environment."""
    project = os.environ.get(PROJECT, "").rstrip("/")
    if not project:
        raise SettingRefused(PROJECT, "is needed to find the agents that Foundry hosts")
    return f"{project}/agents/{agent}/endpoint/protocols/openai"


def _always(token: str) -> Token:
    async def same() -> str:
        return token

    return same
