"""Extend the clock: once, for a reason the rule knows, by no more days than it allows; the notice goes out with it."""

from datetime import datetime

from pydantic import JsonValue

from orchestrator.acts.asked import Asking, MoreTime
from orchestrator.acts.letters import issue, print_letters, refuse_unsound
from orchestrator.acts.office import Office
from orchestrator.acts.standing import refuse_closed, reviewed
from orchestrator.documents.letter_facts import extension_letters
from orchestrator.documents.letters import Letter
from orchestrator.identity.callers import Role
from orchestrator.store.acts import done_before, keep_words, mark_done
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.reviews import salted
from orchestrator.store.tables import CaseRow
from priorauth.deadlines import Clock, Extension, ExtensionReason, at_risk_from, extend
from priorauth.digests import digest_text
from priorauth.errors import ActRefused, Fault, RequestRefused
from priorauth.events import EventType

ACT = "extension"


async def preview(office: Office, asking: Asking, wanted: MoreTime) -> tuple[Letter, ...]:
    """The letters that the extension would issue."""
    stands, now = await reviewed(office, asking.case_id, None), office.desk.now()
    until = extended(office, stands.case, wanted, now)
    return extension_letters(office.letters(stands.case, stands.record), wanted.reason, until, now)


async def extend_clock(office: Office, asking: Asking, wanted: MoreTime) -> None:
    """Move the day the decision is due; asking again under the same key changes nothing."""
    if not asking.caller.has(Role.reviewer):
        raise ActRefused("forbidden", "an extension needs the role reviewer")
    codec, now = office.desk.codec, office.desk.now()
    async with office.desk.database.reading() as session:
        if await done_before(session, asking.case_id, asking.key):
            return
    stands = await reviewed(office, asking.case_id, None)
    async with office.desk.database.writing() as session:
        case = await lock_case(session, asking.case_id)
        await refuse_closed(session, codec, case)
        until = extended(office, case, wanted, now)
        letters = extension_letters(office.letters(case, stands.record), wanted.reason, until, now)
        refuse_unsound(letters, "reason")
        event = append(session, case, _event(case, asking, wanted, until), now)
        _move(case, until)
        if wanted.note.strip():
            await keep_words(session, codec, asking.case_id, event, wanted.note.strip())
        await issue(session, codec, case, letters, ACT, event)
        mark_done(session, asking.case_id, asking.key, ACT, event)
    office.later(print_letters(office, asking.case_id, ACT))


def extended(office: Office, case: CaseRow, wanted: MoreTime, now: datetime) -> datetime:
    """Until when the clock would run. Raises RequestRefused where the rule forbids it."""
    if wanted.reason is not ExtensionReason.enrollee_request and not wanted.note.strip():
        raise RequestRefused([Fault(("note",), "say which evidence is awaited, or what is out of the ordinary")])
    rule = office.clock_rule(case)
    if rule is None or case.due_at is None:
        raise RequestRefused([Fault(("days",), "no rule held here sets a time for this case, so none can be extended")])
    taken = None if case.extended_until is None else Extension(reason=wanted.reason, days=1)
    clock = Clock(
        received_at=case.received_at,
        rule=rule,
        time_zone=office.desk.time_zone.key,
        due_at=case.due_at,
        extension=taken,
        extended_until=case.extended_until,
    )
    try:
        return extend(clock, Extension(reason=wanted.reason, days=wanted.days, note=wanted.note), now).ends_at
    except ActRefused as refused:
        raise RequestRefused([Fault(("days",), refused.detail)]) from None


def _move(case: CaseRow, until: datetime) -> None:
    """The clock ends later; that it was told to be at risk is told again when it is so again."""
    case.extended_until = until
    case.at_risk_at = at_risk_from(case.received_at, until)
    case.clock_told = ""


def _event(case: CaseRow, asking: Asking, wanted: MoreTime, until: datetime) -> NewEvent:
    note = wanted.note.strip()
    data: dict[str, JsonValue] = {
        "reason": wanted.reason,
        "days": wanted.days,
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "until": until.isoformat(),
        "note_digest": salted(case, digest_text(note)) if note else None,
    }
    return NewEvent(EventType.case_extended, data, actor=asking.caller.name)
