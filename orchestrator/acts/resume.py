"""Resume: a reviewer goes on with what is there, without what was asked for."""

from pydantic import JsonValue

from orchestrator.acts.asked import Asking
from orchestrator.acts.office import Office
from orchestrator.acts.standing import refuse_closed
from orchestrator.identity.callers import Role
from orchestrator.store.acts import done_before, keep_words, mark_done
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.reviews import salted
from orchestrator.store.waiting import end_wait
from priorauth.determination import CaseState
from priorauth.digests import digest_text
from priorauth.errors import ActRefused
from priorauth.events import EventType

ACT = "resume"


async def resume(office: Office, asking: Asking, reason: str) -> None:
    """The case waits for a decision again."""
    if not asking.caller.has(Role.reviewer):
        raise ActRefused("forbidden", "to resume a case needs the role reviewer")
    codec, now = office.desk.codec, office.desk.now()
    async with office.desk.database.writing() as session:
        case = await lock_case(session, asking.case_id)
        if await done_before(session, asking.case_id, asking.key):
            return
        await refuse_closed(session, codec, case)
        if case.state in (CaseState.received, CaseState.reviewing):
            raise ActRefused("review-running", "a review of this case is running; wait for it to end")
        if case.state != CaseState.info_requested:
            raise ActRefused("review-not-ready", "nothing is awaited in this case, so there is nothing to resume")
        case.state = CaseState.ready
        data: dict[str, JsonValue] = {"reason_digest": salted(case, digest_text(reason))}
        data |= await end_wait(session, case, now)
        event = append(session, case, NewEvent(EventType.case_resumed, data, actor=asking.caller.name), now)
        await keep_words(session, codec, asking.case_id, event, reason)
        mark_done(session, asking.case_id, asking.key, ACT, event)
