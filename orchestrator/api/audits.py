"""A review's body with its audit justification in both forms."""

import base64
from typing import TypeVar

from orchestrator.api.parts import Parts
from orchestrator.api.wire import ReviewWire
from orchestrator.store.sealed import StoredReview
from priorauth.record import ReviewRecord
from priorauth.rulebook.laws import LawRule

_Body = TypeVar("_Body", bound=ReviewWire)


async def with_audit(parts: Parts, found: StoredReview, record: ReviewRecord, body: _Body) -> _Body:
    """The body with the audit of the record, written off the event loop."""
    made = await parts.press.audit(
        record,
        case_number=found.case.case_number,
        due_at=found.case.extended_until or found.case.due_at,
        laws=_laws(parts, record),
    )
    pdf = base64.b64encode(made.pdf).decode("ascii")
    return body.model_copy(update={"audit_justification": made.markdown, "audit_justification_pdf": pdf})


def _laws(parts: Parts, record: ReviewRecord) -> tuple[LawRule, ...]:
    """The laws of the rules the review was pinned to; none where other rules are in force by now."""
    rules, request = parts.desk.rules(), record.case.request
    if rules.digest != record.rules_digest:
        return ()
    received = record.case.received_at.astimezone(parts.settings.zone).date()
    return rules.laws_that_bind(request.line_of_business, request.funding, request.state, received)
