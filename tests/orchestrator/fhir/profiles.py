"""What the guide asks of the resources in an answer beyond base R4, as far as its facts are known here.

No published package of the guide is at hand, so its rules are written out: how often an element stands, which value is
fixed, which code system a code is from.
"""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
PAS = "http://hl7.org/fhir/us/davinci-pas"
X12 = "https://codesystem.x12.org/005010"
_ACTIONS = frozenset({"A1", "A3", "A4", "A6", "C"})
_NEEDED = {
    "ClaimResponse": "identifier status type use patient created insurer requestor outcome",
    "CommunicationRequest": "status category medium subject payload",
    "Task": "identifier status intent code for reasonCode reasonReference input",
    "Patient": "identifier name gender",
    "Organization": "active name",
    "Practitioner": "identifier name",
    "PractitionerRole": "practitioner",
}


def faults_of_bundle(bundle: Json, version: str) -> list[str]:
    """Every way in which a response Bundle does not fit its profile."""
    faults = [f"Bundle.{name} is missing" for name in ("identifier", "timestamp") if not bundle.get(name)]
    if bundle["type"] != "collection" or bundle["entry"][0]["resource"]["resourceType"] != "ClaimResponse":
        faults.append("Bundle is no collection with a ClaimResponse first")
    for entry in bundle["entry"]:
        faults += [f"{entry['resource']['resourceType']}.{f}" for f in _faults(entry["resource"], version)]
        faults += [f"Bundle.entry has {name}" for name in ("search", "request", "response") if name in entry]
    return faults


def _faults(resource: Json, version: str) -> Iterator[str]:
    kind = resource["resourceType"]
    yield from (f"{name} is missing" for name in _NEEDED.get(kind, "").split() if not resource.get(name))
    yield from _measures(resource)
    if kind == "ClaimResponse":
        yield from _response(resource, version)
    if kind == "CommunicationRequest":
        yield from _communication(resource, version)
    if kind == "Task":
        yield from _task(resource)


def _response(response: Json, version: str) -> Iterator[str]:
    if (response["status"], response["use"]) != ("active", "preauthorization"):
        yield "status or use"
    allowed = {"complete", "partial", "error"} | ({"queued"} if version == "2.0.1" else set())
    if response["outcome"] not in allowed:
        yield "outcome"
    if any(not (i.get("system") and i.get("value")) for i in response["identifier"]):
        yield "identifier without system or value"
    if version == "2.2.1" and not response.get("request"):
        yield "request is missing"
    if version == "2.2.1" and _extension(response, "extension-claimResponseReviewer") is None:
        yield "reviewer is missing"
    for item in (*response.get("item", []), *response.get("addItem", [])):
        yield from _adjudicated(item)
    numbers = [note["number"] for note in response.get("processNote", [])]
    told = [n for item in response.get("item", []) for n in item.get("noteNumber", [])]
    if not set(told) <= set(numbers):
        yield "a note that is not there"
    if response["outcome"] == "error" and not response.get("error"):
        yield "error is missing"


def _adjudicated(item: Json) -> Iterator[str]:
    first = item["adjudication"][0]
    category = first["category"]["coding"][0]
    if (category["system"], category["code"]) != (
        "http://terminology.hl7.org/CodeSystem/adjudication",
        "submitted",
    ):
        yield "adjudication.category"
    review = _extension(first, "extension-reviewAction")
    code = _extension(review or {}, "extension-reviewActionCode")
    coding = code["valueCodeableConcept"]["coding"][0] if code else {}
    if coding.get("system") != f"{X12}/306" or coding.get("code") not in _ACTIONS:
        yield "reviewActionCode"
    for provider in _extensions(item, "extension-itemAuthorizedProvider"):
        if {part["url"] for part in provider["extension"]} < {"provider", "providerType"}:
            yield "authorized provider or its type is missing"


def _communication(request: Json, version: str) -> Iterator[str]:
    if request["status"] != "active" or not request.get("identifier"):
        yield "status or identifier"
    if request["category"][0]["coding"][0]["system"] != f"{X12}/755":
        yield "category"
    if len(request["payload"]) != 1 or not re.fullmatch(r"[0-9]{1,5}-[0-9]", request["payload"][0]["contentString"]):
        yield "payload is not one LOINC code"
    holder = request if version == "2.2.1" else request["payload"][0]
    if _extension(holder, "extension-serviceLineNumber") is None:
        yield "line number"


def _task(task: Json) -> Iterator[str]:
    codes = f"{PAS}/CodeSystem/PASTempCodes"
    if (task["status"], task["intent"]) != ("requested", "order"):
        yield "status or intent"
    if task["code"]["coding"][0] != {"system": codes, "code": "attachment-request-code"}:
        yield "code"
    if task["reasonCode"]["coding"][0]["code"] != "priorAuthorization":
        yield "reasonCode"
    inputs = {i["type"]["coding"][0]["code"]: i for i in task["input"]}
    if "valueUrl" not in inputs.get("payer-url", {}):
        yield "input payer-url"
    needed = inputs.get("attachments-needed", {})
    if "valueCodeableConcept" not in needed or _extension(needed, "extension-paLineNumber") is None:
        yield "input attachments-needed"
    for party in ("requester", "owner"):
        if party in task and not task[party].get("identifier"):
            yield f"{party} without identifier"


def _measures(value: Any) -> Iterator[str]:
    """A quantity has a value and a unit; a timing says how often."""
    if isinstance(value, list):
        for one in value:
            yield from _measures(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name.lower().endswith("quantity") and isinstance(one, dict):
                if "value" not in one or not (one.get("unit") or one.get("code")):
                    yield f"{name} without value or unit"
            elif name.lower().endswith("timing") and not one.get("event") and not _is_regular(one.get("repeat", {})):
                yield f"{name} without count, frequency or pattern"
            yield from _measures(one)


def _is_regular(repeat: Json) -> bool:
    patterns = [e for e in repeat.get("extension", []) if "pattern" in e["url"].lower()]
    return bool("count" in repeat or {"frequency", "period", "periodUnit"} <= set(repeat) or patterns)


def _extensions(holder: Json, name: str) -> list[Json]:
    return [e for e in holder.get("extension", []) if e["url"] == f"{PAS}/StructureDefinition/{name}"]


def _extension(holder: Json, name: str) -> Json | None:
    return next(iter(_extensions(holder, name)), None)
