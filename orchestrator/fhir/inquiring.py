"""Claim/$inquire: how requests stand now, for whoever names the member and a provider who orders or furnishes.

Never across patients: where the inquiry and a request tell different birth dates or names, they are not the same.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import cast

from pydantic import JsonValue

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import answer
from orchestrator.fhir.chains import read_exchange
from orchestrator.fhir.checks import request_bundle, sound_contents
from orchestrator.fhir.dialects import Dialect
from orchestrator.fhir.echo import Echo, echoed
from orchestrator.fhir.names import DEFINITIONS, Extension
from orchestrator.fhir.outcomes import Json, refused
from orchestrator.fhir.requests import PasRequest, claim_keys, read_request
from orchestrator.fhir.rooms import Rooms
from orchestrator.fhir.states import Told, told_of
from orchestrator.identity.callers import Caller
from orchestrator.store.exchanges import Exchange, Key
from orchestrator.store.standings import Standing

_ANY = "not-applicable"


async def inquire(rooms: Rooms, caller: Caller, dialect: Dialect, body: object, origin: str) -> Json:
    """What is found, as the dialect wants it. Raises FhirRefused."""
    asked = read_request(sound_contents(request_bundle(body)))
    found = [
        bundle for one in await _found(rooms, dialect, asked) if (bundle := await _told(rooms, dialect, asked, one))
    ]
    await rooms.note(caller, "fhir inquire", None, origin)
    for one in found:
        await rooms.note(caller, "read by fhir inquire", one[1], origin)
    bundles: list[JsonValue] = [bundle for bundle, _ in found]
    if not dialect.inquiry_answers_parameters:
        if not bundles:
            raise refused(HTTPStatus.NOT_FOUND, "not-found", "No request is found for this member and provider.")
        return cast(Json, bundles[0])
    told: Json = {"resourceType": "Parameters"}
    if bundles:
        told["parameter"] = [{"name": "return", "resource": bundle} for bundle in bundles]
    return told


async def _found(rooms: Rooms, dialect: Dialect, asked: PasRequest) -> list[Exchange]:
    members, npis = asked.member_keys(), [Key("npi", n) for n in asked.npis()]
    if not members:
        place = "Bundle.entry[0].resource.patient"
        words = "An inquiry names the member by an id the plan has given."
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, "required", words, place)
    if not npis:
        place = "Bundle.entry[0].resource.provider"
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, "required", "An inquiry names a provider by NPI.", place)
    found = await rooms.exchanges.latest_by(members, npis)
    if dialect.identifier_is_search_key:
        named = {key.text for key in claim_keys(asked.claim)}
        exact = [e for e in found if not named.isdisjoint(k.text for k in claim_keys(read_exchange(e).claim))]
        return exact or found
    return found


async def _told(rooms: Rooms, dialect: Dialect, asked: PasRequest, exchange: Exchange) -> tuple[Json, str] | None:
    """The request as it stands, in the version that is asked in, if it is what the inquiry is about."""
    sent = read_exchange(exchange)
    cases = await rooms.standings(exchange.cases)
    told = told_of(exchange, cases, rooms.settings)
    numbers = await _numbers(rooms, exchange, told, list(cases.values()))
    if not (_same_patient(asked, sent) and _wanted(asked, sent) and _numbered(asked, numbers)):
        return None
    without_questions = Told(told.items, (), told.by_person)
    answering = Answering(sent, dialect, exchange.exchange_id, rooms.desk.now(), Echo(sent.contents))
    bundle = answer(answering, without_questions)
    bundle["meta"] = {"profile": [f"{DEFINITIONS}/profile-pas-inquiry-response-bundle"]}
    inquiry_id = asked.contents.bundle.one("identifier")
    if inquiry_id.text("value"):
        bundle["identifier"] = echoed(inquiry_id, "Identifier")
    return bundle, next(iter(exchange.cases), "")


def _same_patient(asked: PasRequest, sent: PasRequest) -> bool:
    mine, theirs = asked.member, sent.member
    if mine.born and theirs.born:
        return mine.born == theirs.born
    names = (" ".join(n.casefold().split()) for n in (mine.name, theirs.name))
    return len({n for n in names if n}) <= 1


def _wanted(asked: PasRequest, sent: PasRequest) -> bool:
    """Whether the request has an item of the code and day that are asked about."""
    codes = {i.line.code for i in asked.items if _ANY not in i.element.one("productOrService").codes()}
    days = {i.day for i in asked.items if i.day and i.element.one("servicedDate")}
    if codes - {"UNCODED"} and codes.isdisjoint(i.line.code for i in sent.items):
        return False
    return not days or not days.isdisjoint(i.day for i in sent.items) or not any(i.day for i in sent.items)


def _numbered(asked: PasRequest, numbers: set[str]) -> bool:
    """Whether the request has one of the numbers asked about, where some are."""
    wanted: set[str] = set()
    for holder in (asked.claim.resource, *(i.element for i in asked.items)):
        for name in (Extension.authorization_number, Extension.administration_reference):
            wanted |= {n for e in holder.extensions(name) if (n := e.text("valueString"))}
    return not wanted or bool(wanted & numbers)


async def _numbers(rooms: Rooms, exchange: Exchange, told: Told, cases: Sequence[Standing]) -> set[str]:
    """Every number the chain was ever known by, superseded ones too."""
    chain = await rooms.exchanges.chain(exchange.chain_id)
    earlier = await rooms.standings(tuple({c for one in chain for c in one.cases}))
    numbers = {exchange.reference, *(one.reference for one in chain), *(i.number for i in told.items)}
    for case in (*cases, *earlier.values()):
        numbers |= {case.case_number, case.determination.number if case.determination else ""}
    return numbers - {""}
