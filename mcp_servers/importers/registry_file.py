"""Loads whichever file of the provider registry it is given."""

from pathlib import Path

from mcp_servers.importers.nppes import import_nppes
from mcp_servers.importers.nppes_deactivations import import_deactivations
from mcp_servers.importers.reports import ImportReport, Watch, nobody
from mcp_servers.npi_registry.registry import ProviderRegistry
from priorauth.errors import BulkFileRefused


def import_registry_file(path: Path, registry: ProviderRegistry, watch: Watch = nobody) -> ImportReport:
    """A dissemination file, or a report of deactivated numbers. Raises BulkFileRefused where it is neither."""
    try:
        return import_nppes(path, registry, watch)
    except BulkFileRefused as refused:
        try:
            return import_deactivations(path, registry)
        except BulkFileRefused:
            raise refused from None
