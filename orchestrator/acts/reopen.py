"""Reopen a decided case: for an appeal or a correction, by a medical director, with a reason.

What was decided stays in the record and stands no more. The clock of the case's own rule begins anew: no rule held here
sets a time for appeals, and the time of a new request is shorter than any.
"""

from pydantic import JsonValue

from orchestrator.acts.asked import Asking, Reopening
from orchestrator.acts.closing import mark_items
from orchestrator.acts.office import Office
from orchestrator.acts.standing import carried
from orchestrator.identity.callers import Role
from orchestrator.store.acts import (
    done_before,
    end_round,
    keep_words,
    mark_done,
    standing_determination,
    unread_documents,
)
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.outbox import queue_review
from orchestrator.store.reviews import salted
from orchestrator.store.submissions import Clock
from orchestrator.store.tables import CaseRow, ReviewRow
from priorauth.determination import CaseState, Determination, DeterminationOutcome, ItemDecision, ReopenKind
from priorauth.digests import digest_text
from priorauth.errors import ActRefused
from priorauth.events import EventType

ACT = "reopen"


async def reopen(office: Office, asking: Asking, wanted: Reopening) -> None:
    """The case is open again; documents that came in since are read by a further review."""
    if not asking.caller.has(Role.medical_director):
        raise ActRefused("forbidden", "to reopen a case needs the role medical_director")
    found = await office.desk.cases.get(asking.case_id)
    codec, now = office.desk.codec, office.desk.now()
    async with office.desk.database.writing() as session:
        case = await lock_case(session, asking.case_id)
        if await done_before(session, asking.case_id, asking.key):
            return
        stands = await standing_determination(session, codec, asking.case_id)
        if case.state == CaseState.withdrawn:
            raise ActRefused("case-withdrawn", "the case is withdrawn; submit a new request", carried(stands))
        if case.state != CaseState.decided or stands is None or found is None:
            raise ActRefused("review-not-ready", "the case is not decided, so there is nothing to reopen")
        event = append(session, case, _event(case, asking, wanted, stands), now)
        await keep_words(session, codec, asking.case_id, event, wanted.reason)
        await end_round(session, asking.case_id)
        await mark_items(session, asking.case_id, tuple[ItemDecision, ...]())
        case.state, case.decided_at = CaseState.ready, None
        _begin_clock(case, office.desk.clock_for(found.request, now))
        row = await session.get(ReviewRow, (asking.case_id, case.latest_review))
        unread = await unread_documents(session, asking.case_id, row.documents_read if row else 0)
        if unread:
            case.information_received = True
            await queue_review(session, case, now)
        mark_done(session, asking.case_id, asking.key, ACT, event)
    if unread:
        await office.desk.runs.submitted(asking.case_id)


def _begin_clock(case: CaseRow, clock: Clock) -> None:
    case.due_at, case.at_risk_at, case.extended_until, case.clock_told = clock.due_at, clock.at_risk_at, None, ""
    case.clock_rule, case.clock_source, case.stopped_at, case.stopped_until = clock.rule, clock.source, None, None


def _event(case: CaseRow, asking: Asking, wanted: Reopening, stands: Determination) -> NewEvent:
    """The kind is an appeal where something was refused, unless it is named."""
    refused = stands.outcome is DeterminationOutcome.denied or stands.credential is not None
    data: dict[str, JsonValue] = {
        "kind": wanted.kind or (ReopenKind.appeal if refused else ReopenKind.correction),
        "number": stands.number,
        "outcome": stands.outcome,
        "reason_digest": salted(case, digest_text(wanted.reason)),
    }
    return NewEvent(EventType.case_reopened, data, stands.review, actor=asking.caller.name)
