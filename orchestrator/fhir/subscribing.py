"""Subscriptions: who wants to hear of changes to their own requests. Only its own client sees or changes one."""

import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import cast
from uuid import uuid4

from pydantic import JsonValue

from orchestrator.fhir.dialects import Dialect
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import BACKPORT, FHIR_JSON, TOPIC
from orchestrator.fhir.notifications import Kind, status_parameters
from orchestrator.fhir.outbound import Policy
from orchestrator.fhir.outcomes import FhirRefused, Issue, Json, refused
from orchestrator.fhir.rooms import Rooms
from orchestrator.fhir.structure import LEFT_OUT, FaultKind, faults_of, without_faults
from orchestrator.identity.callers import Caller
from orchestrator.store.subscriptions import Subscription, SubscriptionStatus

SUBSCRIPTIONS_BOUND, HEADERS_BOUND = 100, 10
_FILTER = re.compile(r"(?:^|[?&])(?:org-identifier|orgIdentifier)(?::[a-z]+)?=([^&]+)")
_HEADER = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}): ?([\x20-\x7e]{0,4000})")
_NOT_THEIRS = frozenset({"host", "content-length", "content-type", "transfer-encoding", "connection", "te", "upgrade"})


async def create(rooms: Rooms, caller: Caller, dialect: Dialect, body: object) -> tuple[str, Json]:
    """A new subscription and its id. Raises FhirRefused with all its faults."""
    subscriptions = rooms.subscriptions
    if await subscriptions.count(caller.name) >= SUBSCRIPTIONS_BOUND:
        words = f"A client has at most {SUBSCRIPTIONS_BOUND} subscriptions."
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, "too-costly", words, "Subscription")
    return await _keep(rooms, caller, dialect, body, str(uuid4()))


async def change(rooms: Rooms, caller: Caller, dialect: Dialect, subscription_id: str, body: object) -> Json:
    await owned(rooms, caller, subscription_id)
    return (await _keep(rooms, caller, dialect, body, subscription_id))[1]


async def owned(rooms: Rooms, caller: Caller, subscription_id: str) -> Subscription:
    """The caller's own subscription; anybody else's is not there."""
    found = await rooms.subscriptions.get(subscription_id)
    if found is None or found.client != caller.name:
        raise refused(HTTPStatus.NOT_FOUND, "not-found", "No such subscription.", "Subscription.id")
    return found


async def read(rooms: Rooms, caller: Caller, subscription_id: str) -> Json:
    return shown(await owned(rooms, caller, subscription_id))


async def remove(rooms: Rooms, caller: Caller, subscription_id: str) -> None:
    await owned(rooms, caller, subscription_id)
    await rooms.subscriptions.remove(subscription_id)


async def status(rooms: Rooms, caller: Caller, base: str, subscription_id: str) -> Json:
    """How a subscription stands, as a search set of one."""
    found = await owned(rooms, caller, subscription_id)
    entry: Json = {"fullUrl": f"urn:uuid:{uuid4()}", "resource": status_parameters(found, base, Kind.query)}
    return {"resourceType": "Bundle", "type": "searchset", "total": 1, "entry": [entry]}


def shown(one: Subscription) -> Json:
    return cast(Json, json.loads(one.content)) | {"id": one.subscription_id, "status": one.status.value}


async def _keep(rooms: Rooms, caller: Caller, dialect: Dialect, body: object, name: str) -> tuple[str, Json]:
    resource = Element(body, "Subscription")
    senders = checked(resource, dialect, rooms.outbound, rooms.desk.now())
    if not rooms.may_notify(caller.name, resource.text("channel", "endpoint")):
        words = "The operator has not registered this endpoint for this client."
        place = "Subscription.channel.endpoint"
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, "security", words, place)
    content = cast(Json, without_faults(cast(dict[str, object], body)))
    for own in ("id", "status", "error"):
        content.pop(own, None)
    _correct(content, dialect)
    kept = Subscription(
        subscription_id=name,
        client=caller.name,
        dialect=dialect.version,
        status=SubscriptionStatus.requested,
        senders=tuple(rooms.subscriptions.sender(s) for s in senders),
        events=0,
        made_at=rooms.desk.now(),
        content=json.dumps(content),
    )
    await rooms.subscriptions.keep(kept)
    rooms.wake.set()
    return name, shown(kept)


def _correct(content: Json, dialect: Dialect) -> None:
    """What is sent is what this version of the guide sends, and the resource says so."""
    channel = cast(Json, content["channel"])
    code = "full-resource" if dialect.full_notifications else "id-only"
    extension: JsonValue = [{"url": f"{BACKPORT}/backport-payload-content", "valueCode": code}]
    channel["_payload"] = {"extension": extension}


def checked(resource: Element, dialect: Dialect, policy: Policy, now: datetime) -> list[str]:
    """The senders a subscription is about. Raises FhirRefused with all its faults."""
    if resource.kind != "Subscription":
        raise refused(HTTPStatus.BAD_REQUEST, "structure", "Send a Subscription.", "Subscription")
    structural = [f for f in faults_of(resource.value, "Subscription") if f.kind not in LEFT_OUT]
    broken = [f for f in structural if f.kind is not FaultKind.required]
    if structural:
        status = HTTPStatus.BAD_REQUEST if broken else HTTPStatus.UNPROCESSABLE_ENTITY
        raise FhirRefused(status, [Issue(f.kind, f"{f.words.capitalize()}.", f.place) for f in structural])
    senders = [s.strip() for f in _filters(resource) for s in f.split(",") if s.strip()]
    issues = [*_faults(resource, dialect, policy, now)]
    if not senders:
        words = "Name the senders you are: org-identifier=… in a filter criterion."
        issues.append(Issue("required", words, "Subscription.criteria.extension"))
    if issues:
        raise FhirRefused(HTTPStatus.UNPROCESSABLE_ENTITY, issues)
    return list(dict.fromkeys([*senders, *(s.rpartition("|")[2] for s in senders)]))


def _filters(resource: Element) -> list[str]:
    told = resource.one("_criteria").extensions("backport-filter-criteria")
    return [found[1] for e in told if (found := _FILTER.search(e.text("valueString")))]


def _faults(resource: Element, dialect: Dialect, policy: Policy, now: datetime) -> list[Issue]:
    channel, issues = resource.one("channel"), list[Issue]()
    if resource.text("criteria") != TOPIC:
        issues.append(Issue("not-supported", f"The topic here is {TOPIC}.", "Subscription.criteria"))
    if channel.text("type") != "rest-hook":
        issues.append(Issue("not-supported", "The channel here is rest-hook.", "Subscription.channel.type"))
    if channel.text("payload").partition(";")[0] not in (FHIR_JSON, "application/json"):
        issues.append(Issue("not-supported", f"The payload here is {FHIR_JSON}.", "Subscription.channel.payload"))
    if fault := policy.fault(channel.text("endpoint")):
        issues.append(Issue("security", f"{fault.capitalize()}.", "Subscription.channel.endpoint"))
    wanted = channel.one("_payload").extension("backport-payload-content").text("valueCode")
    offered = "full-resource" if dialect.full_notifications else "id-only"
    if wanted not in ("", offered):
        issues.append(
            Issue("not-supported", f"The content here is {offered}.", "Subscription.channel.payload.extension")
        )
    lines = channel.each("header")
    if len(lines) > HEADERS_BOUND or any(header_of(str(line.value)) is None for line in lines):
        words = f"At most {HEADERS_BOUND} headers, each as Name: value, none that is ours to set."
        issues.append(Issue("value", words, "Subscription.channel.header"))
    if (end := resource.text("end")) and datetime.fromisoformat(end.upper()) <= now:
        issues.append(Issue("value", "An end lies ahead.", "Subscription.end"))
    return issues


def header_of(line: str) -> tuple[str, str] | None:
    """A header as it is to be sent, or None where it may not be."""
    found = _HEADER.fullmatch(line)
    return None if found is None or found[1].lower() in _NOT_THEIRS else (found[1], found[2])
