"""Small pieces of FHIR as they are written: codings, extensions, references."""

from collections.abc import Sequence

from pydantic import JsonValue

from orchestrator.fhir.names import Extension
from orchestrator.fhir.outcomes import Json


def concept(system: str, code: str, text: str = "") -> Json:
    told: Json = {"coding": [{"system": system, "code": code}]}
    return told | ({"text": text} if text else {})


def extended(extension: Extension, kind: str, value: JsonValue) -> Json:
    """One of the guide's extensions with a value of a kind."""
    return {"url": extension.url, f"value{kind}": value}


def part(url: str, kind: str, value: JsonValue) -> Json:
    """A part of an extension that has parts."""
    return {"url": url, f"value{kind}": value}


def of_parts(extension: Extension, parts: Sequence[Json]) -> Json:
    return {"url": extension.url, "extension": list(parts)}


def pointing(url: str) -> Json:
    return {"reference": url}


def identifier(system: str, value: str) -> Json:
    return {"system": system, "value": value}


def entry(url: str, resource: Json) -> Json:
    return {"fullUrl": url, "resource": resource}
