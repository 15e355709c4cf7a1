"""What a running review reads from the store: the case as it stood when the review began, and what its steps left."""

import json
from typing import Any, cast

from pydantic import JsonValue
from sqlalchemy import bindparam, select

from orchestrator.store.archive import Kept, kept_text
from orchestrator.store.codec import Codec, Place
from orchestrator.store.documents import opened
from orchestrator.store.runs import Attempt, Pinned, ReviewKey, StepResult, Whole, step_place
from orchestrator.store.tables import CaseRow, DocumentRow, EventRow, ItemRow, ReviewRow, StepRow
from orchestrator.store.transactions import Transaction
from priorauth.case import Item, PriorAuthRequest, ReviewInput
from priorauth.errors import ReviewEnded
from priorauth.events import EventType, Step
from priorauth.findings import ToolCall, ToolOutcome

_CASE = (
    select(
        CaseRow.request,
        CaseRow.received_at,
        CaseRow.synthetic,
        ReviewRow.documents_read,
        ReviewRow.rules_digest,
        ReviewRow.started_at,
    )
    .join(ReviewRow, ReviewRow.case_id == CaseRow.case_id)
    .where(CaseRow.case_id == bindparam("case"), ReviewRow.review == bindparam("review"))
)
_ITEMS = (
    select(ItemRow.sequence, ItemRow.code, ItemRow.modifiers, ItemRow.units, ItemRow.principal)
    .where(ItemRow.case_id == bindparam("case"))
    .order_by(ItemRow.sequence)
)
_DOCUMENTS = (
    select(
        DocumentRow.case_id,
        DocumentRow.document_id,
        DocumentRow.kind,
        DocumentRow.title,
        DocumentRow.text,
        DocumentRow.pages,
        DocumentRow.reading,
        DocumentRow.flags,
    )
    .where(DocumentRow.case_id == bindparam("case"), DocumentRow.document_id <= bindparam("last"))
    .order_by(DocumentRow.document_id)
)
_BEGAN = select(ReviewRow.started_at).where(
    ReviewRow.case_id == bindparam("case"), ReviewRow.review == bindparam("review")
)
_STEPS = (
    select(StepRow.step, StepRow.result, StepRow.digest, StepRow.attempt, StepRow.started_at, StepRow.finished_at)
    .where(StepRow.case_id == bindparam("case"), StepRow.review == bindparam("review"))
    .order_by(StepRow.finished_at)
)
_CALLS = (
    select(EventRow.step, EventRow.attempt, EventRow.data)
    .where(
        EventRow.of(bindparam("case"), EventType.tool_called),
        EventRow.review == bindparam("review"),
    )
    .order_by(EventRow.sequence)
)


def read_pinned(transaction: Transaction, codec: Codec, key: ReviewKey) -> Pinned:
    """The case as it stood when the review began, and the rules the review is under."""
    of = {"case": key.case_id, "review": key.review}
    found = transaction.one(_CASE, of)
    if found is None:
        raise ReviewEnded("there is no such review")
    request, received_at, synthetic, last, rules_digest, began = found
    items = transaction.all(_ITEMS, {"case": key.case_id})
    documents = transaction.all(_DOCUMENTS, {"case": key.case_id, "last": last})
    read = ReviewInput(
        case_id=key.case_id,
        review=key.review,
        request=PriorAuthRequest.model_validate_json(codec.open(request, Place("cases", "request", key.case_id))),
        items=tuple(_item(row) for row in items),
        documents=tuple(opened(codec, cast(DocumentRow, row)) for row in documents),
        received_at=received_at,
        synthetic=synthetic,
    )
    return Pinned(read, rules_digest, began)


def _item(row: Any) -> Item:
    sequence, code, modifiers, units, principal = row
    return Item(sequence=sequence, code=code, modifiers=tuple(modifiers), units=units, principal=principal)


def read_whole(transaction: Transaction, codec: Codec, key: ReviewKey) -> Whole:
    """All that is stored of a review's run: its finished steps, and the calls their attempts made, in order."""
    of = {"case": key.case_id, "review": key.review}
    began = transaction.one(_BEGAN, of)
    if began is None:
        raise ReviewEnded("there is no such review")
    steps = transaction.all(_STEPS, of)
    finished = {(step, attempt) for step, _, _, attempt, _, _ in steps}
    return Whole(
        began=began[0],
        steps={
            Step(step): StepResult(codec.open(result, step_place(key, Step(step))), digest, attempt, begun, ended)
            for step, result, digest, attempt, begun, ended in steps
        },
        calls=tuple(
            _call(step, attempt, data)
            for step, attempt, data in transaction.all(_CALLS, of)
            if (step, attempt) in finished
        ),
    )


def _call(step: str, attempt: int | None, data: str) -> ToolCall:
    return ToolCall.model_validate({**json.loads(data), "step": step, "attempt": attempt or 1})


def read_answer(transaction: Transaction, codec: Codec, attempt: Attempt, arguments_digest: str) -> JsonValue:
    """The answer a model gave to the same question in any attempt at this step; None where it was not recorded."""
    key = attempt.key
    for step, number, data in transaction.all(_CALLS, {"case": key.case_id, "review": key.review}):
        call = _call(step, number, data)
        same = step == attempt.step and call.of_model and call.arguments_digest == arguments_digest
        if same and call.outcome is ToolOutcome.ok and call.reply_digest:
            text = kept_text(transaction, codec, Kept.reading, call.reply_digest, key.case_id)
            return None if text is None else json.loads(text)
    return None
