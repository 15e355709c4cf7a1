"""The five data servers by name, put together from what is held on this machine."""

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path

from mcp.server import MCPServer

from mcp_servers.clinical_trials import server as clinical_trials
from mcp_servers.clinical_trials.source import TrialSource
from mcp_servers.cms_coverage import server as cms_coverage
from mcp_servers.cms_coverage.cards import PolicySource
from mcp_servers.cms_coverage.code_pairs import ImportedPairs, PairSource
from mcp_servers.cms_coverage.imported import ImportedCoverage
from mcp_servers.cms_coverage.public import PublicCoverage
from mcp_servers.icd10_codes import server as icd10_codes
from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.npi_registry import server as npi_registry
from mcp_servers.npi_registry.source import ProviderSource
from mcp_servers.pubmed import server as pubmed
from mcp_servers.pubmed.source import LiteratureSource
from mcp_servers.sources.held_providers import HeldProviders
from mcp_servers.sources.nothing_held import NoLiterature, NoTrials
from mcp_servers.sources.rulebook_policies import RulebookPolicies
from priorauth.rulebook import Rulebook, load_rulebook


class Held:
    """Where each server gets its data: from this machine, without a network, opened when it is first asked for.

    Whoever serves some of it from elsewhere overrides those properties.
    """

    def __init__(
        self, folder: Path, rules: Callable[[], Rulebook] | None = None, providers: ProviderSource | None = None
    ) -> None:
        """Data lies in the folder. Without `rules` the shipped ones; `providers` takes the place of the registry."""
        self._folder, self._rules, self._providers = folder, rules, providers

    @cached_property
    def codes(self) -> Icd10Store:
        return Icd10Store(self._folder)

    @cached_property
    def providers(self) -> ProviderSource:
        return self._providers or HeldProviders(self._folder)

    @cached_property
    def policies(self) -> PolicySource:
        return RulebookPolicies(self._rules or cache(load_rulebook), ImportedCoverage(self._folder))

    @property
    def public_coverage(self) -> PublicCoverage | None:
        """A service that knows policies which are not held here; none without a network."""
        return None

    @cached_property
    def code_pairs(self) -> PairSource:
        return ImportedPairs(self._folder)

    @cached_property
    def literature(self) -> LiteratureSource:
        return NoLiterature()

    @cached_property
    def trials(self) -> TrialSource:
        return NoTrials()


_MAKERS: Mapping[str, Callable[[Held], MCPServer]] = {
    icd10_codes.NAME: lambda held: icd10_codes.server(held.codes),
    npi_registry.NAME: lambda held: npi_registry.server(held.providers),
    cms_coverage.NAME: lambda held: cms_coverage.server(held.policies, held.code_pairs, held.public_coverage),
    pubmed.NAME: lambda held: pubmed.server(held.literature),
    clinical_trials.NAME: lambda held: clinical_trials.server(held.trials),
}
NAMES = tuple(_MAKERS)


def server_named(name: str, held: Held) -> MCPServer:
    """One server, with only its own source opened. Raises KeyError for a name that is not in NAMES."""
    return _MAKERS[name](held)


def servers(held: Held) -> Mapping[str, MCPServer]:
    """All five, by the name each is known and mounted under."""
    return {name: make(held) for name, make in _MAKERS.items()}
