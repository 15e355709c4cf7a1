"""What a request Bundle must be before it is read: a Claim first, of sound structure, everything at hand.

Two rules decide what is refused. What carries identity or is sent back must be sound R4. Of clinical resources only the
sound ones are read; a broken one is kept, unread, and the case pends for it. An unknown modifier is refused anywhere.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from http import HTTPStatus

from orchestrator.fhir.contents import Contents, Entry, contents_of
from orchestrator.fhir.element import Element
from orchestrator.fhir.outcomes import FhirRefused, Issue, refused
from orchestrator.fhir.structure import FaultKind, StructureFault, faults_of

ENTRIES_BOUND = 2000
ITEMS_BOUND = 200
IDENTITY = frozenset(
    {"Bundle", "Claim", "Patient", "Organization", "Practitioner", "PractitionerRole", "Coverage", "Location"}
)
_TOLERATED = (FaultKind.unknown,)
_MISLEADING = (FaultKind.structure, FaultKind.form, FaultKind.modifier)
_RESOURCE = re.compile(r"(\.resource|\.contained\[[0-9]+\])(?=\.|$)")
_NEEDED = {
    "patient": ("Patient",),
    "insurer": ("Organization",),
    "provider": ("Organization", "Practitioner", "PractitionerRole"),
}


def request_bundle(body: object) -> Element:
    """The Bundle in a body, bare or as the `resource` part of Parameters. Raises FhirRefused."""
    root = Element(body, "Bundle")
    if root.kind == "Parameters":
        parts = [p for p in root.each("parameter") if p.one("resource").kind == "Bundle"]
        root = Element(parts[0].one("resource").value, "Bundle") if parts else root
    if root.kind != "Bundle":
        raise refused(HTTPStatus.BAD_REQUEST, "structure", "Send a Bundle.", "Bundle")
    return root


def sound_contents(bundle: Element) -> Contents:
    """The contents of a Bundle that passes every check; raises FhirRefused with all its faults."""
    basic = list(_basic(bundle))
    if basic:
        raise FhirRefused(HTTPStatus.BAD_REQUEST, basic)
    unsound: set[str] = set()
    issues = list(_structure(bundle, unsound))
    contents = contents_of(bundle, frozenset(unsound))
    issues += _addresses(contents)
    claim = contents.entries[0]
    if not issues:
        issues = [*_sequences(claim.resource), *_resolved(contents, claim)]
    if issues:
        raise FhirRefused(HTTPStatus.BAD_REQUEST, issues)
    if minimum := list(_minimum(claim.resource)):
        raise FhirRefused(HTTPStatus.UNPROCESSABLE_ENTITY, minimum)
    return contents


def _basic(bundle: Element) -> Iterator[Issue]:
    if bundle.text("type") != "collection":
        yield Issue("value", "A request Bundle is of type collection.", "Bundle.type")
    entries = bundle.each("entry")
    if not entries or not isinstance(dict(bundle.members()).get("entry"), list):
        yield Issue("required", "A request Bundle has entries.", "Bundle.entry")
    elif len(entries) > ENTRIES_BOUND:
        yield Issue("too-costly", f"A Bundle has at most {ENTRIES_BOUND} entries.", "Bundle.entry")
    elif entries[0].one("resource").kind != "Claim":
        yield Issue("structure", "The first entry is the Claim.", "Bundle.entry[0].resource")


def _structure(bundle: Element, unsound: set[str]) -> Iterator[Issue]:
    """The Bundle itself without its resources, then each resource by what it is for; notes which are not to be read."""
    frame = {name: value for name, value in bundle.members() if name != "entry"}
    for fault in faults_of({**frame, "type": "collection"}, "Bundle"):
        if fault.kind not in _TOLERATED:
            yield _issue(fault)
    for entry in bundle.each("entry"):
        resource = entry.one("resource")
        if not isinstance(entry.value, dict):
            yield Issue("structure", "Write an object.", entry.path)
        elif entry.one("modifierExtension"):
            words = "This modifier extension is not understood here."
            yield Issue("extension", words, f"{entry.path}.modifierExtension")
        elif entry.one("fullUrl").value is not None and not entry.text("fullUrl"):
            yield Issue("value", "Write an address.", f"{entry.path}.fullUrl")
        elif resource.value is None:
            yield Issue("required", "An entry holds a resource.", f"{entry.path}.resource")
        else:
            yield from _of_resource(resource, unsound)


def _of_resource(resource: Element, unsound: set[str]) -> Iterator[Issue]:
    faults = faults_of(resource.value, resource.path)
    unsound |= unsound_in(faults)
    if resource.kind == "Bundle":
        yield from (_issue(f) for f in faults if f.kind is FaultKind.modifier)
        return
    is_identity = resource.kind in IDENTITY or not resource.kind
    for fault in faults:
        if fault.kind is FaultKind.modifier or (is_identity and _matters(fault, resource)):
            yield _issue(fault)
    if resource.text("implicitRules"):
        words = "rules that are only implied cannot be kept here"
        yield Issue("not-supported", words, f"{resource.path}.implicitRules")


def _matters(fault: StructureFault, resource: Element) -> bool:
    if fault.kind in _TOLERATED:
        return False
    return fault.kind is not FaultKind.code or resource.kind == "Claim"


def _issue(fault: StructureFault) -> Issue:
    return Issue(fault.kind, f"{fault.words[0].upper()}{fault.words[1:]}.", fault.place)


def unsound_in(faults: Sequence[StructureFault]) -> set[str]:
    """The places of resources with a fault for which something in them could be misread."""
    serious = [f for f in faults if f.kind in _MISLEADING and not _is_attachment(f)]
    return {f.place[: found.end()] for f in serious for found in _RESOURCE.finditer(f.place)}


def _is_attachment(fault: StructureFault) -> bool:
    """Attachments are read, or not, by what their bytes are."""
    return ".attachment." in fault.place or ".presentedForm[" in fault.place


def _addresses(contents: Contents) -> Iterator[Issue]:
    outer = [e for e in contents.entries if e.depth == 0]
    counted = Counter(e.url for e in outer)
    for entry in outer:
        if counted[entry.url] > 1:
            place = entry.resource.path.removesuffix(".resource")
            yield Issue("duplicate", "Two entries have this address.", f"{place}.fullUrl")


def _sequences(claim: Element) -> Iterator[Issue]:
    for name in ("item", "diagnosis", "careTeam", "supportingInfo", "procedure"):
        counted = Counter(e.whole("sequence") for e in claim.each(name))
        for entry in claim.each(name):
            if counted[entry.whole("sequence")] > 1:
                yield Issue("duplicate", "Two entries have this number.", f"{entry.path}.sequence")


def _resolved(contents: Contents, claim: Entry) -> Iterator[Issue]:
    """Who is spoken of must be here; what is only referred to further down may be missing."""
    needed = [(claim.resource.one(name), kinds) for name, kinds in _NEEDED.items()]
    needed += [(i.one("coverage"), ("Coverage",)) for i in claim.resource.each("insurance")]
    for reference, kinds in needed:
        found = contents.resolve(reference, claim)
        if found is None and reference.text("reference"):
            yield Issue("not-found", "What this refers to is not in the Bundle.", f"{reference.path}.reference")
        elif found is not None and found.kind not in kinds:
            words = f"This refers to {' or '.join(kinds)}."
            yield Issue("value", words, f"{reference.path}.reference")


def _minimum(claim: Element) -> Iterator[Issue]:
    if claim.text("use") != "preauthorization":
        yield Issue("value", "A request for prior authorization has this use.", f"{claim.path}.use")
    if claim.text("status") == "entered-in-error":
        yield Issue("value", "What was entered in error asks for nothing.", f"{claim.path}.status")
    items: Sequence[Element] = claim.each("item")
    if len(items) > ITEMS_BOUND:
        yield Issue("too-costly", f"A request has at most {ITEMS_BOUND} items.", f"{claim.path}.item")
    if not claim.each("insurance"):
        yield Issue("required", "A request names its coverage.", f"{claim.path}.insurance")
