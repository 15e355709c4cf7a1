"""How a request follows the one before it: what stays as it was, what is judged anew, what is taken back.

A case is never rewritten. What is still open is judged in a new case, whose clock began with the first request; an item
that a person has decided and nobody has changed keeps its decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.fhir.answers import BusinessError
from orchestrator.fhir.bodies import decode
from orchestrator.fhir.contents import contents_of
from orchestrator.fhir.element import Element
from orchestrator.fhir.requests import PasRequest, read_request
from orchestrator.fhir.services import SubmittedItem
from orchestrator.store.exchanges import Exchange, Line
from orchestrator.store.standings import Standing
from priorauth.determination import CaseState, DeterminationOutcome

_NOT_FOUND, _INPUT = "AA", "33"
_CORRECT, _NO_RESUBMISSION = "C", "N"
_ITEMS, _RELATED = "Bundle.entry[0].resource.item", "Bundle.entry[0].resource.related"


@dataclass(frozen=True)
class Plan:
    """What a request comes to: its lines, the items to be judged in a new case, the cases that are taken back."""

    lines: tuple[Line, ...]
    to_judge: tuple[SubmittedItem, ...]
    withdraw: tuple[str, ...] = ()
    received: datetime | None = None
    cancelled: bool = False
    parent: Exchange | None = None


def first_plan(asked: PasRequest) -> Plan:
    """A request that follows none: every item is judged, but those it takes back itself."""
    return _plan(asked, {}, {})


def read_exchange(exchange: Exchange) -> PasRequest:
    """The request of an exchange, read again from what was kept."""
    return read_request(contents_of(Element(decode(exchange.bundle.encode()), "Bundle")))


def no_parent(asked: PasRequest) -> BusinessError:
    place = _RELATED if asked.claim.resource.each("related") else _ITEMS
    return BusinessError(_NOT_FOUND, _CORRECT, place, "The request this refers to is not known here.")


def refusals(asked: PasRequest, parent: Exchange, cases: Mapping[str, Standing]) -> list[BusinessError]:
    """Why this request cannot follow that one, if it cannot."""
    if parent.cancelled:
        words = "The request this refers to has been cancelled; send a new one."
        return [BusinessError(_INPUT, _NO_RESUBMISSION, _RELATED, words)]
    standing = [cases[n.case_id] for n in parent.lines if not n.cancelled and n.case_id in cases]
    acts = [c.determination for c in standing]
    if acts and all(a is not None and a.outcome is DeterminationOutcome.denied for a in acts):
        words = "The request this refers to was refused; send a new one, or appeal."
        return [BusinessError(_INPUT, _NO_RESUBMISSION, _RELATED, words)]
    sent = {i.sequence for i in asked.items}
    missing = [n.sequence for n in parent.lines if n.sequence not in sent and not n.cancelled]
    if missing and not (asked.cancels_all and not asked.items):
        words = "Every item of the request is sent again, also those that stay as they were."
        return [BusinessError(_INPUT, _CORRECT, _ITEMS, words)]
    return []


def next_plan(asked: PasRequest, parent: Exchange, cases: Mapping[str, Standing]) -> Plan:
    """A request that follows another."""
    lines = {line.sequence: line for line in parent.lines}
    if asked.cancels_all:
        sequences = [i.sequence for i in asked.items] or [n.sequence for n in parent.lines]
        taken = [_cancelled(s, lines.get(s)) for s in sequences]
        still_open = tuple(c.case_id for c in cases.values() if _is_open(c))
        return Plan(tuple(taken), (), still_open, cancelled=True, parent=parent)
    before = {i.sequence: i for i in read_exchange(parent).items}
    kept = {
        i.sequence: lines[i.sequence]
        for i in asked.items
        if i.sequence in lines and _keeps_decision(i, before.get(i.sequence), lines[i.sequence], cases)
    }
    return _plan(asked, lines, kept, cases, parent)


def _plan(
    asked: PasRequest,
    lines: Mapping[int, Line],
    kept: Mapping[int, Line],
    cases: Mapping[str, Standing] | None = None,
    parent: Exchange | None = None,
) -> Plan:
    made: list[Line] = []
    to_judge: list[SubmittedItem] = []
    for item in asked.items:
        if item.cancelled:
            made.append(_cancelled(item.sequence, lines.get(item.sequence)))
        elif item.sequence in kept:
            made.append(kept[item.sequence])
        else:
            to_judge.append(item)
            made.append(Line(item.sequence, "", len(to_judge)))
    open_ones = [c for c in (cases or {}).values() if _is_open(c)]
    return Plan(
        lines=tuple(made),
        to_judge=tuple(to_judge),
        withdraw=tuple(c.case_id for c in open_ones),
        received=min((c.received_at for c in open_ones), default=None),
        cancelled=bool(made) and all(n.cancelled for n in made),
        parent=parent,
    )


def _cancelled(sequence: int, line: Line | None) -> Line:
    return Line(sequence, line.case_id if line else "", line.item if line else 0, cancelled=True)


def _is_open(case: Standing) -> bool:
    return case.state not in (CaseState.decided, CaseState.withdrawn)


def _keeps_decision(
    item: SubmittedItem, before: SubmittedItem | None, line: Line, cases: Mapping[str, Standing]
) -> bool:
    """Whether a person has decided the item and it is still the same."""
    case = cases.get(line.case_id)
    decided = case is not None and case.state is CaseState.decided and not line.cancelled
    return decided and before is not None and not item.changed and item.line == before.line
