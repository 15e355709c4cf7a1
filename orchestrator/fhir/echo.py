"""What of the request goes back with an answer: each resource the answer refers to, once, at the address it came with.

Everything an echoed resource refers to goes along, so that no reference is left hanging; one that hung when it came is
let go. What was contained in a resource gets an address of its own.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import cast

from pydantic import JsonValue

from orchestrator.fhir.contents import Contents, Entry, references_in
from orchestrator.fhir.element import Element
from orchestrator.fhir.outcomes import Json
from orchestrator.fhir.structure import LEFT_OUT, faults_of, kept_as, without_faults
from orchestrator.fhir.writing import entry, pointing

_KEPT_OUT = frozenset({"Claim"})


def echoed(element: Element, kind: str) -> JsonValue:
    """A value of the request that goes back, as base R4 knows its type."""
    return cast(JsonValue, kept_as(element.value, kind))


@dataclass
class Echo:
    """Gathers what is referred to, in the order of first mention."""

    contents: Contents
    _sent: dict[str, Json] = field(default_factory=dict[str, Json])
    _own: set[str] = field(default_factory=set[str])

    def point(self, reference: Element, within: Entry) -> Json:
        """A reference of the answer to what a reference of the request means."""
        found = self.contents.resolve(reference, within)
        if found is None or found.kind in _KEPT_OUT or not _is_sound(found):
            told = cast(Json, echoed(reference, "Reference") or {})
            return {name: value for name, value in told.items() if name != "reference"} or {"display": "not told"}
        self._take(found)
        return pointing(found.url)

    def add(self, url: str, resource: Json) -> None:
        """A resource of our own."""
        self._own.add(url)
        self._sent[url] = entry(url, resource)

    def entries(self) -> list[Json]:
        return list(self._sent.values())

    def _take(self, found: Entry) -> None:
        if found.url in self._sent:
            return
        sound = cast(Json, without_faults(cast(dict[str, object], found.resource.value)))
        resource = deepcopy(sound)
        self._sent[found.url] = entry(found.url, resource)
        for reference in references_in(resource):
            self._follow(reference, found)

    def _follow(self, reference: dict[str, object], within: Entry) -> None:
        told = str(reference["reference"])
        if told.startswith("#") and within.holder is None:
            return
        found = self.contents.resolve(Element(reference, within.resource.path), within)
        if found is None or found.kind in _KEPT_OUT or not _is_sound(found):
            del reference["reference"]
            reference.setdefault("display", "not told")
            return
        if not _resolves_as_written(told, found, within):
            reference["reference"] = found.url
        self._take(found)


def _is_sound(found: Entry) -> bool:
    return all(f.kind in LEFT_OUT for f in faults_of(found.resource.value, ""))


def _resolves_as_written(told: str, found: Entry, within: Entry) -> bool:
    if told == found.url:
        return True
    tail = f"{within.kind}/{within.id}"
    return within.url.endswith(f"/{tail}") and within.url.removesuffix(tail) + told == found.url
