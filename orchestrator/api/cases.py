"""Cases: accept one, list them, search them, read one, give one to somebody."""

import json
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from orchestrator.api import models, views
from orchestrator.api.access import note, stored_case, visible, whole_case
from orchestrator.api.bodies import (
    FILES_SCHEMA,
    JSON,
    MULTIPART,
    documented,
    media_type,
    read_as,
    read_json,
    read_parts,
    reference,
    to_request,
)
from orchestrator.api.cursors import read_cursor, write_cursor
from orchestrator.api.description import problems
from orchestrator.api.incoming import incoming
from orchestrator.api.may import acts
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.identity.callers import Caller, Role
from orchestrator.store.cases import StoredCase, WorklistQuery
from orchestrator.store.documents import NewDocument
from orchestrator.store.submissions import IdempotencyKey
from orchestrator.workflow.desk import Asked
from priorauth.digests import digest_text
from priorauth.errors import Fault, RequestRefused
from priorauth.intake import RequestBody

router = APIRouter(prefix="/api/cases", tags=["cases"])
Stand = Annotated[Parts, Depends(parts_of)]
KEY_BOUND, WAIT_BOUND, MEMBERS_BOUND = 200, 60, 500
_SUBMITTED = documented(
    (JSON, reference(RequestBody)),
    (
        MULTIPART,
        {
            "type": "object",
            "required": ["request"],
            "properties": {"request": reference(RequestBody), "file": FILES_SCHEMA},
        },
    ),
)


@router.post(
    "",
    status_code=202,
    response_model=models.CaseResource,
    responses={
        200: {"model": models.CaseResource, "description": "The review was done within the time asked for"},
        **problems(400, 401, 403, 409, 413, 415, 422, 429),
    },
    openapi_extra=_SUBMITTED,
)
async def submit_case(
    request: Request,
    response: Response,
    parts: Stand,
    caller: Calling,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=KEY_BOUND)] = None,
    prefer: Annotated[str | None, Header(max_length=200)] = None,
) -> models.CaseResource:
    """Accept a request. Nothing is lost once this has answered."""
    asked = await _asked(request, parts, caller, idempotency_key)
    accepted = await parts.desk.accept(asked)
    await note(parts, request, caller, "submit case", accepted.case_id)
    response.status_code = 202
    if seconds := waiting_time(prefer):
        response.headers["Preference-Applied"] = f"wait={seconds}"
        if await parts.desk.runs.wait(accepted.case_id, 1, seconds):
            response.status_code = 200
    response.headers["Location"] = f"/api/cases/{accepted.case_id}"
    return shown(parts, caller, await stored_case(parts, accepted.case_id))


async def _asked(request: Request, parts: Parts, caller: Caller, key: str | None) -> Asked:
    data, files = await read_json(request) if media_type(request) != MULTIPART else None, tuple[NewDocument, ...]()
    if media_type(request) == MULTIPART:
        sent = await read_parts(request)
        if sent.request is None:
            raise RequestRefused([Fault(("request",), "this part is required")])
        data, files = sent.request, tuple([await incoming(parts.files, f) for f in sent.files])
    trusted = caller.has(Role.admin)
    wanted = to_request(data, parts.settings.default_line_of_business, trusted=trusted)
    body = digest_text(json.dumps([data, [sha256(f.content or b"").hexdigest() for f in files]], sort_keys=True))
    idempotency = IdempotencyKey(key, parts.desk.codec.blind(body, "idempotency body")) if key else None
    return Asked(wanted, caller.name, "rest", files, idempotency)


def waiting_time(prefer: str | None) -> int:
    """The seconds a `Prefer: wait=N` asks for, as far as they are granted; none where it asks for something else."""
    for preference in (prefer or "").replace(";", ",").split(","):
        name, _, value = preference.strip().partition("=")
        if name.strip().lower() == "wait" and value.strip().isascii() and value.strip().isdigit():
            return min(int(value.strip()[:6]), WAIT_BOUND)
    return 0


def shown(parts: Parts, caller: Caller, stored: StoredCase) -> models.CaseResource:
    return views.case(stored, parts.settings.zone, parts.now(), acts(caller, stored.row))


@router.get("", response_model=models.CasePage, responses=problems(401, 403, 422, 429))
async def list_cases(
    request: Request, parts: Stand, caller: Calling, filters: Annotated[models.WorklistFilters, Query()]
) -> models.CasePage:
    """The worklist, soonest due first."""
    return await page(request, parts, caller, models.SearchBody.model_construct(**filters.model_dump()))


@router.post(
    "/search",
    response_model=models.CasePage,
    responses=problems(400, 401, 403, 413, 415, 422, 429, 503),
    openapi_extra=documented((JSON, reference(models.SearchBody))),
)
async def search_cases(request: Request, parts: Stand, caller: Calling) -> models.CasePage:
    """The worklist with free text: a case number, a member id or words of a name."""
    return await page(request, parts, caller, await read_as(models.SearchBody, request))


async def page(request: Request, parts: Parts, caller: Caller, asked: models.SearchBody) -> models.CasePage:
    await note(parts, request, caller, "read worklist")
    filters = asked.model_dump_json(exclude={"cursor", "limit"})
    now = parts.now()
    here = now.astimezone(parts.settings.zone)
    found = await parts.desk.cases.page(
        WorklistQuery(
            who=caller.name,
            today=here.replace(hour=0, minute=0, second=0, microsecond=0),
            now=now,
            submitted_by=caller.name if caller.scoped else None,
            newest_first=asked.sort == "received_at",
            after=read_cursor(parts.cursor_key, filters, asked.cursor) if asked.cursor else None,
            limit=asked.limit,
            members=await _members(parts, asked.text),
            case_number=asked.text.strip() if asked.text and asked.text.strip() else None,
            **asked.model_dump(
                include={
                    "view",
                    "state",
                    "urgency",
                    "recommendation",
                    "risk",
                    "service",
                    "assigned_to",
                    "due_before",
                }
            ),
        )
    )
    return models.CasePage(
        items=[views.worklist_item(row, now, here.date()) for row in found.rows],
        next_cursor=write_cursor(parts.cursor_key, filters, found.next_after) if found.next_after else None,
        counts=found.counts,
        views=found.views,
    )


async def _members(parts: Parts, text: str | None) -> tuple[str, ...]:
    """The members free text can mean: the one of this id, and those whose name holds the words."""
    if not text or not text.strip():
        return ()
    by_id = parts.desk.codec.blind(f"id:{text.strip().replace('-', '').casefold()}", "member")
    return (by_id, *await parts.sealed.members_named(text, MEMBERS_BOUND))


@router.get("/{case_id}", response_model=models.CaseResource, responses=problems(401, 403, 404, 429))
async def read_case(case_id: str, request: Request, parts: Stand, caller: Calling) -> models.CaseResource:
    """One case with all that belongs to it."""
    return shown(parts, caller, await whole_case(parts, request, caller, case_id, "read case"))


@router.put(
    "/{case_id}/assignment",
    response_model=models.CaseResource,
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
    openapi_extra=documented((JSON, reference(models.Assignment))),
)
async def assign_case(case_id: str, request: Request, parts: Stand, caller: Calling) -> models.CaseResource:
    """Give the case to a person or a role, or put it back."""
    wanted = await read_as(models.Assignment, request)
    await visible(parts, caller, case_id)
    await parts.desk.assign(case_id, wanted.assignee, wanted.role, caller.name)
    return shown(parts, caller, await whole_case(parts, request, caller, case_id, "assign case"))
