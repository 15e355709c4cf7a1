"""What a person decided about a review. No machine makes one of these."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from priorauth.base import Frozen


class CaseState(StrEnum):
    received = "received"
    reviewing = "reviewing"
    ready = "ready"
    info_requested = "info_requested"
    decided = "decided"
    withdrawn = "withdrawn"


class ReviewOutcome(StrEnum):
    running = "running"
    sealed = "sealed"
    failed = "failed"


class Action(StrEnum):
    approve = "approve"
    approve_modified = "approve_modified"
    deny = "deny"
    withdraw = "withdraw"


class DeterminationOutcome(StrEnum):
    approved = "approved"
    approved_modified = "approved_modified"
    denied = "denied"
    withdrawn = "withdrawn"


class ReasonKey(StrEnum):
    """Why something was refused, in the plan's own short words; a licensed table may map them elsewhere."""

    medical_necessity = "medical_necessity"
    documentation_missing = "documentation_missing"
    not_covered_benefit = "not_covered_benefit"
    out_of_network = "out_of_network"
    duplicate = "duplicate"
    invalid_code = "invalid_code"
    eligibility = "eligibility"
    out_of_window = "out_of_window"
    experimental = "experimental"


class ReopenKind(StrEnum):
    """Why a decided case is opened again: somebody appealed, or the plan corrects itself."""

    appeal = "appeal"
    correction = "correction"


class ItemDecision(Frozen):
    sequence: int
    outcome: DeterminationOutcome
    units: int | None = None
    code: str | None = None


class CitedCriterion(Frozen):
    id: str
    source: str


class Agreement(Frozen):
    """The requester agreed to a modification: who, and when."""

    by: str
    at: AwareDatetime


class Credential(Frozen):
    """A reviewer's licence as the plan has it on file."""

    credential_id: str
    person: str
    licence: str
    state: str
    specialty: str
    board_certification: str = ""
    valid_until: date | None = None


class Determination(Frozen):
    case_id: str
    review: int | None
    number: str
    outcome: DeterminationOutcome
    decided_by: str
    decided_at: AwareDatetime
    rationale: str = ""
    reason_key: str | None = None
    criterion: CitedCriterion | None = None
    credential: Credential | None = None
    requester_agreed: Agreement | None = None
    items: tuple[ItemDecision, ...] = ()
    recommended: str = ""
    letters: tuple[str, ...] = ()


class RequestedInformation(Frozen):
    what: str
    why: str
    critical: bool = True


class InformationRequest(Frozen):
    """An act, not a determination: the clock runs on unless its rule lets it stop."""

    case_id: str
    review: int
    requested_items: tuple[RequestedInformation, ...]
    reply_by: date | None
    requested_by: str
    requested_at: AwareDatetime
    reference: str = ""
    note: str = ""


class TurnKind(StrEnum):
    """What a person may change in the course of a case without deciding it."""

    extended = "case.extended"
    resumed = "case.resumed"
    reopened = "case.reopened"


class Turn(Frozen):
    """An act that has no number of its own: more time, going on without what was asked, opening a case again."""

    kind: TurnKind
    by: str
    at: AwareDatetime
    reason: str = ""
    words: str = ""
    until: AwareDatetime | None = None
