"""The clinical-trials tools: supplementary context, which supports a reviewer and never decides."""

from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field

from mcp_servers.clinical_trials.replies import EndpointsReply, InvestigatorsReply, TrialReply, TrialsReply
from mcp_servers.clinical_trials.source import TrialSource
from mcp_servers.serving import READ_ONLY, new_server

NAME = "clinical-trials"

Text = Annotated[str, Field(max_length=400)]
NctId = Annotated[str, Field(pattern=r"^[Nn][Cc][Tt][0-9]{8}$")]
Limit = Annotated[int, Field(ge=1, le=100)]


def server(source: TrialSource) -> MCPServer:
    mcp = new_server(NAME, "Registered clinical trials by condition, number, investigator or sponsor.")
    _add_search_tools(mcp, source)
    _add_number_tools(mcp, source)
    return mcp


def _add_search_tools(mcp: MCPServer, source: TrialSource) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def search_trials(query: Text, status: Text = "", phase: Text = "", limit: Limit = 10) -> TrialsReply:
        """Trials for words, narrowed by status (RECRUITING) and phase (PHASE3)."""
        return await source.search(query, status, phase, limit)

    @mcp.tool(annotations=READ_ONLY)
    async def search_by_eligibility(
        condition: Text,
        age: Annotated[int | None, Field(ge=0, le=130)] = None,
        gender: Text = "",
        limit: Limit = 10,
    ) -> TrialsReply:
        """Trials of a condition that take people of this age and sex."""
        return await source.by_eligibility(condition, age, gender, limit)

    @mcp.tool(annotations=READ_ONLY)
    async def search_investigators(name: Text = "", organization: Text = "", limit: Limit = 10) -> InvestigatorsReply:
        """Who leads trials, by their name or where they work."""
        return await source.investigators(name, organization, limit)

    @mcp.tool(annotations=READ_ONLY)
    async def search_by_sponsor(sponsor_name: Text, status: Text = "", limit: Limit = 10) -> TrialsReply:
        """Trials a sponsor leads or takes part in."""
        return await source.by_sponsor(sponsor_name, status, limit)


def _add_number_tools(mcp: MCPServer, source: TrialSource) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def get_trial_details(nct_id: NctId) -> TrialReply:
        """One trial and who may take part in it."""
        return await source.details(nct_id)

    @mcp.tool(annotations=READ_ONLY)
    async def analyze_endpoints(nct_id: NctId) -> EndpointsReply:
        """What a trial measures, and when."""
        return await source.endpoints(nct_id)
