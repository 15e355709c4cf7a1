"""Documents written in a process of their own, so that a door's event loop never waits for a page to be laid out."""

from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from orchestrator.aside import Aside, Made
from orchestrator.documents.audit import AuditDocuments, PersonsAct, audit_for
from orchestrator.documents.blocks import Document
from orchestrator.documents.bundle import CaseFile, inspection_bundle
from orchestrator.documents.pdf import pdf
from priorauth.determination import Turn
from priorauth.record import ReviewRecord
from priorauth.rulebook.laws import LawRule


@dataclass
class Press:
    """Writes in its own process, and once more where that one was killed; `close` ends it."""

    _aside: Aside = field(default_factory=lambda: Aside(_load_fonts), init=False)

    async def audit(
        self,
        record: ReviewRecord,
        *,
        case_number: str = "",
        due_at: datetime | None = None,
        acts: Sequence[PersonsAct] = (),
        earlier: Sequence[ReviewRecord] = (),
        laws: Sequence[LawRule] = (),
        turns: Sequence[Turn] = (),
    ) -> AuditDocuments:
        """The audit of a review in both forms."""
        told = {"acts": acts, "earlier": earlier, "laws": laws, "turns": turns}
        return await self._made(partial(audit_for, record, case_number=case_number, due_at=due_at, **told))

    async def pdf(self, document: Document) -> bytes:
        """Any document as PDF: a letter before or after it is issued."""
        return await self._made(partial(pdf, document))

    async def bundle(self, case: CaseFile) -> bytes:
        """A case as an inspection bundle."""
        return await self._made(partial(inspection_bundle, case))

    async def close(self) -> None:
        await self._aside.close()

    async def _made(self, work: Callable[[], Made]) -> Made:
        try:
            return await self._aside.run(work)
        except BrokenProcessPool:
            return await self._aside.run(work)


def _load_fonts() -> None:
    from orchestrator.documents import fonts

    fonts.load()
