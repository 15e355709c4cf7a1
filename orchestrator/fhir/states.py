"""What is to be told of each item. Only what a person did makes it approved, changed or refused; else it is pended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from orchestrator.fhir.names import ReviewAction
from orchestrator.settings import Settings
from orchestrator.store.exchanges import Exchange, Line
from orchestrator.store.standings import Standing
from priorauth.determination import CaseState, Determination, DeterminationOutcome, ItemDecision, RequestedInformation

_ACTIONS = {
    DeterminationOutcome.approved: ReviewAction.approved,
    DeterminationOutcome.approved_modified: ReviewAction.modified,
    DeterminationOutcome.denied: ReviewAction.denied,
    DeterminationOutcome.withdrawn: ReviewAction.cancelled,
}
GRANTED = (ReviewAction.approved, ReviewAction.modified)
_REASONS = {
    "medical_necessity": "The record does not show that the service is medically necessary under the criterion named.",
    "documentation_missing": "Documentation that the criterion asks for is missing.",
    "not_covered_benefit": "The service is not a covered benefit of this plan.",
    "out_of_network": "The provider is not in the network of this plan.",
    "duplicate": "The service has been asked for before, under another request.",
    "invalid_code": "The code is not valid for the day of service.",
    "eligibility": "The member is not eligible on the day of service.",
    "out_of_window": "The request is outside the time in which it can be made.",
    "experimental": "The service is experimental or investigational for this use.",
}


@dataclass(frozen=True)
class ItemState:
    """One item's answer. `note` is what is to be read with it."""

    sequence: int
    action: ReviewAction
    reference: str
    number: str = ""
    issued: date | None = None
    until: date | None = None
    units: int | None = None
    code: str | None = None
    note: str = ""


@dataclass(frozen=True)
class AskedFor:
    """One document that a person asked for, with the number it is to be sent under."""

    control: str
    wanted: RequestedInformation
    line: int
    reply_by: date | None
    at: datetime


@dataclass(frozen=True)
class Told:
    """Everything an answer says that is not an echo of the request."""

    items: tuple[ItemState, ...]
    asked: tuple[AskedFor, ...]
    by_person: bool

    @property
    def is_final(self) -> bool:
        return all(item.action is not ReviewAction.pended for item in self.items)


def told_of(exchange: Exchange, cases: Mapping[str, Standing], settings: Settings) -> Told:
    """How a request stands, item by item, as the record has it now."""
    items = tuple(_state(line, cases.get(line.case_id), exchange, settings) for line in exchange.lines)
    decided = [line for line, item in zip(exchange.lines, items, strict=True) if item.action in _HUMAN]
    return Told(
        items=items,
        asked=tuple(a for case in cases.values() for a in _asked(exchange, case)),
        by_person=bool(decided) and all(cases[line.case_id].decided_by_person for line in decided),
    )


_HUMAN = (*GRANTED, ReviewAction.denied)


def _state(line: Line, case: Standing | None, exchange: Exchange, settings: Settings) -> ItemState:
    reference = case.case_number if case else exchange.reference
    if line.cancelled or exchange.cancelled or case is None or case.state is CaseState.withdrawn:
        return ItemState(line.sequence, ReviewAction.cancelled, reference)
    act = case.determination
    if act is None or not case.decided_by_person:
        return ItemState(line.sequence, ReviewAction.pended, reference, note=_pended(case))
    decision = next((d for d in act.items if d.sequence == line.item), None)
    action = _ACTIONS[decision.outcome if decision else act.outcome]
    if action is ReviewAction.denied:
        return ItemState(line.sequence, action, reference or act.number, note=_denial(act))
    if action is ReviewAction.cancelled:
        return ItemState(line.sequence, action, reference)
    days = settings.approval_days(case.line_of_business)
    return _granted(line, action, act, decision, reference, settings.zone, days)


def _granted(
    line: Line,
    action: ReviewAction,
    act: Determination,
    decision: ItemDecision | None,
    reference: str,
    zone: ZoneInfo,
    days: int,
) -> ItemState:
    issued = act.decided_at.astimezone(zone).date()
    return ItemState(
        sequence=line.sequence,
        action=action,
        reference=reference,
        number=act.number,
        issued=issued,
        until=issued + timedelta(days=days),
        units=decision.units if decision else None,
        code=decision.code if decision else None,
    )


def _pended(case: Standing) -> str:
    if case.information_request is not None:
        return "More information is asked for; see the communication requests."
    return "The request is being reviewed; a person decides. You will hear of it by notification or inquiry."


def _denial(act: Determination) -> str:
    """The specific reason in the plan's words, with the criterion it rests on, and that it can be appealed."""
    reason = _REASONS.get(act.reason_key or "", "The service was not approved.")
    cited = f" Criterion {act.criterion.id}, {act.criterion.source}." if act.criterion else ""
    number = f" Reference {act.number}."
    return f"{reason}{cited}{number} The letter to the member and the provider says how to appeal."


def _asked(exchange: Exchange, case: Standing) -> list[AskedFor]:
    asked = case.information_request
    if asked is None:
        return []
    line = next((n.sequence for n in exchange.lines if n.case_id == case.case_id and not n.cancelled), 1)
    return [
        AskedFor(control_number(asked.reference, place), wanted, line, asked.reply_by, asked.requested_at)
        for place, wanted in enumerate(asked.requested_items, start=1)
    ]


def control_number(reference: str, place: int) -> str:
    """What an answer to one question of an information request is sent under."""
    return f"{reference}-{place}"


def reference_of(control: str) -> str:
    """The information request that a control number belongs to."""
    return control.rpartition("-")[0] or control
