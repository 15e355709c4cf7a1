"""What is sent to a subscriber: a history Bundle with the status first, then what it is about."""

import json
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from orchestrator.fhir.dialects import DIALECTS
from orchestrator.fhir.names import BACKPORT, TOPIC
from orchestrator.fhir.outcomes import Json
from orchestrator.fhir.writing import pointing
from orchestrator.store.subscriptions import HANDSHAKE, Notification, Subscription


class Kind(StrEnum):
    handshake = "handshake"
    event = "event-notification"
    query = "query-status"


def status_parameters(subscription: Subscription, base: str, kind: Kind, told: Notification | None = None) -> Json:
    """How a subscription stands; with an event, what it is about."""
    count = told.event if told else subscription.events
    parameters: list[Json] = [
        {"name": "subscription", "valueReference": pointing(f"{base}/Subscription/{subscription.subscription_id}")},
        {"name": "topic", "valueCanonical": TOPIC},
        {"name": "status", "valueCode": subscription.status.value},
        {"name": "type", "valueCode": kind.value},
        {"name": "events-since-subscription-start", "valueString": str(count)},
    ]
    if told is not None and kind is Kind.event:
        parts: list[Json] = [
            {"name": "event-number", "valueString": str(told.event)},
            {"name": "timestamp", "valueInstant": instant(told.at)},
            {"name": "focus", "valueReference": pointing(_focus(told))},
        ]
        parameters.append({"name": "notification-event", "part": [*parts]})
    return {
        "resourceType": "Parameters",
        "id": str(uuid5(NAMESPACE_URL, f"{subscription.subscription_id}/{count}/{kind}")),
        "meta": {"profile": [f"{BACKPORT}/backport-subscription-status-r4"]},
        "parameter": [*parameters],
    }


def notification_bundle(told: Notification, base: str) -> Json:
    """The Bundle that is posted."""
    subscription = told.subscription
    kind = Kind.handshake if told.event == HANDSHAKE else Kind.event
    status = status_parameters(subscription, base, kind, told)
    entries: list[Json] = [
        {
            "fullUrl": f"urn:uuid:{status['id']}",
            "resource": status,
            "request": {"method": "GET", "url": f"{base}/Subscription/{subscription.subscription_id}/$status"},
            "response": {"status": "200"},
        }
    ]
    if kind is Kind.event:
        entries.append(_about(told))
    return {
        "resourceType": "Bundle",
        "id": str(uuid5(NAMESPACE_URL, f"{subscription.subscription_id}/{told.event}/bundle")),
        "meta": {"profile": [f"{BACKPORT}/backport-subscription-notification-r4"]},
        "type": "history",
        "timestamp": instant(told.at),
        "entry": [*entries],
    }


def _about(told: Notification) -> Json:
    """What has changed: the whole answer, or where it is to be asked for."""
    entry: Json = {"fullUrl": _focus(told)}
    if DIALECTS[told.subscription.dialect].full_notifications:
        entry["resource"] = cast(Json, json.loads(told.content))
    entry["request"] = {"method": "POST", "url": "Claim/$submit"}
    entry["response"] = {"status": "200"}
    return entry


def _focus(told: Notification) -> str:
    """The address of what a notification is about."""
    if DIALECTS[told.subscription.dialect].full_notifications:
        name = f"{told.subscription.subscription_id}/{told.event}/focus"
        return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
    bundle = cast(dict[str, list[dict[str, str]]], json.loads(told.content))
    return bundle["entry"][0]["fullUrl"]


def instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
