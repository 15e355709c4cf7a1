"""What two sealed records of one case differ in, and whether the difference is a step nobody has asked for.

A step towards approval is the unsafe direction, unless a person or a label has said that the case is to be approved.
"""

from dataclasses import dataclass
from enum import StrEnum

from priorauth.case import ReviewInput
from priorauth.criteria import Assessment
from priorauth.findings import CoverageFindings
from priorauth.recommendation import Recommendation
from priorauth.record import ReviewRecord

NOT_JUDGED = "not judged"
_STEPS = (Recommendation.deny, Recommendation.pend_for_review, Recommendation.approve)


class Direction(StrEnum):
    towards_approval = "towards_approval"
    away_from_approval = "away_from_approval"
    none = "same_recommendation"


@dataclass(frozen=True)
class Subject:
    """A case to look at. `approval_stands`: a person approved it, or its label says it is to be approved."""

    name: str
    case: ReviewInput
    approval_stands: bool


@dataclass(frozen=True)
class Answer:
    recommendation: Recommendation
    gate: str
    confidence: float


@dataclass(frozen=True)
class RowChange:
    """A criterion that is judged otherwise, or only under one of the two."""

    item: int
    policy: str
    row: str
    statement: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A case that comes out otherwise."""

    case: str
    before: Answer
    after: Answer
    direction: Direction
    unsafe: bool
    why: tuple[RowChange, ...]


@dataclass(frozen=True)
class Impact:
    """Every change that was found among so many cases; `last` names the last one where more of them are left."""

    before: str
    after: str
    cases: int
    changes: tuple[Change, ...]
    last: str = ""

    @property
    def unsafe(self) -> tuple[str, ...]:
        return tuple(one.case for one in self.changes if one.unsafe)


def compare(subject: Subject, before: ReviewRecord, after: ReviewRecord) -> Change | None:
    """What is different, or None where nothing that a reviewer sees is."""
    one, other, why = _answer(before), _answer(after), tuple(_rows_changed(before, after))
    if one == other and not why:
        return None
    direction = _direction(one.recommendation, other.recommendation)
    unsafe = direction is Direction.towards_approval and not subject.approval_stands
    return Change(subject.name, one, other, direction, unsafe, why)


def _answer(record: ReviewRecord) -> Answer:
    proposal = record.proposal
    return Answer(proposal.recommendation, proposal.decision_gate, proposal.confidence.value)


def _direction(before: Recommendation, after: Recommendation) -> Direction:
    moved = _STEPS.index(after) - _STEPS.index(before)
    if moved > 0:
        return Direction.towards_approval
    return Direction.away_from_approval if moved < 0 else Direction.none


def _rows_changed(before: ReviewRecord, after: ReviewRecord) -> list[RowChange]:
    old, new = _rows(before), _rows(after)
    changed: list[RowChange] = []
    for place in dict.fromkeys((*old, *new)):
        was, now = old.get(place), new.get(place)
        said = now or was
        if said is None or (was and now and was.status is now.status):
            continue
        held = (was.status.value if was else NOT_JUDGED, now.status.value if now else NOT_JUDGED)
        changed.append(RowChange(*place, said.statement, *held))
    return changed


def _rows(record: ReviewRecord) -> dict[tuple[int, str, str], Assessment]:
    """The judged rows by item, policy and row; none where coverage failed."""
    if not isinstance(record.coverage, CoverageFindings):
        return {}
    return {(i.sequence, a.policy_id, a.row): a for i in record.coverage.items for a in i.assessments}
