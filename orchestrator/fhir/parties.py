"""Who a request is about: the patient, their coverages, and every id they come with, wherever they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.identifiers import is_member_id, is_program_id, is_record_number
from orchestrator.fhir.names import CANCELLED_MARKS
from priorauth.case import ID_BOUND, NAME_BOUND, Sex
from priorauth.intake import USPS

_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME_USES = {"official": 0, "": 0, "old": 2, "maiden": 2}


def is_cancelled(element: Element) -> bool:
    """Whether an entry is marked as taken back."""
    marks = [e for e in element.each("modifierExtension") if e.text("url") in CANCELLED_MARKS]
    return any(m.flag("valueBoolean") for m in marks)


def day_of(text: str) -> date | None:
    """The day of a date or a moment; a month or a year names no day."""
    found = _FULL_DATE.match(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def name_of(person: Element) -> str:
    """What a person is called: the official name first, one of former days last, as text or put together."""
    names = sorted(person.each("name"), key=lambda n: _NAME_USES.get(n.text("use"), 1))
    for name in names:
        given = [g.value for g in name.each("given") if isinstance(g.value, str)]
        words = name.text("text") or " ".join([*given, name.text("family")])
        if words.strip():
            return " ".join(words.split())[:NAME_BOUND]
    return person.text("name")[:NAME_BOUND]


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


def patient_of(contents: Contents, claim: Entry) -> Entry | None:
    """The patient a claim is about; where it names one in words alone, the only patient there is."""
    reference = claim.resource.one("patient")
    found = contents.resolve(reference, claim)
    if found is not None or reference.text("reference") or reference.text("identifier", "value"):
        return found
    patients = contents.of_kind("Patient")
    return patients[0] if len(patients) == 1 else None


def member_of(contents: Contents, claim: Entry) -> Member:
    patient = patient_of(contents, claim)
    person = patient.resource if patient else Element(None, claim.resource.path)
    coverages = [c.resource for c in coverages_of(contents, claim)]
    given = list(_plan_ids(person, coverages, claim.resource))
    others = list(_other_ids(person, coverages, claim.resource.one("patient")))
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


def _plan_ids(person: Element, coverages: list[Element], claim: Element) -> Iterator[str]:
    """The ids a plan gives: those typed as such, the subscriber's, then those of public programs."""
    told = [i for holder in (person, *coverages) for i in holder.each("identifier")]
    told += [claim.at("patient", "identifier"), *(i.at("coverage", "identifier") for i in claim.each("insurance"))]
    yield from (v for i in told if is_member_id(i) and (v := i.text("value")))
    for coverage in coverages:
        if subscriber := coverage.text("subscriberId"):
            yield subscriber
            if dependent := coverage.text("dependent"):
                yield f"{subscriber}-{dependent}"
    yield from (v for i in told if is_program_id(i) and (v := i.text("value")))


def _other_ids(person: Element, coverages: list[Element], reference: Element) -> Iterator[str]:
    """Every other id that came: what may be a plan's first, what numbers a record of the sender's last."""
    told = [reference.one("identifier"), *person.each("identifier")]
    told += [i for coverage in coverages for i in coverage.each("identifier")]
    yield from (v for i in sorted(told, key=is_record_number) if (v := i.text("value")))


def coverages_of(contents: Contents, claim: Entry) -> list[Entry]:
    """The coverages of a claim, the one it is made under first; where it refers to none, those that were sent."""
    insurances = sorted(claim.resource.each("insurance"), key=lambda i: not i.flag("focal"))
    found = [contents.resolve(i.one("coverage"), claim) for i in insurances]
    named = [c for c in found if c is not None]
    if named or any(i.text("coverage", "reference") for i in insurances):
        return named
    patient = patient_of(contents, claim)
    sent = contents.of_kind("Coverage")
    return [c for c in sent if patient and contents.resolve(c.resource.one("beneficiary"), c) is patient]


def state_of(place: Element) -> str | None:
    """The US state of an address; the home address first."""
    addresses = [*place.each("address")]
    for address in sorted(addresses, key=lambda a: a.text("use") not in ("home", "work", "")):
        state = address.text("state").upper()
        if state in USPS:
            return state
    return None
