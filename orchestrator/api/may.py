"""What the caller may do with a case now; the words of the case's `may`."""

from orchestrator.identity.callers import Caller, Role
from orchestrator.store.tables import CaseRow
from priorauth.determination import CaseState

CLOSED = (CaseState.decided, CaseState.withdrawn)


def acts(caller: Caller, case: CaseRow) -> list[str]:
    """Acts that this state of the case and these roles allow."""
    is_open = case.state not in CLOSED
    reviewer, own = caller.has(Role.reviewer), case.submitted_by == caller.name
    allowed = {
        "add_document": case.state != CaseState.withdrawn and (reviewer or own),
        "run_again": reviewer and case.state in (CaseState.ready, CaseState.info_requested),
        "assign": reviewer and is_open,
        "replay": caller.has(Role.reviewer, Role.auditor) and case.latest_review > 0,
        "audit_log": caller.has(Role.reviewer, Role.auditor),
    }
    return [act for act, holds in allowed.items() if holds]
