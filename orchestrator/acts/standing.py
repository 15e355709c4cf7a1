"""How a case stands when somebody wants to act on it, and the refusals that follow from that."""

from dataclasses import dataclass

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.acts.office import Office
from orchestrator.store.acts import standing_determination, unread_documents
from orchestrator.store.codec import Codec
from orchestrator.store.tables import CaseRow, ReviewRow
from priorauth.determination import CaseState, Determination, ReviewOutcome
from priorauth.errors import ActRefused, Fault, RequestRefused
from priorauth.record import ReviewRecord

NO_CASE = "no such case"


@dataclass(frozen=True)
class Reviewed:
    """A case with the sealed review that an act is about."""

    case: CaseRow
    review: int
    record: ReviewRecord


async def reviewed(office: Office, case_id: str, review: int | None) -> Reviewed:
    """The sealed review an act names, or the latest; looked at before the act, so it is looked at again within it."""
    case = await office.sealed.case(case_id)
    if case is None:
        raise ActRefused("not-found", NO_CASE)
    await _refuse_closed(office, case)
    number = review if review is not None else case.latest_review
    if number > case.latest_review:
        raise RequestRefused([Fault(("review",), f"this case has no review {number}")])
    if number < case.latest_review:
        raise _superseded(case, number)
    found = await office.sealed.review(case_id, number)
    if found is None or found.record is None:
        raise _without_result(None if found is None else found.row)
    return Reviewed(case, number, found.record)


async def _refuse_closed(office: Office, case: CaseRow) -> None:
    async with office.desk.database.reading() as session:
        await refuse_closed(session, office.desk.codec, case)


async def refuse_closed(session: AsyncSession, codec: Codec, case: CaseRow) -> None:
    """A decided or withdrawn case takes no further act; the refusal carries what stands."""
    if case.state == CaseState.withdrawn:
        raise ActRefused("case-withdrawn", "the case is withdrawn; submit a new request")
    if case.state == CaseState.decided:
        stands = await standing_determination(session, codec, case.case_id)
        raise ActRefused("already-determined", "a determination stands; reopen the case first", carried(stands))


def carried(stands: Determination | None) -> dict[str, JsonValue]:
    """The standing determination as a refusal shows it."""
    if stands is None:
        return {}
    shown = stands.model_dump(
        mode="json", include={"number", "outcome", "review", "decided_by", "decided_at", "rationale", "items"}
    )
    return {"determination": shown}


async def refuse_unless_latest(session: AsyncSession, codec: Codec, case: CaseRow, review: int) -> None:
    """A decision is about everything the case holds: no newer review, no running one, no document left unread."""
    await refuse_closed(session, codec, case)
    row = await session.get(ReviewRow, (case.case_id, review))
    if case.latest_review > review:
        raise _superseded(case, review)
    if row is None or row.outcome != ReviewOutcome.sealed:
        raise _without_result(row)
    if await unread_documents(session, case.case_id, row.documents_read):
        raise ActRefused("review-superseded", "a document has come in that no review has read yet; run the case again")
    if case.state == CaseState.info_requested:
        raise ActRefused("review-not-ready", "information is awaited; resume the case, or wait for what was asked for")


def _without_result(row: ReviewRow | None) -> ActRefused:
    if row is not None and row.outcome == ReviewOutcome.failed:
        return ActRefused("review-failed", "this review failed and left no result; run the case again")
    return ActRefused("review-running", "the review is not sealed yet; wait for it to end")


def _superseded(case: CaseRow, review: int) -> ActRefused:
    return ActRefused(
        "review-superseded",
        f"review {case.latest_review} is newer than review {review}; look at it and decide on it",
        {"latest_review": case.latest_review},
    )
