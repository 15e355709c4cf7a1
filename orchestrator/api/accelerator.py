"""The accelerator's door: its published requests and replies over the same cases, reviews and record."""

from collections.abc import AsyncGenerator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, JsonValue

from orchestrator.api.access import note, visible
from orchestrator.api.audits import with_audit
from orchestrator.api.bodies import JSON, documented, read_json, reference, to_request
from orchestrator.api.body import moment, review_body
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.api.progress import Progress
from orchestrator.api.streams import frame, stream
from orchestrator.api.wire import ReviewWire
from orchestrator.identity.callers import Caller, Role
from orchestrator.store.sealed import StoredReview
from orchestrator.workflow.desk import Asked
from priorauth.events import EventType
from priorauth.intake import RequestBody

router = APIRouter(prefix="/api", tags=["accelerator"])
Stand = Annotated[Parts, Depends(parts_of)]
KEEP_ALIVE_SECONDS = 2.0
RETRY_AFTER = "5"
_SENT = documented((JSON, reference(RequestBody)))
_STREAM = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}


class ReviewLine(BaseModel):
    """A sealed review in the list."""

    request_id: str
    patient_name: str
    recommendation: str
    confidence_level: str
    reviewed_at: str
    decision_made: bool


async def _accepted(request: Request, parts: Parts, caller: Caller) -> str:
    wanted = to_request(
        await read_json(request), parts.settings.default_line_of_business, trusted=caller.has(Role.admin)
    )
    accepted = await parts.desk.accept(Asked(wanted, caller.name, "accelerator"))
    await note(parts, request, caller, "submit case", accepted.case_id)
    return accepted.case_id


@router.post(
    "/review",
    response_model=ReviewWire,
    responses=problems(400, 401, 403, 413, 415, 422, 429, 503),
    openapi_extra=_SENT,
)
async def review(request: Request, parts: Stand, caller: Calling) -> ReviewWire:
    """Accept a request and answer with its review."""
    case_id = await _accepted(request, parts, caller)
    if not await parts.desk.runs.wait(case_id, 1, parts.settings.sync_wait_seconds):
        raise Refused(
            ProblemType.wait_exceeded,
            "The review goes on; ask for it again by its id.",
            more={"case_id": case_id},
            headers={"Retry-After": RETRY_AFTER},
        )
    return await _first_review(parts, case_id)


async def _first_review(parts: Parts, case_id: str) -> ReviewWire:
    found = await parts.sealed.review(case_id, 1)
    if found is None or found.record is None:
        reasons: list[JsonValue] = list(found.row.reasons) if found else []
        raise Refused(
            ProblemType.review_failed,
            "The review failed; the case is kept and can be run again.",
            more={"case_id": case_id, "reasons": reasons},
        )
    return await shown(parts, found)


async def shown(parts: Parts, found: StoredReview) -> ReviewWire:
    """A sealed review as this door words it: a proposed denial reads as a pend."""
    if found.record is None:
        raise Refused(ProblemType.review_not_ready, "The review is not sealed yet.")
    due = found.case.extended_until or found.case.due_at
    body = review_body(found.record, case_number=found.case.case_number, due_at=due, show_denial=False)
    return await with_audit(parts, found, found.record, body)


@router.post(
    "/review/stream",
    response_class=StreamingResponse,
    responses={**_STREAM, **problems(400, 401, 403, 413, 415, 422, 429)},
    openapi_extra=_SENT,
)
async def review_stream(request: Request, parts: Stand, caller: Calling) -> StreamingResponse:
    """Accept a request and tell of its review as it runs. Leaving stops nothing."""
    case_id = await _accepted(request, parts, caller)
    return stream(_told(parts, case_id))


async def _told(parts: Parts, case_id: str) -> AsyncGenerator[bytes]:
    progress, last = Progress(), 0
    yield frame("progress", progress.first())
    follow = partial(parts.desk.follow, case_id)
    while not parts.closing.is_set():
        fresh = await follow(last, KEEP_ALIVE_SECONDS)
        for event in fresh:
            last = event.sequence
            if told := progress.heard(event):
                yield frame("progress", told)
            if event.type in (EventType.review_sealed, EventType.review_failed):
                yield await _end(parts, case_id)
                return
        if not fresh:
            yield b": keep-alive\n\n"
    yield frame("error", {"detail": "The server is going down; the review goes on.", "case_id": case_id})


async def _end(parts: Parts, case_id: str) -> bytes:
    try:
        return frame("result", await _first_review(parts, case_id))
    except Refused as refused:
        return frame("error", {"detail": refused.detail, "case_id": case_id})


@router.get("/reviews", response_model=list[ReviewLine], responses=problems(401, 403, 429))
async def list_reviews(request: Request, parts: Stand, caller: Calling) -> list[ReviewLine]:
    """The newest sealed reviews."""
    await note(parts, request, caller, "read reviews")
    found = await parts.sealed.headlines(caller.name if caller.scoped else None)
    return [
        ReviewLine(
            request_id=line.case_id,
            patient_name=line.patient_name,
            recommendation="pend_for_review" if line.recommendation == "deny" else line.recommendation,
            confidence_level=line.confidence_level,
            reviewed_at=moment(line.reviewed_at),
            decision_made=line.decided,
        )
        for line in found
    ]


@router.get("/review/{request_id}", response_model=ReviewWire, responses=problems(401, 403, 404, 429))
async def read_review(request_id: str, request: Request, parts: Stand, caller: Calling) -> ReviewWire:
    """The newest sealed review of a case."""
    await visible(parts, caller, request_id)
    await note(parts, request, caller, "read review", request_id)
    found = await parts.sealed.latest(request_id)
    if found is None:
        raise Refused(ProblemType.review_not_ready, "No review is sealed yet.", more={"case_id": request_id})
    return await shown(parts, found)
