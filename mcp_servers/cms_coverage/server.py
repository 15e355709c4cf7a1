"""The cms-coverage tools: national and local policies by code or words, whole documents, contractors by state."""

from datetime import date
from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field

from mcp_servers.cms_coverage.answers import LOCAL, CoverageAnswers
from mcp_servers.cms_coverage.cards import PolicySource
from mcp_servers.cms_coverage.code_pairs import PairSource
from mcp_servers.cms_coverage.public import PublicCoverage
from mcp_servers.cms_coverage.replies import (
    CodePairsReply,
    ContractorsReply,
    DocumentReply,
    DocumentsReply,
    ExclusionsReply,
    NewsReply,
    PoliciesReply,
)
from mcp_servers.cms_coverage.wider import WiderAnswers
from mcp_servers.serving import READ_ONLY, new_server
from priorauth.findings import PolicyKind

NAME = "cms-coverage"

Text = Annotated[str, Field(max_length=200)]
Keyword = Annotated[str, Field(max_length=400, description="A procedure code, a policy id, or words")]
DocumentType = Annotated[str, Field(max_length=40, description="NCD, LCD or another kind; does not narrow when empty")]
Limit = Annotated[int, Field(ge=1, le=200)]


def server(source: PolicySource, pairs: PairSource | None = None, public: PublicCoverage | None = None) -> MCPServer:
    mcp = new_server(NAME, "Coverage policies by procedure code or words, and Medicare's contractors by state.")
    answers = WiderAnswers(CoverageAnswers(source, pairs), public)
    _add_search_tools(mcp, answers)
    _add_document_tools(mcp, answers)
    _add_list_tools(mcp, answers)
    return mcp


def _add_search_tools(mcp: MCPServer, answers: WiderAnswers) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def search_national_coverage(
        keyword: Keyword, document_type: DocumentType = "", limit: Limit = 10
    ) -> PoliciesReply:
        """National determinations about a procedure code or words; those only known to exist are marked not held."""
        return await answers.search(keyword, (PolicyKind.ncd,), limit)

    @mcp.tool(annotations=READ_ONLY)
    async def search_local_coverage(
        keyword: Keyword, document_type: DocumentType = "", limit: Limit = 10
    ) -> PoliciesReply:
        """Contractors' and plans' policies about a procedure code or words."""
        return await answers.search(keyword, LOCAL, limit)


def _add_document_tools(mcp: MCPServer, answers: WiderAnswers) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def get_coverage_document(document_id: Text, document_type: DocumentType = "") -> DocumentReply:
        """One policy with its criteria and its text."""
        return await answers.document(document_id)

    @mcp.tool(annotations=READ_ONLY)
    async def batch_get_ncds(ncd_ids: Annotated[list[Text], Field(max_length=50)]) -> DocumentsReply:
        """Several national determinations at once."""
        return await answers.documents(ncd_ids)


def _add_list_tools(mcp: MCPServer, answers: WiderAnswers) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def get_contractors(
        state: Annotated[str, Field(max_length=2, description="Two letters")] = "",
        contractor_type: Annotated[str, Field(max_length=40, description="A/B MAC, DME MAC or HHH MAC")] = "",
        limit: Limit = 50,
    ) -> ContractorsReply:
        """Medicare's contractors for a state."""
        return answers.here.contractors(state, contractor_type, limit)

    @mcp.tool(annotations=READ_ONLY)
    async def get_whats_new_report(
        days_back: Annotated[int, Field(ge=1, le=3650)] = 30, document_type: DocumentType = "", limit: Limit = 50
    ) -> NewsReply:
        """What was published lately; known where public sources are asked."""
        return await answers.news(days_back, document_type, limit)

    @mcp.tool(annotations=READ_ONLY)
    async def check_code_pairs(
        codes: Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=50)], service_date: date
    ) -> CodePairsReply:
        """Which of these procedure codes are not paid together on a day; only where a table was imported."""
        return answers.here.code_pairs(codes, service_date)

    @mcp.tool(annotations=READ_ONLY)
    async def sad_exclusion_list(
        keyword: Text = "", hcpcs_code: Text = "", date_option: Text = "", limit: Limit = 50
    ) -> ExclusionsReply:
        """Drugs that patients usually take themselves and Medicare Part B leaves out."""
        return await answers.exclusions(keyword, hcpcs_code, limit)
