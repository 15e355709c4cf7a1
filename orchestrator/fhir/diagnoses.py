"""What a service is asked for: the diagnoses of the claim, else those of the orders behind its items."""

import re
from collections.abc import Iterator, Sequence

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.parties import is_cancelled
from orchestrator.fhir.services import SubmittedItem, orders_of
from priorauth.case import CODE_BOUND, CODES_BOUND
from priorauth.codes import is_icd10cm_syntax

_ICD10 = re.compile(r"(icd-?10(?!.?pcs)|2\.16\.840\.1\.113883\.6\.90$|i10c?$)", re.I)
_OTHER = re.compile(r"(snomed|loinc|icd-?9|icd-?11|pcs)", re.I)


def diagnoses_of(contents: Contents, claim: Entry, items: Sequence[SubmittedItem]) -> tuple[str, ...]:
    """The diagnoses of the claim, the principal one first; where it has none, those the orders are made for."""
    told = [d for d in claim.resource.each("diagnosis") if not is_cancelled(d)]
    told.sort(key=lambda d: ("principal" not in _types(d), d.whole("sequence") or 0))
    codes = [code for d in told if (code := _diagnosis(contents, claim, d))]
    if not codes:
        for order in (o for item in items for o in orders_of(contents, claim, item.element)):
            codes += [code for code in _reasons(contents, order) if code]
    return tuple(dict.fromkeys(codes))[:CODES_BOUND]


def _types(diagnosis: Element) -> set[str]:
    return {code for concept in diagnosis.each("type") for code in concept.codes()}


def _diagnosis(contents: Contents, claim: Entry, diagnosis: Element) -> str:
    if concept := diagnosis.one("diagnosisCodeableConcept"):
        return diagnosis_code(concept)
    condition = contents.resolve(diagnosis.one("diagnosisReference"), claim)
    return diagnosis_code(condition.resource.one("code")) if condition else ""


def diagnosis_code(concept: Element) -> str:
    """The ICD-10-CM code of a concept; where there is none, what it has, which the code gate will name."""
    codings = [c for c in concept.codings() if c.text("code")]
    by_system = [c for c in codings if _ICD10.search(c.text("system"))]
    by_shape = [c for c in codings if not _OTHER.search(c.text("system")) and is_icd10cm_syntax(c.text("code"))]
    by_shape.sort(key=lambda c: bool(c.text("system")))
    chosen = (by_system or by_shape or codings)[:1]
    return chosen[0].text("code")[:CODE_BOUND] if chosen else ""


def _reasons(contents: Contents, order: Entry) -> Iterator[str]:
    for concept in order.resource.each("reasonCode"):
        yield diagnosis_code(concept)
    for reference in order.resource.each("reasonReference"):
        if condition := contents.resolve(reference, order):
            yield diagnosis_code(condition.resource.one("code"))
