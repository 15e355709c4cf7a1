"""Templates held against the notice linter before anyone uses them: each is filled with a specimen, under every law."""

from collections.abc import Iterable
from dataclasses import replace

from orchestrator.documents.letter_fields import Audience, LetterFields, LetterKind
from orchestrator.documents.letter_kit import LetterKit, Plan
from orchestrator.documents.letter_template import LetterTemplate, fill
from orchestrator.documents.notice_lint import Finding, Notice, lint_letter
from priorauth.errors import Complaint
from priorauth.rulebook.laws import LawSwitch

_SPECIMEN = LetterFields(
    letter_date="November 20, 2026",
    patient_name="Sample Person",
    member_id="SAMPLE-ID",
    provider_name="Sample Provider",
    case_number="26-00001",
    number="PA-20261120-00001",
    services=("Knee replacement, left side (code 27447)",),
    valid_from="November 20, 2026",
    valid_to="February 18, 2027",
    reply_by="November 25, 2026",
    decision_due="November 27, 2026",
    clock_while_waiting="keeps running",
    requested_items=("The therapy record. It shows what was tried.",),
    extension_reason="You asked us for more time.",
    changes=("Knee replacement (code 27447): 2 asked for, 1 approved.",),
    rationale="The notes do not show that other care was tried first.",
    criterion="At least three months of other care did not help (B4)",
    criterion_source="Sample policy, version 1",
    reviewed=("Clinical notes",),
    reviewer_name="Sample Reviewer, MD",
)
_REFUSED = {LetterKind.adverse, LetterKind.approval_modified}


def check_kit(kit: LetterKit, paths: Iterable[str] | None = None) -> list[Complaint]:
    """What is wrong with the templates, or with those of the given paths."""
    wanted = None if paths is None else frozenset(paths)
    return [
        Complaint(template.path, 1, f"{finding.fault}: {finding.message}")
        for template in kit.templates.values()
        if wanted is None or template.path in wanted
        for finding in check_template(template, kit)
    ]


def check_template(template: LetterTemplate, kit: LetterKit) -> list[Finding]:
    """What the linter says of a template filled with a specimen, without any law and under all of them."""
    notices = [_specimen(template, kit, switches) for switches in (frozenset[LawSwitch](), frozenset(LawSwitch))]
    if template.kind is LetterKind.approval_modified:
        agreed = replace(_fields(template, kit.plan), requester_agreed="Sample Provider agreed to this change.")
        notices.append(Notice(template.kind, template.audience, fill(template, agreed), agreed, agreed=True))
    return list(dict.fromkeys(finding for notice in notices for finding in lint_letter(notice)))


def _specimen(template: LetterTemplate, kit: LetterKit, switches: frozenset[LawSwitch]) -> Notice:
    values = _fields(template, kit.plan)
    if template.kind in _REFUSED:
        values = replace(values, rights=("You can appeal by January 24, 2027.",), appeal_by="January 24, 2027")
    if switches:
        values = replace(
            values,
            ai_disclosure=kit.plan.ai_disclosure,
            reviewer_credentials="License 12345, OH. Specialty: surgery.",
        )
    return Notice(template.kind, template.audience, fill(template, values), values, switches)


def _fields(template: LetterTemplate, plan: Plan) -> LetterFields:
    return replace(
        _SPECIMEN,
        plan_name=plan.name,
        plan_address=plan.address,
        plan_phone=plan.member_phone if template.audience is Audience.member else plan.provider_phone,
        language_help=plan.language_help,
    )
