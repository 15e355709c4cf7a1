"""Picking answers apart, and holding them against base R4."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import httpx2
from fhir.resources.R4B import get_fhir_model_class

Json = dict[str, Any]


def claim_response(answer: httpx2.Response) -> Json:
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()["entry"][0]["resource"]
    assert found["resourceType"] == "ClaimResponse"
    return found


def actions(response: Json) -> dict[int, str]:
    """The review action of each item, where clients read it: by the whole URL."""
    return {item["itemSequence"]: _action(item) for item in response["item"]}


def _action(item: Json) -> str:
    pas = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"
    review = next(e for e in item["adjudication"][0]["extension"] if e["url"] == f"{pas}/extension-reviewAction")
    code = next(e for e in review["extension"] if e["url"] == f"{pas}/extension-reviewActionCode")
    coding = code["valueCodeableConcept"]["coding"][0]
    assert coding["system"] == "https://codesystem.x12.org/005010/306"
    return str(coding["code"])


def r4_sound(resource: Json) -> None:
    """Raises where base R4 finds a fault."""
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def closed(bundle: Json, beside: tuple[str, ...] = ("request",)) -> list[str]:
    """The references that do not resolve to exactly one entry."""
    urls = [e["fullUrl"] for e in bundle["entry"]]
    faults = [url for url in urls if urls.count(url) != 1]
    for entry in bundle["entry"]:
        for name, told in _references(entry["resource"], ""):
            if name in beside or told.startswith("#"):
                continue
            if told not in urls and urljoin(f"{entry['fullUrl'].rsplit('/', 2)[0]}/", told) not in urls:
                faults.append(told)
    return faults


def _references(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _references(one, name)
    elif isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield name, value["reference"]
        for key, one in value.items():
            yield from _references(one, key)
