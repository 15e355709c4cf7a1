"""The documents of a case: its audit justification, its letters before and after they are issued."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from orchestrator.acts import determine, extend, inform
from orchestrator.acts.asked import Asking
from orchestrator.acts.audit import audit_of
from orchestrator.acts.bundle import bundle_of
from orchestrator.acts.letters import latest_act, letter_pdf, letter_text
from orchestrator.api.access import note, sealed_review, visible
from orchestrator.api.act_bodies import FindingResource, LetterPreview, LetterPreviewBody, PreviewedLetter
from orchestrator.api.bodies import JSON, documented, read_as, reference
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.documents.audit import AuditDocuments
from orchestrator.documents.letter_fields import Audience
from orchestrator.documents.letters import Letter
from orchestrator.identity.callers import Caller
from orchestrator.store.issued import Issued

router = APIRouter(prefix="/api/cases/{case_id}", tags=["documents"])
Stand = Annotated[Parts, Depends(parts_of)]
Review = Annotated[int | None, Query(ge=1, le=1_000_000)]
Act = Annotated[str | None, Query(max_length=40)]
_REFUSALS = problems(401, 403, 404, 422, 429, 500, 503)


def _file(kind: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {kind: {}}, "description": "The document"}, **_REFUSALS}


@router.get("/audit.pdf", response_class=Response, responses=_file("application/pdf"))
async def audit_pdf(case_id: str, request: Request, parts: Stand, caller: Calling, review: Review = None) -> Response:
    """The audit justification of a review, of the latest where none is named."""
    made, name = await _audit(case_id, review, request, parts, caller)
    return _document(made.pdf, "application/pdf", f"{name}.pdf")


@router.get("/audit.md", response_class=Response, responses=_file("text/markdown"))
async def audit_markdown(
    case_id: str, request: Request, parts: Stand, caller: Calling, review: Review = None
) -> Response:
    """The same as markdown."""
    made, name = await _audit(case_id, review, request, parts, caller)
    return _document(made.markdown.encode(), "text/markdown; charset=utf-8", f"{name}.md")


async def _audit(
    case_id: str, review: int | None, request: Request, parts: Parts, caller: Caller
) -> tuple[AuditDocuments, str]:
    row = await visible(parts, caller, case_id)
    await note(parts, request, caller, "read audit document", case_id)
    found = await sealed_review(parts, case_id, review or max(row.latest_review, 1))
    if found.record is None:
        raise Refused(ProblemType.review_not_ready, "The review is running.")
    made = await audit_of(parts.office, found, found.record)
    return made, f"audit-{row.case_number}-review-{found.row.review}"


@router.get("/bundle.zip", response_class=Response, responses=_file("application/zip"))
async def read_bundle(case_id: str, request: Request, parts: Stand, caller: Calling) -> Response:
    """Everything on which the case was reviewed and decided, for another machine to verify and replay."""
    row = await visible(parts, caller, case_id)
    await note(parts, request, caller, "read inspection bundle", case_id)
    headers = {"Content-Disposition": f'attachment; filename="bundle-{row.case_number}.zip"'}
    return Response(await bundle_of(parts.office, row), media_type="application/zip", headers=headers)


@router.get("/letter.pdf", response_class=Response, responses=_file("application/pdf"))
async def read_letter_pdf(
    case_id: str,
    request: Request,
    parts: Stand,
    caller: Calling,
    audience: Audience = Audience.member,
    act: Act = None,
) -> Response:
    """A letter as it was issued: of the act named, else of the latest."""
    named = await _letter(case_id, act, request, parts, caller)
    return _issued(await letter_pdf(parts.office, case_id, named, audience), f"letter-{named}-{audience}.pdf")


@router.get("/letter.txt", response_class=Response, responses=_file("text/plain"))
async def read_letter_text(
    case_id: str,
    request: Request,
    parts: Stand,
    caller: Calling,
    audience: Audience = Audience.member,
    act: Act = None,
) -> Response:
    """The same as plain text."""
    named = await _letter(case_id, act, request, parts, caller)
    return _issued(await letter_text(parts.office, case_id, named, audience), f"letter-{named}-{audience}.txt")


async def _letter(case_id: str, act: str | None, request: Request, parts: Parts, caller: Caller) -> str:
    await visible(parts, caller, case_id)
    await note(parts, request, caller, "read letter", case_id)
    return act or await latest_act(parts.office, case_id) or _no_letter()


def _no_letter() -> str:
    raise Refused(ProblemType.not_found, "No letter of this case has been issued.")


def _issued(found: Issued | None, name: str) -> Response:
    if found is None:
        raise Refused(ProblemType.not_found, "This act issued no such letter.")
    return _document(found.content, found.media_type, name)


def _document(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


@router.post(
    "/letter-preview",
    response_model=LetterPreview,
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
    openapi_extra=documented((JSON, reference(LetterPreviewBody))),
)
async def preview_letters(case_id: str, request: Request, parts: Stand, caller: Calling) -> LetterPreview:
    """The letters that an act would issue, with what the notice linter says of them. Nothing is recorded but a look."""
    wanted = await read_as(LetterPreviewBody, request)
    await visible(parts, caller, case_id)
    await note(parts, request, caller, "preview letters", case_id)
    letters = await _previewed(parts, Asking(case_id, caller), wanted)
    return LetterPreview(letters=[await _shown(parts, letter) for letter in letters])


async def _previewed(parts: Parts, asking: Asking, wanted: LetterPreviewBody) -> tuple[Letter, ...]:
    if wanted.determination is not None:
        return await determine.preview(parts.office, asking, wanted.determination.asked())
    if wanted.information_request is not None:
        return await inform.preview(parts.office, asking, wanted.information_request.asked())
    if wanted.extension is not None:
        return await extend.preview(parts.office, asking, wanted.extension.asked())
    return ()


async def _shown(parts: Parts, letter: Letter) -> PreviewedLetter:
    pdf = await parts.press.pdf(letter.document)
    return PreviewedLetter(
        audience=letter.audience.value,
        kind=letter.kind,
        text=letter.text,
        pdf_base64=base64.b64encode(pdf).decode("ascii"),
        findings=[FindingResource(fault=f.fault, message=f.message, blocks=f.blocks) for f in letter.findings],
        may_go_out=letter.may_go_out,
    )
