"""The icd10-codes tools: whether a diagnosis code stands on a date of service, what it means, how to find one."""

from datetime import date
from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field

from mcp_servers.icd10_codes.answers import Icd10Answers
from mcp_servers.icd10_codes.replies import (
    CodeDetailReply,
    CodeListReply,
    CodeReply,
    CodeType,
    HierarchyReply,
    SearchBy,
)
from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.serving import READ_ONLY, new_server

NAME = "icd10-codes"

Code = Annotated[str, Field(max_length=64, description="A code; case, spaces and a missing dot are forgiven")]
Kind = Annotated[CodeType, Field(description="diagnosis: ICD-10-CM; procedure: ICD-10-PCS, not held here")]
ServiceDate = Annotated[date | None, Field(description="Date of service; the newest release held when absent")]
Limit = Annotated[int, Field(ge=1, le=500)]
Text = Annotated[str, Field(max_length=400)]


def server(store: Icd10Store) -> MCPServer:
    mcp = new_server(NAME, "ICD-10-CM diagnosis codes by date of service: validity, completeness, titles, search.")
    answers = Icd10Answers(store)
    _add_code_tools(mcp, answers)
    _add_list_tools(mcp, answers)
    return mcp


def _add_code_tools(mcp: MCPServer, answers: Icd10Answers) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def validate_code(
        code: Code, code_type: Kind = CodeType.diagnosis, service_date: ServiceDate = None
    ) -> CodeReply:
        """Whether a code exists and is complete on the date of service; a header comes with its complete codes."""
        return answers.validate(code, code_type, service_date)

    @mcp.tool(annotations=READ_ONLY)
    async def lookup_code(
        code: Code, code_type: Kind = CodeType.diagnosis, service_date: ServiceDate = None
    ) -> CodeDetailReply:
        """The official title of a code and its place in the classification."""
        return answers.look_up(code, code_type, service_date)

    @mcp.tool(annotations=READ_ONLY)
    async def get_hierarchy(code_prefix: Code) -> HierarchyReply:
        """What stands above and directly below a code or the beginning of one."""
        return answers.hierarchy(code_prefix)


def _add_list_tools(mcp: MCPServer, answers: Icd10Answers) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def search_codes(
        query: Text,
        code_type: Kind = CodeType.diagnosis,
        search_by: SearchBy = SearchBy.description,
        limit: Limit = 10,
        exact: bool = False,
        valid_for_hipaa_only: bool = False,
    ) -> CodeListReply:
        """Codes for words as people say them (abbreviations included) or for the beginning of a code."""
        return answers.search(query, code_type, search_by, limit, exact=exact, billable_only=valid_for_hipaa_only)

    @mcp.tool(annotations=READ_ONLY)
    async def get_by_category(
        chapter: Text = "", category: Text = "", valid_for_hipaa_only: bool = False, limit: Limit = 100
    ) -> CodeListReply:
        """The codes of a category (M17) or block (M15-M19); a chapter alone lists its blocks and categories."""
        return answers.category(chapter, category, billable_only=valid_for_hipaa_only, limit=limit)

    @mcp.tool(annotations=READ_ONLY)
    async def get_by_body_system(
        body_system_code: Text, section_code: Text = "0", valid_for_hipaa_only: bool = False, limit: Limit = 100
    ) -> CodeListReply:
        """Inpatient procedure codes by body system: answers that they are not held here."""
        return answers.body_system()
