"""Every column that the codec seals, with the place of each of its values: what rotation and erasure go through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orchestrator.store.codec import Place
from orchestrator.store.fhir_tables import ExchangeRow, NotificationRow, SubscriptionRow
from orchestrator.store.identity_tables import HoldRow, SessionRow, SignInRow
from orchestrator.store.tables import (
    ArchiveRow,
    Base,
    CaseRow,
    DeterminationRow,
    DocumentRow,
    InformationRequestRow,
    IssuedRow,
    ReviewRow,
    SpokenRow,
    StepRow,
)


@dataclass(frozen=True)
class SealedColumn:
    """A column, and what in its row makes the place of a value."""

    table: type[Base]
    column: str
    place: Callable[[Any], Place]

    @property
    def label(self) -> tuple[str, str]:
        return self.table.__tablename__, self.column


def _by(table: type[Base], column: str, row: Callable[[Any], str]) -> SealedColumn:
    return SealedColumn(table, column, lambda one: Place(table.__tablename__, column, row(one)))


def _document(one: DocumentRow) -> str:
    return f"{one.case_id}/{one.document_id}"


SEALED = (
    _by(CaseRow, "request", lambda one: one.case_id),
    _by(ReviewRow, "record", lambda one: f"{one.case_id}/{one.review}"),
    _by(StepRow, "result", lambda one: f"{one.case_id}/{one.review}/{one.step}"),
    _by(DocumentRow, "title", _document),
    _by(DocumentRow, "text", _document),
    _by(DocumentRow, "content", _document),
    SealedColumn(ArchiveRow, "content", lambda one: Place("archive", one.kind, f"{one.case_id}/{one.digest}")),
    _by(DeterminationRow, "content", lambda one: one.number),
    _by(InformationRequestRow, "content", lambda one: one.reference),
    _by(SpokenRow, "content", lambda one: f"{one.case_id}/{one.sequence}"),
    _by(IssuedRow, "content", lambda one: f"{one.case_id}/{one.digest}"),
    _by(SessionRow, "id_token", lambda one: one.digest),
    _by(SignInRow, "secret", lambda one: one.state),
    _by(HoldRow, "reason", lambda one: one.case_id),
    _by(ExchangeRow, "bundle", lambda one: one.exchange_id),
    _by(ExchangeRow, "answer", lambda one: one.exchange_id),
    _by(SubscriptionRow, "content", lambda one: one.subscription_id),
    _by(NotificationRow, "content", lambda one: f"{one.subscription_id}/{one.event}"),
)
