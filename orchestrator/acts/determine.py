"""Approve, approve with changes, deny: at most one determination stands per review, whoever else tries."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from orchestrator.acts.asked import Asking, Decision
from orchestrator.acts.audit import print_audit
from orchestrator.acts.authority import Authority, authority
from orchestrator.acts.closing import close_case, mark_items, told_items
from orchestrator.acts.letters import issue, links, print_letters, refuse_unsound
from orchestrator.acts.office import Office
from orchestrator.acts.settlement import Settled, settle
from orchestrator.acts.standing import Reviewed, refuse_unless_latest, reviewed
from orchestrator.documents.letter_facts import determination_letters
from orchestrator.documents.letters import Letter
from orchestrator.store.acts import acts_of, add_determination, done_before, mark_done
from orchestrator.store.events import NewEvent, append, lock_case
from orchestrator.store.numbers import authorization_number, reference_number
from orchestrator.store.reviews import salted
from orchestrator.store.tables import CaseRow
from priorauth.criteria import Assessment
from priorauth.determination import CaseState, Determination, DeterminationOutcome
from priorauth.digests import digest_text
from priorauth.errors import ActRefused, Fault, RequestRefused
from priorauth.events import EventType
from priorauth.findings import Failure
from priorauth.record import ReviewRecord

_UNNUMBERED = "the number given when it is signed"


@dataclass(frozen=True)
class Draft:
    """A determination that holds together and may be made by this person, not made yet."""

    asking: Asking
    decision: Decision
    settled: Settled
    stands: Reviewed
    by: Authority
    now: datetime

    def numbered(self, number: str) -> Determination:
        decision = self.decision
        return Determination(
            case_id=self.asking.case_id,
            review=self.stands.review,
            number=number,
            outcome=self.settled.outcome,
            decided_by=self.asking.person,
            decided_at=self.now,
            rationale=decision.rationale.strip(),
            reason_key=decision.reason_key,
            criterion=decision.criterion if self.settled.refuses else None,
            credential=self.by.credential,
            requester_agreed=decision.requester_agreed,
            items=self.settled.items,
            recommended=self.stands.record.proposal.recommendation,
        )


async def draft(office: Office, asking: Asking, decision: Decision) -> Draft:
    """The determination before it is signed. Raises ActRefused, RequestRefused with every fault at once."""
    if decision.review is None:
        raise RequestRefused([Fault(("review",), "name the review this decides")])
    stands = await reviewed(office, asking.case_id, decision.review)
    now = office.desk.now()
    settled = settle(decision, stands.record, now)
    by = await authority(office, asking, decision, settled, stands.record, now)
    return Draft(asking, decision, settled, stands, by, now)


async def preview(office: Office, asking: Asking, decision: Decision) -> tuple[Letter, ...]:
    """The letters that signing would issue, with what the linter says of them."""
    made = await draft(office, asking, decision)
    return determination_letters(office.letters(made.stands.case, made.stands.record), made.numbered(_UNNUMBERED))


async def determine(office: Office, asking: Asking, decision: Decision) -> Determination:
    """Make the determination, with its number, its letters and its events; or find the one this key made before."""
    if (repeated := await _repeated(office, asking)) is not None:
        return repeated
    wanted = await draft(office, asking, decision)
    codec = office.desk.codec
    async with office.desk.database.writing() as session:
        case = await lock_case(session, asking.case_id)
        await refuse_unless_latest(session, codec, case, wanted.stands.review)
        approves = wanted.settled.outcome is not DeterminationOutcome.denied
        numbered = authorization_number if approves else reference_number
        act = wanted.numbered(await numbered(session, office.day(wanted.now)))
        letters = determination_letters(office.letters(case, wanted.stands.record), act)
        refuse_unsound(letters, "rationale")
        act = act.model_copy(update={"letters": links(asking.case_id, act.number, letters)})
        await close_case(session, case, CaseState.decided, wanted.now)
        await mark_items(session, asking.case_id, act.items)
        await add_determination(session, codec, act)
        event = append(session, case, _event(case, wanted, act), wanted.now)
        await issue(session, codec, case, letters, act.number, event)
        mark_done(session, asking.case_id, asking.key, act.number, event)
    office.later(print_letters(office, asking.case_id, act.number))
    office.later(print_audit(office, asking.case_id, wanted.stands.review))
    return act


async def _repeated(office: Office, asking: Asking) -> Determination | None:
    """The determination that the same key has made before."""
    if asking.key is None:
        return None
    async with office.desk.database.reading() as session:
        number = await done_before(session, asking.case_id, asking.key)
        if number is None:
            return None
        made = (await acts_of(session, office.desk.codec, asking.case_id)).determinations
    found = next((one for one in made if one.number == number), None)
    if found is None:
        raise ActRefused("idempotency-conflict", "this Idempotency-Key was used for another act")
    return found


def _event(case: CaseRow, wanted: Draft, act: Determination) -> NewEvent:
    """What the record says of a determination: ids, codes and digests, and no word of the person or the patient."""
    held = act.credential
    data: dict[str, JsonValue] = {
        "number": act.number,
        "action": wanted.decision.action,
        "outcome": act.outcome,
        "recommended": act.recommended,
        "overrides": wanted.settled.overrides,
        "items": told_items(act.items),
        "criteria": criteria_told(wanted.stands.record),
        "reason_key": act.reason_key,
        "criterion": _known(wanted.stands.record, act),
        "rationale_digest": salted(case, digest_text(act.rationale)) if act.rationale else None,
        "requester_agreed": act.requester_agreed is not None,
        "credential": {"id": held.credential_id, "state": held.state, "specialty": held.specialty} if held else None,
        "opened": list(wanted.by.opened),
        "door": wanted.asking.door,
        "stated_name": bool(wanted.asking.stated_name),
        "on_time": is_on_time(case, act.decided_at),
        "reader": wanted.stands.record.reader,
    }
    return NewEvent(EventType.determination_made, data, act.review, actor=wanted.asking.caller.name)


def is_on_time(case: CaseRow, at: datetime) -> bool | None:
    """Whether the clock of the case still ran; None where it has none."""
    ends = case.extended_until or case.due_at
    return None if ends is None else at <= ends


def criteria_told(record: ReviewRecord) -> dict[str, JsonValue]:
    """The decisive criteria by policy and row, with how they were judged: for the rates of overrides."""
    return {f"{a.policy_id} {a.row}": a.status for a in _assessments(record) if a.decisive}


def _known(record: ReviewRecord, act: Determination) -> str | None:
    """The cited criterion where the review judged it, by policy and row; otherwise only that one was cited."""
    if act.criterion is None:
        return None
    cited = act.criterion.id.strip()
    known = {name: f"{a.policy_id} {a.row}" for a in _assessments(record) for name in (a.row, f"{a.policy_id} {a.row}")}
    return known.get(cited, "another")


def _assessments(record: ReviewRecord) -> tuple[Assessment, ...]:
    if isinstance(record.coverage, Failure):
        return ()
    return tuple(a for item in record.coverage.items for a in item.assessments)
