"""What a request says about the patient, as fragments: each with where it comes from, none fetched from elsewhere.

First what the claim points to, then whatever else of a clinical kind lies in the Bundle. What is about somebody else,
what cannot be read and what was not sent are kept and named, so that the case pends for them.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from typing import cast

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.parties import is_cancelled
from orchestrator.fhir.wording import NOT_TO_BE_READ, WORDINGS, answers, html_text, sections
from priorauth.case import scrub

_PAPERS = ("DocumentReference", "QuestionnaireResponse", "Composition", "DiagnosticReport", "Media")
CLINICAL = frozenset({*_PAPERS, *WORDINGS})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_JSON = frozenset({"application/fhir+json", "application/json", "text/json"})
_TITLE_BOUND = 200


@dataclass(frozen=True)
class Fragment:
    """A piece of the record as it was sent. With `content` and no text it is still to be read."""

    title: str
    source: str
    text: str = ""
    content: bytes | None = None
    media_type: str = "text/plain; charset=utf-8"
    unread: str = ""
    flags: tuple[str, ...] = ()


def fragments_of(contents: Contents, claim: Entry, patient: Entry | None) -> list[Fragment]:
    """Everything there is to read, in the order of the claim, then of the Bundle; each resource once."""
    told = [i for i in claim.resource.each("supportingInfo") if not is_cancelled(i)]
    taken_back = [i for i in claim.resource.each("supportingInfo") if is_cancelled(i)]
    found = [f for info in told for f in _said(info)]
    linked = [e for i in told if (e := contents.resolve(i.one("valueReference"), claim))]
    away = [e for i in taken_back if (e := contents.resolve(i.one("valueReference"), claim)) and e not in linked]
    missing = [i for i in told if i.text("valueReference", "reference") and _is_missing(contents, claim, i)]
    others = [e for e in contents.of_kind(*CLINICAL) if e not in linked and e not in away]
    found += _read(contents, dict.fromkeys([*linked, *others]), patient)
    return [*found, *(Fragment("Not in the request", i.path, unread="not_sent") for i in missing)]


def fragments_from(contents: Contents, patient: Entry | None) -> list[Fragment]:
    """Everything to read in what was sent later, by itself; it is about the patient of the request, or is not read."""
    return _read(contents, contents.of_kind(*CLINICAL), patient)


def _read(contents: Contents, entries: Iterable[Entry], patient: Entry | None) -> list[Fragment]:
    found: list[Fragment] = []
    structured: dict[str, list[str]] = {}
    for entry in entries:
        if entry.resource.text("status") in NOT_TO_BE_READ or entry.kind not in CLINICAL:
            continue
        if unread := _why_unread(contents, entry, patient):
            found.append(Fragment(f"{entry.kind}, not read", entry.name, unread=unread))
            continue
        found += _papers(contents, entry)
        if entry.kind in WORDINGS and (line := WORDINGS[entry.kind](entry.resource)):
            structured.setdefault(entry.kind, []).append(f"{line} [{entry.name}]")
    return [*found, *(_listed(kind, lines) for kind, lines in structured.items())]


def _is_missing(contents: Contents, claim: Entry, info: Element) -> bool:
    return contents.resolve(info.one("valueReference"), claim) is None


def _listed(kind: str, lines: list[str]) -> Fragment:
    title = "".join(f" {c.lower()}" if c.isupper() and n else c for n, c in enumerate(kind))
    return Fragment(title=f"{title} entries", source=kind, text=f"{title.upper()}:\n" + "\n".join(lines))


def _said(info: Element) -> Iterator[Fragment]:
    if words := info.text("valueString"):
        yield Fragment("Message", info.path, words)
    if info.one("valueAttachment"):
        yield _attached(info.one("valueAttachment"), "Attachment", info.path)


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
        if about is not None and about is not patient:
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


def _papers(contents: Contents, entry: Entry) -> Iterator[Fragment]:
    resource = entry.resource
    match entry.kind:
        case "DocumentReference":
            title = resource.text("description") or resource.one("type").words() or "Document"
            for content in resource.each("content"):
                yield _with_binary(contents, entry, content.one("attachment"), title)
        case "DiagnosticReport":
            for form in resource.each("presentedForm"):
                yield _with_binary(contents, entry, form, resource.one("code").words() or "Report")
        case "Media":
            yield _with_binary(contents, entry, resource.one("content"), "Media")
        case "QuestionnaireResponse":
            if text := answers(resource):
                yield Fragment("Questionnaire answers", entry.name, text)
        case "Composition":
            if text := sections(resource):
                yield Fragment(resource.text("title") or "Composition", entry.name, text)
        case _:
            return


def _with_binary(contents: Contents, entry: Entry, attachment: Element, title: str) -> Fragment:
    """An attachment; one that only names a Binary of this Bundle has the Binary's bytes. No other address is read."""
    title = attachment.text("title") or title
    if not attachment.text("data") and (url := attachment.text("url")):
        held = contents.resolve(Element({"reference": url}, attachment.path), entry)
        if held is not None and held.kind == "Binary":
            members = {"data": held.resource.text("data"), "contentType": held.resource.text("contentType")}
            return _attached(Element(members, held.resource.path), title, entry.name)
    return _attached(attachment, title, entry.name)


def _attached(attachment: Element, title: str, source: str) -> Fragment:
    title = " ".join(title.split())[:_TITLE_BOUND]
    data = "".join(attachment.text("data").split()).replace("-", "+").replace("_", "/")
    if not data:
        return Fragment(title, source, unread="not_sent")
    try:
        content = base64.b64decode(data + "=" * (-len(data) % 4), validate=True)
    except (binascii.Error, ValueError):
        return Fragment(title, source, unread="not_base64")
    return _decoded(Fragment(title, source, content=content), *media_of(attachment.text("contentType")))


def media_of(told: str) -> tuple[str, str]:
    """A content type without its parameters, and its charset."""
    message = Message()
    message["content-type"] = " ".join(told.rpartition("#")[2].split()).lower()
    kind = message.get_content_type() if told.strip() else ""
    charset = message.get_param("charset", "utf-8") if told.strip() else "utf-8"
    return kind, charset if isinstance(charset, str) else "utf-8"


_PDF = re.compile(rb"\s*%PDF-")


def _decoded(fragment: Fragment, kind: str, charset: str) -> Fragment:
    """Text and HTML read here; PDF and C-CDA are left to the reader of files."""
    content = fragment.content or b""
    fragment = replace(fragment, media_type=kind or "application/octet-stream")
    if _PDF.match(content) or kind not in (*_HTML, *_JSON, "text/plain", "text/markdown"):
        return fragment
    try:
        text = content.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return replace(fragment, unread="not_in_its_charset")
    text = scrub(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))[0]
    if kind in _HTML:
        shown, hidden = html_text(text)
        return replace(fragment, text=shown, flags=("hidden_text",) if hidden else ())
    return replace(fragment, text=_of_json(text) if kind in _JSON else text)


def _of_json(text: str) -> str:
    """A FHIR resource that was attached as a file: its answers, sections or wording; anything else as it stands."""
    try:
        value = cast(object, json.loads(text))
    except (ValueError, RecursionError):
        return text
    resource = Element(value, "attachment")
    if resource.kind == "QuestionnaireResponse":
        return answers(resource)
    wording = WORDINGS.get(resource.kind)
    return (wording(resource) if wording else sections(resource)) or text
