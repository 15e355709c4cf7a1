"""A PAS request as the engine takes it: who, what, when and how urgent, with what it is to be found by later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from orchestrator.fhir.attachments import Fragment
from orchestrator.fhir.clinical import fragments_of
from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.diagnoses import diagnoses_of
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import CANCEL, ORDERS, Extension
from orchestrator.fhir.parties import Member, is_cancelled, member_of, state_of
from orchestrator.fhir.providers import care_team_of, npi_of, provider_entries, requesting_npi
from orchestrator.fhir.services import SubmittedItem, certification, items_in, service_words
from orchestrator.store.exchanges import Key
from priorauth.case import ID_BOUND, NOTES_BOUND, LineOfBusiness, PriorAuthRequest, Urgency

_PRIOR = ("prior", "replaces")
_AT_ONCE = ("stat", "urgent", "emergency", "expedited", "immediate", "ur", "em")
_URGENT = ("U", "03")
_LEVELS = (Extension.level_of_service, "extension-levelOfServiceType")
_EQUIPMENT = ("A", "B", "E", "K", "L")
_HOME = "12"


@dataclass(frozen=True)
class PasRequest:
    """One request Bundle, read."""

    contents: Contents
    claim: Entry
    member: Member
    items: tuple[SubmittedItem, ...]

    @property
    def bundle_id(self) -> str:
        return named(self.contents.bundle.one("identifier"))

    @property
    def cancels_all(self) -> bool:
        """Whether the whole request is taken back."""
        claim = self.claim.resource
        whole = CANCEL in certification(claim) or claim.text("status") == "cancelled"
        return whole or (bool(self.items) and all(i.cancelled for i in self.items))

    @property
    def updates(self) -> bool:
        """Whether it says that it follows another request, outright or by its marks."""
        marked = any(i.cancelled or i.changed for i in self.items) or self.cancels_all
        informed = any(i.extension(Extension.info_changed) or is_cancelled(i) for i in self._infos)
        return bool(self.claim.resource.each("related")) or marked or informed

    @property
    def _infos(self) -> list[Element]:
        return self.claim.resource.each("supportingInfo")

    def prior_keys(self) -> tuple[Key, ...]:
        """What the request before this one is found by: its claim's identifiers and address."""
        keys: list[Key] = []
        for related in self.claim.resource.each("related"):
            told = set(related.one("relationship").codes())
            if told and told.isdisjoint(_PRIOR):
                continue
            reference = related.one("claim")
            prior = self.contents.resolve(reference, self.claim)
            if prior is not None:
                keys += claim_keys(prior)
            if address := reference.text("reference"):
                keys.append(Key("claim", address))
            if logical := named(reference.one("identifier")):
                keys.append(Key("claim", logical))
        return tuple(keys or claim_keys(self.claim))

    def keys(self) -> tuple[Key, ...]:
        """What this exchange is found by later."""
        found = [*claim_keys(self.claim), *self.member_keys()]
        found += [Key("npi", n) for n in self.npis()]
        found += [Key("sender", s) for s in self.senders()]
        return tuple(dict.fromkeys(found))

    def member_keys(self) -> tuple[Key, ...]:
        """The plan's ids of the patient; without any, whatever ids came."""
        return tuple(Key("member", i.casefold()) for i in self.member.plan_ids or self.member.ids)

    def npis(self) -> tuple[str, ...]:
        """Every provider that has to do with it."""
        claim, contents = self.claim, self.contents
        references = [claim.resource.one("provider"), *(m.one("provider") for m in claim.resource.each("careTeam"))]
        found = [requesting_npi(contents, claim), *(npi_of(contents, reference, claim) for reference in references)]
        for order in contents.of_kind(*ORDERS):
            found += [npi_of(contents, r, order) for n in ("requester", "performer") for r in order.resource.each(n)]
        return tuple(dict.fromkeys(n for n in found if n))

    def senders(self) -> tuple[str, ...]:
        """The ids a subscription may name the sender by."""
        told: list[str] = []
        for holder in (self.contents.bundle.one("meta"), self.claim.resource, self.contents.bundle):
            sent = holder.extension(Extension.transmission).extension("interchangeSenderID")
            told += [sent.text("valueString"), sent.text("valueIdentifier", "value")]
        for entry in provider_entries(self.contents, self.claim.resource.one("provider"), self.claim):
            told += [entry.id, *(i.text("value") for i in entry.resource.each("identifier"))]
        told.append(self.claim.resource.text("provider", "identifier", "value"))
        return tuple(dict.fromkeys(t for t in told if t))

    def fragments(self) -> list[Fragment]:
        found = fragments_of(self.contents, self.claim, self.member.entry)
        asked = service_words(self.items)
        return [*found, Fragment("Services in words", self.claim.name, asked)] if asked else found


def named(identifier: Element) -> str:
    """An identifier as one word: its system and value."""
    value = identifier.text("value")
    return f"{identifier.text('system')}|{value}" if value else ""


def claim_keys(claim: Entry) -> list[Key]:
    keys = [Key("claim", name) for i in claim.resource.each("identifier") if (name := named(i))]
    return [*keys, Key("claim", claim.url)]


def read_request(contents: Contents) -> PasRequest:
    claim = contents.entries[0]
    return PasRequest(contents, claim, member_of(contents, claim), items_in(contents, claim))


def engine_request(
    asked: PasRequest,
    items: Sequence[SubmittedItem],
    notes: str,
    line: LineOfBusiness,
    today: date,
    received: datetime | None = None,
) -> PriorAuthRequest:
    """The request as the engine reviews it; what was not told stays absent, and the case pends for it."""
    claim, contents = asked.claim, asked.contents
    codes = tuple(i.line.code for i in items)
    identifiers = claim.resource.each("identifier")
    return PriorAuthRequest(
        patient_name=asked.member.name,
        patient_dob=asked.member.born if asked.member.born and asked.member.born <= today else None,
        provider_npi=requesting_npi(contents, claim),
        diagnosis_codes=diagnoses_of(contents, claim, items),
        procedure_codes=codes,
        procedures=tuple(i.line for i in items),
        clinical_notes=notes[:NOTES_BOUND],
        insurance_id=next(iter(asked.member.ids), None),
        urgency=_urgency(claim.resource, items),
        line_of_business=line,
        state=_state(asked, items),
        service_date=min((i.day for i in items if i.day), default=None),
        place_of_service=next((i.place for i in items if i.place), None),
        servicing_provider_npi=_servicing(asked, items) or None,
        patient_sex=asked.member.sex,
        external_id=(identifiers[0].text("value")[:ID_BOUND] or None) if identifiers else None,
        received_at=received,
    )


def _urgency(claim: Element, items: Sequence[SubmittedItem]) -> Urgency:
    """Expedited where the claim or an item says so in any of its ways; the shorter clock is the safe one."""
    holders = [claim, *(i.element for i in items)]
    told = [h.extension(name).one("valueCodeableConcept") for h in holders for name in _LEVELS]
    levels = {code for level in told for code in level.codes()}
    priority = {*claim.one("priority").codes(), claim.one("priority").text("text")}
    urgent = not levels.isdisjoint(_URGENT) or not {p.lower() for p in priority}.isdisjoint(_AT_ONCE)
    return Urgency.expedited if urgent else Urgency.standard


def _servicing(asked: PasRequest, items: Sequence[SubmittedItem]) -> str:
    team = care_team_of(asked.claim.resource)
    for item in items:
        for member in team.of_item(item.element):
            if npi := npi_of(asked.contents, member.one("provider"), asked.claim):
                return npi
    return ""


def _state(asked: PasRequest, items: Sequence[SubmittedItem]) -> str | None:
    """Where the service is furnished; for equipment and care at home, where the patient lives."""
    if any(i.place == _HOME or i.line.code[:1].upper() in _EQUIPMENT for i in items) and asked.member.home_state:
        return asked.member.home_state
    claim, contents = asked.claim, asked.contents
    told = [i.element.one("locationReference") for i in items] + [claim.resource.one("facility")]
    places = [place.resource for r in told if (place := contents.resolve(r, claim))]
    addresses = [Element({"address": i.element.one("locationAddress").value}, i.element.path) for i in items]
    team = care_team_of(claim.resource)
    furnishing = [m.one("provider") for i in items for m in team.of_item(i.element)] or [claim.resource.one("provider")]
    for reference in furnishing:
        found = provider_entries(contents, reference, claim)
        places += [e.resource for e in sorted(found, key=lambda e: e.kind != "Location")]
    for place in (*addresses, *places):
        holder = Element({"address": [place.one("address").value]}, place.path)
        if place.one("address") and (state := state_of(holder)):
            return state
    return None
