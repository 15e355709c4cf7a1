"""What is asked for: each item's code, modifiers, units and day, and the diagnoses it is asked for."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import CANCEL, Extension
from orchestrator.fhir.parties import day_of, is_cancelled
from priorauth.case import CODE_BOUND, CODES_BOUND, ProcedureLine
from priorauth.codes import is_icd10cm_syntax, parse_procedure

UNCODED = "UNCODED"
UNITS_BOUND = 999_999
_ICD10 = re.compile(r"(icd-10-cm|/icd-10$|2\.16\.840\.1\.113883\.6\.90$|/icd10cm$)", re.I)
_NDC = re.compile(r"(/ndc$|2\.16\.840\.1\.113883\.6\.69$)", re.I)
_PROCEDURES = re.compile(r"(cpt|hcpcs|2\.16\.840\.1\.113883\.6\.(12|285)$)", re.I)
_OTHER = re.compile(r"(snomed|loinc|rxnorm|005010/1365)", re.I)
_PLACE = re.compile(r"[0-9]{2}")
_ORDERS = ("ServiceRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder")


@dataclass(frozen=True)
class SubmittedItem:
    """An item of the claim as it was sent, with what the engine makes of it."""

    sequence: int
    element: Element
    line: ProcedureLine
    cancelled: bool
    changed: bool
    day: date | None
    place: str | None


def items_in(contents: Contents, claim: Entry) -> tuple[SubmittedItem, ...]:
    return tuple(_item(contents, claim, element) for element in claim.resource.each("item"))


def _item(contents: Contents, claim: Entry, element: Element) -> SubmittedItem:
    orders = orders_of(contents, claim, element)
    return SubmittedItem(
        sequence=element.whole("sequence") or 0,
        element=element,
        line=ProcedureLine(code=_code(element, orders), modifiers=_modifiers(element), units=_units(element, orders)),
        cancelled=is_cancelled(element) or CANCEL in certification(element),
        changed=bool(element.extension(Extension.info_changed).text("valueCode")),
        day=_day(contents, claim, element, orders),
        place=_place(element),
    )


def certification(element: Element) -> list[str]:
    """X12 1322 on a claim or an item."""
    return element.extension(Extension.certification_type).one("valueCodeableConcept").codes()


def orders_of(contents: Contents, claim: Entry, item: Element) -> list[Entry]:
    """The orders behind an item: those it names, else the only one there is."""
    told = [e.one("valueReference") for e in item.extensions(Extension.requested_service)]
    named = [entry for reference in told if (entry := contents.resolve(reference, claim))]
    if named:
        return named
    orders = contents.of_kind(*_ORDERS)
    return orders if len(orders) == 1 and len(claim.resource.each("item")) == 1 else []


def _code(item: Element, orders: Sequence[Entry]) -> str:
    """The code that says most precisely what is asked for: CPT or HCPCS by its shape, wherever it stands."""
    concepts = [item.one("productOrService"), *(_ordered(o.resource) for o in orders)]
    codings = [c for concept in concepts for c in concept.codings() if c.text("code")]
    shaped = [c for c in codings if not _OTHER.search(c.text("system")) and _is_procedure(c.text("code"))]
    for coding in sorted(shaped, key=lambda c: not _PROCEDURES.search(c.text("system"))):
        return coding.text("code")[:CODE_BOUND]
    for coding in codings:
        code = coding.text("code")
        plain = code.replace("-", "") if _NDC.search(coding.text("system")) else code
        return "".join(plain.split())[:CODE_BOUND]
    return UNCODED


def _is_procedure(code: str) -> bool:
    return len(code) <= CODE_BOUND and parse_procedure(code).well_formed


def _ordered(order: Element) -> Element:
    for name in ("code", "codeCodeableConcept", "medicationCodeableConcept"):
        if found := order.one(name):
            return found
    return Element(None, order.path)


def _modifiers(item: Element) -> tuple[str, ...]:
    codes = [code[:CODE_BOUND] for concept in item.each("modifier") for code in concept.codes()[:1]]
    return tuple(dict.fromkeys(codes))[:CODES_BOUND]


def _units(item: Element, orders: Sequence[Entry]) -> int:
    """How many, rounded up; one where nothing is said."""
    told = [item.number("quantity", "value")]
    for order in orders:
        told.append(order.resource.number("quantityQuantity", "value"))
        told.append(order.resource.number("dispenseRequest", "quantity", "value"))
    value = next((v for v in told if v is not None and v > 0), 1.0)
    return max(1, min(math.ceil(value), UNITS_BOUND))


def _day(contents: Contents, claim: Entry, item: Element, orders: Sequence[Entry]) -> date | None:
    """The first day of the service: the item's own, the event's, the order's, the encounter's."""
    found = _starts(item, "serviced")
    for info in claim.resource.each("supportingInfo"):
        if not is_cancelled(info):
            found += _starts(info, "timing")
    for order in orders:
        found += _starts(order.resource, "occurrence")
    encounters = [contents.resolve(e, claim) for e in item.each("encounter")] + contents.of_kind("Encounter")
    found += [day for e in encounters if e and (day := day_of(e.resource.text("period", "start")))]
    return found[0] if found else None


def _starts(element: Element, name: str) -> list[date]:
    """The first day of a date, a period or a timing."""
    told = [element.text(f"{name}Date"), element.text(f"{name}DateTime"), element.text(f"{name}Period", "start")]
    timing = element.one(f"{name}Timing")
    told += [timing.text("event"), timing.text("repeat", "boundsPeriod", "start"), element.text(f"{name}Period", "end")]
    return [day for text in told if (day := day_of(text))]


def _place(item: Element) -> str | None:
    codes = item.one("locationCodeableConcept").codes()
    return next((c for c in codes if _PLACE.fullmatch(c)), None)


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
    by_shape = [c for c in codings if not c.text("system") and is_icd10cm_syntax(c.text("code"))]
    chosen = (by_system or by_shape or codings)[:1]
    return chosen[0].text("code")[:CODE_BOUND] if chosen else ""


def _reasons(contents: Contents, order: Entry) -> Iterator[str]:
    for concept in order.resource.each("reasonCode"):
        yield diagnosis_code(concept)
    for reference in order.resource.each("reasonReference"):
        if condition := contents.resolve(reference, order):
            yield diagnosis_code(condition.resource.one("code"))


def sequences(items: Sequence[SubmittedItem]) -> Mapping[int, SubmittedItem]:
    return {item.sequence: item for item in items}
