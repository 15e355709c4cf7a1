"""The tools of every server: names, arguments and the fields of their replies, as existing skills call them."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
from mcp import Client
from mcp.types import Tool

from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.roster import Held, servers

CONTRACT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "icd10-codes": {
        "validate_code": ("code code_type", "code valid billable description children release"),
        "lookup_code": ("code code_type", "code valid billable description children release"),
        "search_codes": ("query code_type search_by limit exact valid_for_hipaa_only", "codes"),
        "get_hierarchy": ("code_prefix", "code children"),
        "get_by_category": ("chapter category valid_for_hipaa_only", "codes"),
        "get_by_body_system": ("body_system_code section_code valid_for_hipaa_only limit", "codes held"),
    },
    "npi-registry": {
        "npi_validate": ("npi", "npi check_digit_ok valid"),
        "npi_lookup": ("npi", "npi check_digit_ok status name taxonomies entity_type"),
        "npi_search": ("first_name last_name state taxonomy_description", "providers"),
    },
    "cms-coverage": {
        "search_national_coverage": ("keyword document_type limit", "policies"),
        "search_local_coverage": ("keyword document_type limit", "policies"),
        "get_coverage_document": (
            "document_id document_type",
            "policy_id title type jurisdiction effective criteria",
        ),
        "get_contractors": ("state contractor_type limit", "contractors"),
        "get_whats_new_report": ("days_back document_type limit", "available"),
        "batch_get_ncds": ("ncd_ids", "documents"),
        "check_code_pairs": ("codes service_date", "available pairs"),
        "sad_exclusion_list": ("keyword hcpcs_code date_option limit", "drugs"),
    },
    "pubmed": {
        "search_articles": ("query max_results", "available articles"),
        "get_article_metadata": ("pmids", "available articles"),
        "find_related_articles": ("pmid", "available articles"),
        "lookup_article_by_citation": ("title journal year", "available articles"),
        "convert_article_ids": ("ids", "available ids"),
    },
    "clinical-trials": {
        "search_trials": ("query status phase limit", "available trials"),
        "get_trial_details": ("nct_id", "available trial"),
        "search_by_eligibility": ("condition age gender limit", "available trials"),
        "search_investigators": ("name organization limit", "available investigators"),
        "analyze_endpoints": ("nct_id", "available endpoints"),
        "search_by_sponsor": ("sponsor_name status limit", "available trials"),
    },
}
PROVENANCE = {"source", "release", "as_of"}


@pytest.fixture(scope="module")
def held(icd10_store: Icd10Store) -> Iterator[Held]:
    yield Held(icd10_store.path.parent)


async def tools_of(held: Held, name: str) -> dict[str, Tool]:
    async with Client(servers(held)[name]) as client:
        return {tool.name: tool for tool in (await client.list_tools()).tools}


def fields_of(schema: dict[str, Any] | None) -> set[str]:
    return set(cast(dict[str, Any], (schema or {})["properties"]))


@pytest.mark.parametrize("name", CONTRACT)
async def test_a_server_offers_exactly_its_tools_with_their_arguments(held: Held, name: str) -> None:
    tools = await tools_of(held, name)
    assert tools.keys() == CONTRACT[name].keys()
    for tool, (arguments, _) in CONTRACT[name].items():
        assert set(arguments.split()) <= fields_of(tools[tool].input_schema), tool


@pytest.mark.parametrize("name", CONTRACT)
async def test_every_reply_has_its_fields_and_says_where_it_comes_from(held: Held, name: str) -> None:
    tools = await tools_of(held, name)
    for tool, (_, fields) in CONTRACT[name].items():
        assert set(fields.split()) | PROVENANCE <= fields_of(tools[tool].output_schema), tool


@pytest.mark.parametrize("name", CONTRACT)
async def test_every_tool_is_described_and_only_reads(held: Held, name: str) -> None:
    for tool in (await tools_of(held, name)).values():
        assert tool.description, tool.name
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
