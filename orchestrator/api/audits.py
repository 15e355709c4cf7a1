"""A review's body with its audit justification in both forms."""

import base64
from typing import TypeVar

from orchestrator.acts.audit import audit_of
from orchestrator.api.parts import Parts
from orchestrator.api.wire import ReviewWire
from orchestrator.store.sealed import StoredReview
from priorauth.record import ReviewRecord

_Body = TypeVar("_Body", bound=ReviewWire)


async def with_audit(parts: Parts, found: StoredReview, record: ReviewRecord, body: _Body) -> _Body:
    """The body with the audit of the record, written off the event loop; after a person's act, the issued one."""
    made = await audit_of(parts.office, found, record)
    pdf = base64.b64encode(made.pdf).decode("ascii")
    return body.model_copy(update={"audit_justification": made.markdown, "audit_justification_pdf": pdf})
