"""The npi-registry tools: whether a number can be an NPI, who it belongs to, and whether they are active."""

from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field

from mcp_servers.npi_registry.registry import ProviderSearch
from mcp_servers.npi_registry.replies import NpiReply, ProviderListReply, ProviderReply
from mcp_servers.npi_registry.source import ProviderSource
from mcp_servers.npi_registry.taxonomy import codes_named
from mcp_servers.serving import READ_ONLY, new_server
from priorauth.codes import check_npi, npi_check_digit_ok
from priorauth.findings import ProviderStatus

NAME = "npi-registry"

Npi = Annotated[str, Field(max_length=32, description="Ten digits")]
Text = Annotated[str, Field(max_length=200)]


def server(source: ProviderSource) -> MCPServer:
    mcp = new_server(NAME, "Providers by National Provider Identifier: check digit, status, name, specialties.")

    @mcp.tool(annotations=READ_ONLY)
    async def npi_validate(npi: Npi) -> NpiReply:
        """Whether a number has the form and the check digit of an NPI; asks no registry."""
        return _form(npi.strip())

    @mcp.tool(annotations=READ_ONLY)
    async def npi_lookup(npi: Npi) -> ProviderReply:
        """Who a number belongs to and whether they are active."""
        form = _form(npi.strip())
        return await source.look_up(form.npi) if form.valid else _invalid(form)

    @mcp.tool(annotations=READ_ONLY)
    async def npi_search(
        first_name: Text = "",
        last_name: Text = "",
        organization_name: Text = "",
        city: Text = "",
        state: Annotated[str, Field(max_length=2, description="Two letters")] = "",
        taxonomy_description: Annotated[str, Field(max_length=200, description="A specialty or its code")] = "",
        limit: Annotated[int, Field(ge=1, le=200)] = 10,
    ) -> ProviderListReply:
        """Providers by the beginning of their name, narrowed by place and specialty."""
        taxonomies = codes_named(taxonomy_description) if taxonomy_description.strip() else None
        names = (_plain(last_name), _plain(first_name), _plain(organization_name), _plain(city), _plain(state))
        return await source.search(ProviderSearch(*names, taxonomies), limit)

    return mcp


def _form(npi: str) -> NpiReply:
    verdict = check_npi(npi)
    return NpiReply(
        source="NPI check digit",
        release="ISO 7812 with prefix 80840",
        as_of=None,
        npi=npi,
        valid=verdict.ok,
        check_digit_ok=npi_check_digit_ok(npi),
        detail=verdict.reason,
    )


def _invalid(form: NpiReply) -> ProviderReply:
    return ProviderReply(
        source=form.source,
        release=form.release,
        as_of=None,
        npi=form.npi,
        check_digit_ok=form.check_digit_ok,
        status=ProviderStatus.invalid,
        detail=form.detail,
    )


def _plain(text: str) -> str:
    return " ".join(text.upper().rstrip("*").split())
