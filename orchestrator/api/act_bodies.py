"""The bodies of what persons do, as sent; each becomes an act as it was asked for."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from orchestrator.acts.asked import Decision, MoreTime, Question, Reopening
from orchestrator.api.models import Resource, Scrubbed, SentBody, SentMoment
from priorauth.case import CODE_BOUND, CODES_BOUND
from priorauth.deadlines import ExtensionReason
from priorauth.determination import (
    Action,
    Agreement,
    CitedCriterion,
    DeterminationOutcome,
    ItemDecision,
    ReasonKey,
    ReopenKind,
    RequestedInformation,
)
from priorauth.intake import iso_day

RATIONALE_BOUND, WORDS_BOUND, LINE_BOUND = 10_000, 2_000, 500
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=WORDS_BOUND), Scrubbed]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_BOUND), Scrubbed]
Review = Annotated[int, Field(ge=1, le=1_000_000)]
SentDay = Annotated[date, BeforeValidator(iso_day)]


class ItemDecisionBody(SentBody):
    """What becomes of one item."""

    sequence: int = Field(ge=1, le=CODES_BOUND)
    outcome: Literal["approved", "approved_modified", "denied"]
    units: int | None = Field(default=None, ge=1, le=999_999)
    code: Annotated[str, Field(min_length=1, max_length=CODE_BOUND)] | None = None


class CriterionBody(SentBody):
    """The criterion a refusal rests on, and where it comes from."""

    id: Line
    source: Line


class AgreementBody(SentBody):
    """That the requester agreed to a change: who, and when."""

    by: Line
    at: SentMoment


class DeterminationBody(SentBody):
    """A determination."""

    action: Action
    review: Review | None = None
    items: list[ItemDecisionBody] = Field(default=[], max_length=CODES_BOUND)
    rationale: Annotated[str | None, Field(max_length=RATIONALE_BOUND), Scrubbed] = None
    reason_key: ReasonKey | None = None
    criterion: CriterionBody | None = None
    credential_id: str | None = Field(default=None, min_length=1, max_length=64)
    requester_agreed: AgreementBody | None = None

    def asked(self) -> Decision:
        return Decision(
            action=self.action,
            review=self.review,
            items=tuple(
                ItemDecision(sequence=i.sequence, outcome=DeterminationOutcome(i.outcome), units=i.units, code=i.code)
                for i in self.items
            ),
            rationale=self.rationale or "",
            reason_key=self.reason_key,
            criterion=CitedCriterion(**self.criterion.model_dump()) if self.criterion else None,
            credential_id=self.credential_id,
            requester_agreed=Agreement(**self.requester_agreed.model_dump()) if self.requester_agreed else None,
        )


class RequestedItemBody(SentBody):
    """One thing that is asked for, and why it matters."""

    what: Line
    why: Words
    critical: bool = True


class InformationRequestBody(SentBody):
    """Information that is asked for; without a day, as many days on as the plan gives, within the clock."""

    review: Review
    requested_items: list[RequestedItemBody] = Field(min_length=1, max_length=50)
    reply_by: SentDay | None = None

    def asked(self) -> Question:
        items = tuple(RequestedInformation(**item.model_dump()) for item in self.requested_items)
        return Question(self.review, items, self.reply_by)


class ExtensionBody(SentBody):
    """More time; a note is needed unless the enrollee asked."""

    reason: ExtensionReason
    days: int = Field(ge=1, le=14)
    note: Annotated[str, Field(max_length=WORDS_BOUND), Scrubbed] = ""

    def asked(self) -> MoreTime:
        return MoreTime(self.reason, self.days, self.note)


class ReasonBody(SentBody):
    """Why the case goes on."""

    reason: Words


class ReopenBody(SentBody):
    """Why a decided case is opened again. Without a kind: an appeal where anything was refused, else a correction."""

    reason: Words
    kind: ReopenKind | None = None

    def asked(self) -> Reopening:
        return Reopening(self.reason, self.kind)


class LetterPreviewBody(SentBody):
    """The act whose letters are to be seen before it is signed: one of them."""

    determination: DeterminationBody | None = None
    information_request: InformationRequestBody | None = None
    extension: ExtensionBody | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(act is not None for act in (self.determination, self.information_request, self.extension)) != 1:
            raise PydanticCustomError("act", "send one of determination, information_request and extension")
        return self


class FindingResource(Resource):
    """What the notice linter says of a letter; one that blocks keeps the act from being recorded."""

    fault: str
    message: str
    blocks: bool


class PreviewedLetter(Resource):
    """A letter as it would go out."""

    audience: Literal["member", "provider"]
    kind: str
    text: str
    pdf_base64: str
    findings: list[FindingResource]
    may_go_out: bool


class LetterPreview(Resource):
    letters: list[PreviewedLetter]
