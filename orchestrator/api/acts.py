"""What a person does about a case: decide, ask for information, extend, resume, reopen."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from orchestrator.acts.asked import Asking
from orchestrator.acts.determine import determine
from orchestrator.acts.extend import extend_clock
from orchestrator.acts.inform import request_information
from orchestrator.acts.reopen import reopen
from orchestrator.acts.resume import resume
from orchestrator.acts.withdraw import withdraw
from orchestrator.api import models, views
from orchestrator.api.access import note, stored_case, visible
from orchestrator.api.act_bodies import (
    DeterminationBody,
    ExtensionBody,
    InformationRequestBody,
    ReasonBody,
    ReopenBody,
)
from orchestrator.api.bodies import JSON, documented, parse_as, read_json, reference
from orchestrator.api.cases import KEY_BOUND, shown
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.identity.callers import Caller
from orchestrator.store.acts import ActKey
from priorauth.determination import Action
from priorauth.digests import digest_text

router = APIRouter(prefix="/api/cases/{case_id}", tags=["acts"])
Stand = Annotated[Parts, Depends(parts_of)]
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=KEY_BOUND)]
_REFUSALS = problems(400, 401, 403, 404, 409, 413, 415, 422, 429)


async def asking(request: Request, parts: Parts, caller: Caller, case_id: str, key: str | None, body: object) -> Asking:
    """Who asks, once the case is known to be there for them."""
    await visible(parts, caller, case_id)
    if key is None:
        return Asking(case_id, caller)
    blind = parts.desk.codec.blind
    named = blind(f"{request.url.path.rpartition('/')[2]}\x1f{key}", "idempotency of acts")
    sent = digest_text(json.dumps(body, sort_keys=True))
    return Asking(case_id, caller, key=ActKey(caller.name, named, blind(sent, "idempotency body")))


@router.post(
    "/determination",
    status_code=201,
    response_model=models.DeterminationResource,
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(DeterminationBody))),
)
async def make_determination(
    case_id: str,
    request: Request,
    response: Response,
    parts: Stand,
    caller: Calling,
    key: Key = None,
) -> models.DeterminationResource:
    """Decide a review, or withdraw the case. A refusal is made by a credentialed person, never by a machine."""
    body = await read_json(request)
    wanted = await asking(request, parts, caller, case_id, key, body)
    decision = parse_as(DeterminationBody, body).asked()
    if decision.action is Action.withdraw:
        made = await withdraw(parts.office, wanted, decision)
    else:
        made = await determine(parts.office, wanted, decision)
    await note(parts, request, caller, f"{decision.action} case", case_id)
    response.headers["Location"] = f"/api/cases/{case_id}"
    return views.determination(made)


@router.post(
    "/information-requests",
    status_code=201,
    response_model=models.InformationRequestResource,
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(InformationRequestBody))),
)
async def ask_for_information(
    case_id: str, request: Request, response: Response, parts: Stand, caller: Calling, key: Key = None
) -> models.InformationRequestResource:
    """Ask for named things. Nothing is decided; the clock runs on unless its rule lets it stop. A reply is reviewed."""
    body = await read_json(request)
    wanted = await asking(request, parts, caller, case_id, key, body)
    made = await request_information(parts.office, wanted, parse_as(InformationRequestBody, body).asked())
    await note(parts, request, caller, "request information", case_id)
    response.headers["Location"] = f"/api/cases/{case_id}"
    return views.information_request(made)


@router.post(
    "/extension",
    response_model=models.CaseResource,
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(ExtensionBody))),
)
async def extend(case_id: str, request: Request, parts: Stand, caller: Calling, key: Key = None) -> models.CaseResource:
    """Move the day the decision is due, for a reason the rule knows."""
    body = await read_json(request)
    wanted = await asking(request, parts, caller, case_id, key, body)
    await extend_clock(parts.office, wanted, parse_as(ExtensionBody, body).asked())
    return await _acted(request, parts, caller, case_id, "extend case")


@router.post(
    "/resume",
    response_model=models.CaseResource,
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(ReasonBody))),
)
async def resume_case(
    case_id: str, request: Request, parts: Stand, caller: Calling, key: Key = None
) -> models.CaseResource:
    """Go on with what is there."""
    body = await read_json(request)
    wanted = await asking(request, parts, caller, case_id, key, body)
    await resume(parts.office, wanted, parse_as(ReasonBody, body).reason)
    return await _acted(request, parts, caller, case_id, "resume case")


@router.post(
    "/reopen",
    response_model=models.CaseResource,
    responses=_REFUSALS,
    openapi_extra=documented((JSON, reference(ReopenBody))),
)
async def reopen_case(
    case_id: str,
    request: Request,
    parts: Stand,
    caller: Calling,
    key: Key = None,
) -> models.CaseResource:
    """Open a decided case again. What was decided stays in the record."""
    body = await read_json(request)
    wanted = await asking(request, parts, caller, case_id, key, body)
    await reopen(parts.office, wanted, parse_as(ReopenBody, body).asked())
    return await _acted(request, parts, caller, case_id, "reopen case")


async def _acted(request: Request, parts: Parts, caller: Caller, case_id: str, action: str) -> models.CaseResource:
    await note(parts, request, caller, action, case_id)
    return shown(parts, caller, await stored_case(parts, case_id))
