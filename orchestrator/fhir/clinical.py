"""What a request says about the patient, as fragments: each with where it comes from, none fetched from elsewhere.

First what the claim points to, then whatever else of a clinical kind lies in the Bundle. What is about somebody else,
what cannot be read and what was not sent are kept and named, so that the case pends for them.
"""

from collections.abc import Iterable, Iterator

from orchestrator.fhir.attachments import Fragment, attached, of_binary, with_binary
from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.parties import day_of, is_cancelled, name_of
from orchestrator.fhir.wording import (
    NOT_TO_BE_READ,
    WORDINGS,
    answers,
    plain_words,
    sections,
    value_words,
    when_words,
)

_PAPERS = ("DocumentReference", "QuestionnaireResponse", "Composition", "DiagnosticReport", "Media", "Communication")
CLINICAL = frozenset({*_PAPERS, *WORDINGS})
_ADMINISTRATIVE = frozenset(
    {
        "Account",
        "Binary",
        "Bundle",
        "Claim",
        "ClaimResponse",
        "CommunicationRequest",
        "Contract",
        "Coverage",
        "Endpoint",
        "HealthcareService",
        "InsurancePlan",
        "Location",
        "Medication",
        "MessageHeader",
        "OperationOutcome",
        "Organization",
        "Parameters",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Provenance",
        "Questionnaire",
        "RelatedPerson",
        "Subscription",
        "Substance",
        "Task",
    }
)


def fragments_of(contents: Contents, claim: Entry, patient: Entry | None) -> list[Fragment]:
    """Everything there is to read, in the order of the claim, then of the Bundle; each resource once."""
    told = [i for i in claim.resource.each("supportingInfo") if not is_cancelled(i)]
    taken_back = [i for i in claim.resource.each("supportingInfo") if is_cancelled(i)]
    found = [f for info in told for f in _said(info)]
    linked = [e for i in told if (e := contents.resolve(i.one("valueReference"), claim))]
    away = [e for i in taken_back if (e := contents.resolve(i.one("valueReference"), claim)) and e not in linked]
    missing = [i for i in told if i.text("valueReference", "reference") and _is_missing(contents, claim, i)]
    linked += _behind(contents, linked)
    held = [e for e in (*contents.entries, *contents.contained) if e.kind not in _ADMINISTRATIVE]
    held += _unnamed_files(contents, held)
    others = [e for e in held if e not in linked and e not in away]
    found += _read(contents, dict.fromkeys([*linked, *others]), patient)
    return [*found, *(Fragment("Not in the request", i.path, unread="not_sent") for i in missing)]


def fragments_from(contents: Contents, patient: Entry | None) -> list[Fragment]:
    """Everything to read in what was sent later, by itself; it is about the patient of the request, or is not read."""
    return _read(
        contents, [e for e in contents.entries if e.kind not in _ADMINISTRATIVE or e.kind == "Binary"], patient
    )


def _unnamed_files(contents: Contents, papers: list[Entry]) -> list[Entry]:
    """The Binaries that no document points to."""
    places = [(c.one("attachment"), e) for e in papers for c in e.resource.each("content")]
    places += [(f, e) for e in papers for f in (*e.resource.each("presentedForm"), *e.resource.each("content"))]
    named = [contents.resolve(Element({"reference": a.text("url")}, a.path), e) for a, e in places if a.text("url")]
    return [b for b in contents.of_kind("Binary") if b not in named]


def _behind(contents: Contents, linked: list[Entry]) -> list[Entry]:
    """What the claim points to by way of a Bundle that lies in this one, or of a list."""
    inside = [e for b in linked if b.kind == "Bundle" for e in contents.entries if e.resource.path.startswith(b.place)]
    lists = [e for e in linked if e.kind == "List"]
    items = [contents.resolve(i.one("item"), e) for e in lists for i in e.resource.each("entry")]
    return [e for e in (*inside, *items) if e is not None and e.kind not in _ADMINISTRATIVE]


def _read(contents: Contents, entries: Iterable[Entry], patient: Entry | None) -> list[Fragment]:
    found: list[Fragment] = []
    structured: dict[str, list[str]] = {}
    for entry in entries:
        if entry.resource.text("status") in NOT_TO_BE_READ or entry.kind in _NOT_READ_ITSELF:
            continue
        if unread := _why_unread(contents, entry, patient):
            found.append(Fragment(f"{entry.kind}, not read", entry.name, unread=unread))
            continue
        papers = list(_papers(contents, entry))
        line = _line(contents, entry)
        found += papers
        if line:
            structured.setdefault(entry.kind, []).append(f"{line} [{entry.name}]")
        elif not papers and entry.kind not in CLINICAL:
            found.append(Fragment(f"{entry.kind}, not read", entry.name, unread="kind_not_read"))
    return [*found, *(_listed(kind, lines) for kind, lines in structured.items())]


_NOT_READ_ITSELF = _ADMINISTRATIVE - {"Binary"}


def _line(contents: Contents, entry: Entry) -> str:
    """A resource in words; a medication it only points to is named."""
    resource = entry.resource
    held = contents.resolve(resource.one("medicationReference"), entry)
    if held is not None:
        named = dict(resource.members()) | {"medicationCodeableConcept": held.resource.one("code").value}
        resource = Element(named, resource.path)
    return WORDINGS.get(entry.kind, _unknown)(resource)


def _unknown(resource: Element) -> str:
    return "" if resource.kind in (*_PAPERS, "Binary") else plain_words(resource)


def _is_missing(contents: Contents, claim: Entry, info: Element) -> bool:
    return contents.resolve(info.one("valueReference"), claim) is None


def _listed(kind: str, lines: list[str]) -> Fragment:
    title = "".join(f" {c.lower()}" if c.isupper() and n else c for n, c in enumerate(kind))
    return Fragment(title=f"{title} entries", source=kind, text=f"{title.upper()}:\n" + "\n".join(lines))


def _said(info: Element) -> Iterator[Fragment]:
    if words := info.text("valueString"):
        yield Fragment("Message", info.path, words)
    if info.one("valueAttachment"):
        yield attached(info.one("valueAttachment"), "Attachment", info.path)
    value = value_words(info) if not words else ""
    name = info.one("code").words() or info.one("category").words()
    reason = info.one("reason").words()
    if value or reason or (info.one("code").words() and not info.one("valueReference") and not words):
        day = when_words(info, "timing")
        told = ": ".join(t for t in (day, name, value) if t)
        yield Fragment("Supporting information", info.path, f"{told}; {reason}" if reason else told)


def _why_unread(contents: Contents, entry: Entry, patient: Entry | None) -> str:
    """Why a resource is not read: it is broken, or it is not known to be about this patient."""
    if entry.resource.path in contents.unsound:
        return "not_sound"
    for name in ("subject", "patient", "for"):
        reference = entry.resource.one(name)
        if not reference or reference.text("type") not in ("", "Patient"):
            continue
        about = contents.resolve(reference, entry)
        if about is None and not _names(reference, patient):
            return "subject_unknown"
        if about is not None and about is not patient and not _is_same_person(about, patient):
            return "another_subject"
    return ""


def _names(reference: Element, patient: Entry | None) -> bool:
    """Whether a reference that leads nowhere here names the patient all the same, or names nobody."""
    told, logical = reference.text("reference"), reference.text("identifier", "value")
    if not told and not logical:
        return True
    if patient is None:
        return False
    known = {i.text("value") for i in patient.resource.each("identifier")}
    return told == patient.url or told.endswith(f"{patient.kind}/{patient.id}") or (not told and logical in known)


def _is_same_person(about: Entry, patient: Entry | None) -> bool:
    """Whether a second Patient is the first one, sent twice: an id in common, no other birth date, no other name."""
    if patient is None or about.kind != patient.kind:
        return False
    people = [about.resource, patient.resource]
    days = {day for p in people if (day := day_of(p.text("birthDate")))}
    names = {name.casefold() for p in people if (name := name_of(p))}
    ids = [{(i.text("system"), i.text("value")) for i in p.each("identifier")} for p in people]
    shared = [value for system, value in ids[0] & ids[1] if system and value]
    return bool(shared) and len(days) <= 1 and len(names) <= 1


def _papers(contents: Contents, entry: Entry) -> Iterator[Fragment]:
    resource = entry.resource
    match entry.kind:
        case "DocumentReference":
            title = resource.text("description") or resource.one("type").words() or "Document"
            for content in resource.each("content") or [resource]:
                yield with_binary(contents, entry, content.one("attachment"), title)
        case "Communication":
            for payload in resource.each("payload"):
                if attachment := payload.one("contentAttachment"):
                    yield with_binary(contents, entry, attachment, "Communication")
        case "Binary":
            yield of_binary(resource, "Document", entry.name)
        case "DiagnosticReport":
            for form in resource.each("presentedForm"):
                yield with_binary(contents, entry, form, resource.one("code").words() or "Report")
        case "Media":
            yield with_binary(contents, entry, resource.one("content"), "Media")
        case "QuestionnaireResponse":
            if text := answers(resource):
                yield Fragment("Questionnaire answers", entry.name, text)
        case "Composition":
            if text := sections(resource):
                yield Fragment(resource.text("title") or "Composition", entry.name, text)
        case _:
            return
