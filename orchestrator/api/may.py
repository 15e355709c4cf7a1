"""What the caller may do with a case now; the words of the case's `may`."""

from orchestrator.identity.callers import Caller, Role
from orchestrator.store.tables import CaseRow
from priorauth.determination import CaseState, ReviewOutcome

CLOSED = (CaseState.decided, CaseState.withdrawn)


def acts(caller: Caller, case: CaseRow) -> list[str]:
    """Acts that this state of the case and these roles allow."""
    is_open = case.state not in CLOSED
    reviewer, own = caller.has(Role.reviewer), case.submitted_by == caller.name
    decides = reviewer and case.state == CaseState.ready and case.review_outcome == ReviewOutcome.sealed
    director = caller.has(Role.medical_director)
    allowed = {
        "approve": decides,
        "approve_modified": decides,
        "deny": decides and director,
        "request_information": decides,
        "preview_letter": decides,
        "withdraw": is_open and (reviewer or own),
        "extend": reviewer and is_open and case.due_at is not None and case.extended_until is None,
        "resume": reviewer and case.state == CaseState.info_requested,
        "reopen": director and case.state == CaseState.decided,
        "add_document": case.state != CaseState.withdrawn and (reviewer or own),
        "run_again": reviewer and case.state in (CaseState.ready, CaseState.info_requested),
        "assign": reviewer and is_open,
        "replay": caller.has(Role.reviewer, Role.auditor) and case.latest_review > 0,
        "audit_log": caller.has(Role.reviewer, Role.auditor),
    }
    return [act for act, holds in allowed.items() if holds]
