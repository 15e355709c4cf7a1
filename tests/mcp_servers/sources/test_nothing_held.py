"""Literature and trials offline: every tool answers, nothing is found, no source is named."""

import pytest
from mcp import Client
from mcp.server import MCPServer

from mcp_servers.clinical_trials.server import server as trials
from mcp_servers.pubmed.server import server as pubmed
from mcp_servers.sources.nothing_held import NoLiterature, NoTrials

TRIAL = {"nct_id": "NCT01234567"}
CALLS = [
    (pubmed(NoLiterature()), "search_articles", {"query": "sleep apnea", "max_results": 3}),
    (pubmed(NoLiterature()), "get_article_metadata", {"pmids": ["12345"]}),
    (pubmed(NoLiterature()), "find_related_articles", {"pmid": "12345"}),
    (pubmed(NoLiterature()), "lookup_article_by_citation", {"title": "On sleep", "year": 2020}),
    (pubmed(NoLiterature()), "convert_article_ids", {"ids": ["PMC1"]}),
    (trials(NoTrials()), "search_trials", {"query": "sleep apnea", "status": "RECRUITING", "phase": "PHASE3"}),
    (trials(NoTrials()), "get_trial_details", TRIAL),
    (trials(NoTrials()), "search_by_eligibility", {"condition": "sleep apnea", "age": 60, "gender": "female"}),
    (trials(NoTrials()), "search_investigators", {"name": "Roe"}),
    (trials(NoTrials()), "analyze_endpoints", TRIAL),
    (trials(NoTrials()), "search_by_sponsor", {"sponsor_name": "A sponsor"}),
]


@pytest.mark.parametrize(("server", "tool", "arguments"), CALLS, ids=[tool for _, tool, _ in CALLS])
async def test_every_tool_says_that_nothing_is_available(
    server: MCPServer, tool: str, arguments: dict[str, object]
) -> None:
    async with Client(server) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error is False
    assert result.structured_content is not None
    assert result.structured_content["available"] is False
    assert result.structured_content["source"] == ""
    assert result.structured_content["detail"] == "Not available offline."
