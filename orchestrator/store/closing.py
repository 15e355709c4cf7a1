"""How a review ends well: its record sealed whole, the worklist's columns written, the case handed to a person."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update

from orchestrator.store.codec import Codec
from orchestrator.store.events import NewEvent
from orchestrator.store.open_case import OpenCase, open_case
from orchestrator.store.runs import Attempt, ReviewKey, Sealed, Told, record_place
from orchestrator.store.steps import Result, salted, standing, take_new
from orchestrator.store.tables import ItemRow, ReviewRow
from orchestrator.store.transactions import Transaction
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.digests import digest_text
from priorauth.errors import ReviewEnded
from priorauth.events import EventType, Step

_OF_REVIEW = (ReviewRow.case_id == bindparam("case"), ReviewRow.review == bindparam("number"))
_SEALED = select(ReviewRow.outcome, ReviewRow.record_digest).where(*_OF_REVIEW)
_SEAL = (
    update(ReviewRow)
    .where(*_OF_REVIEW)
    .values(
        outcome=ReviewOutcome.sealed.value,
        sealed_at=bindparam("at"),
        record=bindparam("content"),
        record_digest=bindparam("digest"),
        rules_digest=bindparam("rules"),
        reader=bindparam("read_by"),
    )
)
_NO_ITEM = update(ItemRow).where(ItemRow.case_id == bindparam("case")).values(recommendation=None)
_ITEM = (
    update(ItemRow)
    .where(ItemRow.case_id == bindparam("case"), ItemRow.sequence == bindparam("number"))
    .values(recommendation=bindparam("recommended"))
)


def seal(transaction: Transaction, codec: Codec, key: ReviewKey, sealed: Sealed) -> str:
    """Sealing again changes nothing; a review that failed or was stopped meanwhile raises ReviewEnded."""
    with open_case(transaction, key.case_id) as case:
        found = transaction.one(_SEALED, {"case": key.case_id, "number": key.review})
        if found is not None and found[0] == ReviewOutcome.sealed:
            return found[1]
        if found is None or found[0] != ReviewOutcome.running:
            raise ReviewEnded("the review has ended")
        return _seal(transaction, codec, case, key, sealed)


def conclude(
    transaction: Transaction, codec: Codec, key: ReviewKey, result: Result, at: datetime, sealed: Sealed
) -> str | None:
    """The last step, over as soon as it began, and the seal upon it; None where that step has begun before."""
    try:
        with standing(transaction, key, Step.synthesis) as stands:
            if stands.finished or stands.begun:
                return None
            take_new(transaction, codec, stands.case, Attempt(key, Step.synthesis, 1), result, at)
            return _seal(transaction, codec, stands.case, key, sealed)
    except ReviewEnded:
        # It may be this very seal that ended it, where nobody heard of its commit.
        return seal(transaction, codec, key, sealed)


def _seal(transaction: Transaction, codec: Codec, case: OpenCase, key: ReviewKey, sealed: Sealed) -> str:
    now, digest = datetime.now(UTC), digest_text(sealed.record.decode())
    of = {"case": key.case_id, "number": key.review}
    content = codec.seal(sealed.record, record_place(key))
    transaction.do(
        _SEAL,
        {**of, "at": now, "content": content, "digest": digest, "rules": sealed.rules_digest, "read_by": sealed.reader},
    )
    transaction.do(_NO_ITEM, {"case": key.case_id})
    if sealed.items:
        rows = [{**of, "number": sequence, "recommended": str(item)} for sequence, item in sealed.items.items()]
        transaction.do(_ITEM, rows)
    _project(case, sealed)
    told: Told = {
        "recommendation": sealed.recommendation,
        "decision_gate": sealed.decision_gate,
        "confidence": sealed.confidence,
        "criteria": f"{sealed.criteria_met}/{sealed.criteria_total}",
        "rules_digest": sealed.rules_digest,
        "reader": sealed.reader,
        "record_digest": salted(case, digest),
    }
    case.append(NewEvent(EventType.review_sealed, told, key.review, Step.record, 1), now)
    return digest


def _project(case: OpenCase, sealed: Sealed) -> None:
    """What the worklist shows of the newest sealed review; a case withdrawn meanwhile stays so."""
    if case.state == CaseState.reviewing:
        case.change(state=CaseState.ready.value)
    case.change(
        review_outcome=ReviewOutcome.sealed.value,
        running_step=None,
        recommendation=str(sealed.recommendation),
        confidence=sealed.confidence,
        confidence_level=str(sealed.confidence_level),
        criteria_met=sealed.criteria_met,
        criteria_total=sealed.criteria_total,
        decision_gate=str(sealed.decision_gate),
        risk=str(sealed.risk),
        risk_reasons=list(sealed.risk_reasons),
    )
