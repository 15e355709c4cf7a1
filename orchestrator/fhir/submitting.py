"""Claim/$submit: take a request for good, or find that it was taken before, and answer how it stands.

The answer never waits for a review: a person decides, so a new request is pended, at once and truthfully.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from pydantic import JsonValue

from orchestrator.fhir.answering import Answering
from orchestrator.fhir.answers import BusinessError, answer, error_answer
from orchestrator.fhir.chains import Plan, first_plan, next_plan, no_parent, refusals
from orchestrator.fhir.checks import request_bundle, sound_contents
from orchestrator.fhir.dialects import Dialect
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.outcomes import Json, refused
from orchestrator.fhir.papers import documents_of, notes_of
from orchestrator.fhir.requests import PasRequest, engine_request, read_request
from orchestrator.fhir.rooms import Rooms
from orchestrator.fhir.states import Told, told_of
from orchestrator.identity.callers import Caller
from orchestrator.store.exchanges import Exchange, NewExchange, beside, keep_exchange
from orchestrator.store.submissions import IdempotencyKey
from orchestrator.workflow.desk import Asked
from priorauth.digests import canonical, digest_text

_ITEMS = "Bundle.entry[0].resource.item"


@dataclass(frozen=True)
class Received:
    """A request Bundle with the name that the same Bundle from the same client always has."""

    asked: PasRequest
    bundle: str
    exchange_id: str


def receive(caller: Caller, dialect: Dialect, body: object) -> Received:
    """Read a body. Raises FhirRefused with all its faults."""
    contents = sound_contents(request_bundle(body))
    asked = read_request(contents)
    bundle = canonical(cast(JsonValue, contents.bundle.value))
    name = "|".join((caller.name, dialect.version, asked.bundle_id, digest_text(bundle)))
    return Received(asked, bundle, str(uuid5(NAMESPACE_URL, name)))


async def submit(rooms: Rooms, caller: Caller, dialect: Dialect, body: object, origin: str) -> str:
    """The answer to a request, as text; a replay has the very answer that was first given."""
    received = receive(caller, dialect, body)
    if held := await rooms.exchanges.get(received.exchange_id):
        await rooms.note(caller, "repeat fhir submit", _first_case(held), origin)
        return held.answer or await _first_answer(rooms, dialect, received.asked, held)
    plan = await _planned(rooms, caller, received.asked)
    if isinstance(plan, list):
        echo = Echo(received.asked.contents)
        answering = Answering(received.asked, dialect, received.exchange_id, rooms.desk.now(), echo, rooms.public)
        return written(error_answer(answering, plan))
    await _take(rooms, caller, dialect, received, plan)
    held = await rooms.exchanges.get(received.exchange_id)
    if held is None:
        raise RuntimeError("an exchange that was kept is not there")
    await rooms.note(caller, "fhir submit", _first_case(held), origin)
    for case_id in plan.withdraw:
        await rooms.take_back(caller, case_id, "Replaced or taken back by a further request of the same chain.")
    return await _first_answer(rooms, dialect, received.asked, held)


def _first_case(exchange: Exchange) -> str | None:
    return next(iter(exchange.cases), None)


async def _planned(rooms: Rooms, caller: Caller, asked: PasRequest) -> Plan | list[BusinessError]:
    """What the request comes to, or why it cannot be done."""
    if not asked.items and not asked.updates:
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, "required", "A request has at least one item.", _ITEMS)
    if not asked.updates:
        return first_plan(asked)
    parent = await _parent(rooms, caller, asked)
    if parent is None:
        is_told = bool(asked.claim.resource.each("related")) or asked.cancels_all
        return [no_parent(asked)] if is_told else first_plan(asked)
    cases = await rooms.standings(parent.cases)
    return refusals(asked, parent, cases) or next_plan(asked, parent, cases)


async def _parent(rooms: Rooms, caller: Caller, asked: PasRequest) -> Exchange | None:
    """The newest request of the same client and patient that this one names."""
    members = asked.member_keys()
    if not members:
        return None
    found = await rooms.exchanges.latest_by(asked.prior_keys(), members)
    return next((e for e in found if e.client == caller.name), None)


async def _take(rooms: Rooms, caller: Caller, dialect: Dialect, received: Received, plan: Plan) -> None:
    exchange = _new_exchange(rooms, caller, dialect, received, plan)
    codec = rooms.desk.codec
    if not plan.to_judge:
        await keep_exchange(rooms.desk.database, codec, exchange)
        return
    notes, fragments = notes_of(received.asked.fragments())
    wanted = engine_request(
        received.asked,
        plan.to_judge,
        notes,
        rooms.settings.default_line_of_business,
        rooms.desk.now().date(),
        plan.received,
    )
    documents = await documents_of(rooms.files, fragments)
    key = IdempotencyKey(received.exchange_id, codec.blind(received.bundle, "fhir bundle"))
    asked = Asked(wanted, caller.name, "fhir", documents, key, beside=beside(codec, exchange))
    await rooms.desk.accept(asked)


def _new_exchange(rooms: Rooms, caller: Caller, dialect: Dialect, received: Received, plan: Plan) -> NewExchange:
    parent = plan.parent
    return NewExchange(
        exchange_id=received.exchange_id,
        chain_id=parent.chain_id if parent else received.exchange_id,
        place=parent.place + 1 if parent else 1,
        client=caller.name,
        dialect=dialect.version,
        received_at=rooms.desk.now().replace(microsecond=0),
        bundle=received.bundle,
        keys=received.asked.keys(),
        lines=plan.lines,
        cancelled=plan.cancelled,
        reference=parent.reference if parent and not plan.to_judge else "",
    )


async def _first_answer(rooms: Rooms, dialect: Dialect, asked: PasRequest, held: Exchange) -> str:
    """The answer as the record stands now, kept for whoever sends the same again."""
    told = told_of(held, await rooms.standings(held.cases), rooms.settings)
    answering = Answering(asked, dialect, held.exchange_id, held.received_at, Echo(asked.contents), rooms.public)
    body = written(answer(answering, told))
    return await rooms.exchanges.keep_answer(held.exchange_id, body, told_digest(rooms, told))


def told_digest(rooms: Rooms, told: Told) -> str:
    """What tells whether there is news, and nothing else."""
    return rooms.desk.codec.blind(repr(told), "fhir told")


def written(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
