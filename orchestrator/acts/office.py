"""What every act stands on, handed over once when the application is made."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from orchestrator.documents.letter_facts import LetterContext
from orchestrator.documents.letter_kit import LetterKit, letter_kit
from orchestrator.documents.press import Press
from orchestrator.identity.credentials import Credentials
from orchestrator.store.sealed import SealedReviews
from orchestrator.store.tables import CaseRow
from orchestrator.workflow.desk import Desk
from priorauth.case import LineOfBusiness
from priorauth.deadlines import ClockRule
from priorauth.record import ReviewRecord
from priorauth.rulebook import RuleFile

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Office:
    desk: Desk
    sealed: SealedReviews
    credentials: Credentials
    press: Press
    info_request_days: int
    approval_days: Callable[[LineOfBusiness], int]
    afterwards: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    printing: dict[tuple[str, ...], asyncio.Task[Any]] = field(default_factory=dict[tuple[str, ...], asyncio.Task[Any]])

    def day(self, at: datetime) -> date:
        """The plan's day of an instant."""
        return at.astimezone(self.desk.time_zone).date()

    def clock_rule(self, case: CaseRow) -> ClockRule | None:
        """The rule that runs the case's clock; None where none does, or none of that name is held any more."""
        return next((rule for rule in self.desk.clock_rules() if rule.name == case.clock_rule), None)

    def letters(self, case: CaseRow, record: ReviewRecord) -> LetterContext:
        """What the letters of a case are written from, under the rules and templates in force."""
        rules = self.desk.rules()
        return LetterContext(
            record=record,
            rules=rules,
            kit=_kit(rules.files),
            case_number=case.case_number,
            due_at=case.extended_until or case.due_at,
            zone=self.desk.time_zone,
            approval_days=self.approval_days(record.case.request.line_of_business),
        )

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Work that the person need not wait for; what is lost with the process is done when it is asked for."""
        task = asyncio.ensure_future(work)
        self.afterwards.add(task)
        task.add_done_callback(self.afterwards.discard)

    async def printed(self, *key: str, work: Callable[[], Coroutine[Any, Any, _Made]]) -> _Made:
        """What the work makes; whoever asks for the same while it is made waits for the one that makes it."""
        task: asyncio.Task[_Made] | None = self.printing.get(key)
        if task is None:
            task = asyncio.ensure_future(work())
            self.printing[key] = task
            task.add_done_callback(lambda _: self.printing.pop(key, None))
        return await asyncio.shield(task)

    async def close(self) -> None:
        await asyncio.gather(*self.afterwards, return_exceptions=True)


@lru_cache(maxsize=4)
def _kit(files: tuple[RuleFile, ...]) -> LetterKit:
    return letter_kit(files)
