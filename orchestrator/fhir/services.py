"""What is asked for: each item's code, modifiers, units and day, in the item itself or in the order behind it."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.days import service_day
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import CANCEL, ORDERS, Extension
from orchestrator.fhir.parties import is_cancelled
from priorauth.case import CODE_BOUND, CODES_BOUND, ProcedureLine
from priorauth.codes import parse_procedure

UNCODED = "UNCODED"
UNITS_BOUND = 999_999
_NDC = re.compile(r"(/ndc$|2\.16\.840\.1\.113883\.6\.69$)", re.I)
_PROCEDURES = re.compile(r"(cpt|hcpcs|2\.16\.840\.1\.113883\.6\.(12|14|285)$)", re.I)
_OTHER = re.compile(r"(snomed|loinc|rxnorm|005010/1365|/ndc$|nubc|icd-10-cm|icd-9)", re.I)
_ORDERED = ("prescription", "originalPrescription", "referral")
_PLACE = re.compile(r"[0-9]{2}")


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
    """The items of a claim; where it lists none, each order it was made for is one."""
    listed = claim.resource.each("item") or list(_ordered_items(contents, claim))
    return tuple(_item(contents, claim, element) for element in listed)


def _ordered_items(contents: Contents, claim: Entry) -> Iterator[Element]:
    """Items as the claim would have listed them; none for a claim that follows another or takes it back."""
    resource = claim.resource
    if resource.each("related") or CANCEL in certification(resource) or resource.text("status") == "cancelled":
        return
    named = [
        contents.resolve(resource.one(name), claim) for name in ("prescription", "originalPrescription", "referral")
    ]
    orders = [o for o in named if o and o.kind in ORDERS] or contents.of_kind(*ORDERS)
    sound = [o for o in dict.fromkeys(orders) if o.resource.path not in contents.unsound]
    for number, order in enumerate(sound, start=1):
        link = {"url": Extension.requested_service.url, "valueReference": {"reference": order.url}}
        concept = next(ordered_concepts(contents, order), Element(None, order.resource.path))
        members = {"extension": [link], "sequence": number, "productOrService": _plain(concept) or {"text": order.kind}}
        yield Element(members, order.resource.path)


def _plain(concept: Element) -> dict[str, object]:
    """A concept by its codes and words alone, as it may go back in an answer."""
    codings = [
        {name: text for name in ("system", "code", "display") if (text := " ".join(c.text(name).split()))}
        for c in concept.codings()
        if " " not in c.text("system")
    ]
    told = {"coding": [c for c in codings if c], "text": concept.text("text")}
    return {name: value for name, value in told.items() if value}


def _item(contents: Contents, claim: Entry, element: Element) -> SubmittedItem:
    orders = orders_of(contents, claim, element)
    code = _code([*_concepts(contents, claim, element, orders)])
    return SubmittedItem(
        sequence=element.whole("sequence") or 0,
        element=element,
        line=ProcedureLine(code=code, modifiers=_modifiers(element), units=_units(element, orders)),
        cancelled=is_cancelled(element) or CANCEL in certification(element),
        changed=bool(element.extension(Extension.info_changed).text("valueCode")),
        day=service_day(contents, claim, element, orders),
        place=_place(element),
    )


def certification(element: Element) -> list[str]:
    """X12 1322 on a claim or an item."""
    return element.extension(Extension.certification_type).one("valueCodeableConcept").codes()


def orders_of(contents: Contents, claim: Entry, item: Element) -> list[Entry]:
    """The orders behind an item: those it names, else those of its code, else the only one there is."""
    told = [e.one("valueReference") for e in item.extensions(Extension.requested_service)]
    named = [entry for reference in told if (entry := _order(contents, reference, claim))]
    if named:
        return named
    orders, alone = contents.of_kind(*ORDERS), len(claim.resource.each("item")) == 1
    prescribed = [contents.resolve(claim.resource.one(name), claim) for name in _ORDERED]
    if alone and (found := [o for o in prescribed if o and o.kind in ORDERS]):
        return found
    codes = set(item.one("productOrService").codes())
    same = [o for o in orders if codes & {c for concept in ordered_concepts(contents, o) for c in concept.codes()}]
    return same or (orders if len(orders) == 1 and alone else [])


def _order(contents: Contents, reference: Element, claim: Entry) -> Entry | None:
    """What a reference to an order means; one contained in the claim is found though it is named from an extension."""
    found = contents.resolve(reference, claim)
    return found if found is not None and found.kind in ORDERS else None


def ordered_concepts(contents: Contents, order: Entry) -> Iterator[Element]:
    """What an order is for: its code, or the medication or device it points to."""
    resource = order.resource
    for name in ("code", "codeCodeableConcept", "medicationCodeableConcept", "oralDiet", "itemCodeableConcept"):
        if (found := resource.one(name)) and (found.codings() or found.text("text")):
            yield found
    for name, place in (("medicationReference", "code"), ("codeReference", "type"), ("itemReference", "code")):
        if held := contents.resolve(resource.one(name), order):
            yield held.resource.one(place)
    yield from resource.each("orderDetail")


def _concepts(contents: Contents, claim: Entry, item: Element, orders: Sequence[Entry]) -> Iterator[Element]:
    """Every concept that may say what an item is, the item's own first."""
    yield item.one("productOrService")
    yield from (d.one("productOrService") for d in item.each("detail"))
    for order in orders:
        yield from ordered_concepts(contents, order)
    listed = [n.value for n in item.each("procedureSequence")]
    for procedure in claim.resource.each("procedure"):
        if procedure.whole("sequence") in listed:
            done = contents.resolve(procedure.one("procedureReference"), claim)
            yield procedure.one("procedureCodeableConcept")
            yield done.resource.one("code") if done else Element(None, procedure.path)


def _code(concepts: Sequence[Element]) -> str:
    """The code that says most precisely what is asked for: CPT or HCPCS by its shape, wherever it stands."""
    codings = [c for concept in concepts for c in concept.codings() if c.text("code")]
    shaped = [c for c in codings if not _OTHER.search(c.text("system")) and _is_procedure(c.text("code"))]
    for coding in sorted(shaped, key=lambda c: not _PROCEDURES.search(c.text("system"))):
        return coding.text("code")[:CODE_BOUND]
    for coding in sorted(codings, key=lambda c: not _NDC.search(c.text("system"))):
        code = coding.text("code")
        plain = code.replace("-", "") if _NDC.search(coding.text("system")) else code
        return "".join(plain.split())[:CODE_BOUND]
    return UNCODED


def _is_procedure(code: str) -> bool:
    return len(code) <= CODE_BOUND and parse_procedure(code).well_formed


def _modifiers(item: Element) -> tuple[str, ...]:
    codes = [code[:CODE_BOUND] for concept in item.each("modifier") for code in concept.codes()[:1]]
    return tuple(dict.fromkeys(codes))[:CODES_BOUND]


def _units(item: Element, orders: Sequence[Entry]) -> int:
    """How many, rounded up; one where nothing is said."""
    told = [item.number("quantity", "value")]
    told += [d.number("quantity", "value") for d in item.each("detail")[:1]]
    for order in (o.resource for o in orders):
        told += [order.number("quantityQuantity", "value"), order.number("quantity", "value")]
        told += [order.number("dispenseRequest", "quantity", "value")]
    value = next((v for v in told if v is not None and v > 0), 1.0)
    return max(1, min(math.ceil(value), UNITS_BOUND))


def _place(item: Element) -> str | None:
    codes = item.one("locationCodeableConcept").codes()
    return next((c for c in codes if _PLACE.fullmatch(c)), None)


def service_words(items: Sequence[SubmittedItem]) -> str:
    """What the codes do not carry: services in words alone or in other codes, and ranges of codes."""
    return "\n".join(line for item in items if not item.cancelled for line in _wording(item))


def _wording(item: SubmittedItem) -> Iterator[str]:
    concept = item.element.one("productOrService")
    if not _is_procedure(item.line.code) and (words := concept.words()):
        code = "" if item.line.code == UNCODED else f" ({item.line.code})"
        yield f"Requested, item {item.sequence}: {words}{code}"
    if end := item.element.extension(Extension.code_end).one("valueCodeableConcept").words():
        yield f"Requested, item {item.sequence}: every code from {item.line.code} to {end}"
    for detail in item.element.each("detail"):
        if words := detail.one("productOrService").words():
            yield f"Requested, item {item.sequence}, in detail: {words}"


def sequences(items: Sequence[SubmittedItem]) -> Mapping[int, SubmittedItem]:
    return {item.sequence: item for item in items}
