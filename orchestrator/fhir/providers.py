"""Who asks and who is to furnish, with their NPIs, in whatever role and wherever they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.identifiers import npi_by_shape, said_npi
from orchestrator.fhir.names import ORDERS, Extension
from orchestrator.fhir.parties import is_cancelled
from priorauth.codes import npi_check_digit_ok

_HOPS = 3
_PROVIDERS = ("Practitioner", "PractitionerRole", "Organization")


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
    """The NPI a reference to a provider leads to: said and sound, else said, else told by its shape alone."""
    return _npi_among([reference.one("identifier"), *_identifiers(provider_entries(contents, reference, within))])


def _identifiers(entries: Iterable[Entry]) -> Iterator[Element]:
    for entry in entries:
        yield from entry.resource.each("identifier")
        for qualification in entry.resource.each("qualification"):
            yield from qualification.each("identifier")


def _npi_among(identifiers: Iterable[Element]) -> str:
    told = list(identifiers)
    said = [n for i in told if (n := said_npi(i))]
    shaped = [n for i in told if (n := npi_by_shape(i))]
    return next((n for n in [*said, *shaped] if npi_check_digit_ok(n)), said[0] if said else "")


def requesting_npi(contents: Contents, claim: Entry) -> str:
    """The NPI of who asks: the provider's, that of a role it has here, the ordering one's, or the only one there is."""
    provider = claim.resource.one("provider")
    if found := npi_of(contents, provider, claim):
        return found
    asking = provider_entries(contents, provider, claim)
    for role in contents.of_kind("PractitionerRole"):
        held = [contents.resolve(role.resource.one(name), role) for name in ("practitioner", "organization")]
        if any(e in asking for e in held if e) and (found := _npi_among(_identifiers([role, *(e for e in held if e)]))):
            return found
    orders = contents.of_kind(*ORDERS)
    ordering = [npi_of(contents, reference, o) for o in orders for reference in o.resource.each("requester")]
    insurer = contents.resolve(claim.resource.one("insurer"), claim)
    sent = _identifiers(e for e in contents.of_kind(*_PROVIDERS) if e is not insurer)
    known = {n for i in sent if (n := said_npi(i)) and npi_check_digit_ok(n)}
    return next((n for n in ordering if n), "") or (known.pop() if len(known) == 1 else "")


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
