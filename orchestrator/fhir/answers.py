"""The answer to a request: a Bundle with the ClaimResponse first and everything it refers to behind it.

It is a reading of the record: the same request and the same record give the same answer, byte for byte.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.dialects import Dialect
from orchestrator.fhir.echo import echoed
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import (
    ADJUDICATION,
    DATA_ABSENT,
    DEFINITIONS,
    OUR_BUNDLES,
    OUR_RESPONSES,
    X12_ACTION,
    X12_ENTITY,
    X12_FOLLOW_UP,
    X12_REJECT,
    X12_UNIT,
    Extension,
    ReviewAction,
)
from orchestrator.fhir.outcomes import Json
from orchestrator.fhir.parties import coverages_of
from orchestrator.fhir.providers import care_team_of
from orchestrator.fhir.states import GRANTED, ItemState, Told
from orchestrator.fhir.wanted import documents_wanted
from orchestrator.fhir.writing import concept, extended, identifier, of_parts, part, pointing

_WORDS = {
    ReviewAction.approved: "Approved",
    ReviewAction.denied: "Not approved",
    ReviewAction.pended: "Pended",
    ReviewAction.modified: "Approved with changes",
    ReviewAction.cancelled: "Cancelled",
}


@dataclass(frozen=True)
class BusinessError:
    """A request that can be read and cannot be done: an X12 901 code, what to do, and where."""

    code: str
    follow_up: str
    place: str
    words: str


def answer(answering: Answering, told: Told) -> Json:
    """The response Bundle that tells how a request stands."""
    response = _frame(answering, _outcome(answering.dialect, told))
    notes = _notes(told)
    by_sequence = {i.sequence: i for i in answering.asked.items}
    response["item"] = [
        _item(answering, state, by_sequence.get(state.sequence) and by_sequence[state.sequence].element, notes)
        for state in told.items
    ]
    if added := [a for state in told.items if (a := _added(answering, state, by_sequence))]:
        response["addItem"] = [*added]
    if notes:
        response["processNote"] = [{"number": n, "type": "display", "text": text} for text, n in notes.items()]
    granted = [state for state in told.items if state.action in GRANTED and state.issued and state.until]
    if granted:
        response["preAuthRef"] = granted[0].number
        response["preAuthPeriod"] = _period(granted[0])
    if answering.dialect.says_who_reviewed:
        flag = part("wasHumanReviewedFlag", "Boolean", told.by_person)
        response["extension"] = [of_parts(Extension.reviewer, [flag])]
    if told.asked:
        response["communicationRequest"] = [pointing(url) for url in documents_wanted(answering, told.asked)]
    return _bundle(answering, response)


def error_answer(answering: Answering, errors: Sequence[BusinessError]) -> Json:
    """The response Bundle to a request that cannot be done."""
    response = _frame(answering, "error")
    response["error"] = [
        {
            "extension": [
                extended(Extension.follow_up, "CodeableConcept", concept(X12_FOLLOW_UP, wrong.follow_up)),
                extended(Extension.error_path, "String", wrong.place),
                of_parts(Extension.error_element, [part("error", "String", wrong.place)]),
            ],
            "code": concept(X12_REJECT, wrong.code, wrong.words),
        }
        for wrong in errors
    ]
    if answering.dialect.says_who_reviewed:
        response["extension"] = [of_parts(Extension.reviewer, [part("wasHumanReviewedFlag", "Boolean", False)])]
    return _bundle(answering, response)


def _frame(answering: Answering, outcome: str) -> Json:
    """What every ClaimResponse says."""
    claim, asked, echo = answering.asked.claim, answering.asked, answering.echo
    insurer = claim.resource.one("insurer")
    within = claim
    if not insurer:
        coverages = coverages_of(asked.contents, claim)
        insurer = coverages[0].resource.one("payor") if coverages else insurer
        within = coverages[0] if coverages else claim
    response: Json = {
        "resourceType": "ClaimResponse",
        "id": answering.url.removeprefix("urn:uuid:"),
        "meta": {"profile": [f"{DEFINITIONS}/profile-claimresponse"]},
        "identifier": [identifier(OUR_RESPONSES, answering.exchange_id), *_echoed_identifiers(claim.resource)],
        "status": "active",
        "type": echoed(claim.resource.one("type"), "CodeableConcept"),
        "use": "preauthorization",
        "patient": echo.point(claim.resource.one("patient"), claim),
        "created": answering.stamp,
        "insurer": echo.point(insurer, within),
        "requestor": echo.point(claim.resource.one("provider"), claim),
        "outcome": outcome,
    }
    return response | _request(answering)


def _request(answering: Answering) -> Json:
    """The claim, at the address it was sent with; one that was sent without is said to have none that is known."""
    claim = answering.asked.claim
    if claim.is_addressed:
        return {"request": pointing(claim.url)}
    absent: Json = {"url": DATA_ABSENT, "valueCode": "unknown"}
    return {"request": {"extension": [absent]}} if answering.dialect.request_is_required else {}


def _echoed_identifiers(claim: Element) -> list[JsonValue]:
    """The requester's own, where they are complete."""
    told = [i for i in claim.each("identifier") if i.text("system") and i.text("value")]
    return [identifier(i.text("system"), i.text("value")) for i in told]


def _outcome(dialect: Dialect, told: Told) -> str:
    if told.is_final:
        return "complete"
    all_pended = all(i.action is ReviewAction.pended for i in told.items)
    return dialect.pended if all_pended else "partial"


def _notes(told: Told) -> dict[str, int]:
    texts = dict.fromkeys(state.note for state in told.items if state.note)
    return {text: number for number, text in enumerate(texts, start=1)}


def _item(answering: Answering, state: ItemState, item: Element | None, notes: Mapping[str, int]) -> Json:
    told: Json = {}
    if extensions := list(_item_extensions(answering, state, item)):
        told["extension"] = [*extensions]
    told["itemSequence"] = state.sequence
    if state.note:
        told["noteNumber"] = [notes[state.note]]
    told["adjudication"] = [_adjudication(state)]
    return told


def _adjudication(state: ItemState) -> Json:
    code = concept(X12_ACTION, state.action, _WORDS[state.action])
    parts = [extended(Extension.review_action_code, "CodeableConcept", code)]
    if state.number:
        parts.append(part("number", "String", state.number))
    return {
        "extension": [of_parts(Extension.review_action, parts)],
        "category": {"coding": [{"system": ADJUDICATION, "code": "submitted"}]},
    }


def _item_extensions(answering: Answering, state: ItemState, item: Element | None) -> Iterator[Json]:
    if item is not None:
        for trace in item.extensions(Extension.trace_number):
            if value := trace.one("valueIdentifier"):
                yield extended(Extension.trace_number, "Identifier", echoed(value, "Identifier"))
        if period := item.one("servicedPeriod"):
            yield extended(Extension.requested_date, "Period", echoed(period, "Period"))
        elif day := item.text("servicedDate"):
            yield extended(Extension.requested_date, "DateTime", day)
    if state.action in GRANTED and state.issued:
        yield extended(Extension.issue_date, "Date", state.issued.isoformat())
        yield extended(Extension.period, "Period", _period(state))
    elif state.reference:
        yield extended(Extension.administration_reference, "String", state.reference)
    if item is not None:
        if previous := item.extension(Extension.authorization_number).text("valueString"):
            yield extended(Extension.authorization_number, "String", previous)
        yield _requested_detail(item)
        if state.action in GRANTED:
            yield from _providers(answering, item)


def _requested_detail(item: Element) -> Json:
    """What was asked for, as it was asked for."""
    parts = [part("productOrServiceCode", "CodeableConcept", echoed(item.one("productOrService"), "CodeableConcept"))]
    parts += [part("modifier", "CodeableConcept", echoed(m, "CodeableConcept")) for m in item.each("modifier")]
    for name, kind in (("unitPrice", "Money"), ("quantity", "Quantity")):
        if value := item.one(name):
            parts.append(part(name, kind, counted(echoed(value, kind)) if kind == "Quantity" else echoed(value, kind)))
    return of_parts(Extension.authorized_detail, parts)


def counted(quantity: JsonValue) -> JsonValue:
    """A quantity with its unit; where none was told, units are what is counted."""
    told = cast(Json, quantity)
    return told if told.get("unit") or told.get("code") else told | {"system": X12_UNIT, "code": "UN"}


def _providers(answering: Answering, item: Element) -> Iterator[Json]:
    """Who may furnish it: those the request names for it, else who asks."""
    claim = answering.asked.claim
    members = care_team_of(claim.resource).of_item(item)
    named = [(m.one("provider"), m.one("role")) for m in members]
    for reference, role in named or [(claim.resource.one("provider"), Element(None, claim.resource.path))]:
        kind = echoed(role, "CodeableConcept") if role.codings() else concept(X12_ENTITY, "SJ")
        pointer = answering.echo.point(reference, claim)
        parts = [part("provider", "Reference", pointer), part("providerType", "CodeableConcept", kind)]
        yield of_parts(Extension.authorized_provider, parts)


def _added(answering: Answering, state: ItemState, items: Mapping[int, object]) -> Json | None:
    """What is granted in place of what was asked for."""
    asked = next((i for i in answering.asked.items if i.sequence == state.sequence), None)
    if state.action is not ReviewAction.modified or asked is None:
        return None
    service: JsonValue = echoed(asked.element.one("productOrService"), "CodeableConcept")
    if state.code and state.code != asked.line.code:
        service = {"coding": [{"code": state.code}]}
    told: Json = {
        "itemSequence": [state.sequence],
        "productOrService": service,
        "adjudication": [_adjudication(state)],
    }
    if state.units:
        asked_in = cast(Json, echoed(asked.element.one("quantity"), "Quantity") or {})
        told["quantity"] = counted({**asked_in, "value": state.units})
    return told


def _period(state: ItemState) -> Json:
    if state.issued is None or state.until is None:
        return {}
    return {"start": state.issued.isoformat(), "end": state.until.isoformat()}


def _bundle(answering: Answering, response: Json) -> Json:
    sent = answering.asked.contents.bundle.one("identifier")
    own: JsonValue = identifier(OUR_BUNDLES, answering.exchange_id)
    first: Json = {"fullUrl": answering.url, "resource": response}
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [f"{DEFINITIONS}/profile-pas-response-bundle"]},
        "identifier": echoed(sent, "Identifier") if sent.text("value") else own,
        "type": "collection",
        "timestamp": answering.stamp,
        "entry": [first, *answering.echo.entries()],
    }
