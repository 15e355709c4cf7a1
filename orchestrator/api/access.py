"""Finding a case for a caller: what they may not see is not there, and every look is in the access log."""

from fastapi import Request

from orchestrator.api.parts import Parts, origin
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.identity.callers import Caller, Role
from orchestrator.store.cases import StoredCase
from orchestrator.store.sealed import StoredReview
from orchestrator.store.tables import CaseRow
from orchestrator.workflow.desk import Reading

NO_CASE = "No such case."


async def note(parts: Parts, request: Request, caller: Caller, action: str, case_id: str | None = None) -> None:
    reviews = caller.has(Role.reviewer) and action == "read case"
    await parts.desk.read_by(Reading(caller.name, action, case_id, origin(request), reviews))


async def visible(parts: Parts, caller: Caller, case_id: str) -> CaseRow:
    """The case's row, where the caller may see it; for everyone else, and once erased, it does not exist."""
    row = await known(parts, caller, case_id)
    if row.erased_at is not None:
        raise Refused(ProblemType.not_found, "The content of this case was erased.")
    return row


async def known(parts: Parts, caller: Caller, case_id: str) -> CaseRow:
    """The case's row, erased or not: its record of what happened stays."""
    row = await parts.sealed.case(case_id)
    if row is None or (caller.scoped and row.submitted_by != caller.name):
        raise Refused(ProblemType.not_found, NO_CASE)
    return row


async def whole_case(parts: Parts, request: Request, caller: Caller, case_id: str, action: str) -> StoredCase:
    await visible(parts, caller, case_id)
    await note(parts, request, caller, action, case_id)
    return await stored_case(parts, case_id)


async def stored_case(parts: Parts, case_id: str) -> StoredCase:
    """A case that the caller is known to see and whose reading is logged."""
    stored = await parts.desk.cases.get(case_id)
    if stored is None:
        raise Refused(ProblemType.not_found, NO_CASE)
    return stored


async def sealed_review(parts: Parts, case_id: str, review: int) -> StoredReview:
    """A review that has been sealed; one that runs is not ready, one that failed says so."""
    found = await parts.sealed.review(case_id, review)
    if found is None:
        raise Refused(ProblemType.not_found, "No such review.")
    if found.row.outcome == "failed":
        raise Refused(
            ProblemType.review_failed,
            "The review failed and left no result; run it again.",
            more={"case_id": case_id, "reasons": list(found.row.reasons)},
        )
    if found.record is None:
        raise Refused(ProblemType.review_not_ready, "The review is running.", more={"case_id": case_id})
    return found
