"""An act as it was asked for: by whom, through which door, what exactly."""

from dataclasses import dataclass
from datetime import date

from orchestrator.identity.callers import Caller
from orchestrator.store.acts import ActKey
from priorauth.deadlines import ExtensionReason
from priorauth.determination import (
    Action,
    Agreement,
    CitedCriterion,
    ItemDecision,
    ReasonKey,
    ReopenKind,
    RequestedInformation,
)
from priorauth.record import ReviewRecord

RATIONALE_LEAST = 20
ANYTHING = RequestedInformation(
    what="Any other records about this request", why="They may help the reviewer who decides", critical=False
)


@dataclass(frozen=True)
class Asking:
    """Who asks for an act on which case. `stated_name` is how a caller without sign-in says they are called."""

    case_id: str
    caller: Caller
    door: str = "rest"
    stated_name: str = ""
    key: ActKey | None = None

    @property
    def person(self) -> str:
        return self.stated_name or self.caller.name


@dataclass(frozen=True)
class Decision:
    """A determination as it was asked for. `least_rationale`: how many characters an override must give at least."""

    action: Action
    review: int | None = None
    items: tuple[ItemDecision, ...] = ()
    rationale: str = ""
    reason_key: ReasonKey | None = None
    criterion: CitedCriterion | None = None
    credential_id: str | None = None
    requester_agreed: Agreement | None = None
    least_rationale: int = RATIONALE_LEAST


@dataclass(frozen=True)
class Question:
    """Information that is asked for. `note`: why, where the review had proposed something else."""

    review: int
    requested_items: tuple[RequestedInformation, ...]
    reply_by: date | None = None
    note: str = ""


def wanted(record: ReviewRecord) -> tuple[RequestedInformation, ...]:
    """What a review would ask the requester for: each thing once, with the rule it is for."""
    asked: dict[str, RequestedInformation] = {}
    for gap in record.proposal.gaps:
        if gap.is_for_requester and gap.request not in asked:
            why = f"We need it for this rule: {gap.what}"
            asked[gap.request] = RequestedInformation(what=gap.request, why=why, critical=gap.critical)
    return tuple(asked.values()) or (ANYTHING,)


@dataclass(frozen=True)
class MoreTime:
    """An extension that is asked for."""

    reason: ExtensionReason
    days: int
    note: str = ""


@dataclass(frozen=True)
class Reopening:
    """Why a decided case is opened again. Without a kind: an appeal where anything was refused, else a correction."""

    reason: str
    kind: ReopenKind | None = None
