"""Evidence: a span of a stored document that code has found character for character, or nothing.

Evidence can only come into being beside its documents. Inside the engine that is `quote(document, start, end)`;
from the wire or the store it is `Model.model_validate(data, context=documents_context(documents))`. Without documents,
or where the quote differs from the text by one character, validation fails and the evidence does not exist.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationInfo, model_validator

from priorauth.base import Frozen
from priorauth.case import Document
from priorauth.errors import EvidenceRefused
from priorauth.facts import Assertion, DateInterval, Doubt, Duration, Grade, Outcome, Quantity, Side, Subject

_TEXTS = "texts"


class Relation(StrEnum):
    supports = "supports"
    partly_supports = "partly_supports"
    weakens = "weakens"


def documents_context(documents: Iterable[Document]) -> dict[str, Any]:
    """The validation context in which evidence about these documents may be read back."""
    return {_TEXTS: {d.document_id: d.text for d in documents}}


class Evidence(Frozen):
    """A verbatim span of a document."""

    document_id: int
    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)
    section: str = ""
    page: int | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _stands_there(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(data, cls):
            return data
        made = handler(data)
        context: Mapping[str, Any] = info.context or {}
        texts: Mapping[int, str] = context.get(_TEXTS, {})
        text = texts.get(made.document_id)
        if text is None:
            raise ValueError("evidence needs the document it quotes")
        if made.end <= made.start or text[made.start : made.end] != made.quote:
            raise ValueError("the quote is not what stands in the document")
        return made


def quote(document: Document, start: int, end: int, section: str = "") -> Evidence:
    """The evidence that stands at `document.text[start:end]`; raises EvidenceRefused for an empty or outside span."""
    if not 0 <= start < end <= len(document.text):
        raise EvidenceRefused(f"document {document.document_id} has no span {start}:{end}")
    return Evidence.model_validate(
        {
            "document_id": document.document_id,
            "start": start,
            "end": end,
            "quote": document.text[start:end],
            "section": section,
            "page": document.page_of(start),
        },
        context=documents_context([document]),
    )


class Observation(Frozen):
    """What a reader saw for one row: words with their slots; never a status.

    `thing` is the spelling group of the row's term (its first spelling) or the measure's name; `value` is in the
    measure's own unit. `former` is a value that its own sentence says has become another ("32, down from 36").
    """

    row: str
    thing: str
    evidence: Evidence
    assertion: Assertion
    subject: Subject = Subject.patient
    value: Quantity | None = None
    when: DateInterval | None = None
    side: Side | None = None
    site: str | None = None
    duration: Duration | None = None
    outcome: Outcome | None = None
    grade: Grade = Grade.c
    doubts: tuple[Doubt, ...] = ()
    unfamiliar: tuple[str, ...] = ()
    from_report: bool = False
    former: bool = False
    reader: str = "embedded"
