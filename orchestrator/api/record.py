"""The record of a case: as a stream while it grows, as a list with the verdict on its chain."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse

from orchestrator.api import models, views
from orchestrator.api.access import known, note, visible
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.streams import events, last_event_id, stream

router = APIRouter(prefix="/api/cases/{case_id}", tags=["record"])
Stand = Annotated[Parts, Depends(parts_of)]
_STREAM = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}


@router.get("/events", response_class=StreamingResponse, responses={**_STREAM, **problems(401, 403, 404, 429)})
async def follow_case(
    case_id: str,
    request: Request,
    parts: Stand,
    caller: Calling,
    resume: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> StreamingResponse:
    """What happens to the case, as it happens. Resumes after `Last-Event-ID`."""
    await visible(parts, caller, case_id)
    await note(parts, request, caller, "follow case", case_id)
    return stream(events(last_event_id(resume), partial(parts.desk.follow, case_id), parts.closing))


@router.get("/audit-log", response_model=models.AuditLog, responses=problems(401, 403, 404, 429))
async def read_audit_log(case_id: str, request: Request, parts: Stand, caller: Calling) -> models.AuditLog:
    """Every event, and whether their chain holds or where it first does not."""
    await known(parts, caller, case_id)
    await note(parts, request, caller, "read audit log", case_id)
    happened, verdict = await parts.desk.record_of(case_id)
    chain = models.ChainResource(
        intact=verdict.intact, events=verdict.events, broken_at=verdict.broken_at, reason=verdict.reason
    )
    return models.AuditLog(events=[views.event(e) for e in happened], chain=chain)
