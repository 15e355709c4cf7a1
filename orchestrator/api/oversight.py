"""Oversight: who holds which licence, put on file by administrators; who looked at what, asked by auditors."""

import csv
import io
from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator, Field, StringConstraints

from orchestrator.api.access import note
from orchestrator.api.bodies import JSON, documented, read_as, reference
from orchestrator.api.description import problems
from orchestrator.api.models import Resource, Scrubbed, SentBody, SentMoment
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.identity.credentials import FiledCredential, FiledCredentials, NewCredential
from orchestrator.store.access import Line, Wanted
from priorauth.intake import iso_day, usps

router = APIRouter(prefix="/api", tags=["oversight"])
Stand = Annotated[Parts, Depends(parts_of)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Scrubbed]
_CSV = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_COLUMNS = ("id", "at", "actor", "action", "case_id", "origin")


class CredentialBody(SentBody):
    """A reviewer's licence, for the person of exactly this name."""

    person: Words
    licence: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Scrubbed]
    state: Annotated[str, BeforeValidator(usps)]
    specialty: Words
    board_certification: Annotated[str, Field(max_length=200), Scrubbed] = ""
    valid_until: Annotated[date, BeforeValidator(iso_day)] | None = None


class FiledResource(Resource):
    """A licence on file; withdrawn, it counts no more."""

    credential_id: str
    person: str
    licence: str
    state: str
    specialty: str
    board_certification: str
    valid_until: date | None
    filed_at: datetime
    filed_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class FiledList(Resource):
    items: list[FiledResource]


class AccessLine(Resource):
    """One read or act."""

    id: int
    at: datetime
    actor: str
    action: str
    case_id: str | None
    origin: str


class AccessPage(Resource):
    """Lines, newest first; `next_before` asks for the older ones."""

    items: list[AccessLine]
    next_before: int | None


class AccessFilters(SentBody):
    """What of the access log is wanted."""

    actor: str | None = Field(default=None, max_length=200)
    action: str | None = Field(default=None, max_length=64)
    case_id: str | None = Field(default=None, max_length=36)
    since: SentMoment | None = None
    until: SentMoment | None = None
    before: Annotated[int | None, Field(ge=1, le=2**62)] = None
    limit: int = Field(default=100, ge=1, le=1000)


@router.get("/credentials", response_model=FiledList, responses=problems(401, 403, 429))
async def list_credentials(request: Request, parts: Stand, caller: Calling) -> FiledList:
    """Every licence that was ever on file."""
    await note(parts, request, caller, "read credentials")
    return FiledList(items=[_filed(one) for one in await _on_file(parts).all()])


@router.post(
    "/credentials",
    status_code=201,
    response_model=FiledResource,
    responses=problems(400, 401, 403, 413, 415, 422, 429),
    openapi_extra=documented((JSON, reference(CredentialBody))),
)
async def file_credential(request: Request, parts: Stand, caller: Calling) -> FiledResource:
    """Put a licence on file."""
    sent = await read_as(CredentialBody, request)
    filed = await _on_file(parts).file(NewCredential(**sent.model_dump()), caller.name)
    await note(parts, request, caller, "file credential")
    return _filed(filed)


@router.post(
    "/credentials/{credential_id}/withdrawal", response_model=FiledResource, responses=problems(401, 403, 404, 422, 429)
)
async def withdraw_credential(
    credential_id: Annotated[str, Path(max_length=36)], request: Request, parts: Stand, caller: Calling
) -> FiledResource:
    """Take a licence back; it stays on file and nobody can decide by it any more."""
    found = await _on_file(parts).withdraw(credential_id, caller.name)
    if found is None:
        raise Refused(ProblemType.not_found, "No such credential.")
    await note(parts, request, caller, "withdraw credential")
    return _filed(found)


@router.get("/access-log", response_model=AccessPage, responses=problems(401, 403, 422, 429))
async def read_access_log(
    request: Request, parts: Stand, caller: Calling, filters: Annotated[AccessFilters, Query()]
) -> AccessPage:
    """Who read or did what, when, from where."""
    await note(parts, request, caller, "read access log")
    lines = await parts.access.page(_wanted(filters), filters.before, filters.limit)
    more = len(lines) == filters.limit
    return AccessPage(items=[_line(one) for one in lines], next_before=lines[-1].id if more else None)


@router.get("/access-log.csv", response_class=StreamingResponse, responses={**_CSV, **problems(401, 403, 422, 429)})
async def export_access_log(
    request: Request, parts: Stand, caller: Calling, filters: Annotated[AccessFilters, Query()]
) -> StreamingResponse:
    """The same as a table, whole."""
    await note(parts, request, caller, "export access log")
    headers = {"Content-Disposition": 'attachment; filename="access-log.csv"'}
    return StreamingResponse(_table(parts, _wanted(filters)), media_type="text/csv", headers=headers)


def _on_file(parts: Parts) -> FiledCredentials:
    return FiledCredentials(parts.desk.database)


async def _table(parts: Parts, wanted: Wanted) -> AsyncGenerator[str]:
    before: int | None = None
    yield _row(_COLUMNS)
    while lines := await parts.access.page(wanted, before, 1000):
        for one in lines:
            yield _row((str(one.id), one.at.isoformat(), one.actor, one.action, one.case_id or "", one.origin))
        before = lines[-1].id


def _row(cells: tuple[str, ...]) -> str:
    """One line; a cell that a spreadsheet would take for a formula is text."""
    out = io.StringIO()
    csv.writer(out).writerow([f"'{cell}" if cell[:1] in "=+-@\t" and cell else cell for cell in cells])
    return out.getvalue()


def _wanted(filters: AccessFilters) -> Wanted:
    return Wanted(filters.actor, filters.action, filters.case_id, filters.since, filters.until)


def _line(one: Line) -> AccessLine:
    return AccessLine(id=one.id, at=one.at, actor=one.actor, action=one.action, case_id=one.case_id, origin=one.origin)


def _filed(one: FiledCredential) -> FiledResource:
    return FiledResource(
        **one.credential.model_dump(),
        filed_at=one.filed_at,
        filed_by=one.filed_by,
        withdrawn_at=one.withdrawn_at,
        withdrawn_by=one.withdrawn_by,
    )
