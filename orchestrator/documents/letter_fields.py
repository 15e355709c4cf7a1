"""What can stand in a letter, field by field; a template may use these names and no other."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


class LetterKind(StrEnum):
    approval = "approval"
    approval_modified = "approval_modified"
    information_request = "information_request"
    extension = "extension"
    adverse = "adverse"


class Audience(StrEnum):
    member = "member"
    provider = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFields:
    """The values of one letter. Empty means there is none; a template that needs it then stays visibly unfilled."""

    plan_name: str = ""
    plan_address: str = ""
    plan_phone: str = ""
    language_help: str = ""
    letter_date: str = ""
    patient_name: str = ""
    member_id: str = ""
    provider_name: str = ""
    case_number: str = ""
    number: str = ""
    services: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    conditions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    requester_agreed: str = ""
    requested_items: tuple[str, ...] = ()
    reply_by: str = ""
    decision_due: str = ""
    clock_while_waiting: str = ""
    extension_reason: str = ""
    rationale: str = ""
    criterion: str = ""
    criterion_source: str = ""
    reviewed: tuple[str, ...] = ()
    reviewer_name: str = ""
    reviewer_credentials: str = ""
    rights: tuple[str, ...] = ()
    appeal_by: str = ""
    ai_disclosure: str = ""
    form: str = ""

    def value(self, name: str) -> str | tuple[str, ...]:
        found: str | tuple[str, ...] = getattr(self, name)
        return found


LISTS: Final = frozenset(f.name for f in fields(LetterFields) if f.default == ())
NAMES: Final = frozenset(f.name for f in fields(LetterFields))
