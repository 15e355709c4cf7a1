"""Request Bundles of synthetic people, in the parts that tests change."""

import base64
import json
from copy import deepcopy
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.standins.requests import NOTE

HOST = "https://ehr.example.org/fhir"
PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"
NPI = "http://hl7.org/fhir/sid/us-npi"
Json = dict[str, Any]


def coded(system: str, code: str, display: str = "") -> Json:
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]}


def reference(resource: Json) -> Json:
    return {"reference": f"{HOST}/{resource['resourceType']}/{resource['id']}"}


def entry(resource: Json) -> Json:
    return {"fullUrl": f"{HOST}/{resource['resourceType']}/{resource['id']}", "resource": resource}


def patient(**changes: Any) -> Json:
    return {
        "resourceType": "Patient",
        "id": "patient-1",
        "identifier": [{"type": coded(TYPES, "MB"), "system": "urn:plan:members", "value": "SYN-F-0001"}],
        "name": [{"use": "official", "family": "Sample-Synthetic", "given": ["Person"]}],
        "gender": "female",
        "birthDate": "1957-02-03",
        "address": [{"use": "home", "state": "OH"}],
    } | changes


TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
INSURER: Json = {
    "resourceType": "Organization",
    "id": "insurer-1",
    "identifier": [{"system": "urn:payers", "value": "PAYER-1"}],
    "active": True,
    "name": "Synthetic Plan",
}
PROVIDER: Json = {
    "resourceType": "Organization",
    "id": "provider-1",
    "identifier": [{"system": NPI, "value": "1234567893"}],
    "active": True,
    "name": "Synthetic Sleep Clinic",
}
COVERAGE: Json = {
    "resourceType": "Coverage",
    "id": "coverage-1",
    "status": "active",
    "subscriberId": "SYN-F-SUB",
    "beneficiary": {"reference": f"{HOST}/Patient/patient-1"},
    "relationship": coded("http://terminology.hl7.org/CodeSystem/subscriber-relationship", "self"),
    "payor": [{"reference": f"{HOST}/Organization/insurer-1"}],
}


def document(text: str = NOTE, content_type: str = "text/plain", name: str = "note-1") -> Json:
    return {
        "resourceType": "DocumentReference",
        "id": name,
        "status": "current",
        "type": coded("http://loinc.org", "11506-3", "Progress note"),
        "subject": {"reference": f"{HOST}/Patient/patient-1"},
        "content": [
            {"attachment": {"contentType": content_type, "data": base64.b64encode(text.encode()).decode()}},
        ],
    }


def item(sequence: int = 1, code: str = "E0601", **changes: Any) -> Json:
    return {
        "extension": [
            {
                "url": f"{PAS}/extension-itemTraceNumber",
                "valueIdentifier": {"system": "urn:t", "value": f"T{sequence}"},
            },
            {
                "url": f"{PAS}/extension-serviceItemRequestType",
                "valueCodeableConcept": coded("https://codesystem.x12.org/005010/1525", "HS"),
            },
            {
                "url": f"{PAS}/extension-certificationType",
                "valueCodeableConcept": coded("https://codesystem.x12.org/005010/1322", "I"),
            },
        ],
        "sequence": sequence,
        "productOrService": coded("https://bluebutton.cms.gov/resources/codesystem/hcpcs", code),
        "servicedDate": "2026-12-01",
        "locationCodeableConcept": coded("https://www.cms.gov/Medicare/Coding/place-of-service-codes", "12"),
        "quantity": {"value": 1},
    } | changes


def claim(*items: Json, **changes: Any) -> Json:
    return {
        "resourceType": "Claim",
        "id": "claim-1",
        "identifier": [{"system": "urn:trace", "value": "CLAIM-1"}],
        "status": "active",
        "type": coded("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "preauthorization",
        "patient": {"reference": f"{HOST}/Patient/patient-1"},
        "created": "2026-11-20T09:00:00-05:00",
        "insurer": {"reference": f"{HOST}/Organization/insurer-1"},
        "provider": {"reference": f"{HOST}/Organization/provider-1"},
        "priority": coded("http://terminology.hl7.org/CodeSystem/processpriority", "normal"),
        "diagnosis": [
            {"sequence": 1, "diagnosisCodeableConcept": coded("http://hl7.org/fhir/sid/icd-10-cm", "G47.33")}
        ],
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"reference": f"{HOST}/Coverage/coverage-1"}}],
        "supportingInfo": [
            {
                "sequence": 1,
                "category": coded(
                    "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes", "additionalInformation"
                ),
                "valueReference": {"reference": f"{HOST}/DocumentReference/note-1"},
            }
        ],
        "item": list(items) or [item()],
    } | changes


def bundle(*resources: Json, name: str = "B-1", **changes: Any) -> Json:
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:submitter", "value": name},
        "type": "collection",
        "timestamp": "2026-11-20T09:00:00-05:00",
        "entry": [entry(deepcopy(one)) for one in resources],
    } | changes


def request(name: str = "B-1", *items: Json, member: str = "SYN-F-0001", **changes: Any) -> Json:
    """A whole request: a claim for one device with a note, for a member of this id."""
    who = patient(identifier=[{"type": coded(TYPES, "MB"), "system": "urn:plan:members", "value": member}])
    return bundle(
        claim(*items, **changes), who, INSURER, PROVIDER, COVERAGE | {"subscriberId": member}, document(), name=name
    )


def inquiry(member: str, npi: str = "1234567893", **changes: Any) -> Json:
    who = patient(identifier=[{"type": coded(TYPES, "MB"), "system": "urn:plan:members", "value": member}])
    asks = PROVIDER | {"identifier": [{"system": NPI, "value": npi}]}
    about = claim(item(extension=[], productOrService=coded("urn:any", "not-applicable")), **changes)
    for name in ("supportingInfo", "diagnosis"):
        about.pop(name)
    del about["item"][0]["servicedDate"]
    return bundle(about, who, INSURER, asks, COVERAGE | {"subscriberId": member}, name=f"I-{member}")


def replaced(body: Json, kind: str, **changes: Any) -> Json:
    """The Bundle with the first resource of a type changed."""
    found = deepcopy(body)
    resource = next(e["resource"] for e in found["entry"] if e["resource"]["resourceType"] == kind)
    resource.update(changes)
    return found


def sized(size: int, name: str) -> Json:
    """A request of about so many bytes, made longer by structured results."""
    body = request(name)
    number = 0
    while len(json.dumps(body)) < size:
        number += 1
        observation = {
            "resourceType": "Observation",
            "id": f"obs-{number}",
            "status": "final",
            "category": [coded("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")],
            "code": coded("http://loinc.org", "4548-4", "Hemoglobin A1c"),
            "subject": {"reference": f"{HOST}/Patient/patient-1"},
            "effectiveDateTime": "2026-09-14",
            "valueQuantity": {"value": 5.6, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"},
        }
        body["entry"].append(
            {"fullUrl": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{name}{number}')}", "resource": observation}
        )
    return body
