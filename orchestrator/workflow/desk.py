"""What a door may ask of the engine: accept a request, add information, run again, wait. One home for each act."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from pydantic import JsonValue
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from orchestrator.store.cases import Cases
from orchestrator.store.chain import ChainVerdict
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.documents import NewDocument, store_document
from orchestrator.store.events import NewEvent, append, lock_case, read_events, verify
from orchestrator.store.exchanges import Beside
from orchestrator.store.outbox import queue_review
from orchestrator.store.shelf import hold_in, lay_document
from orchestrator.store.submissions import (
    Accepted,
    Clock,
    IdempotencyKey,
    Submission,
    submit,
)
from orchestrator.store.tables import AccessRow, CaseRow, DocumentRow
from orchestrator.store.tail import events_after
from orchestrator.store.waiting import end_wait
from orchestrator.telemetry.tracing import case_accepted
from orchestrator.workflow.clocks import clock_of
from priorauth.case import PriorAuthRequest
from priorauth.deadlines import ClockRule
from priorauth.determination import CaseState
from priorauth.errors import ActRefused
from priorauth.events import Event, EventType
from priorauth.intake import items_of
from priorauth.rulebook import Rulebook

DOCUMENTS_BOUND = 50


class Runs(Protocol):
    """The durable engine as the desk knows it."""

    async def submitted(self, case_id: str) -> None:
        """A review of this case waits in the outbox; start it soon."""
        ...

    async def wait(self, case_id: str, review: int, seconds: float) -> bool:
        """Whether the review ended within so many seconds."""
        ...

    async def withdrawn(self, case_id: str) -> None:
        """The case was withdrawn; a review of it that runs ends now."""
        ...


@dataclass(frozen=True)
class Asked:
    """A request as it came through a door; `beside` is stored in the transaction that makes its case."""

    request: PriorAuthRequest
    submitted_by: str
    door: str
    documents: Sequence[NewDocument] = ()
    idempotency: IdempotencyKey | None = None
    flags: tuple[str, ...] = ()
    beside: Beside | None = None


@dataclass(frozen=True)
class Reading:
    """Somebody looks at a case. `reviews` says that it is one of those who may decide it."""

    actor: str
    action: str
    case_id: str | None
    origin: str
    reviews: bool = False


@dataclass
class Desk:
    database: Database
    codec: Codec
    runs: Runs
    rules: Callable[[], Rulebook]
    clock_rules: Callable[[], Sequence[ClockRule]]
    time_zone: ZoneInfo
    synthetic: bool
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    @property
    def cases(self) -> Cases:
        return Cases(self.database, self.codec)

    async def accept(self, asked: Asked) -> Accepted:
        """Store the case and its first review's start in one transaction; nothing is lost after this returns."""
        began = time.time_ns()
        received = asked.request.received_at or self.now()
        items = items_of(asked.request)
        rules = self.rules()
        submission = Submission(
            request=asked.request,
            items=items,
            descriptions=tuple(rules.service_words(i.code) for i in items),
            received_at=received,
            clock=self.clock_for(asked.request, received),
            submitted_by=asked.submitted_by,
            synthetic=self.synthetic,
            day=received.astimezone(self.time_zone).date(),
            documents=asked.documents,
            idempotency=asked.idempotency,
            door=asked.door,
            flags=asked.flags,
            beside=asked.beside,
        )
        accepted = await self._submit(submission)
        if accepted.created:
            case_accepted(accepted.case_id, asked.door, began)
            await self.runs.submitted(accepted.case_id)
        return accepted

    async def _submit(self, submission: Submission) -> Accepted:
        """Of two submissions under one key at the same instant the database lets one in; the other finds its case."""
        try:
            return await submit(self.database, self.codec, submission)
        except IntegrityError:
            if submission.idempotency is None:
                raise
            return await submit(self.database, self.codec, submission)

    def clock_for(self, request: PriorAuthRequest, received: datetime) -> Clock:
        """The statutory clock of a request under the rules in force."""
        return clock_of(request, received, self.clock_rules(), self.time_zone)

    async def read_by(self, reading: Reading) -> None:
        """Log that somebody reads a case; raises what the database raises, so that what cannot be logged is not shown.

        The first look of a reviewer at a case that waits for a person begins their time.
        """
        now = self.now()
        async with self.database.writing() as session:
            session.add(
                AccessRow(
                    at=now,
                    actor=reading.actor,
                    action=reading.action,
                    case_id=reading.case_id,
                    origin=reading.origin[:64],
                )
            )
            if reading.reviews:
                unread = update(CaseRow).where(
                    CaseRow.case_id == reading.case_id,
                    CaseRow.first_read_at.is_(None),
                    CaseRow.state == CaseState.ready,
                )
                await session.execute(unread.values(first_read_at=now))

    async def assign(self, case_id: str, assignee: str | None, role: str | None, by: str) -> None:
        """Give an open case to a person, to a role, or back to nobody."""
        async with self.database.writing() as session:
            case = await lock_case(session, case_id)
            _refuse_closed(case)
            case.assigned_to, case.assigned_role = assignee, role
            data: dict[str, JsonValue] = {"assigned": assignee is not None, "role": role}
            append(session, case, NewEvent(EventType.case_assigned, data, actor=by))

    async def follow(self, case_id: str, after: int, seconds: float) -> list[Event]:
        """The events after a sequence; where there are none yet, what comes within so many seconds."""
        return await events_after(self.database, case_id, after, seconds)

    async def record_of(self, case_id: str) -> tuple[list[Event], ChainVerdict]:
        """Every event of a case, and whether their chain holds."""
        async with self.database.reading() as session:
            events = await read_events(session, case_id, limit=100_000)
            return events, await verify(session, case_id)

    async def add_document(self, case_id: str, document: NewDocument, by: str) -> int:
        """Keep a document and start a further review; on a decided case it is kept and the caller is told.

        Raises SourceFailed where its bytes cannot be brought to where they will lie; then nothing has happened.
        """
        document = await lay_document(self.database, document)
        async with self.database.writing() as session:
            case = await lock_case(session, case_id)
            if case.state == CaseState.withdrawn:
                raise ActRefused("case-withdrawn", "the case is withdrawn; submit a new request")
            counted = select(func.max(DocumentRow.document_id)).where(DocumentRow.case_id == case_id)
            number = ((await session.execute(counted)).scalar() or 0) + 1
            if number > DOCUMENTS_BOUND:
                raise ActRefused("too-large", f"a case holds at most {DOCUMENTS_BOUND} documents")
            await hold_in(session, document.blob)
            store_document(session, self.codec, case_id, number, document, self.now(), by)
            data: dict[str, JsonValue] = {
                "document_id": number,
                "kind": str(document.kind),
                "reading": str(document.reading),
            }
            decided = case.state == CaseState.decided
            if not decided:
                data |= await end_wait(session, case, self.now())
            append(session, case, NewEvent(EventType.document_added, data, actor=by))
            if not decided:
                case.information_received = True
                await queue_review(session, case, self.now())
        if not decided:
            await self.runs.submitted(case_id)
        return number

    async def run_again(self, case_id: str) -> int:
        """Queue a further review; refused while one runs or where the case is closed."""
        async with self.database.writing() as session:
            case = await lock_case(session, case_id)
            _refuse_closed(case)
            if case.state in (CaseState.received, CaseState.reviewing):
                raise ActRefused("review-running", "a review of this case is running; wait for it to end")
            if ran_on := await end_wait(session, case, self.now()):
                resumed = NewEvent(EventType.case_resumed, {"reason": "the case is reviewed again", **ran_on})
                append(session, case, resumed)
            review = await queue_review(session, case, self.now())
        await self.runs.submitted(case_id)
        return review


def _refuse_closed(case: CaseRow) -> None:
    if case.state == CaseState.decided:
        raise ActRefused("case-decided", "the case is decided; reopen it first")
    if case.state == CaseState.withdrawn:
        raise ActRefused("case-withdrawn", "the case is withdrawn")
