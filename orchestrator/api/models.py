"""The resources of our own API, as they are really returned."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from orchestrator.api.wire import ReviewWire
from orchestrator.store.cases import View
from priorauth.case import NOTES_BOUND, Urgency, scrub
from priorauth.determination import CaseState
from priorauth.intake import iso_moment
from priorauth.recommendation import Recommendation


def _scrub(value: object) -> object:
    return scrub(value)[0] if isinstance(value, str) else value


def _said(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("string_too_short", "this must not be empty")
    return value


Scrubbed = BeforeValidator(_scrub)
SentMoment = Annotated[datetime, BeforeValidator(iso_moment)]


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


class Replay(Resource):
    """The recorded readings judged again under the rules the review was pinned to."""

    review: int
    equal: bool
    rules_digest: str
    differs: list[str]
    reason: str


class CredentialResource(Resource):
    credential_id: str
    licence: str
    state: str
    specialty: str
    board_certification: str
    valid_until: date | None


class Me(Resource):
    """Who is calling, and where."""

    name: str
    roles: list[str]
    auth_mode: str
    synthetic: bool
    environment: str
    time_zone: str
    credentials: list[CredentialResource]
    csrf: str
    sign_in: str
    sign_out: str


class RuleResource(Resource):
    """A skill, policy, checklist or law in force."""

    id: str
    kind: str
    title: str
    source: str
    certainty: str
    digest: str
    effective: date | None
    ends: date | None
    lines_of_business: list[str]
    codes: list[str]
    jurisdiction: str
    adopted: str
    overlay: bool


class RuleList(Resource):
    digest: str
    rules: list[RuleResource]


class RuleText(RuleResource):
    text: str


class PaItem(Resource):
    """A service that needs authorization, and what to send with the request."""

    codes: list[str]
    description: str
    lines_of_business: list[str]
    policy_id: str
    policy_title: str
    kind: str
    jurisdiction: str
    documents: list[str]
    effective: date | None


class PaItems(Resource):
    items: list[PaItem]


class DiagnosisLookup(Resource):
    code: str
    valid: bool | None
    billable: bool | None
    description: str
    detail: str
    children: list[str]
    source: str
    release: str


class ProcedureLookup(Resource):
    code: str
    modifiers: list[str]
    well_formed: bool
    description: str
    detail: str
    service_type: str | None
    policies: list[str]


class ProviderLookup(Resource):
    npi: str
    check_digit_ok: bool
    status: str
    name: str
    specialty: str
    detail: str
    source: str
    as_of: str


class Health(Resource):
    status: Literal["ok"]


class Dependency(Resource):
    name: str
    ready: bool
    detail: str


class Readiness(Resource):
    status: Literal["ready", "not_ready"]
    dependencies: list[Dependency]


class ReviewStarted(Resource):
    review: int


class SentBody(BaseModel):
    """A body as sent: closed, strict, and silent about what it refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class TextDocument(SentBody):
    """Information added as text."""

    text: Annotated[str, Field(min_length=1, max_length=NOTES_BOUND), Scrubbed, AfterValidator(_said)]
    title: Annotated[str, Field(max_length=200), Scrubbed] = "Additional information"


class Assignment(SentBody):
    """Who takes the case; neither named puts it back."""

    assignee: Annotated[str | None, Field(max_length=200), Scrubbed] = None
    role: Literal["reviewer", "medical_director"] | None = None


class WorklistFilters(SentBody):
    """What of the worklist is wanted."""

    state: CaseState | None = None
    urgency: Urgency | None = None
    recommendation: Recommendation | None = None
    risk: Literal["High", "Medium", "Low"] | None = None
    service: str | None = Field(default=None, max_length=16)
    assigned_to: str | None = Field(default=None, max_length=200)
    due_before: SentMoment | None = None
    view: View | None = None
    sort: Literal["due_at", "received_at"] = "due_at"
    cursor: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=50, ge=1, le=200)


class SearchBody(WorklistFilters):
    """A worklist query; free text stands only here, since addresses are logged."""

    text: Annotated[str | None, Field(max_length=200), Scrubbed] = None
