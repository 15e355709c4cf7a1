"""Who a request speaks of: the patient with a member id, the providers with their NPIs, wherever they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import NPI, NPI_OID, Extension
from orchestrator.fhir.structure import INFO_CANCELLED
from priorauth.case import ID_BOUND, NAME_BOUND, Sex
from priorauth.codes import npi_check_digit_ok
from priorauth.intake import USPS

_MEMBER = "MB"
_NPI_TYPE = "NPI"
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOPS = 3


def is_cancelled(element: Element) -> bool:
    """Whether an entry is marked as taken back."""
    marks = [e for e in element.each("modifierExtension") if e.text("url") == INFO_CANCELLED]
    return any(m.flag("valueBoolean") for m in marks)


def day_of(text: str) -> date | None:
    """The day of a date or a moment; a month or a year names no day."""
    found = _FULL_DATE.match(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def name_of(person: Element) -> str:
    """What a person is called: the official name first, as text or put together."""
    names = sorted(person.each("name"), key=lambda n: n.text("use") not in ("official", ""))
    for name in names:
        given = [g.value for g in name.each("given") if isinstance(g.value, str)]
        words = name.text("text") or " ".join([*given, name.text("family")])
        if words.strip():
            return " ".join(words.split())[:NAME_BOUND]
    return person.text("name")[:NAME_BOUND]


def _is_type(identifier: Element, code: str) -> bool:
    return code in identifier.one("type").codes()


@dataclass(frozen=True)
class Member:
    """The patient and every id they come with, the one that counts first; `plan_ids` are those a plan gives."""

    entry: Entry | None
    name: str
    born: date | None
    sex: Sex
    ids: tuple[str, ...]
    plan_ids: tuple[str, ...]
    home_state: str | None


def member_of(contents: Contents, claim: Entry) -> Member:
    patient = contents.resolve(claim.resource.one("patient"), claim)
    person = patient.resource if patient else Element(None, claim.resource.path)
    coverages = [c.resource for c in coverages_of(contents, claim)]
    given, others = list(_plan_ids(person, coverages)), list(_other_ids(person, claim.resource.one("patient")))
    sex = person.text("gender")
    return Member(
        entry=patient,
        name=name_of(person) or claim.resource.text("patient", "display")[:NAME_BOUND],
        born=day_of(person.text("birthDate")),
        sex=Sex(sex) if sex in set(Sex) else Sex.unknown,
        ids=tuple(dict.fromkeys(i[:ID_BOUND] for i in (*given, *others))),
        plan_ids=tuple(dict.fromkeys(i[:ID_BOUND] for i in given)),
        home_state=state_of(person),
    )


def _plan_ids(person: Element, coverages: list[Element]) -> Iterator[str]:
    for holder in (person, *coverages):
        yield from (v for i in holder.each("identifier") if _is_type(i, _MEMBER) and (v := i.text("value")))
    for coverage in coverages:
        if subscriber := coverage.text("subscriberId"):
            yield subscriber
            if dependent := coverage.text("dependent"):
                yield f"{subscriber}-{dependent}"


def _other_ids(person: Element, reference: Element) -> Iterator[str]:
    yield from (v for i in person.each("identifier") if (v := i.text("value")))
    if logical := reference.text("identifier", "value"):
        yield logical


def coverages_of(contents: Contents, claim: Entry) -> list[Entry]:
    """The coverages of a claim, the one it is made under first."""
    insurances = sorted(claim.resource.each("insurance"), key=lambda i: not i.flag("focal"))
    found = [contents.resolve(i.one("coverage"), claim) for i in insurances]
    return [c for c in found if c is not None]


def state_of(place: Element) -> str | None:
    """The US state of an address; the home address first."""
    addresses = [*place.each("address")]
    for address in sorted(addresses, key=lambda a: a.text("use") not in ("home", "work", "")):
        state = address.text("state").upper()
        if state in USPS:
            return state
    return None


def provider_entries(contents: Contents, reference: Element, within: Entry) -> list[Entry]:
    """What a reference to a provider leads to: the role, then its practitioner, then its organization."""
    found: list[Entry] = []
    waiting = [(reference, within, 0)]
    while waiting:
        told, holder, hops = waiting.pop(0)
        entry = contents.resolve(told, holder)
        if entry is None or entry in found or hops > _HOPS:
            continue
        found.append(entry)
        if entry.kind == "PractitionerRole":
            names = ("practitioner", "organization", "location", "healthcareService")
            waiting += [(entry.resource.one(name), entry, hops + 1) for name in names]
    return found


def npi_of(contents: Contents, reference: Element, within: Entry) -> str:
    """The NPI a reference to a provider leads to; one with a sound check digit first."""
    found = [reference.one("identifier")]
    for entry in provider_entries(contents, reference, within):
        found += entry.resource.each("identifier")
    numbers = [n for i in found if (n := _npi(i))]
    return next((n for n in numbers if npi_check_digit_ok(n)), numbers[0] if numbers else "")


def _npi(identifier: Element) -> str:
    value, system = identifier.text("value"), identifier.text("system")
    is_said = system in (NPI, NPI_OID) or "npi" in system.lower() or _is_type(identifier, _NPI_TYPE)
    if is_said:
        return value.removeprefix("urn:").replace(" ", "")[:ID_BOUND]
    return value if not system and _TEN_DIGITS.fullmatch(value) and npi_check_digit_ok(value) else ""


@dataclass(frozen=True)
class CareTeam:
    """Those who are to furnish the service."""

    by_sequence: dict[int, Element]
    whole_claim: tuple[Element, ...]

    def of_item(self, item: Element) -> list[Element]:
        listed = [n.value for n in item.each("careTeamSequence")]
        named = [self.by_sequence[n] for n in listed if isinstance(n, int) and n in self.by_sequence]
        return [*named, *self.whole_claim] or list(self.by_sequence.values())


def care_team_of(claim: Element) -> CareTeam:
    members = [m for m in claim.each("careTeam") if not is_cancelled(m)]
    whole = [m for m in members if m.extension(Extension.claim_scope).flag("valueBoolean")]
    return CareTeam({m.whole("sequence") or 0: m for m in members}, tuple(whole))
