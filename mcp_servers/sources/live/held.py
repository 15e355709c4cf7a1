"""The data servers where public services may be asked: providers, literature, trials, and policies held elsewhere.

Diagnosis codes, rules, contractors and procedure pairs stay what is held on this machine.
"""

import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx2

from mcp_servers.clinical_trials.source import TrialSource
from mcp_servers.cms_coverage.public import PublicCoverage
from mcp_servers.npi_registry.source import ProviderSource
from mcp_servers.pubmed.source import LiteratureSource
from mcp_servers.roster import Held
from mcp_servers.sources.live import coverage, literature, nppes, trials
from mcp_servers.sources.live.cache import ReplyCache
from mcp_servers.sources.live.pace import Clock
from mcp_servers.sources.live.service import Host, Service, new_client
from priorauth.rulebook import Rulebook


@dataclass(frozen=True)
class Asking:
    """Who asks, and what was agreed to."""

    contact: str = ""
    ncbi_key: str = ""
    cms_licence_accepted: bool = False


class LiveHeld(Held):
    """Answers from the public services where there is one; opened by `live_sources`."""

    def __init__(
        self,
        folder: Path,
        rules: Callable[[], Rulebook] | None,
        asking: Asking,
        client: httpx2.AsyncClient,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(folder, rules)
        self._asking, self._client, self._clock = asking, client, clock or Clock()
        self._cache = ReplyCache(folder / "source-replies.sqlite")
        self.services: dict[str, Service] = {}

    def _service(self, host: Host) -> Service:
        return self.services.setdefault(host.source, Service(host, self._client, self._cache, self._clock))

    @property
    def health(self) -> Mapping[str, bool]:
        """Whether each service that was asked is being asked now, or left alone because it kept failing."""
        return {name: not service.left_alone for name, service in self.services.items()}

    @cached_property
    def providers(self) -> ProviderSource:
        return nppes.NppesProviders(self._service(nppes.HOST))

    @cached_property
    def literature(self) -> LiteratureSource:
        host = literature.host(with_key=bool(self._asking.ncbi_key))
        return literature.PubMedLiterature(self._service(host), self._asking.contact, self._asking.ncbi_key)

    @cached_property
    def trials(self) -> TrialSource:
        return trials.RegisteredTrials(self._service(trials.HOST))

    @cached_property
    def cms(self) -> coverage.CmsCoverage:
        return coverage.CmsCoverage(self._service(coverage.HOST), self._asking.cms_licence_accepted)

    @property
    def public_coverage(self) -> PublicCoverage:
        return self.cms


@contextlib.asynccontextmanager
async def live_sources(
    folder: Path,
    rules: Callable[[], Rulebook] | None,
    asking: Asking,
    transport: httpx2.AsyncBaseTransport | None = None,
    clock: Clock | None = None,
) -> AsyncGenerator[LiveHeld]:
    """The sources over one client, closed on leaving."""
    async with new_client(transport) as client:
        held = LiveHeld(folder, rules, asking, client, clock)
        try:
            yield held
        finally:
            await held.cms.aclose()
