"""Answers from a registry held here. What a partial registry does not hold is unverified, never "not found"."""

from datetime import date

from mcp_servers.npi_registry.registry import Holding, Provider, ProviderRegistry, ProviderSearch
from mcp_servers.npi_registry.replies import ProviderListReply, ProviderReply, TaxonomyRow
from mcp_servers.npi_registry.taxonomy import labels
from mcp_servers.reply import Provenance
from priorauth.findings import ProviderStatus


class LocalProviders:
    """Providers from one registry."""

    def __init__(self, registry: ProviderRegistry) -> None:
        self._registry = registry

    async def look_up(self, npi: str) -> ProviderReply:
        return self.answer(npi)

    async def search(self, wanted: ProviderSearch, limit: int) -> ProviderListReply:
        holding = self._registry.holding()
        if not (wanted.last_name or wanted.organization or self._registry.is_small()):
            detail = "Give at least the beginning of a last name or of an organization's name."
            return ProviderListReply(**provenance(holding), complete=holding.complete, detail=detail)
        found = tuple(_reply(provider, holding) for provider in self._registry.search(wanted, limit))
        detail = "" if found else "Nothing found." if holding.complete else "Nothing found in the part held here."
        return ProviderListReply(**provenance(holding), providers=found, complete=holding.complete, detail=detail)

    def answer(self, npi: str) -> ProviderReply:
        """One provider by number, read at once."""
        holding = self._registry.holding()
        provider = self._registry.find(int(npi))
        if provider:
            return _reply(provider, holding)
        if self._registry.unreadable(int(npi)):
            return _missing(npi, holding, ProviderStatus.unverified, "The registry file's row could not be read.")
        if holding.complete:
            return _missing(npi, holding, ProviderStatus.not_found, "Not in the registry.")
        return _missing(npi, holding, ProviderStatus.unverified, "Only part of the registry is held here.")


def provenance(holding: Holding) -> Provenance:
    return {"source": holding.source, "release": holding.release, "as_of": holding.as_of}


def _missing(npi: str, holding: Holding, status: ProviderStatus, detail: str) -> ProviderReply:
    return ProviderReply(**provenance(holding), npi=npi, check_digit_ok=True, status=status, detail=detail)


def _reply(provider: Provider, holding: Holding) -> ProviderReply:
    return ProviderReply(
        **provenance(holding),
        npi=str(provider.npi),
        check_digit_ok=True,
        status=ProviderStatus.verified if provider.active else ProviderStatus.inactive,
        name=_name(provider),
        entity_type=provider.entity or None,
        credential=provider.credential,
        city=provider.city,
        state=provider.state,
        taxonomies=_taxonomies(provider.taxonomies),
        deactivated_on=_day(provider.deactivated),
        reactivated_on=_day(provider.reactivated),
        detail=_standing(provider),
    )


def _standing(provider: Provider) -> str:
    if not provider.active:
        return f"Deactivated on {provider.deactivated}."
    return f"Active; reactivated on {provider.reactivated}." if provider.deactivated else "Active."


def _name(provider: Provider) -> str:
    if provider.organization:
        return provider.organization
    person = f"{provider.first_name} {provider.last_name}".strip()
    return f"{person}, {provider.credential}" if person and provider.credential else person


def _taxonomies(packed: str) -> tuple[TaxonomyRow, ...]:
    rows = (part.split(",") for part in packed.split(";") if part)
    return tuple(
        TaxonomyRow(code=code, desc=labels().get(code, ""), primary=primary == "1", state=state)
        for code, primary, state in rows
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
