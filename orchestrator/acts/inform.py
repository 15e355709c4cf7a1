"""Ask for information: each thing once, why, by when. Nothing is decided; a clock whose rule lets it stands still."""

from datetime import date, datetime, timedelta

from pydantic import JsonValue

from orchestrator.acts.asked import Asking, Question
from orchestrator.acts.audit import print_audit
from orchestrator.acts.letters import issue, print_letters, refuse_unsound
from orchestrator.acts.office import Office
from orchestrator.acts.standing import Reviewed, refuse_unless_latest, reviewed
from orchestrator.documents.letter_facts import request_letters
from orchestrator.documents.letters import Letter
from orchestrator.identity.callers import Role
from orchestrator.store.acts import acts_of, add_request, done_before, mark_done
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.numbers import reference_number
from orchestrator.store.reviews import salted
from orchestrator.store.tables import CaseRow
from orchestrator.store.waiting import stand_still
from priorauth.deadlines import end_of_day
from priorauth.determination import CaseState, InformationRequest
from priorauth.digests import canonical, digest_text
from priorauth.errors import ActRefused, Fault, RequestRefused
from priorauth.events import EventType

_UNNUMBERED = "the number given when it is sent"


async def preview(office: Office, asking: Asking, question: Question) -> tuple[Letter, ...]:
    """The letters that asking would issue, with what the linter says of them."""
    stands = await reviewed(office, asking.case_id, question.review)
    act = _act(office, asking, question, stands.case, _UNNUMBERED, office.desk.now())
    return request_letters(office.letters(stands.case, stands.record), act, stops=_stops(office, stands.case))


async def request_information(office: Office, asking: Asking, question: Question) -> InformationRequest:
    """Ask, and let the case wait; or find the request this key made before."""
    if not asking.caller.has(Role.reviewer):
        raise ActRefused("forbidden", "asking for information needs the role reviewer")
    if (repeated := await _repeated(office, asking)) is not None:
        return repeated
    stands: Reviewed = await reviewed(office, asking.case_id, question.review)
    codec, now = office.desk.codec, office.desk.now()
    async with office.desk.database.writing() as session:
        case = await lock_case(session, asking.case_id)
        await refuse_unless_latest(session, codec, case, stands.review)
        act = _act(office, asking, question, case, await reference_number(session, office.day(now)), now)
        stops = _stops(office, case)
        letters = request_letters(office.letters(case, stands.record), act, stops=stops)
        refuse_unsound(letters, "requested_items")
        case.state = CaseState.info_requested
        await add_request(session, codec, act)
        clock = _stand_still(office, act, case) if stops else {}
        event = append(session, case, _event(case, asking, stands, act, clock), now)
        await issue(session, codec, case, letters, act.reference, event)
        mark_done(session, asking.case_id, asking.key, act.reference, event)
    office.later(print_letters(office, asking.case_id, act.reference))
    office.later(print_audit(office, asking.case_id, stands.review))
    return act


def _act(
    office: Office, asking: Asking, question: Question, case: CaseRow, reference: str, now: datetime
) -> InformationRequest:
    _refuse_twice(question)
    return InformationRequest(
        case_id=asking.case_id,
        review=question.review,
        requested_items=question.requested_items,
        reply_by=_reply_by(office, case, question, now),
        requested_by=asking.person,
        requested_at=now,
        reference=reference,
        note=question.note.strip(),
    )


def _refuse_twice(question: Question) -> None:
    seen: set[str] = set()
    for place, item in enumerate(question.requested_items):
        what = " ".join(item.what.split()).casefold()
        if what in seen:
            raise RequestRefused([Fault(("requested_items", place, "what"), "this is asked for twice")])
        seen.add(what)


def _reply_by(office: Office, case: CaseRow, question: Question, now: datetime) -> date:
    """The day asked for, never after the last day of the clock; without one, as many days on as the plan gives.

    Of a clock that stops meanwhile the last day does not come nearer, so the plan's days are given whole.
    """
    today, ends = office.day(now), case.extended_until or case.due_at
    wanted = today + timedelta(days=office.info_request_days)
    last = None if ends is None else max(office.day(ends), today)
    if last is not None and _stops(office, case):
        last = max(last, wanted)
    if question.reply_by is None:
        return wanted if last is None else min(wanted, last)
    if question.reply_by < today:
        raise RequestRefused([Fault(("reply_by",), "a day that is not past")])
    if last is not None and question.reply_by > last:
        raise RequestRefused([Fault(("reply_by",), f"no later than {last.isoformat()}, the last day of the clock")])
    return question.reply_by


async def _repeated(office: Office, asking: Asking) -> InformationRequest | None:
    async with office.desk.database.reading() as session:
        reference = await done_before(session, asking.case_id, asking.key)
        if reference is None:
            return None
        made = (await acts_of(session, office.desk.codec, asking.case_id)).requests
    found = next((one for one in made if one.reference == reference), None)
    if found is None:
        raise ActRefused("idempotency-conflict", "this Idempotency-Key was used for another act")
    return found


def _stops(office: Office, case: CaseRow) -> bool:
    """Whether the rule of the case's clock lets it stand still while information is awaited."""
    rule = office.clock_rule(case)
    return rule is not None and rule.stops_for_information


def _stand_still(office: Office, act: InformationRequest, case: CaseRow) -> dict[str, JsonValue]:
    if act.reply_by is None:
        return {}
    return stand_still(case, act.requested_at, end_of_day(act.reply_by, office.desk.time_zone))


def _event(
    case: CaseRow, asking: Asking, stands: Reviewed, act: InformationRequest, clock: dict[str, JsonValue]
) -> NewEvent:
    asked: list[JsonValue] = [item.model_dump(mode="json") for item in act.requested_items]
    data: dict[str, JsonValue] = {
        "reference": act.reference,
        "items": len(act.requested_items),
        "critical": sum(item.critical for item in act.requested_items),
        "reply_by": act.reply_by.isoformat() if act.reply_by else None,
        "items_digest": salted(case, digest_text(canonical(asked))),
        "recommended": stands.record.proposal.recommendation,
        "door": asking.door,
        "stated_name": bool(asking.stated_name),
        "note_digest": salted(case, digest_text(act.note)) if act.note else None,
        **clock,
    }
    return NewEvent(EventType.information_requested, data, act.review, actor=asking.caller.name)
