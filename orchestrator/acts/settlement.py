"""What a decision comes to, item by item, and everything that is wrong with how it was asked for. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orchestrator.acts.asked import Decision
from priorauth.case import Item
from priorauth.codes import parse_procedure
from priorauth.determination import Action, DeterminationOutcome, ItemDecision
from priorauth.errors import Fault, RequestRefused
from priorauth.recommendation import Recommendation
from priorauth.record import ReviewRecord

_OUTCOMES: Final = {
    Action.approve: DeterminationOutcome.approved,
    Action.approve_modified: DeterminationOutcome.approved_modified,
    Action.deny: DeterminationOutcome.denied,
}
_AGREES: Final = {
    Recommendation.approve: DeterminationOutcome.approved,
    Recommendation.deny: DeterminationOutcome.denied,
}
_LETTERS_LEAST = 6


@dataclass(frozen=True)
class Settled:
    """A decision whose words hold together: its outcome, every item, whether it refuses, whether it overrides."""

    outcome: DeterminationOutcome
    items: tuple[ItemDecision, ...]
    refuses: bool
    overrides: bool


def settle(decision: Decision, record: ReviewRecord, now: datetime) -> Settled:
    """What the decision comes to. Raises RequestRefused with every fault at once."""
    outcome = _OUTCOMES[decision.action]
    items = _whole(decision, record.case.items, outcome)
    refused = any(i.outcome is DeterminationOutcome.denied for i in items)
    changed = any(i.outcome is DeterminationOutcome.approved_modified for i in items)
    refuses = outcome is DeterminationOutcome.denied or (
        decision.requester_agreed is None and (refused or changed or outcome is DeterminationOutcome.approved_modified)
    )
    overrides = _AGREES.get(record.proposal.recommendation) is not outcome
    settled = Settled(outcome, items, refuses, overrides)
    faults = [*_item_faults(decision, record.case.items), *_word_faults(decision, settled, record)]
    faults += _agreement_faults(decision, record, now)
    if faults:
        raise RequestRefused(faults)
    return settled


def _whole(decision: Decision, asked: Sequence[Item], outcome: DeterminationOutcome) -> tuple[ItemDecision, ...]:
    """A decision for every item; those that are not named follow the action."""
    named = {i.sequence: i for i in decision.items}
    rest = DeterminationOutcome.denied if decision.action is Action.deny else DeterminationOutcome.approved
    return tuple(named.get(i.sequence) or ItemDecision(sequence=i.sequence, outcome=rest) for i in asked)


def _item_faults(decision: Decision, asked: Sequence[Item]) -> Iterator[Fault]:
    items = {i.sequence: i for i in asked}
    seen: set[int] = set()
    for place, one in enumerate(decision.items):
        if one.sequence not in items:
            yield Fault(("items", place, "sequence"), f"the case has items 1 to {len(items)}")
            continue
        if one.sequence in seen:
            yield Fault(("items", place, "sequence"), "this item is decided twice")
        seen.add(one.sequence)
        yield from _one_item(decision, place, one, items[one.sequence])
    if decision.action is Action.approve_modified and not seen:
        yield Fault(("items",), "say which items are changed or refused, and how")
    elif decision.action is Action.approve_modified and not _differs(decision):
        yield Fault(("items",), "nothing is changed or refused here; the action is approve, or deny for every item")
    yield from _accessories(decision, asked)


def _differs(decision: Decision) -> bool:
    """Whether a modified approval approves something, and not all of it as it was asked for."""
    outcomes = {i.outcome for i in decision.items}
    return bool(outcomes - {DeterminationOutcome.approved})


def _one_item(decision: Decision, place: int, one: ItemDecision, asked: Item) -> Iterator[Fault]:
    here = ("items", place)
    allowed = {
        Action.approve: {DeterminationOutcome.approved},
        Action.deny: {DeterminationOutcome.denied},
        Action.approve_modified: {
            DeterminationOutcome.approved,
            DeterminationOutcome.approved_modified,
            DeterminationOutcome.denied,
        },
    }[decision.action]
    if one.outcome not in allowed:
        yield Fault((*here, "outcome"), "mixed or changed items are decided by approve_modified")
    is_change = (one.units not in (None, asked.units)) or (one.code not in (None, asked.code))
    if one.outcome is DeterminationOutcome.approved_modified and not is_change:
        yield Fault((*here, "units"), "say what is changed: other units, or another code")
    if one.outcome is not DeterminationOutcome.approved_modified and is_change:
        yield Fault((*here, "outcome"), "an item with other units or another code is approved_modified")
    if one.code not in (None, asked.code) and not parse_procedure(one.code).well_formed:
        yield Fault((*here, "code"), "write a CPT or HCPCS code")
    if one.units is not None and not 1 <= one.units <= asked.units:
        yield Fault((*here, "units"), f"between 1 and {asked.units}, as many as were asked for")


def _accessories(decision: Decision, asked: Sequence[Item]) -> Iterator[Fault]:
    """What belongs to a refused service is refused with it."""
    if decision.action is not Action.approve_modified:
        return
    outcomes = {i.sequence: i.outcome for i in _whole(decision, asked, DeterminationOutcome.approved_modified)}
    if outcomes and set(outcomes.values()) == {DeterminationOutcome.denied}:
        yield Fault(("items",), "every item is refused; the action is deny")
    for item in asked:
        principal = outcomes.get(item.principal) if item.principal else None
        refused = DeterminationOutcome.denied
        if principal is refused and outcomes[item.sequence] is not refused:
            yield Fault(("items",), f"item {item.sequence} belongs to item {item.principal}, which is refused")


def _word_faults(decision: Decision, settled: Settled, record: ReviewRecord) -> Iterator[Fault]:
    yield from _rationale(decision, settled, record)
    if not settled.refuses:
        return
    cited = decision.criterion
    if cited is None:
        yield Fault(("criterion",), "name the criterion that is not met, with its source")
        return
    if not cited.id.strip():
        yield Fault(("criterion", "id"), "name the criterion that is not met")
    if not cited.source.strip():
        yield Fault(("criterion", "source"), "say where the criterion comes from: the policy and its edition")


def _rationale(decision: Decision, settled: Settled, record: ReviewRecord) -> Iterator[Fault]:
    words, least = _flat(decision.rationale), decision.least_rationale
    if not (settled.overrides or settled.refuses):
        return
    if len(words) < least or (least > 1 and len({c for c in words if c.isalnum()}) < _LETTERS_LEAST):
        why = "a refusal" if settled.refuses else "an outcome other than the recommendation"
        yield Fault(("rationale",), f"{why} needs a rationale in words, of at least {least} characters")
    elif settled.refuses and any(words in _flat(said) for said in _said(record)):
        yield Fault(("rationale",), "say it in your own words; this is what the review wrote")


def _said(record: ReviewRecord) -> Iterator[str]:
    """What the engine wrote by itself."""
    proposal = record.proposal
    yield from (proposal.told_summary, proposal.told_rationale, *proposal.reasons)
    yield from (reason for gate in proposal.gates for reason in (*gate.reasons, *gate.denial_grounds))
    yield from (reason for item in proposal.items for reason in item.reasons)


def _agreement_faults(decision: Decision, record: ReviewRecord, now: datetime) -> Iterator[Fault]:
    agreed = decision.requester_agreed
    if agreed is None:
        return
    if decision.action is not Action.approve_modified:
        yield Fault(("requester_agreed",), "a requester agrees to a change only; the action is approve_modified")
    if not agreed.by.strip():
        yield Fault(("requester_agreed", "by"), "name who agreed")
    if not record.case.received_at <= agreed.at <= now:
        yield Fault(("requester_agreed", "at"), "between the receipt of the request and now")


def _flat(words: str) -> str:
    return " ".join(words.split()).casefold()
