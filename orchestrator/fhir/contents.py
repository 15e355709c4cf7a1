"""The resources of a request Bundle, and what a reference in one of them means.

References are written in every way: absolute, relative to the entry that refers, `urn:uuid:`, into the resource itself,
as a search by identifier, or by an identifier alone. What is nested in the Bundle, or contained in a resource, is found
as well; where a nested Bundle repeats an address, the outer resource is meant.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from orchestrator.fhir.element import Element

NESTED_BUNDLES = 4
_TYPE_AND_ID = re.compile(r"(?:^|/)([A-Z][A-Za-z]{1,40})/([A-Za-z0-9\-.]{1,64})$")
_SEARCH = re.compile(r"(?:^|/)([A-Z][A-Za-z]{1,40})\?identifier=(?:([^|&]*)\|)?([^|&]+)$")


@dataclass(frozen=True, eq=False)
class Entry:
    """A resource and where it stands. `holder` is the entry that contains it; `depth` how many Bundles it lies in.

    An address is made up for one that was sent without.
    """

    url: str
    resource: Element
    holder: "Entry | None" = None
    depth: int = 0
    is_addressed: bool = True

    @cached_property
    def kind(self) -> str:
        return self.resource.kind

    @cached_property
    def id(self) -> str:
        return self.resource.text("id")

    @property
    def place(self) -> str:
        """Where in the Bundle what lies in this resource begins."""
        return f"{self.resource.path}."

    @property
    def name(self) -> str:
        """The resource as people refer to it: its type and id."""
        return f"{self.kind}/{self.id}" if self.id else f"{self.kind} {self.url}"


@dataclass(frozen=True)
class Contents:
    """Every resource of a Bundle; `unsound` are the places of those that are not to be read."""

    bundle: Element
    entries: tuple[Entry, ...]
    contained: tuple[Entry, ...]
    unsound: frozenset[str]
    _by_url: Mapping[str, Entry] = field(repr=False)
    _by_name: Mapping[tuple[str, str], Entry] = field(repr=False)
    _by_id: Mapping[str, Entry | None] = field(repr=False)

    def of_kind(self, *kinds: str) -> list[Entry]:
        return [e for e in (*self.entries, *self.contained) if e.kind in kinds]

    def resolve(self, reference: Element, within: Entry) -> Entry | None:
        """The resource that a reference in an entry means, where it is here: by its address, else by its identifier."""
        told = reference.text("reference") if isinstance(reference.value, dict) else ""
        if told and (found := self._literal(told, within)):
            return found
        identifier = reference.one("identifier")
        return self._by_identifier(identifier.text("system"), identifier.text("value"), reference.text("type"))

    def _literal(self, told: str, within: Entry) -> Entry | None:
        if told.startswith("#"):
            holder = within.holder or within
            return next((e for e in self.contained if e.holder is holder and e.id == told[1:]), None)
        plain = told.partition("/_history/")[0]
        if found := self._by_url.get(_key(plain)):
            return found
        if (base := _base(within)) and (found := self._by_url.get(_key(base + plain))):
            return found
        if named := _TYPE_AND_ID.search(plain):
            return self._by_name.get((named[1], named[2]))
        if searched := _SEARCH.search(unquote(told)):
            return self._by_identifier(searched[2] or "", searched[3], searched[1])
        return self._by_id.get(plain.removeprefix("urn:uuid:").lower())

    def _by_identifier(self, system: str, value: str, kind: str) -> Entry | None:
        """The one resource of this identifier; where either side names no system, the value decides if it is alone."""
        if not value:
            return None
        found = [
            (identifier.text("system"), entry)
            for entry in (*self.entries, *self.contained)
            if kind in ("", entry.kind)
            for identifier in entry.resource.each("identifier")
            if identifier.text("value") == value
        ]
        exact = [entry for known, entry in found if known == system]
        loose = list(dict.fromkeys(entry for known, entry in found if "" in (known, system)))
        return exact[0] if exact else loose[0] if len(loose) == 1 else None


def _key(url: str) -> str:
    return url.lower() if url.lower().startswith("urn:") else url


def _base(within: Entry) -> str:
    """The server an entry comes from, where its address tells."""
    url = (within.holder or within).url
    found = _TYPE_AND_ID.search(url)
    return url[: found.start(1)] if found and url.startswith(("http://", "https://")) else ""


def contents_of(bundle: Element, unsound: frozenset[str] = frozenset()) -> Contents:
    entries = sorted(_entries(bundle, 0), key=lambda e: e.depth)
    contained = [c for e in entries for c in _contained(e)]
    by_url: dict[str, Entry] = {}
    by_name: dict[tuple[str, str], Entry] = {}
    by_id: dict[str, Entry | None] = {}
    for entry in entries:
        by_url.setdefault(_key(entry.url), entry)
        if entry.id:
            by_name.setdefault((entry.kind, entry.id), entry)
            by_id[entry.id.lower()] = None if entry.id.lower() in by_id else entry
    return Contents(bundle, tuple(entries), tuple(contained), unsound, by_url, by_name, by_id)


def _entries(bundle: Element, depth: int) -> Iterator[Entry]:
    for number, entry in enumerate(bundle.each("entry")):
        resource = entry.one("resource")
        if not isinstance(resource.value, dict):
            continue
        url = entry.text("fullUrl") or _made_up(f"{depth}/{number}", resource)
        yield Entry(url, resource, depth=depth, is_addressed=bool(entry.text("fullUrl")))
        if resource.kind == "Bundle" and depth < NESTED_BUNDLES:
            yield from _entries(resource, depth + 1)


def _contained(entry: Entry) -> Iterator[Entry]:
    for resource in entry.resource.each("contained"):
        if isinstance(resource.value, dict):
            yield Entry(_made_up(f"{entry.url}#{resource.text('id')}", resource), resource, entry)


def _made_up(place: str, resource: Element) -> str:
    """An address for a resource that was sent without one; the same each time."""
    told = "|".join((place, resource.kind, resource.text("id")))
    return f"urn:uuid:{uuid5(NAMESPACE_URL, told)}"


def references_in(value: object) -> Iterable[dict[str, object]]:
    """Every reference inside a resource, to be read or rewritten in place; what is contained is looked into as well."""
    if isinstance(value, list):
        for one in cast(list[object], value):
            yield from references_in(one)
    elif isinstance(value, dict):
        members = cast(dict[str, object], value)
        if isinstance(members.get("reference"), str):
            yield members
        for one in members.values():
            yield from references_in(one)
