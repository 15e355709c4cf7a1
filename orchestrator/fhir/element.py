"""A tolerant hand on FHIR JSON: an element that is absent, or of another kind than expected, reads as nothing.

Every element knows its place as a FHIRPath expression, so that a fault can name it without repeating its value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast


def _members(value: object) -> dict[str, object]:
    return cast(dict[str, object], value) if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Element:
    value: object
    path: str

    def __bool__(self) -> bool:
        return self.value is not None and self.value != [] and self.value != {}

    def one(self, name: str) -> "Element":
        """The member of this name; the first where it is a list."""
        found = _members(self.value).get(name)
        if isinstance(found, list):
            entries = cast(list[object], found)
            return Element(entries[0] if entries else None, f"{self.path}.{name}[0]")
        return Element(found, f"{self.path}.{name}")

    def at(self, *names: str) -> "Element":
        """A member of a member, as far as the names go."""
        found = self
        for name in names:
            found = found.one(name)
        return found

    def each(self, name: str) -> list["Element"]:
        """Every entry of a member; a member that is no list is its only entry."""
        found = _members(self.value).get(name)
        if isinstance(found, list):
            entries = cast(list[object], found)
            return [Element(entry, f"{self.path}.{name}[{n}]") for n, entry in enumerate(entries)]
        return [] if found is None else [Element(found, f"{self.path}.{name}")]

    def text(self, *names: str) -> str:
        """The words at a place, trimmed; nothing where there are none."""
        found = _members(self.value).get(names[0]) if len(names) == 1 else self.at(*names).value
        if isinstance(found, list):
            found = self.at(*names).value
        return found.strip() if isinstance(found, str) else ""

    def number(self, *names: str) -> float | None:
        found = self.at(*names).value
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None

    def whole(self, *names: str) -> int | None:
        found = self.at(*names).value
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def flag(self, *names: str) -> bool:
        return self.at(*names).value is True

    @property
    def kind(self) -> str:
        """The type of a resource."""
        return self.text("resourceType")

    def members(self) -> Iterator[tuple[str, object]]:
        yield from _members(self.value).items()

    def extensions(self, name: str) -> list["Element"]:
        """The extensions whose URL is this name or ends in it."""
        return [e for e in self.each("extension") if (url := e.text("url")) == name or url.endswith(f"/{name}")]

    def extension(self, name: str) -> "Element":
        return next(iter(self.extensions(name)), Element(None, f"{self.path}.extension"))

    def codings(self) -> list["Element"]:
        """The codings of a concept."""
        return self.each("coding")

    def codes(self) -> list[str]:
        return [code for coding in self.codings() if (code := coding.text("code"))]

    def words(self) -> str:
        """What a concept is called: its own text, else a display, else a code."""
        codings = self.codings()
        displays = [c.text("display") for c in codings] + [c.text("code") for c in codings]
        return self.text("text") or next((d for d in displays if d), "")
