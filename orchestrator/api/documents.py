"""The documents of a case: add one, read its text with pages and sections, get its bytes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from orchestrator.api import models, views
from orchestrator.api.access import note, visible, whole_case
from orchestrator.api.bodies import (
    FILES_SCHEMA,
    JSON,
    MULTIPART,
    documented,
    media_type,
    read_as,
    read_parts,
    reference,
)
from orchestrator.api.description import problems
from orchestrator.api.headings import sections_of
from orchestrator.api.incoming import incoming
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.store.cases import StoredCase, StoredDocument
from orchestrator.store.documents import NewDocument
from priorauth.case import DocumentKind
from priorauth.determination import CaseState
from priorauth.errors import Fault, RequestRefused

router = APIRouter(prefix="/api/cases/{case_id}/documents", tags=["documents"])
Stand = Annotated[Parts, Depends(parts_of)]
_SENT = documented(
    (JSON, reference(models.TextDocument)),
    (MULTIPART, {"type": "object", "required": ["file"], "properties": {"file": FILES_SCHEMA}}),
)


@router.post(
    "",
    status_code=202,
    response_model=models.DocumentResource,
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
    openapi_extra=_SENT,
)
async def add_document(
    case_id: str,
    request: Request,
    parts: Stand,
    caller: Calling,
) -> models.DocumentResource:
    """Add information; a further review reads it. On a decided case it is kept and the answer is 409."""
    row = await visible(parts, caller, case_id)
    if row.state == CaseState.withdrawn:
        raise Refused(ProblemType.case_withdrawn, "The case is withdrawn; submit a new request.")
    numbers = [await parts.desk.add_document(case_id, new, caller.name) for new in await _sent(request, parts)]
    stored = await whole_case(parts, request, caller, case_id, "add document")
    if stored.row.state == CaseState.decided:
        raise Refused(
            ProblemType.case_decided,
            "The document is kept; the case is decided and would have to be reopened.",
            more={"document_id": numbers[0]},
        )
    return _shown(stored, _document(stored, numbers[0]))


async def _sent(request: Request, parts: Parts) -> list[NewDocument]:
    if media_type(request) != MULTIPART:
        sent = await read_as(models.TextDocument, request)
        return [NewDocument(DocumentKind.text, sent.title, sent.text)]
    files = (await read_parts(request)).files
    if not files:
        raise RequestRefused([Fault(("file",), "this part is required")])
    return [await incoming(parts.files, f) for f in files]


@router.get("/{document_id}", response_model=models.DocumentText, responses=problems(401, 403, 404, 422, 429))
async def read_document(
    case_id: str, document_id: int, request: Request, parts: Stand, caller: Calling
) -> models.DocumentText:
    """A document's text with its pages and sections."""
    stored = await whole_case(parts, request, caller, case_id, "read document")
    held = _document(stored, document_id)
    return views.document_text(held, _read_by(stored, held), sections_of(held.document.text))


@router.get(
    "/{document_id}/content",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **problems(401, 403, 404, 422, 429, 503)},
)
async def read_content(case_id: str, document_id: int, request: Request, parts: Stand, caller: Calling) -> Response:
    """The bytes as they were sent, to be kept as a file and never run in a page of ours."""
    await visible(parts, caller, case_id)
    await note(parts, request, caller, "read document bytes", case_id)
    found = await parts.sealed.content(case_id, document_id)
    if found is None:
        raise Refused(ProblemType.not_found, "No such document.")
    disposition = "inline" if found.media_type == "application/pdf" else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="document-{document_id}"'}
    return Response(found.content, media_type=found.media_type, headers=headers)


def _document(stored: StoredCase, document_id: int) -> StoredDocument:
    for held in stored.documents:
        if held.document.document_id == document_id:
            return held
    raise Refused(ProblemType.not_found, "No such document.")


def _read_by(stored: StoredCase, held: StoredDocument) -> int | None:
    review = stored.review
    return review.review if review and held.document.document_id <= review.documents_read else None


def _shown(stored: StoredCase, held: StoredDocument) -> models.DocumentResource:
    return views.document(held, _read_by(stored, held))
