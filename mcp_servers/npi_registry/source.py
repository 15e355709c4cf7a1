"""What the npi-registry server asks of whoever knows the providers: the registry held here, or the public one."""

from typing import Protocol

from mcp_servers.npi_registry.registry import ProviderSearch
from mcp_servers.npi_registry.replies import ProviderListReply, ProviderReply


class ProviderSource(Protocol):
    async def look_up(self, npi: str) -> ProviderReply:
        """One provider by a number whose check digit is right."""
        ...

    async def search(self, wanted: ProviderSearch, limit: int) -> ProviderListReply: ...
