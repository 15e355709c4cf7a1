"""The NPPES dissemination layout: which columns are kept, found by their header and never by position."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

from mcp_servers.npi_registry.registry import Provider
from priorauth.codes import npi_check_digit_ok
from priorauth.errors import BulkFileRefused

_PRACTICE = "provider business practice location address"
_OPTIONAL = {
    "organization": "provider organization name legal business name",
    "last_name": "provider last name legal name",
    "first_name": "provider first name",
    "credential": "provider credential text",
    "city": f"{_PRACTICE} city name",
    "state": f"{_PRACTICE} state name",
    "updated": "last update date",
    "deactivated": "npi deactivation date",
    "reactivated": "npi reactivation date",
}
_MOST_TAXONOMIES = 15
_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")


class RowRefused(Exception):
    """A row that says nothing usable; the message is the reason."""


def plain(header: str) -> str:
    """A header in lower case, its words alone: published spellings differ in spaces and punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", header.lower()))


@dataclass(frozen=True)
class NppesLayout:
    """How to read one file's rows into providers."""

    width: int
    npi: int
    pick: Callable[[Sequence[str]], tuple[str, ...]]
    taxonomies: tuple[tuple[int, int, int], ...]

    @staticmethod
    def of(header: Sequence[str]) -> "NppesLayout":
        places = {plain(name.removeprefix("\ufeff")): place for place, name in enumerate(header)}
        if "npi" not in places or "entity type code" not in places:
            raise BulkFileRefused("not an NPPES dissemination file: no columns NPI and Entity Type Code")
        # A column that is missing reads the extra empty field every row is given.
        missing = len(header)
        kept = [places["entity type code"], *(places.get(name, missing) for name in _OPTIONAL.values())]
        return NppesLayout(len(header), places["npi"], itemgetter(*kept), tuple(_taxonomy_columns(places, missing)))

    def provider(self, fields: list[str]) -> Provider:
        """The row as a provider; raises RowRefused."""
        if len(fields) != self.width:
            raise RowRefused(f"{len(fields)} fields instead of {self.width}")
        npi = fields[self.npi]
        if not npi_check_digit_ok(npi):
            raise RowRefused("the NPI's check digit does not fit")
        fields.append("")
        entity, organization, last, first, credential, city, state, updated, off, on = self.pick(fields)
        if entity not in ("1", "2", ""):
            raise RowRefused("unknown entity type")
        if not entity and not off:
            raise RowRefused("neither an entity type nor a deactivation date")
        return Provider(
            int(npi),
            int(entity or 0),
            organization.strip().upper(),
            last.strip().upper(),
            first.strip().upper(),
            credential.strip(),
            city.strip().upper(),
            state.strip().upper(),
            self._taxonomies(fields),
            iso_day(updated),
            iso_day(off),
            iso_day(on),
        )

    def _taxonomies(self, fields: list[str]) -> str:
        found: list[str] = []
        for code_at, state_at, primary_at in self.taxonomies:
            if code := fields[code_at]:
                primary = fields[primary_at] == "Y"
                found.insert(0 if primary else len(found), _packed(code, primary, fields[state_at]))
        return ";".join(found)


@lru_cache(maxsize=50_000)
def _packed(code: str, primary: bool, state: str) -> str:
    if not _TAXONOMY.fullmatch(code):
        raise RowRefused("a taxonomy code is not of its form")
    return f"{code},{int(primary)},{state.replace(',', ' ').replace(';', ' ')}"


def _taxonomy_columns(places: dict[str, int], missing: int) -> list[tuple[int, int, int]]:
    return [
        (
            places[f"healthcare provider taxonomy code {n}"],
            places.get(f"provider license number state code {n}", missing),
            places.get(f"healthcare provider primary taxonomy switch {n}", missing),
        )
        for n in range(1, _MOST_TAXONOMIES + 1)
        if f"healthcare provider taxonomy code {n}" in places
    ]


@lru_cache(maxsize=50_000)
def iso_day(text: str) -> str:
    """MM/DD/YYYY as an ISO date; empty stays empty. Raises RowRefused."""
    if not text:
        return ""
    try:
        if len(text) != 10 or text[2] != "/" or text[5] != "/":
            raise ValueError
        return date.fromisoformat(f"{text[6:]}-{text[:2]}-{text[3:5]}").isoformat()
    except ValueError:
        raise RowRefused("a date is not a day as MM/DD/YYYY") from None
