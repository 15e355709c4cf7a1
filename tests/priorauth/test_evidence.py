"""Evidence exists only as a verbatim span of a document that is at hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from priorauth.case import Document, DocumentKind, Page
from priorauth.errors import EvidenceRefused
from priorauth.evidence import Evidence, Observation, documents_context, quote
from priorauth.facts import Assertion

NOTE = Document(
    document_id=1,
    kind=DocumentKind.note,
    title="Clinical notes",
    text="AHI was 22.\fBMI 34.1 today.",
    pages=(Page(page=1, start=0, end=11), Page(page=2, start=12, end=27)),
)


def test_a_quote_is_taken_from_its_place_with_its_page() -> None:
    evidence = quote(NOTE, 12, 20, "Examination")
    assert (evidence.quote, evidence.page, evidence.section) == ("BMI 34.1", 2, "Examination")


def test_evidence_cannot_be_made_without_its_document() -> None:
    with pytest.raises(ValidationError):
        Evidence(document_id=1, start=0, end=3, quote="AHI")


@pytest.mark.parametrize(("start", "end", "words"), [(0, 3, "AHJ"), (1, 4, "AHI"), (0, 2, "AHI"), (3, 3, "x")])
def test_evidence_that_differs_from_its_document_does_not_exist(start: int, end: int, words: str) -> None:
    with pytest.raises(ValidationError):
        Evidence.model_validate(
            {"document_id": 1, "start": start, "end": end, "quote": words}, context=documents_context([NOTE])
        )


def test_evidence_read_back_beside_its_document_is_the_same() -> None:
    evidence = quote(NOTE, 0, 10)
    again = Evidence.model_validate_json(evidence.model_dump_json(), context=documents_context([NOTE]))
    assert again == evidence


@given(st.text(), st.integers(-5, 40), st.integers(-5, 40))
def test_any_span_is_verbatim_or_refused(text: str, start: int, end: int) -> None:
    document = Document(document_id=7, kind=DocumentKind.text, title="t", text=text)
    try:
        assert quote(document, start, end).quote == text[start:end]
    except EvidenceRefused:
        assert start < 0 or end > len(text) or start >= end


def test_a_proven_quote_can_be_carried_by_an_observation_and_read_back() -> None:
    found = quote(NOTE, 0, 10)
    seen = Observation(row="C1", thing="AHI", evidence=found, assertion=Assertion.affirmed)
    assert seen.evidence is found
    assert Observation.model_validate_json(seen.model_dump_json(), context=documents_context([NOTE])) == seen
