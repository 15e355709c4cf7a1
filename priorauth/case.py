"""A prior-authorization request, its items and its documents: parsed once at the door, typed to the end."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from priorauth.base import Frozen
from priorauth.digests import digest_text

NAME_BOUND, ID_BOUND, CODE_BOUND, CODES_BOUND, NOTES_BOUND = 200, 64, 16, 50, 400_000
LINES_BOUND = 200


class Urgency(StrEnum):
    standard = "standard"
    expedited = "expedited"


class LineOfBusiness(StrEnum):
    medicare_advantage = "medicare_advantage"
    medicare_ffs = "medicare_ffs"
    medicaid = "medicaid"
    chip = "chip"
    qhp = "qhp"
    commercial = "commercial"


class Funding(StrEnum):
    insured = "insured"
    self_funded = "self_funded"


class Sex(StrEnum):
    male = "male"
    female = "female"
    other = "other"
    unknown = "unknown"


class DocumentKind(StrEnum):
    note = "note"
    text = "text"
    pdf = "pdf"
    ccda = "ccda"
    fhir = "fhir"


class ReadingState(StrEnum):
    """How much of a file could be read. Only READ may count as evidence of absence."""

    read = "read"
    partly = "partly"
    no_text = "no_text"
    locked = "locked"
    unreadable = "unreadable"


Code = Annotated[str, Field(min_length=1, max_length=CODE_BOUND)]
Identifier = Annotated[str, Field(max_length=ID_BOUND)]


class ProcedureLine(Frozen):
    """One requested service as submitted; `principal` is the sequence of the item it belongs to."""

    code: Code
    modifiers: tuple[Annotated[str, Field(min_length=1, max_length=CODE_BOUND)], ...] = Field(
        default=(), max_length=CODES_BOUND
    )
    units: int = Field(default=1, ge=1, le=999_999)
    principal: int | None = Field(default=None, ge=1, le=CODES_BOUND)


class PriorAuthRequest(Frozen):
    """What was asked. The REST door refuses absent fields and more than 50 services; FHIR takes up to 200."""

    patient_name: str = Field(default="", max_length=NAME_BOUND)
    patient_dob: date | None = None
    provider_npi: str = Field(default="", max_length=ID_BOUND)
    diagnosis_codes: tuple[Code, ...] = Field(default=(), max_length=CODES_BOUND)
    procedure_codes: tuple[Code, ...] = Field(default=(), max_length=LINES_BOUND)
    clinical_notes: str = Field(default="", max_length=NOTES_BOUND)
    insurance_id: Identifier | None = None
    urgency: Urgency = Urgency.standard
    line_of_business: LineOfBusiness = LineOfBusiness.medicare_advantage
    funding: Funding = Funding.insured
    state: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    service_date: date | None = None
    place_of_service: str | None = Field(default=None, pattern=r"^[0-9]{2}$")
    servicing_provider_npi: Identifier | None = None
    procedures: tuple[ProcedureLine, ...] = Field(default=(), max_length=LINES_BOUND)
    patient_sex: Sex = Sex.unknown
    external_id: Identifier | None = None
    received_at: AwareDatetime | None = None


class Page(Frozen):
    """Where one page of a document lies in its text."""

    page: int
    start: int
    end: int


class Document(Frozen):
    """A stored text of the case. Offsets count Unicode code points of `text`."""

    document_id: int
    kind: DocumentKind
    title: str
    text: str
    pages: tuple[Page, ...] = ()
    reading: ReadingState = ReadingState.read
    flags: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return digest_text(self.text)

    def page_of(self, start: int) -> int | None:
        return next((p.page for p in self.pages if p.start <= start < p.end), None)


class Item(Frozen):
    """One requested service of the case, numbered from 1 in request order."""

    sequence: int
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    principal: int | None = None


class ReviewInput(Frozen):
    """A case as it stood when a review began: all a specialist may know."""

    case_id: str
    review: int
    request: PriorAuthRequest
    items: tuple[Item, ...]
    documents: tuple[Document, ...]
    received_at: AwareDatetime
    synthetic: bool = False

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        if [i.sequence for i in self.items] != list(range(1, len(self.items) + 1)):
            raise ValueError("items are numbered from 1 in request order")
        return self

    @property
    def judged_on(self) -> date:
        """The day windows and codes are judged against: the service date, else the receipt date."""
        return self.request.service_date or self.received_at.date()

    def document(self, document_id: int) -> Document:
        return next(d for d in self.documents if d.document_id == document_id)


NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def scrub(text: str) -> tuple[str, bool]:
    """Replace NUL and lone surrogates one for one by U+FFFD; say whether any stood there."""
    cleaned = NOT_TEXT.sub("\ufffd", text)
    return cleaned, cleaned != text


def note_document(request: PriorAuthRequest) -> Document:
    """The clinical notes of a request are document 1."""
    text, scrubbed = scrub(request.clinical_notes)
    return Document(
        document_id=1,
        kind=DocumentKind.note,
        title="Clinical notes",
        text=text,
        flags=("replaced_characters",) if scrubbed else (),
    )


def review_input(
    request: PriorAuthRequest,
    items: Sequence[Item],
    received_at: datetime,
    *,
    case_id: str = "case",
    review: int = 1,
    documents: Sequence[Document] = (),
    synthetic: bool = False,
) -> ReviewInput:
    """The first review's view of a request: its notes, then any documents that came with it."""
    return ReviewInput(
        case_id=case_id,
        review=review,
        request=request,
        items=tuple(items),
        documents=(note_document(request), *documents),
        received_at=received_at,
        synthetic=synthetic,
    )
