"""Reviews read back for those who only look: one review whole, the newest ones, what became of each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, or_, select

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.documents import laid_content
from orchestrator.store.names import members_named
from orchestrator.store.shelf import taken
from orchestrator.store.tables import CaseRow, DeterminationRow, DocumentRow, ReviewRow
from priorauth.case import PriorAuthRequest, ReviewInput
from priorauth.determination import CaseState, ReviewOutcome
from priorauth.evidence import documents_context
from priorauth.record import ReviewRecord

NEWEST = 500


@dataclass(frozen=True)
class StoredReview:
    """A review with its case; the record is there once it is sealed."""

    case: CaseRow
    row: ReviewRow
    record: ReviewRecord | None


@dataclass(frozen=True)
class Headline:
    """A sealed review in one line."""

    case_id: str
    patient_name: str
    recommendation: str
    confidence_level: str
    reviewed_at: datetime
    decided: bool


@dataclass(frozen=True)
class StoredContent:
    media_type: str
    content: bytes


def read_record(content: bytes) -> ReviewRecord:
    """A record as it was sealed; its evidence is proved again against the documents it travels with."""
    fields = cast(Mapping[str, object], json.loads(content))
    case = ReviewInput.model_validate_json(json.dumps(fields["case"]))
    return ReviewRecord.model_validate_json(content, context=documents_context(case.documents))


class SealedReviews:
    """Looks only; a review is written by its run."""

    def __init__(self, database: Database, codec: Codec) -> None:
        self._database, self._codec = database, codec

    async def case(self, case_id: str) -> CaseRow | None:
        """The case's own row, without what belongs to it."""
        async with self._database.reading() as session:
            return await session.get(CaseRow, case_id)

    async def review(self, case_id: str, review: int) -> StoredReview | None:
        async with self._database.reading() as session:
            case = await session.get(CaseRow, case_id)
            row = await session.get(ReviewRow, (case_id, review))
        if case is None or row is None:
            return None
        return StoredReview(case, row, None if row.record is None else self._opened(row, row.record))

    async def latest(self, case_id: str) -> StoredReview | None:
        """The newest sealed review of a case."""
        newest = select(func.max(ReviewRow.review)).where(
            ReviewRow.case_id == case_id, ReviewRow.outcome == ReviewOutcome.sealed
        )
        async with self._database.reading() as session:
            number = (await session.execute(newest)).scalar()
        return None if number is None else await self.review(case_id, number)

    async def content(self, case_id: str, document_id: int) -> StoredContent | None:
        """The bytes of a document as they were sent."""
        async with self._database.reading() as session:
            row = await session.get(DocumentRow, (case_id, document_id))
        if row is None:
            return None
        return StoredContent(row.media_type, await taken(self._database, laid_content(self._codec, row)))

    async def headlines(self, submitted_by: str | None = None) -> list[Headline]:
        """The newest cases with a sealed review, newest first; of one submitter only, where one is named."""
        sealed_at = func.max(ReviewRow.sealed_at, type_=ReviewRow.sealed_at.type)
        decided = select(DeterminationRow.case_id).where(
            DeterminationRow.case_id == CaseRow.case_id, DeterminationRow.standing
        )
        acted = or_(decided.exists(), CaseRow.state == CaseState.info_requested)
        chosen = (
            select(CaseRow, sealed_at, acted)
            .join(ReviewRow, ReviewRow.case_id == CaseRow.case_id)
            .where(ReviewRow.outcome == ReviewOutcome.sealed)
            .group_by(CaseRow.case_id)
            .order_by(sealed_at.desc(), CaseRow.case_id)
            .limit(NEWEST)
        )
        if submitted_by is not None:
            chosen = chosen.where(CaseRow.submitted_by == submitted_by)
        async with self._database.reading() as session:
            return [
                self._headline(case, at, is_decided) for case, at, is_decided in await session.execute(chosen) if at
            ]

    def _headline(self, case: CaseRow, at: datetime, decided: bool) -> Headline:
        return Headline(
            case_id=case.case_id,
            patient_name=self._request(case).patient_name,
            recommendation=case.recommendation or "",
            confidence_level=case.confidence_level or "",
            reviewed_at=at,
            decided=decided,
        )

    async def members_named(self, words: str, limit: int) -> tuple[str, ...]:
        """The members, by their blind key, whose name has these words."""
        return await members_named(self._database, self._codec, words, limit)

    def _request(self, case: CaseRow) -> PriorAuthRequest:
        return PriorAuthRequest.model_validate_json(
            self._codec.open(case.request, Place("cases", "request", case.case_id))
        )

    def _opened(self, row: ReviewRow, record: bytes) -> ReviewRecord:
        return read_record(self._codec.open(record, Place("reviews", "record", f"{row.case_id}/{row.review}")))
