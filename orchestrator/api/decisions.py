"""The accelerator's decision door: accept or override the latest review, in its published words.

Accepting or choosing a pend asks for information; everything else is a determination of ours.
"""

import asyncio
import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from orchestrator.acts.asked import Asking, Decision, Question, wanted
from orchestrator.acts.audit import audit_of
from orchestrator.acts.determine import determine
from orchestrator.acts.inform import request_information
from orchestrator.acts.letters import letter_pdf, letter_text
from orchestrator.acts.standing import Reviewed, reviewed
from orchestrator.api.access import note, sealed_review, visible
from orchestrator.api.bodies import JSON, documented, read_as, reference
from orchestrator.api.body import moment
from orchestrator.api.description import problems
from orchestrator.api.models import Scrubbed
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.documents.letter_fields import Audience
from orchestrator.settings import AuthMode
from priorauth.determination import Action, CaseState
from priorauth.errors import Fault, RequestRefused
from priorauth.findings import Failure
from priorauth.recommendation import Recommendation

router = APIRouter(prefix="/api", tags=["accelerator"])
Stand = Annotated[Parts, Depends(parts_of)]
APPROVE, PEND = "approve", "pend_for_review"
Name = Annotated[str, Field(max_length=200), Scrubbed]


class DecisionBody(BaseModel):
    """A decision as the accelerator's clients send it."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    request_id: str = Field(max_length=64)
    action: Literal["accept", "override"]
    override_recommendation: Literal["approve", "pend_for_review"] | None = None
    override_rationale: Annotated[str | None, Field(max_length=10_000), Scrubbed] = None
    reviewer_name: Name
    reviewer_id: Name | None = None


class LetterWire(BaseModel):
    """A letter to the provider."""

    authorization_number: str
    letter_type: Literal["approval", "pend"]
    effective_date: str
    expiration_date: str | None
    patient_name: str
    provider_name: str
    body_text: str
    appeal_rights: None
    documentation_deadline: str | None
    pdf_base64: str


class DecisionReply(BaseModel):
    """What was decided."""

    request_id: str
    authorization_number: str
    final_recommendation: str
    decided_by: str
    decided_at: str
    was_overridden: bool
    override_rationale: str | None
    original_recommendation: str
    letter: LetterWire
    updated_audit_justification_pdf: str


@dataclass(frozen=True)
class _Acted:
    """What either act comes to."""

    number: str
    at: datetime
    final: str
    deadline: str | None
    effective: str
    expires: str | None


@router.post(
    "/decision",
    response_model=DecisionReply,
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429),
    openapi_extra=documented((JSON, reference(DecisionBody))),
)
async def decide(request: Request, parts: Stand, caller: Calling) -> DecisionReply:
    """Accept the latest review, or override it with a reason."""
    sent = await read_as(DecisionBody, request)
    _refuse_incomplete(sent)
    row = await visible(parts, caller, sent.request_id)
    if row.state == CaseState.info_requested:
        raise Refused(ProblemType.already_determined, "This review is decided: information was asked for.")
    stands = await reviewed(parts.office, sent.request_id, None)
    local = parts.settings.auth_mode is AuthMode.local
    asking = Asking(sent.request_id, caller, "accelerator", stated_name=_stated(sent) if local else "")
    acted = await _act(parts, asking, sent, stands)
    await note(parts, request, caller, "decide case", sent.request_id)
    return await _reply(parts, sent, stands, acted, sent.reviewer_name.strip() if local else caller.name)


def _refuse_incomplete(sent: DecisionBody) -> None:
    faults: list[Fault] = []
    if not sent.reviewer_name.strip():
        faults.append(Fault(("reviewer_name",), "this must not be empty"))
    if sent.action == "override" and sent.override_recommendation is None:
        faults.append(Fault(("override_recommendation",), "one of approve, pend_for_review"))
    if sent.action == "override" and not (sent.override_rationale or "").strip():
        faults.append(Fault(("override_rationale",), "an override needs a reason"))
    if faults:
        raise RequestRefused(faults)


def _stated(sent: DecisionBody) -> str:
    """How the reviewer says they are called; nothing here has checked it."""
    name, number = sent.reviewer_name.strip(), (sent.reviewer_id or "").strip()
    return f"{name} ({number})" if number else name


def _final(sent: DecisionBody, stands: Reviewed) -> str:
    if sent.action == "override":
        return sent.override_recommendation or PEND
    return APPROVE if stands.record.proposal.recommendation is Recommendation.approve else PEND


async def _act(parts: Parts, asking: Asking, sent: DecisionBody, stands: Reviewed) -> _Acted:
    office, final, words = parts.office, _final(sent, stands), sent.override_rationale or ""
    if final == APPROVE:
        decision = Decision(Action.approve, stands.review, rationale=words, least_rationale=1)
        made = await determine(office, asking, decision)
        day = office.day(made.decided_at)
        valid = office.approval_days(stands.record.case.request.line_of_business)
        return _Acted(
            made.number, made.decided_at, final, None, day.isoformat(), (day + timedelta(days=valid)).isoformat()
        )
    asked = await request_information(office, asking, Question(stands.review, wanted(stands.record), note=words))
    deadline = asked.reply_by.isoformat() if asked.reply_by else None
    return _Acted(
        asked.reference, asked.requested_at, final, deadline, office.day(asked.requested_at).isoformat(), None
    )


async def _reply(parts: Parts, sent: DecisionBody, stands: Reviewed, acted: _Acted, by: str) -> DecisionReply:
    office, case_id = parts.office, sent.request_id
    found = await sealed_review(parts, case_id, stands.review)
    text, pdf, audit = await asyncio.gather(
        letter_text(office, case_id, acted.number, Audience.provider),
        letter_pdf(office, case_id, acted.number, Audience.provider),
        audit_of(office, found, stands.record),
    )
    original = stands.record.proposal.recommendation
    coverage, request = stands.record.coverage, stands.record.case.request
    provider = "" if isinstance(coverage, Failure) else coverage.provider.name
    return DecisionReply(
        request_id=case_id,
        authorization_number=acted.number,
        final_recommendation=acted.final,
        decided_by=by,
        decided_at=moment(acted.at),
        was_overridden=sent.action == "override",
        override_rationale=sent.override_rationale if sent.action == "override" else None,
        original_recommendation=APPROVE if original is Recommendation.approve else PEND,
        letter=LetterWire(
            authorization_number=acted.number,
            letter_type="approval" if acted.final == APPROVE else "pend",
            effective_date=acted.effective,
            expiration_date=acted.expires,
            patient_name=request.patient_name,
            provider_name=provider or f"NPI {request.provider_npi}",
            body_text=text.content.decode() if text else "",
            appeal_rights=None,
            documentation_deadline=acted.deadline,
            pdf_base64=_base64(pdf.content if pdf else b""),
        ),
        updated_audit_justification_pdf=_base64(audit.pdf),
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
