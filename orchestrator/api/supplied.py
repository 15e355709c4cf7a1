"""What a caller of the synthesis endpoint says the specialists found: it can lower our own findings, never raise them.

So nothing that was only claimed leads to an approval. A criterion whose quote is not in the notes is INSUFFICIENT.
"""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from priorauth.case import ReviewInput
from priorauth.criteria import Assessment, Status
from priorauth.findings import CoverageFindings, Failure, ItemFinding, ProviderStatus, Specialist

F = TypeVar("F")
_WORTH = {Status.not_met.value: 0, Status.insufficient.value: 1, Status.met.value: 2}


class _Claimed(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class ClaimedResult(_Claimed):
    """Any specialist's section; `error` says that it failed."""

    error: str | None = None


class ClaimedCriterion(_Claimed):
    criterion: str = ""
    id: str = ""
    policy_id: str = ""
    status: str = ""
    evidence: list[str] = []


class ClaimedProvider(_Claimed):
    status: str = ""


class ClaimedCoverage(ClaimedResult):
    criteria_assessment: list[ClaimedCriterion] = []
    provider_verification: ClaimedProvider = ClaimedProvider()


def unless_failed(found: F | Failure, claimed: ClaimedResult, specialist: Specialist) -> F | Failure:
    """Our findings, unless the caller's specialist failed."""
    if claimed.error is None:
        return found
    return Failure(specialist=specialist, reason="the result that was sent says that it failed")


def lowered(
    found: CoverageFindings | Failure, claimed: ClaimedCoverage, case: ReviewInput
) -> CoverageFindings | Failure:
    """Our coverage findings, each row and the provider no better than the caller found them."""
    if isinstance(found, Failure):
        return found
    items = tuple(_item(item, claimed, case) for item in found.items)
    provider = found.provider
    if claimed.provider_verification.status not in ("", ProviderStatus.verified):
        detail = "The result that was sent does not verify the provider."
        provider = provider.model_copy(
            update={"status": ProviderStatus.unverified, "may_order": False, "detail": detail}
        )
    return found.model_copy(update={"items": items, "provider": provider})


def _item(item: ItemFinding, claimed: ClaimedCoverage, case: ReviewInput) -> ItemFinding:
    rows = tuple(_row(row, claimed, case) for row in item.assessments)
    return item.model_copy(update={"assessments": rows, "satisfied": item.satisfied and rows == item.assessments})


def _row(row: Assessment, claimed: ClaimedCoverage, case: ReviewInput) -> Assessment:
    worth = min((_worth(c, case) for c in _about(row, claimed)), default=_WORTH[row.status])
    if worth >= _WORTH[row.status]:
        return row
    status = Status.not_met if worth == _WORTH[Status.not_met] else Status.insufficient
    reason = "The result that was sent does not show it with words that stand in the notes."
    return row.model_copy(update={"status": status, "reason": reason, "spans": (), "settles": row.ask_for})


def _about(row: Assessment, claimed: ClaimedCoverage) -> Iterator[ClaimedCriterion]:
    for criterion in claimed.criteria_assessment:
        named = criterion.id == row.row and criterion.policy_id in ("", row.policy_id)
        if named or criterion.criterion.casefold() == row.statement.casefold():
            yield criterion


def _worth(criterion: ClaimedCriterion, case: ReviewInput) -> int:
    notes = case.documents[0].text
    if not all(quote in notes for quote in criterion.evidence):
        return _WORTH[Status.insufficient]
    return _WORTH.get(criterion.status, _WORTH[Status.insufficient])
