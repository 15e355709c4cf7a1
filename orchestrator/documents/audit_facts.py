"""What an audit is written from, and the few questions every section asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from orchestrator.documents.blocks import Block, Paragraph, Quotation, words
from orchestrator.documents.labels import place
from priorauth.determination import Determination, InformationRequest, Turn
from priorauth.evidence import Evidence
from priorauth.findings import Failure
from priorauth.record import ReviewRecord
from priorauth.rulebook.laws import LawRule

PersonsAct: TypeAlias = Determination | InformationRequest


@dataclass(frozen=True)
class AuditFacts:
    """One review's record, what persons did about it, and the reviews before it."""

    record: ReviewRecord
    case_number: str
    due_at: datetime | None
    acts: tuple[PersonsAct, ...]
    earlier: tuple[ReviewRecord, ...]
    laws: tuple[LawRule, ...]
    turns: tuple[Turn, ...] = ()

    @property
    def dated(self) -> datetime:
        """The moment the document tells of: the last thing a person did, else the sealing of the review."""
        return max(map(acted_at, self.done), default=self.record.sealed_at)

    @property
    def done(self) -> tuple[PersonsAct | Turn, ...]:
        """All that persons did, oldest first."""
        return tuple(sorted((*self.acts, *self.turns), key=acted_at))

    def quotation(self, evidence: Evidence, relation: str = "") -> Quotation:
        """A quotation with its place."""
        where = place(evidence, self.record.case.document(evidence.document_id))
        return Quotation(evidence.quote, f"{relation}: {where}" if relation else where)


def acted_at(act: PersonsAct | Turn) -> datetime:
    match act:
        case Determination():
            return act.decided_at
        case InformationRequest():
            return act.requested_at
        case Turn():
            return act.at


def failed(found: object) -> Iterator[Block]:
    """What stands in place of the findings of a specialist that failed."""
    if isinstance(found, Failure):
        yield Paragraph(words(f"✗ The {found.specialist} review did not finish: {found.reason}", bold=True))
