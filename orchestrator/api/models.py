"""The resources of our own API, as they are really returned."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from orchestrator.api.wire import ReviewWire


class Resource(BaseModel):
    model_config = ConfigDict(frozen=True)


class ItemResource(Resource):
    sequence: int
    code: str
    modifiers: list[str]
    units: int
    principal: int | None
    description: str
    recommendation: str | None
    outcome: str | None


class LatestReview(Resource):
    review: int
    outcome: Literal["running", "sealed", "failed"]
    reasons: list[str]
    recommendation: str | None
    decision_gate: str | None
    confidence: float | None
    confidence_level: str | None
    criteria_summary: str | None
    started_at: datetime
    sealed_at: datetime | None


class ItemDecisionResource(Resource):
    sequence: int
    outcome: str
    units: int | None = None
    code: str | None = None


class DeterminationResource(Resource):
    number: str
    outcome: str
    review: int | None
    decided_by: str
    decided_at: datetime
    rationale: str
    items: list[ItemDecisionResource]
    letters: list[str]


class RequestedItemResource(Resource):
    what: str
    why: str
    critical: bool


class InformationRequestResource(Resource):
    reference: str
    review: int
    requested_items: list[RequestedItemResource]
    reply_by: date | None
    requested_by: str
    requested_at: datetime


class ClockResource(Resource):
    due_at: datetime | None
    time_zone: str
    rule: str
    extended_until: datetime | None


class PageResource(Resource):
    page: int
    start: int
    end: int


class SectionResource(Resource):
    title: str
    start: int
    end: int


class DocumentResource(Resource):
    document_id: int
    kind: str
    title: str
    reading: str
    pages: int
    characters: int
    media_type: str
    added_at: datetime
    added_by: str
    flags: list[str]
    read_by_review: int | None


class DocumentText(DocumentResource):
    text: str
    page_spans: list[PageResource]
    sections: list[SectionResource]


class CaseResource(Resource):
    """A case."""

    case_id: str
    case_number: str
    state: Literal["received", "reviewing", "ready", "info_requested", "decided", "withdrawn"]
    urgency: str
    line_of_business: str
    received_at: datetime
    request: dict[str, JsonValue]
    items: list[ItemResource]
    latest_review: LatestReview | None
    determination: DeterminationResource | None
    information_request: InformationRequestResource | None
    clock: ClockResource
    flags: list[str]
    duplicate_of: str | None
    assigned_to: str | None
    documents: list[DocumentResource]
    may: list[str]
    links: dict[str, str]


class WorklistItem(Resource):
    """A line of the worklist."""

    case_id: str
    case_number: str
    member: str
    age: int | None
    items: list[ItemResource]
    recommendation: str | None
    criteria_met: int | None
    criteria_total: int | None
    confidence: float | None
    risk: str | None
    risk_reasons: list[str]
    state: str
    urgency: str
    running_step: str | None
    assigned_to: str | None
    received_at: datetime
    due_at: datetime | None
    flags: list[str]


class CasePage(Resource):
    items: list[WorklistItem]
    next_cursor: str | None
    counts: dict[str, int]
    views: dict[str, int]


class EventResource(Resource):
    sequence: int
    type: str
    at: datetime
    review: int | None
    step: str | None
    attempt: int | None
    actor: str
    data: dict[str, JsonValue]


class ChainResource(Resource):
    intact: bool
    events: int
    broken_at: int | None
    reason: str


class AuditLog(Resource):
    events: list[EventResource]
    chain: ChainResource


class ReviewResource(ReviewWire):
    """One review: the accelerator's body and where it stands in the life of the case."""

    review: int
    outcome: Literal["sealed"]
    started_at: datetime
    sealed_at: datetime | None


class RowChange(Resource):
    policy_id: str
    id: str
    item: int
    criterion: str
    before: str | None
    after: str | None
    why: str


class ReviewDiff(Resource):
    """What changed between two reviews, criterion by criterion."""

    review: int
    against: int
    recommendation_before: str
    recommendation_after: str
    changed: list[RowChange]
    unchanged: int
    documents_added: list[int]


class TextDocument(BaseModel):
    """Information added as text."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    text: str = Field(min_length=1, max_length=400_000)
    title: str = Field(default="Additional information", max_length=200)


class SearchBody(BaseModel):
    """A worklist query; free text stands only here, since addresses are logged."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    text: str | None = Field(default=None, max_length=200)
    state: str | None = Field(default=None, max_length=32)
    urgency: str | None = Field(default=None, max_length=32)
    recommendation: str | None = Field(default=None, max_length=32)
    risk: str | None = Field(default=None, max_length=16)
    service: str | None = Field(default=None, max_length=16)
    assigned_to: str | None = Field(default=None, max_length=200)
    due_before: datetime | None = None
    view: str | None = Field(default=None, max_length=32)
    sort: Literal["due_at", "received_at"] = "due_at"
    cursor: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=50, ge=1, le=200)
