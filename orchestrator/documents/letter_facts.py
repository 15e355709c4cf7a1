"""From a sealed record and a person's act to the values of its letters.

What a letter says is read from the record, the act, the rules and the plan's own pages; nothing is inferred here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from orchestrator.documents.labels import long_date
from orchestrator.documents.letter_fields import Audience, LetterFields, LetterKind
from orchestrator.documents.letter_kit import LetterKit
from orchestrator.documents.letters import Letter, letter
from priorauth.case import Item, Urgency
from priorauth.criteria import Assessment
from priorauth.deadlines import ExtensionReason
from priorauth.determination import (
    Credential,
    Determination,
    DeterminationOutcome,
    InformationRequest,
    ItemDecision,
)
from priorauth.findings import Failure
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook
from priorauth.rulebook.laws import LawSwitch

KINDS: Final = {
    DeterminationOutcome.approved: LetterKind.approval,
    DeterminationOutcome.approved_modified: LetterKind.approval_modified,
    DeterminationOutcome.denied: LetterKind.adverse,
}
_SIDES: Final = {"LT": "left side", "RT": "right side", "50": "both sides"}
_OUTSIDE: Final = "We are waiting for medical records from a provider outside our plan. They may lead to an approval."
_EXTENSIONS: Final = {
    Audience.member: {
        ExtensionReason.enrollee_request: "You, or someone who acts for you, asked for more time.",
        ExtensionReason.noncontract_evidence: _OUTSIDE,
        ExtensionReason.extraordinary: "Something out of the ordinary has come up. More time is good for you.",
    },
    Audience.provider: {
        ExtensionReason.enrollee_request: "The member, or someone who acts for the member, asked for more time.",
        ExtensionReason.noncontract_evidence: _OUTSIDE,
        ExtensionReason.extraordinary: "Something out of the ordinary has come up. More time is good for the member.",
    },
}


@dataclass(frozen=True)
class LetterContext:
    """What every letter of a case is written from."""

    record: ReviewRecord
    rules: Rulebook
    kit: LetterKit
    case_number: str
    due_at: datetime | None
    zone: ZoneInfo
    approval_days: int

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def switches(self, at: datetime) -> frozenset[LawSwitch]:
        """What the laws in force on the day of the act demand."""
        request = self.record.case.request
        return self.rules.switches(request.line_of_business, request.funding, request.state, self.day(at))


def determination_letters(context: LetterContext, act: Determination) -> tuple[Letter, ...]:
    """The letters of a determination, to the member and to the provider; a withdrawal has none."""
    kind = KINDS.get(act.outcome)
    if kind is None:
        return ()
    agreed = act.requester_agreed is not None
    return _both(context, kind, _of_determination(context, act), act.decided_at, agreed=agreed)


def request_letters(context: LetterContext, act: InformationRequest, *, stops: bool) -> tuple[Letter, ...]:
    """The letters that ask for information; `stops`: the clock stands still until it comes."""
    asked = {item.what: f"{_sentence(item.what)} {_sentence(item.why)}".strip() for item in act.requested_items}
    values = LetterFields(
        number=act.reference,
        services=tuple(_service(context, item) for item in context.record.case.items),
        requested_items=tuple(asked.values()),
        reply_by=long_date(act.reply_by) if act.reply_by else "",
        clock_while_waiting="stands still" if stops else "keeps running",
    )
    return _both(context, LetterKind.information_request, values, act.requested_at)


def extension_letters(
    context: LetterContext, reason: ExtensionReason, until: datetime, at: datetime
) -> tuple[Letter, ...]:
    """The letters that tell of an extension, written at `at`, to `until`."""
    services = tuple(_service(context, item) for item in context.record.case.items)
    told = replace(context, due_at=until)
    return tuple(
        _letter(
            told,
            LetterKind.extension,
            audience,
            LetterFields(services=services, extension_reason=_EXTENSIONS[audience][reason]),
            at,
        )
        for audience in Audience
    )


def _both(
    context: LetterContext, kind: LetterKind, values: LetterFields, at: datetime, *, agreed: bool = False
) -> tuple[Letter, ...]:
    return tuple(_letter(context, kind, audience, values, at, agreed=agreed) for audience in Audience)


def _letter(
    context: LetterContext,
    kind: LetterKind,
    audience: Audience,
    values: LetterFields,
    at: datetime,
    *,
    agreed: bool = False,
) -> Letter:
    switches = context.switches(at)
    return letter(
        kind,
        audience,
        _addressed(context, values, audience, at, switches),
        context.kit.template(kind, audience),
        dated=at,
        switches=switches,
        agreed=agreed,
    )


def _addressed(
    context: LetterContext, values: LetterFields, audience: Audience, at: datetime, switches: frozenset[LawSwitch]
) -> LetterFields:
    """The values every letter has."""
    plan, request = context.kit.plan, context.record.case.request
    return replace(
        values,
        plan_name=plan.name,
        plan_address=plan.address,
        plan_phone=plan.member_phone if audience is Audience.member else plan.provider_phone,
        language_help=plan.language_help,
        letter_date=long_date(context.day(at)),
        patient_name=request.patient_name or "Member",
        member_id=request.insurance_id or "not given",
        provider_name=_provider(context.record, audience),
        case_number=context.case_number,
        decision_due=_due(context),
        ai_disclosure=plan.ai_disclosure if LawSwitch.ai_use_disclosed in switches else "",
    )


def _provider(record: ReviewRecord, audience: Audience) -> str:
    name = "" if isinstance(record.coverage, Failure) else record.coverage.provider.name
    return name or ("Your provider" if audience is Audience.member else f"NPI {record.case.request.provider_npi}")


def _due(context: LetterContext) -> str:
    """The day, and the hour too where the clock counts hours."""
    if context.due_at is None:
        return ""
    at = context.due_at.astimezone(context.zone)
    expedited = context.record.case.request.urgency is Urgency.expedited
    return f"{long_date(at.date())}, {at:%I:%M %p %Z}" if expedited else long_date(at.date())


def _of_determination(context: LetterContext, act: Determination) -> LetterFields:
    decided = context.day(act.decided_at)
    outcomes = {i.sequence: i for i in act.items}
    approved = [i for i in context.record.case.items if _outcome(act, outcomes, i) is not DeterminationOutcome.denied]
    named = approved if act.outcome is not DeterminationOutcome.denied else context.record.case.items
    changed = act.outcome is DeterminationOutcome.approved_modified
    values = LetterFields(
        number=act.number,
        services=tuple(_service(context, item, outcomes.get(item.sequence)) for item in named),
        valid_from=long_date(decided),
        valid_to=long_date(decided + timedelta(days=context.approval_days)),
        changes=tuple(_changes(context, outcomes.values())) if changed else (),
        rationale=act.rationale,
        reviewer_name=act.credential.person if act.credential else act.decided_by,
        requester_agreed=_agreed(context, act),
    )
    refuses = act.outcome is DeterminationOutcome.denied or (changed and act.requester_agreed is None)
    return _with_refusal(context, act, values, decided) if refuses else values


def _with_refusal(context: LetterContext, act: Determination, values: LetterFields, on: date) -> LetterFields:
    """What a letter says beside, where anything was refused."""
    rights = context.kit.rights_of(context.record.case.request.line_of_business)
    days = next((r.days for r in rights if r.days), None)
    form = next((r.form for r in rights if r.form), "")
    asked = LawSwitch.credentials_on_notice in context.switches(act.decided_at)
    return replace(
        values,
        criterion=_criterion(context.record, act),
        criterion_source=act.criterion.source if act.criterion else "",
        reviewed=tuple(dict.fromkeys(d.title for d in context.record.case.documents)),
        reviewer_credentials=_credentials(act.credential) if asked and act.credential else "",
        rights=tuple(r.said(on) for r in rights),
        appeal_by=long_date(on + timedelta(days=days)) if days else "",
        form=f"Content for form {form}" if form else "",
    )


def _outcome(act: Determination, outcomes: dict[int, ItemDecision], item: Item) -> DeterminationOutcome:
    decided = outcomes.get(item.sequence)
    return decided.outcome if decided else act.outcome


def _service(context: LetterContext, item: Item, decided: ItemDecision | None = None) -> str:
    """The service in our own words, its side, its code and how many."""
    code = (decided and decided.code) or item.code
    units = (decided and decided.units) or item.units
    words = context.rules.service_words(code) or "Requested service"
    sides = "".join(f", {_SIDES[m]}" for m in item.modifiers if m in _SIDES)
    others = "".join(f", modifier {m}" for m in item.modifiers if m not in _SIDES)
    return f"{words}{sides} (code {code}{others})" + (f", {units} units" if units > 1 else "")


def _changes(context: LetterContext, decided: Iterable[ItemDecision]) -> Iterable[str]:
    items = {i.sequence: i for i in context.record.case.items}
    for decision in decided:
        asked = items[decision.sequence]
        service = _service(context, asked)
        if decision.outcome is DeterminationOutcome.denied:
            yield f"Not approved: {service}."
        elif decision.code and decision.code != asked.code:
            yield f"Asked for: {service}. Approved: {_service(context, asked, decision)}."
        elif decision.units and decision.units != asked.units:
            yield f"{service}: {asked.units} asked for, {decision.units} approved."


def _agreed(context: LetterContext, act: Determination) -> str:
    agreed = act.requester_agreed
    return f"{agreed.by} agreed to this change on {long_date(context.day(agreed.at))}." if agreed else ""


def _criterion(record: ReviewRecord, act: Determination) -> str:
    """The cited criterion in its policy's own words, with its id."""
    if act.criterion is None:
        return ""
    found = next((a for a in _assessments(record) if act.criterion.id in (a.row, f"{a.policy_id} {a.row}")), None)
    return f"{found.statement} ({act.criterion.id})" if found else act.criterion.id


def _assessments(record: ReviewRecord) -> tuple[Assessment, ...]:
    return (
        () if isinstance(record.coverage, Failure) else tuple(a for i in record.coverage.items for a in i.assessments)
    )


def _credentials(held: Credential) -> str:
    board = f", board certified in {held.board_certification}" if held.board_certification else ""
    return f"License {held.licence}, {held.state}. Specialty: {held.specialty}{board}."


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."
