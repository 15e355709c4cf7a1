"""Reviews of a case: read one, compare two, run again, replay."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from orchestrator.api import models
from orchestrator.api.access import note, sealed_review, visible
from orchestrator.api.audits import with_audit
from orchestrator.api.body import review_body
from orchestrator.api.changes import difference
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.identity.callers import Caller
from orchestrator.store.sealed import StoredReview
from priorauth.record import ReviewRecord

router = APIRouter(prefix="/api/cases/{case_id}", tags=["reviews"])
Stand = Annotated[Parts, Depends(parts_of)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/reviews/{review}", response_model=models.ReviewResource, responses=problems(401, 403, 404, 422, 429))
async def read_review(
    case_id: str, review: Number, request: Request, parts: Stand, caller: Calling
) -> models.ReviewResource:
    """One sealed review."""
    return await _shown(parts, await _sealed(case_id, review, request, parts, caller))


@router.get("/reviews/{review}/diff", response_model=models.ReviewDiff, responses=problems(401, 403, 404, 422, 429))
async def compare_reviews(
    case_id: str,
    review: Number,
    request: Request,
    parts: Stand,
    caller: Calling,
    against: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> models.ReviewDiff:
    """What changed since another review; since the one before, where none is named."""
    after = await _sealed(case_id, review, request, parts, caller)
    if against is None and review == 1:
        raise Refused(ProblemType.not_found, "There is no review before the first.")
    before = await sealed_review(parts, case_id, against or review - 1)
    return difference(_record(before), _record(after))


@router.post(
    "/reviews",
    status_code=202,
    response_model=models.ReviewStarted,
    responses=problems(401, 403, 404, 409, 429),
)
async def run_again(
    case_id: str,
    request: Request,
    response: Response,
    parts: Stand,
    caller: Calling,
) -> models.ReviewStarted:
    """Review the case as it now stands."""
    await visible(parts, caller, case_id)
    number = await parts.desk.run_again(case_id)
    await note(parts, request, caller, "run again", case_id)
    response.headers["Location"] = f"/api/cases/{case_id}/reviews/{number}"
    return models.ReviewStarted(review=number)


@router.post("/replay", response_model=models.Replay, responses=problems(401, 403, 404, 422, 429))
async def replay(
    case_id: str,
    request: Request,
    parts: Stand,
    caller: Calling,
    review: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> models.Replay:
    """Judge what was recorded once more and say whether it comes out the same."""
    row = await visible(parts, caller, case_id)
    await note(parts, request, caller, "replay review", case_id)
    found = await sealed_review(parts, case_id, review or max(row.latest_review, 1))
    verdict = await parts.replay(case_id, found.row.review)
    return models.Replay(
        review=found.row.review,
        equal=verdict.equal,
        rules_digest=found.row.rules_digest,
        differs=list(verdict.differs),
        reason=verdict.reason,
    )


async def _sealed(case_id: str, review: int, request: Request, parts: Parts, caller: Caller) -> StoredReview:
    await visible(parts, caller, case_id)
    await note(parts, request, caller, "read review", case_id)
    return await sealed_review(parts, case_id, review)


def _record(found: StoredReview) -> ReviewRecord:
    if found.record is None:
        raise Refused(ProblemType.review_not_ready, "The review is running.")
    return found.record


async def _shown(parts: Parts, found: StoredReview) -> models.ReviewResource:
    case, row = found.case, found.row
    record = _record(found)
    body = review_body(record, case_number=case.case_number, due_at=case.extended_until or case.due_at)
    body = await with_audit(parts, found, record, body)
    return models.ReviewResource(
        **{name: getattr(body, name) for name in type(body).model_fields},
        review=row.review,
        outcome="sealed",
        started_at=row.started_at,
        sealed_at=row.sealed_at,
    )
