"""One specialist at a time, as the accelerator offers them. Nothing is stored but the access."""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, JsonValue

from orchestrator.api import body as wording
from orchestrator.api import wire
from orchestrator.api.access import note
from orchestrator.api.bodies import JSON, documented, parse_as, read_json, reference, to_request
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.scratch import ScratchRecorder
from orchestrator.api.supplied import ClaimedCoverage, ClaimedResult, lowered, unless_failed
from orchestrator.identity.callers import Caller
from priorauth.case import ReviewInput, review_input
from priorauth.errors import Fault, RequestRefused
from priorauth.findings import Specialist
from priorauth.intake import RequestBody, items_of
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask

router = APIRouter(prefix="/api/agents", tags=["accelerator"])
Stand = Annotated[Parts, Depends(parts_of)]
R = TypeVar("R", bound=BaseModel)
_REFUSALS = problems(400, 401, 403, 413, 415, 422, 429)


class AgentReply(BaseModel, Generic[R]):
    """What every agent endpoint wraps its result in."""

    agent: str
    started: str
    completed: str
    result: R


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    request: dict[str, JsonValue]


class CoverageBody(_Sent):
    """The request and what a caller says the clinical reviewer found: shown, never used as evidence."""

    clinical_findings: dict[str, JsonValue] | None = None


class SynthesisBody(_Sent):
    """The request and the three results a caller brings."""

    compliance_result: dict[str, JsonValue]
    clinical_result: dict[str, JsonValue]
    coverage_result: dict[str, JsonValue]
    cpt_validation: JsonValue = None


@router.post(
    "/compliance",
    response_model=AgentReply[wire.ComplianceWire],
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(RequestBody))),
)
async def compliance(request: Request, parts: Stand, caller: Calling) -> AgentReply[wire.ComplianceWire]:
    """The completeness checklist alone."""
    case, began = await _case(await read_json(request), request, parts, caller)
    found = await parts.team().compliance(CaseTask(case=case), ScratchRecorder(), 1)
    return _reply("compliance-agent", began, wording.compliance_body(found))


@router.post(
    "/clinical",
    response_model=AgentReply[wire.ClinicalWire],
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(RequestBody))),
)
async def clinical(request: Request, parts: Stand, caller: Calling) -> AgentReply[wire.ClinicalWire]:
    """Codes, extraction and discrepancies alone."""
    case, began = await _case(await read_json(request), request, parts, caller)
    recorder = ScratchRecorder()
    found = await parts.team().clinical(CaseTask(case=case), recorder, 1)
    return _reply("clinical-reviewer-agent", began, wording.clinical_body(found, recorder.calls))


@router.post(
    "/coverage",
    response_model=AgentReply[wire.CoverageWire],
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(CoverageBody))),
)
async def coverage(request: Request, parts: Stand, caller: Calling) -> AgentReply[wire.CoverageWire]:
    """Provider, policies and criteria alone, judged on the record itself."""
    sent = parse_as(CoverageBody, await read_json(request))
    case, began = await _case(sent.request, request, parts, caller, inside=True)
    recorder, team = ScratchRecorder(), parts.team()
    read = await team.clinical(CaseTask(case=case), ScratchRecorder(), 1)
    found = await team.coverage(CoverageTask(case=case, clinical=read), recorder, 1)
    return _reply("coverage-assessment-agent", began, wording.coverage_body(found, recorder.calls))


@router.post(
    "/synthesis",
    response_model=AgentReply[wire.SynthesisWire],
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(SynthesisBody))),
)
async def synthesis(request: Request, parts: Stand, caller: Calling) -> AgentReply[wire.SynthesisWire]:
    """Gates, confidence and recommendation. What a caller brings can lower our own findings, never raise them."""
    sent = parse_as(SynthesisBody, await read_json(request))
    case, began = await _case(sent.request, request, parts, caller, inside=True)
    recorder, team = ScratchRecorder(), parts.team()
    task = CaseTask(case=case)
    complete = await team.compliance(task, recorder, 1)
    read = await team.clinical(task, recorder, 1)
    covered = await team.coverage(CoverageTask(case=case, clinical=read), recorder, 1)
    claimed = parse_as(ClaimedCoverage, sent.coverage_result)
    coverage = lowered(unless_failed(covered, claimed, Specialist.coverage), claimed, case)
    proposal = team.synthesis(
        SynthesisTask(
            case=case,
            compliance=unless_failed(complete, parse_as(ClaimedResult, sent.compliance_result), Specialist.compliance),
            clinical=unless_failed(read, parse_as(ClaimedResult, sent.clinical_result), Specialist.clinical),
            coverage=coverage,
            mode=team.mode,
        )
    )
    worded = wording.synthesis_body(proposal, coverage, recorder.calls, show_denial=False)
    return _reply("synthesis-decision-agent", began, worded)


async def _case(
    data: object, request: Request, parts: Parts, caller: Caller, *, inside: bool = False
) -> tuple[ReviewInput, datetime]:
    """The case in a request that is not kept, and when work on it began."""
    began = datetime.now(UTC)
    try:
        wanted = to_request(data, parts.settings.default_line_of_business, trusted=False)
    except RequestRefused as refused:
        raise RequestRefused(
            [Fault(("request", *f.loc), f.msg) for f in refused.faults] if inside else refused.faults
        ) from None
    await note(parts, request, caller, "ask one specialist")
    case = review_input(wanted, items_of(wanted), began, case_id=str(uuid4()), synthetic=parts.settings.synthetic)
    return case, began


def _reply(agent: str, began: datetime, result: R) -> AgentReply[R]:
    return AgentReply(
        agent=agent, started=wording.moment(began), completed=wording.moment(datetime.now(UTC)), result=result
    )
