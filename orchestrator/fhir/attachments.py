"""Attachments as text: what a sender encoded, told by its type and its bytes. No address is read.

Plain text, HTML, rich text and FHIR resources are read here; PDF and C-CDA are left to the reader of files.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass, replace
from email.message import Message
from typing import cast

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.rich_text import IS_RICH, rich_text
from orchestrator.fhir.wording import WORDINGS, answers, html_text, sections
from priorauth.case import scrub

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_JSON = frozenset({"application/fhir+json", "application/json", "text/json"})
_XML = frozenset({"text/xml"})
_RICH = frozenset({"application/rtf", "text/rtf", "application/x-rtf", "text/richtext"})
_MARKUP = re.compile(rb"\s*(<!doctype html|<html|<body|<div|<p>)", re.I)
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


def with_binary(contents: Contents, entry: Entry, attachment: Element, title: str) -> Fragment:
    """An attachment; one that only names a Binary of this Bundle has the Binary's bytes. No other address is read."""
    title = attachment.text("title") or title
    if not attachment.text("data") and (url := attachment.text("url")):
        held = contents.resolve(Element({"reference": url}, attachment.path), entry)
        if held is not None and held.kind == "Binary":
            return of_binary(held.resource, title, entry.name)
        if within := _DATA_URL.match(url):
            members = {"data": within[2], "contentType": within[1] or attachment.text("contentType")}
            return attached(Element(members, attachment.path), title, entry.name)
    return attached(attachment, title, entry.name)


_DATA_URL = re.compile(r"data:([^,]*?);base64,(.+)", re.S)


def of_binary(binary: Element, title: str, source: str) -> Fragment:
    members = {"data": binary.text("data"), "contentType": binary.text("contentType")}
    return attached(Element(members, binary.path), title, source)


def attached(attachment: Element, title: str, source: str) -> Fragment:
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
    """Text, HTML and rich text read here, by what the bytes are where nothing is said; PDF and C-CDA by the reader."""
    content = fragment.content or b""
    fragment = replace(fragment, media_type=kind or "application/octet-stream")
    if _PDF.match(content) or b"ClinicalDocument" in content[:4096]:
        return fragment
    if IS_RICH.match(content):
        shown, hidden = rich_text(content)
        return replace(fragment, text=scrub(shown)[0], flags=("hidden_text",) if hidden else ())
    if _MARKUP.match(content) and kind not in (*_JSON, "text/plain"):
        kind = "text/html"
    if kind not in (*_HTML, *_JSON) and (not kind.startswith("text/") or kind in (*_XML, *_RICH)):
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
