"""The documents a person asked for: a CommunicationRequest for each, and the Task that a client would make of it.

The Task stands beside the answer, so that software which works by tasks need not put it together itself: which
document, for which line, by when, and where to send it.
"""

from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_URL, uuid5

from pydantic import JsonValue

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.asked_for import DocumentCode, document_code
from orchestrator.fhir.names import (
    DEFINITIONS,
    LOINC,
    NPI,
    OUR_REQUESTS,
    TEMPORARY_CODES,
    X12_REPORT,
    Extension,
)
from orchestrator.fhir.outcomes import Json
from orchestrator.fhir.providers import requesting_npi
from orchestrator.fhir.states import AskedFor
from orchestrator.fhir.writing import concept, extended, identifier


def documents_wanted(answering: Answering, asked: Sequence[AskedFor]) -> Iterator[str]:
    """The address of each CommunicationRequest; they and their Tasks are added to what goes with the answer."""
    for one in asked:
        code = document_code(one.wanted.what)
        url = _address(one.control)
        answering.echo.add(url, _communication(answering, one, code, url))
        task = _address(f"{one.control}/task")
        answering.echo.add(task, _task(answering, one, code, task))
        yield url


def _address(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _communication(answering: Answering, one: AskedFor, code: DocumentCode, url: str) -> Json:
    claim, echo = answering.asked.claim, answering.echo
    line = extended(Extension.line_number, "PositiveInt", one.line)
    payload: Json = {"contentString": code.loinc}
    resource = _headed("CommunicationRequest", url, "profile-communicationrequest")
    (payload if answering.dialect.line_number_on_payload else resource)["extension"] = [line]
    requestor = echo.point(claim.resource.one("provider"), claim)
    resource |= {
        "identifier": [identifier(OUR_REQUESTS, one.control)],
        "status": "active",
        "category": [concept(X12_REPORT, code.report)],
        "medium": [concept(TEMPORARY_CODES, "CDEX")],
        "subject": echo.point(claim.resource.one("patient"), claim),
        "payload": [payload],
        "authoredOn": one.at.isoformat(timespec="seconds"),
        "requester": echo.point(claim.resource.one("insurer"), claim),
        "recipient": [requestor],
        "sender": requestor,
        "reasonCode": [{"text": one.wanted.why or one.wanted.what}],
        "note": [{"text": one.wanted.what}],
    }
    if one.reply_by is not None:
        resource["occurrencePeriod"] = {"end": one.reply_by.isoformat()}
    return resource


def _task(answering: Answering, one: AskedFor, code: DocumentCode, url: str) -> Json:
    claim = answering.asked.claim
    address = f"{answering.public}{answering.dialect.base}/$submit-attachment"
    line: Json = {"url": f"{DEFINITIONS}/extension-paLineNumber", "valueInteger": one.line}
    wanted = concept(LOINC, code.loinc, one.wanted.what)
    resource = _headed("Task", url, "profile-task")
    resource |= {
        "identifier": [identifier(OUR_REQUESTS, one.control)],
        "status": "requested",
        "intent": "order",
        "code": concept(TEMPORARY_CODES, "attachment-request-code"),
        "for": answering.echo.point(claim.resource.one("patient"), claim),
        "authoredOn": one.at.isoformat(timespec="seconds"),
        "reasonCode": concept(TEMPORARY_CODES, "priorAuthorization"),
        "reasonReference": _claim(answering),
        "input": [
            {"type": concept(TEMPORARY_CODES, "payer-url"), "valueUrl": address},
            {
                "extension": [line],
                "type": concept(TEMPORARY_CODES, "attachments-needed"),
                "valueCodeableConcept": wanted,
            },
        ],
    }
    if payer := _payer(answering):
        resource["requester"] = {"identifier": payer}
    if npi := requesting_npi(answering.asked.contents, claim):
        resource["owner"] = {"identifier": identifier(NPI, npi)}
    if one.reply_by is not None:
        resource["restriction"] = {"period": {"end": one.reply_by.isoformat()}}
    return resource


def _headed(kind: str, url: str, profile: str) -> Json:
    return {
        "resourceType": kind,
        "id": url.removeprefix("urn:uuid:"),
        "meta": {"profile": [f"{DEFINITIONS}/{profile}"]},
    }


def _claim(answering: Answering) -> JsonValue:
    """The claim by its identifier, since it does not go back; by name where it has none."""
    told = [i for i in answering.asked.claim.resource.each("identifier") if i.text("system") and i.text("value")]
    if not told:
        return {"type": "Claim", "display": "The request for prior authorization"}
    return {"type": "Claim", "identifier": identifier(told[0].text("system"), told[0].text("value"))}


def _payer(answering: Answering) -> JsonValue:
    """The plan by the identifier the request has for it."""
    claim, contents = answering.asked.claim, answering.asked.contents
    reference = claim.resource.one("insurer")
    plan = contents.resolve(reference, claim)
    told = [reference.one("identifier"), *(plan.resource.each("identifier") if plan else [])]
    sound = [i for i in told if i.text("system") and i.text("value")]
    return identifier(sound[0].text("system"), sound[0].text("value")) if sound else None
