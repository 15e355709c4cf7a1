"""The providers held on this machine: an imported registry once its import is done, else the synthetic starter set."""

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from mcp_servers.importers.nppes import import_nppes
from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.registry import EMPTY, Holding, ProviderRegistry, ProviderSearch
from mcp_servers.npi_registry.replies import ProviderListReply, ProviderReply

STARTER = Holding("starter set of synthetic providers", "2026-11", date(2026, 11, 2), complete=False)


def registry_path(folder: Path) -> Path:
    """Where an import puts the registry."""
    return folder / "npi-registry.sqlite"


def starter_registry() -> ProviderRegistry:
    """A few invented providers, so that a first case can run; what it lacks proves nothing."""
    registry = ProviderRegistry()
    with as_file(files("mcp_servers.npi_registry").joinpath("data", "starter.csv")) as path:
        import_nppes(path, registry)
    registry.declare(STARTER)
    return registry


class HeldProviders:
    """Answers from the registry in the folder as soon as there is one; until then from the starter set."""

    def __init__(self, folder: Path) -> None:
        self._path = registry_path(folder)
        self._starter = LocalProviders(starter_registry())
        self._imported: LocalProviders | None = None

    async def look_up(self, npi: str) -> ProviderReply:
        return await self._current().look_up(npi)

    async def search(self, wanted: ProviderSearch, limit: int) -> ProviderListReply:
        return await self._current().search(wanted, limit)

    def _current(self) -> LocalProviders:
        if self._imported is None and self._path.exists():
            registry = ProviderRegistry(self._path)
            if registry.holding() == EMPTY:
                registry.close()
            else:
                self._imported = LocalProviders(registry)
        return self._imported or self._starter
