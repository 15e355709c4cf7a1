"""The audit justification of a review as it stands: a draft until a person acts, then issued, once for each act."""

from dataclasses import dataclass
from datetime import datetime

from orchestrator.acts.office import Office
from orchestrator.documents.audit import AuditDocuments, PersonsAct
from orchestrator.documents.audit_facts import acted_at
from orchestrator.store.acts import acts_of, number_of, turns_of
from orchestrator.store.issued import Issued, issued, keep_issued
from orchestrator.store.sealed import StoredReview
from priorauth.determination import Turn
from priorauth.record import ReviewRecord
from priorauth.rulebook import LawRule

PDF, MARKDOWN = "application/pdf", "text/markdown; charset=utf-8"


@dataclass(frozen=True)
class _Issue:
    """One issue of an audit: of which review, with which acts, the last of which names it."""

    found: StoredReview
    record: ReviewRecord
    acts: tuple[PersonsAct, ...]
    turns: tuple[Turn, ...]

    @property
    def act(self) -> str:
        return number_of(self.acts[-1])

    @property
    def at(self) -> datetime:
        return acted_at(self.acts[-1])

    def kind(self, form: str) -> str:
        return f"audit-{self.found.row.review}.{form}"


async def audit_of(office: Office, found: StoredReview, record: ReviewRecord) -> AuditDocuments:
    """The audit of a sealed review with every act on it and on the reviews before; as issued, where it was."""
    async with office.desk.database.reading() as session:
        acts = (await acts_of(session, office.desk.codec, found.case.case_id)).up_to(found.row.review)
        turns = await turns_of(session, office.desk.codec, found.case.case_id)
    if not acts:
        return await _written(office, found, record, (), turns, ())
    issue = _issue_of(found, record, acts, turns)
    key = (found.case.case_id, issue.kind("pdf"), issue.act)
    return await _held(office, issue) or await office.printed(*key, work=lambda: _issue(office, issue))


def _issue_of(
    found: StoredReview, record: ReviewRecord, acts: tuple[PersonsAct, ...], turns: tuple[Turn, ...]
) -> _Issue:
    """An issue tells of all that was done until its last act; what happens later is in the next."""
    ordered = tuple(sorted(acts, key=acted_at))
    return _Issue(found, record, ordered, tuple(turn for turn in turns if turn.at <= acted_at(ordered[-1])))


async def print_audit(office: Office, case_id: str, review: int) -> None:
    """Issue the audit of a review that a person has just acted on."""
    found = await office.sealed.review(case_id, review)
    if found is not None and found.record is not None:
        await audit_of(office, found, found.record)


async def _written(
    office: Office,
    found: StoredReview,
    record: ReviewRecord,
    acts: tuple[PersonsAct, ...],
    turns: tuple[Turn, ...],
    earlier: tuple[ReviewRecord, ...],
) -> AuditDocuments:
    return await office.press.audit(
        record,
        case_number=found.case.case_number,
        due_at=found.case.extended_until or found.case.due_at,
        acts=acts,
        turns=turns,
        earlier=earlier,
        laws=laws_of(office, record),
    )


async def _held(office: Office, issue: _Issue) -> AuditDocuments | None:
    database, codec, case_id = office.desk.database, office.desk.codec, issue.found.case.case_id
    pdf = await issued(database, codec, case_id, kind=issue.kind("pdf"), act=issue.act)
    text = await issued(database, codec, case_id, kind=issue.kind("md"), act=issue.act)
    return None if pdf is None or text is None else AuditDocuments(text.content.decode(), pdf.content)


async def _issue(office: Office, issue: _Issue) -> AuditDocuments:
    """Write the audit and keep it; of two that are written at once the first kept is shown from then on."""
    earlier = await _earlier(office, issue.found)
    made = await _written(office, issue.found, issue.record, issue.acts, issue.turns, earlier)
    case_id = issue.found.case.case_id
    forms = (("md", MARKDOWN, made.markdown.encode()), ("pdf", PDF, made.pdf))
    kept = (Issued(case_id, issue.kind(form), issue.act, "", media, issue.at, body) for form, media, body in forms)
    await keep_issued(office.desk.database, office.desk.codec, *kept)
    return await _held(office, issue) or made


async def _earlier(office: Office, found: StoredReview) -> tuple[ReviewRecord, ...]:
    """The sealed records of the reviews before; one that failed left none."""
    before = [await office.sealed.review(found.case.case_id, number) for number in range(1, found.row.review)]
    return tuple(one.record for one in before if one is not None and one.record is not None)


def laws_of(office: Office, record: ReviewRecord) -> tuple[LawRule, ...]:
    """The laws of the rules the review was pinned to; none where other rules are in force by now."""
    rules, request = office.desk.rules(), record.case.request
    if rules.digest != record.rules_digest:
        return ()
    received = office.day(record.case.received_at)
    return rules.laws_that_bind(request.line_of_business, request.funding, request.state, received)
