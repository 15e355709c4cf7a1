"""What changed between two reviews of a case, criterion by criterion, and why."""

from collections.abc import Iterator, Mapping

from orchestrator.api.models import ReviewDiff, RowChange
from priorauth.criteria import Assessment
from priorauth.findings import Failure
from priorauth.record import ReviewRecord

Place = tuple[int, str, str]


def difference(before: ReviewRecord, after: ReviewRecord) -> ReviewDiff:
    """`after` against `before`: rows whose status changed, came or went, and the documents that came between."""
    old, new = _rows(before), _rows(after)
    places = list(dict.fromkeys([*old, *new]))
    changed = [change for place in places if (change := _change(place, old.get(place), new.get(place)))]
    known = {d.document_id for d in before.case.documents}
    return ReviewDiff(
        review=after.case.review,
        against=before.case.review,
        recommendation_before=before.proposal.recommendation,
        recommendation_after=after.proposal.recommendation,
        changed=changed,
        unchanged=len(places) - len(changed),
        documents_added=[d.document_id for d in after.case.documents if d.document_id not in known],
    )


def _rows(record: ReviewRecord) -> Mapping[Place, Assessment]:
    if isinstance(record.coverage, Failure):
        return {}
    return {(i.sequence, a.policy_id, a.row): a for i in record.coverage.items for a in i.assessments}


def _change(place: Place, old: Assessment | None, new: Assessment | None) -> RowChange | None:
    if old and new and old.status is new.status:
        return None
    shown = new or old
    if shown is None:
        return None
    return RowChange(
        policy_id=place[1],
        id=place[2],
        item=place[0],
        criterion=shown.statement,
        before=old.status if old else None,
        after=new.status if new else None,
        why=" ".join(_why(old, new)),
    )


def _why(old: Assessment | None, new: Assessment | None) -> Iterator[str]:
    if new is None:
        yield "This row was judged before and is judged no more: another policy governs, or a specialist failed."
        return
    if old is None:
        yield "This row was not judged before."
    known = {s.evidence.document_id for s in old.spans} if old else set[int]()
    fresh = {s.evidence.document_id for s in new.spans} - known
    if old and fresh:
        yield f"Read in document {', '.join(map(str, sorted(fresh)))}, which was not read for it before."
    yield new.reason
