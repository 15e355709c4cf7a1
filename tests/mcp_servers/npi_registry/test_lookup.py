"""Who a number belongs to, and what a registry may conclude from not holding it."""

from datetime import date
from pathlib import Path

import pytest
from mcp import Client

from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.registry import Holding, Provider, ProviderRegistry, ProviderSearch
from mcp_servers.npi_registry.replies import NpiReply, ProviderListReply, ProviderReply
from mcp_servers.npi_registry.server import server
from mcp_servers.sources.held_providers import HeldProviders, registry_path, starter_registry
from priorauth.codes import npi_check_digit_ok
from priorauth.findings import ProviderStatus

WHOLE = Holding("test registry", "2026-11", date(2026, 11, 9), complete=True)
KNOWN, ABSENT = 2000000002, "2999999990"


def provider(**changes: str | int) -> Provider:
    row = Provider(
        KNOWN, 1, "", "ROE", "ANN", "MD", "SALEM", "OR", "207X00000X,1,OR;207R00000X,0,OR", "2026-01-01", "", ""
    )
    return row._replace(**changes)


def registry_with(*providers: Provider, holding: Holding = WHOLE) -> ProviderRegistry:
    registry = ProviderRegistry()
    with registry.db:
        registry.put(providers)
    registry.declare(holding)
    return registry


async def looked_up(registry: ProviderRegistry, npi: str) -> ProviderReply:
    async with Client(server(LocalProviders(registry))) as client:
        result = await client.call_tool("npi_lookup", {"npi": npi})
    return ProviderReply.model_validate(result.structured_content)


async def test_an_active_provider_is_verified_with_name_and_specialties() -> None:
    reply = await looked_up(registry_with(provider()), str(KNOWN))
    assert (reply.status, reply.check_digit_ok, reply.entity_type) == (ProviderStatus.verified, True, 1)
    assert reply.name == "ANN ROE, MD"
    assert [(t.code, t.desc, t.primary, t.state) for t in reply.taxonomies] == [
        ("207X00000X", "Orthopaedic surgery", True, "OR"),
        ("207R00000X", "Internal medicine", False, "OR"),
    ]
    assert (reply.source, reply.release, reply.as_of) == ("test registry", "2026-11", date(2026, 11, 9))


async def test_a_deactivated_provider_is_inactive() -> None:
    reply = await looked_up(registry_with(provider(deactivated="2025-03-01")), str(KNOWN))
    assert (reply.status, reply.deactivated_on) == (ProviderStatus.inactive, date(2025, 3, 1))


async def test_a_reactivated_provider_is_verified() -> None:
    reply = await looked_up(registry_with(provider(deactivated="2025-03-01", reactivated="2025-06-01")), str(KNOWN))
    assert reply.status is ProviderStatus.verified


async def test_a_provider_deactivated_after_a_reactivation_is_inactive() -> None:
    reply = await looked_up(registry_with(provider(deactivated="2026-03-01", reactivated="2025-06-01")), str(KNOWN))
    assert reply.status is ProviderStatus.inactive


async def test_a_number_missing_from_a_whole_registry_is_not_found() -> None:
    assert (await looked_up(registry_with(), ABSENT)).status is ProviderStatus.not_found


async def test_a_number_missing_from_part_of_a_registry_is_unverified() -> None:
    reply = await looked_up(starter_registry(), ABSENT)
    assert reply.status is ProviderStatus.unverified
    assert "synthetic" in reply.source


async def test_a_number_whose_row_was_unreadable_is_unverified_even_in_a_whole_registry() -> None:
    registry = registry_with()
    registry.db.execute("INSERT INTO unreadable VALUES (?)", (int(ABSENT),))
    assert (await looked_up(registry, ABSENT)).status is ProviderStatus.unverified


@pytest.mark.parametrize("npi", ["1234567890", "123", "", "3234567893", "12345678931", "１２３４５６７８９３", "abc"])
async def test_a_number_that_cannot_be_an_npi_is_invalid_whatever_the_registry_holds(npi: str) -> None:
    assert (await looked_up(registry_with(), npi)).status is ProviderStatus.invalid


async def test_a_valid_number_passes_without_any_registry() -> None:
    async with Client(server(LocalProviders(registry_with()))) as client:
        result = await client.call_tool("npi_validate", {"npi": " 1234567893 "})
    reply = NpiReply.model_validate(result.structured_content)
    assert (reply.valid, reply.check_digit_ok, reply.npi) == (True, True, "1234567893")


def test_the_starter_set_holds_only_numbers_never_issued_and_the_published_sample() -> None:
    registry = starter_registry()
    numbers = [str(row[0]) for row in registry.db.execute("SELECT npi FROM provider")]
    assert len(numbers) >= 40
    assert all(npi_check_digit_ok(npi) for npi in numbers)
    assert [npi for npi in numbers if not npi.startswith("2")] == ["1234567893"]


def test_every_specialty_of_the_starter_set_has_a_label() -> None:
    registry = starter_registry()
    providers = [LocalProviders(registry).answer(str(row.npi)) for row in registry.search(ProviderSearch(), 1000)]
    unlabelled = [t.code for provider in providers for t in provider.taxonomies if not t.desc]
    assert unlabelled == []


async def test_a_search_narrows_by_name_place_and_specialty() -> None:
    registry = registry_with(
        provider(),
        provider(npi=2000000010, first_name="BEN", taxonomies="207RP1001X,1,OR"),
        provider(npi=2000000028, last_name="ROEBUCK", state="WA"),
    )

    async def found(**arguments: str) -> list[str]:
        async with Client(server(LocalProviders(registry))) as client:
            result = await client.call_tool("npi_search", dict(arguments))
        return [row.name for row in ProviderListReply.model_validate(result.structured_content).providers]

    assert await found(last_name="roe") == ["ANN ROE, MD", "BEN ROE, MD", "ANN ROEBUCK, MD"]
    assert await found(last_name="roe", state="or") == ["ANN ROE, MD", "BEN ROE, MD"]
    assert await found(last_name="Roe", taxonomy_description="pulmonary") == ["BEN ROE, MD"]
    assert await found(last_name="roe", taxonomy_description="no such trade") == []
    assert await found(taxonomy_description="207RP1001X") == ["BEN ROE, MD"]
    assert await found(last_name="' OR 1=1 --") == []


async def test_an_imported_registry_takes_over_only_once_it_is_finished(tmp_path: Path) -> None:
    held = HeldProviders(tmp_path)
    assert (await held.look_up("1234567893")).status is ProviderStatus.verified
    imported = ProviderRegistry(registry_path(tmp_path))
    assert (await held.look_up("1234567893")).status is ProviderStatus.verified
    imported.declare(WHOLE)
    assert (await held.look_up("1234567893")).status is ProviderStatus.not_found
    imported.close()
