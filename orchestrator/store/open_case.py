"""A case's row in a short transaction: locked, read, its record appended to, and written back once."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import cast

from sqlalchemy import Table, Update, bindparam, insert, select, update

from orchestrator.store.chain import Link
from orchestrator.store.events import ENDS_REVIEW, NewEvent, end_of_review, link_for
from orchestrator.store.tables import CaseRow, EventRow
from orchestrator.store.transactions import Transaction
from priorauth.errors import RecordNotWritten

_LOCK = (
    select(
        CaseRow.last_sequence,
        CaseRow.last_hash,
        CaseRow.salt,
        CaseRow.state,
        CaseRow.urgency,
        CaseRow.latest_review,
    )
    .where(CaseRow.case_id == bindparam("case"))
    .with_for_update()
)
EVENT = insert(EventRow)


@dataclass
class OpenCase:
    """One case while its row is ours. What is set here is written when the block ends."""

    case_id: str
    last_sequence: int
    last_hash: str
    salt: bytes
    state: str
    urgency: str
    latest_review: int
    changes: dict[str, object] = field(default_factory=dict[str, object])
    events: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    told: set[str] = field(default_factory=set[str])

    def change(self, **columns: object) -> None:
        self.changes |= columns

    def append(self, new: NewEvent, at: datetime | None = None) -> int:
        """Put one event at the end of the chain; returns its sequence."""
        moment = (at or datetime.now(UTC)).astimezone(UTC)
        link = link_for(self.case_id, self.last_sequence + 1, new, moment)
        self.last_sequence, self.last_hash = link.sequence, link.hash_after(self.last_hash)
        self.events.append(event_values(link, moment, self.last_hash))
        self.told.add(self.case_id)
        if new.type in ENDS_REVIEW:
            self.told.add(end_of_review(self.case_id, new.review))
        return link.sequence


@contextmanager
def open_case(transaction: Transaction, case_id: str) -> Generator[OpenCase]:
    """The case, locked until the transaction ends. Raises RecordNotWritten where there is none."""
    found = transaction.one(_LOCK, {"case": case_id})
    if found is None:
        raise RecordNotWritten("there is no such case to record on")
    case = OpenCase(case_id, *found)
    yield case
    if case.events:
        transaction.do(EVENT, case.events)
        case.changes |= {"last_sequence": case.last_sequence, "last_hash": case.last_hash}
    if case.changes:
        _write(transaction, case)
    transaction.told |= case.told


def _write(transaction: Transaction, case: OpenCase) -> None:
    values = {f"new_{name}": value for name, value in case.changes.items()}
    transaction.do(_update(tuple(sorted(case.changes))), values | {"case": case.case_id})


@cache
def _update(names: tuple[str, ...]) -> Update:
    """What sets these columns of a case; made once for each of the few sets that occur."""
    table = cast(Table, CaseRow.__table__)
    columns: dict[str, object] = {name: bindparam(f"new_{name}") for name in names}
    return update(table).where(table.c.case_id == bindparam("case")).values(columns)


def event_values(link: Link, at: datetime, hashed: str) -> dict[str, object]:
    return {
        "case_id": link.case_id,
        "sequence": link.sequence,
        "type": link.type,
        "at": at,
        "review": link.review,
        "step": link.step,
        "attempt": link.attempt,
        "actor": link.actor,
        "data": link.data,
        "stamp": link.stamp,
        "hash": hashed,
    }
