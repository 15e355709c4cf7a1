"""Stored cases as resources. Chooses words and leaves out what the caller may not see; computes nothing new."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from orchestrator.api import models
from orchestrator.store.cases import StoredCase, StoredDocument, WorklistRow
from orchestrator.store.tables import CaseRow, ItemRow
from priorauth.deadlines import ClockStatus
from priorauth.determination import CaseState, Determination, InformationRequest
from priorauth.events import Event
from priorauth.rulebook import age_on

CLOSED = (CaseState.decided, CaseState.withdrawn)


def item(row: ItemRow) -> models.ItemResource:
    return models.ItemResource(
        sequence=row.sequence,
        code=row.code,
        modifiers=list(row.modifiers),
        units=row.units,
        principal=row.principal,
        description=row.description,
        recommendation=row.recommendation,
        outcome=row.outcome,
    )


def clock_status(row: CaseRow, now: datetime) -> ClockStatus:
    """How the case stands against its clock: once decided, against the moment of the decision."""
    ends, until = row.extended_until or row.due_at, row.decided_at or now
    if ends is None:
        return ClockStatus.on_time
    if until > ends:
        return ClockStatus.breached
    at_risk = row.at_risk_at is not None and row.decided_at is None and now >= row.at_risk_at
    return ClockStatus.at_risk if at_risk else ClockStatus.on_time


def flags(row: CaseRow, now: datetime) -> list[str]:
    status = clock_status(row, now)
    shown = {
        "overdue": status is ClockStatus.breached and row.state not in CLOSED,
        "at_risk": status is ClockStatus.at_risk and row.state not in CLOSED,
        "extended": row.extended_until is not None,
        "clock_stopped": row.stopped_until is not None and now < row.stopped_until,
        "duplicate": row.duplicate_of is not None,
        "information_received": row.information_received,
        "synthetic": row.synthetic,
    }
    return [name for name, holds in shown.items() if holds]


def latest_review(stored: StoredCase) -> models.LatestReview | None:
    row = stored.review
    if row is None:
        return None
    sealed = row.outcome == "sealed"
    case = stored.row
    return models.LatestReview.model_validate(
        {
            "review": row.review,
            "outcome": row.outcome,
            "reasons": row.reasons,
            "recommendation": case.recommendation if sealed else None,
            "decision_gate": case.decision_gate if sealed else None,
            "confidence": case.confidence if sealed else None,
            "confidence_level": case.confidence_level if sealed else None,
            "criteria_summary": f"{case.criteria_met} of {case.criteria_total} criteria MET" if sealed else None,
            "started_at": row.started_at,
            "sealed_at": row.sealed_at if sealed else None,
        }
    )


def determination(made: Determination) -> models.DeterminationResource:
    return models.DeterminationResource(
        number=made.number,
        outcome=made.outcome,
        review=made.review,
        decided_by=made.decided_by,
        decided_at=made.decided_at,
        rationale=made.rationale,
        items=[models.ItemDecisionResource.model_validate(i.model_dump()) for i in made.items],
        letters=list(made.letters),
    )


def information_request(asked: InformationRequest) -> models.InformationRequestResource:
    return models.InformationRequestResource(
        reference=asked.reference,
        review=asked.review,
        requested_items=[models.RequestedItemResource(**i.model_dump()) for i in asked.requested_items],
        reply_by=asked.reply_by,
        requested_by=asked.requested_by,
        requested_at=asked.requested_at,
    )


def document(stored: StoredDocument, read_by: int | None) -> models.DocumentResource:
    return models.DocumentResource.model_validate(_document_fields(stored, read_by))


def _document_fields(stored: StoredDocument, read_by: int | None) -> dict[str, object]:
    held = stored.document
    return {
        "document_id": held.document_id,
        "kind": held.kind,
        "title": held.title,
        "reading": held.reading,
        "pages": len(held.pages),
        "characters": len(held.text),
        "media_type": stored.media_type,
        "added_at": stored.added_at,
        "added_by": stored.added_by,
        "flags": list(held.flags),
        "read_by_review": read_by,
    }


def document_text(
    stored: StoredDocument, read_by: int | None, sections: Sequence[models.SectionResource]
) -> models.DocumentText:
    held = stored.document
    return models.DocumentText.model_validate(
        {
            **_document_fields(stored, read_by),
            "text": held.text,
            "page_spans": [models.PageResource(page=p.page, start=p.start, end=p.end) for p in held.pages],
            "sections": list(sections),
        }
    )


def case(stored: StoredCase, time_zone: ZoneInfo, now: datetime, may: Sequence[str]) -> models.CaseResource:
    row = stored.row
    base = f"/api/cases/{row.case_id}"
    read = stored.review.documents_read if stored.review else 0
    return models.CaseResource.model_validate(
        {
            "case_id": row.case_id,
            "case_number": row.case_number,
            "state": row.state,
            "urgency": row.urgency,
            "line_of_business": row.line_of_business,
            "received_at": row.received_at,
            "request": json.loads(stored.request.model_dump_json(exclude={"clinical_notes"}))
            | {"clinical_notes": stored.documents[0].document.text},
            "items": [item(i) for i in stored.items],
            "latest_review": latest_review(stored),
            "determination": determination(stored.determination) if stored.determination else None,
            "information_request": information_request(stored.information_request)
            if stored.information_request
            else None,
            "clock": models.ClockResource(
                due_at=row.extended_until or row.due_at,
                time_zone=time_zone.key,
                rule=row.clock_rule,
                extended_until=row.extended_until,
            ),
            "flags": flags(row, now),
            "duplicate_of": row.duplicate_of,
            "assigned_to": row.assigned_to,
            "documents": [
                document(d, row.latest_review if d.document.document_id <= read else None) for d in stored.documents
            ],
            "may": list(may),
            "links": {
                "self": base,
                "events": f"{base}/events",
                "review": f"{base}/reviews/{max(row.latest_review, 1)}",
                "documents": f"{base}/documents",
                "audit_log": f"{base}/audit-log",
            },
        }
    )


def worklist_item(found: WorklistRow, now: datetime, today: date) -> models.WorklistItem:
    row, born = found.row, found.request.patient_dob
    return models.WorklistItem(
        case_id=row.case_id,
        case_number=row.case_number,
        member=found.request.patient_name,
        age=None if born is None else age_on(born, today),
        items=[item(i) for i in found.items],
        recommendation=row.recommendation,
        criteria_met=row.criteria_met,
        criteria_total=row.criteria_total,
        confidence=row.confidence,
        risk=row.risk,
        risk_reasons=list(row.risk_reasons),
        state=row.state,
        urgency=row.urgency,
        running_step=row.running_step,
        assigned_to=row.assigned_to,
        received_at=row.received_at,
        due_at=row.extended_until or row.due_at,
        flags=flags(row, now),
    )


def event(happened: Event) -> models.EventResource:
    return models.EventResource(
        sequence=happened.sequence,
        type=happened.type,
        at=happened.at,
        review=happened.review,
        step=happened.step,
        attempt=happened.attempt,
        actor=happened.actor,
        data=dict(happened.data),
    )
