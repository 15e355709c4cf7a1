"""Withdraw: whoever sent the request, or a reviewer for them, takes it back. Nothing is decided, no letter goes out."""

from pydantic import JsonValue

from orchestrator.acts.asked import Asking, Decision
from orchestrator.acts.closing import close_case, mark_items
from orchestrator.acts.office import Office
from orchestrator.acts.standing import NO_CASE, refuse_closed
from orchestrator.identity.callers import Role
from orchestrator.store.acts import acts_of, add_determination, done_before, mark_done
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.numbers import reference_number
from orchestrator.store.reviews import salted
from orchestrator.store.tables import CaseRow
from priorauth.determination import CaseState, Determination, DeterminationOutcome, ItemDecision
from priorauth.digests import digest_text
from priorauth.errors import ActRefused, Fault, RequestRefused
from priorauth.events import EventType


async def withdraw(office: Office, asking: Asking, decision: Decision) -> Determination:
    """Close the case without a decision; a review that runs ends now."""
    await _refuse_stranger(office, asking)
    codec, now = office.desk.codec, office.desk.now()
    async with office.desk.database.writing() as session:
        case = await lock_case(session, asking.case_id)
        if number := await done_before(session, asking.case_id, asking.key):
            made = (await acts_of(session, codec, asking.case_id)).determinations
            return next(one for one in made if one.number == number)
        await refuse_closed(session, codec, case)
        if decision.review is not None and decision.review > max(case.latest_review, 1):
            raise RequestRefused([Fault(("review",), f"this case has no review {decision.review}")])
        act = Determination(
            case_id=asking.case_id,
            review=decision.review or case.latest_review,
            number=await reference_number(session, office.day(now)),
            outcome=DeterminationOutcome.withdrawn,
            decided_by=asking.person,
            decided_at=now,
            rationale=decision.rationale.strip(),
            recommended=case.recommendation or "",
        )
        await close_case(session, case, CaseState.withdrawn, now)
        await mark_items(session, asking.case_id, tuple[ItemDecision, ...]())
        await add_determination(session, codec, act)
        event = append(session, case, _event(case, asking, act), now)
        mark_done(session, asking.case_id, asking.key, act.number, event)
    await office.desk.runs.withdrawn(asking.case_id)
    return act


async def _refuse_stranger(office: Office, asking: Asking) -> None:
    case = await office.sealed.case(asking.case_id)
    if case is None:
        raise ActRefused("not-found", NO_CASE)
    if not asking.caller.has(Role.reviewer) and case.submitted_by != asking.caller.name:
        raise ActRefused("forbidden", "a request is withdrawn by who sent it, or by a reviewer")


def _event(case: CaseRow, asking: Asking, act: Determination) -> NewEvent:
    data: dict[str, JsonValue] = {
        "number": act.number,
        "door": asking.door,
        "rationale_digest": salted(case, digest_text(act.rationale)) if act.rationale else None,
    }
    return NewEvent(EventType.case_withdrawn, data, act.review or None, actor=asking.caller.name)
