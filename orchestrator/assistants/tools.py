"""The tools an assistant may call: submit a case, read one, list the worklist, explain a review."""

from typing import Annotated, Any, Literal, cast

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field
from starlette.requests import Request

from orchestrator.api import models
from orchestrator.api.access import note, sealed_review, stored_case, visible, whole_case
from orchestrator.api.bodies import to_request
from orchestrator.api.body import review_body
from orchestrator.api.cases import page, shown
from orchestrator.api.parts import Parts, parts_of
from orchestrator.api.problems import Refused
from orchestrator.api.wire import CriterionWire, GapWire
from orchestrator.identity.callers import Caller, Role
from orchestrator.workflow.desk import Asked
from priorauth.determination import CaseState
from priorauth.errors import ActRefused, JsonRefused, RequestRefused

NAME = "priorauth"
INSTRUCTIONS = "Prior authorization cases. What comes back is a proposal; a person determines. Show reasons as told."
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
CaseId = Annotated[str, Field(max_length=64, description="The case's id")]
Calling = Context[Any, Request]


class Explanation(BaseModel):
    """Why a review proposes what it proposes; every quote was checked against the record."""

    case_id: str
    review: int
    recommendation: str
    decision_gate: str
    confidence: float
    confidence_level: str
    criteria_summary: str
    clinical_rationale: str
    gate_results: dict[str, str]
    criteria: list[CriterionWire]
    documentation_gaps: list[GapWire]
    policy_references: list[str]
    disclaimer: str


def add_tools(mcp: MCPServer) -> None:
    """Give the server its tools. The caller is whom the gate let through."""
    _add_submit(mcp)
    _add_reading(mcp)


def _add_submit(mcp: MCPServer) -> None:
    @mcp.tool(annotations=_ADDS)
    async def submit_case(
        request: Annotated[dict[str, Any], Field(description="The request, with the fields of POST /api/cases")],
        ctx: Calling,
        wait_seconds: Annotated[int, Field(ge=0, le=60, description="How long to wait for the review")] = 0,
    ) -> models.CaseResource:
        """Submit a prior authorization request. Wrong codes and thin notes are accepted; the review says so."""
        asking, parts, caller = _who(ctx)
        if not caller.has(Role.submitter, Role.reviewer):
            raise ToolError("This needs one of the roles reviewer, submitter.")
        try:
            wanted = to_request(request, parts.settings.default_line_of_business, trusted=caller.has(Role.admin))
            accepted = await parts.desk.accept(Asked(wanted, caller.name, "assistant"))
        except (RequestRefused, JsonRefused, ActRefused) as refused:
            raise ToolError(str(refused)) from None
        await note(parts, asking, caller, "submit case", accepted.case_id)
        if wait_seconds:
            await parts.desk.runs.wait(accepted.case_id, 1, wait_seconds)
        return shown(parts, caller, await stored_case(parts, accepted.case_id))


def _add_reading(mcp: MCPServer) -> None:
    @mcp.tool(annotations=_READS)
    async def get_case(case_id: CaseId, ctx: Calling) -> models.CaseResource:
        """One case: its state, its clock, its latest review and what may be done."""
        asking, parts, caller = _who(ctx)
        try:
            return shown(parts, caller, await whole_case(parts, asking, caller, case_id, "read case"))
        except Refused as refused:
            raise ToolError(refused.detail) from None

    @mcp.tool(annotations=_READS)
    async def list_cases(
        ctx: Calling,
        state: CaseState | None = None,
        risk: Literal["High", "Medium", "Low"] | None = None,
        cursor: Annotated[str | None, Field(max_length=200)] = None,
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
    ) -> models.CasePage:
        """The worklist, soonest due first."""
        asking, parts, caller = _who(ctx)
        wanted = models.SearchBody(state=state, risk=risk, cursor=cursor, limit=limit)
        try:
            return await page(asking, parts, caller, wanted)
        except (Refused, RequestRefused) as refused:
            raise ToolError(str(refused)) from None

    @mcp.tool(annotations=_READS)
    async def explain_decision(
        case_id: CaseId, ctx: Calling, review: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    ) -> Explanation:
        """Why the engine proposes what it proposes: gates, criteria with their quotes, and what is missing."""
        asking, parts, caller = _who(ctx)
        try:
            row = await visible(parts, caller, case_id)
            await note(parts, asking, caller, "read review", case_id)
            found = await sealed_review(parts, case_id, review or max(row.latest_review, 1))
        except Refused as refused:
            raise ToolError(refused.detail) from None
        if found.record is None:
            raise ToolError("The review is not sealed yet.")
        body = review_body(found.record)
        told = body.model_dump(include=set(Explanation.model_fields) - {"review", "gate_results", "criteria"})
        return Explanation(
            **told,
            review=found.row.review,
            gate_results=body.synthesis_audit_trail.gate_results,
            criteria=body.agent_results.coverage.criteria_assessment,
        )


def _who(ctx: Calling) -> tuple[Request, Parts, Caller]:
    """The request behind a call, what it stands on, and whom the gate let through."""
    request = ctx.request_context.request
    if request is None:
        raise ToolError("This server answers over HTTP alone.")
    return request, parts_of(request), cast(Caller, request.state.caller)
