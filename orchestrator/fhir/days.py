"""When a service is to be furnished: the item's own day, else the event's, the order's, the stay's, the claim's."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from orchestrator.fhir.contents import Contents, Entry
from orchestrator.fhir.element import Element
from orchestrator.fhir.names import Extension
from orchestrator.fhir.parties import day_of, is_cancelled

_EVENTS = re.compile(r"event|admission|admit|service|surgery|procedure", re.I)
_NOT_THE_SERVICE = re.compile(r"discharge|onset|injury|accident|death|missing|lastxray|extraction|unabletowork", re.I)


def service_day(contents: Contents, claim: Entry, item: Element, orders: Sequence[Entry]) -> date | None:
    """The first day told, or None; a month or a year names no day."""
    for told in (
        _of_item(item),
        _of_events(claim.resource),
        _of_orders(orders),
        _of_stays(contents, claim, item),
        _starts(claim.resource, "billable"),
        _of_procedures(claim.resource, item),
    ):
        if found := next(told, None):
            return found
    return None


def _of_item(item: Element) -> Iterator[date]:
    yield from _starts(item, "serviced")
    for told in item.extensions(Extension.requested_date):
        yield from _starts(told, "value")


def _of_events(claim: Element) -> Iterator[date]:
    """The days of the event; that of an admission before any other, that of a discharge or an onset never."""
    infos = [i for i in claim.each("supportingInfo") if not is_cancelled(i)]
    kinds = {i.path: " ".join([*i.one("category").codes(), i.one("category").text("text")]) for i in infos}
    wanted = [i for i in infos if not _NOT_THE_SERVICE.search(kinds[i.path])]
    for info in sorted(wanted, key=lambda i: not _EVENTS.search(kinds[i.path])):
        yield from _starts(info, "timing")


def _of_orders(orders: Sequence[Entry]) -> Iterator[date]:
    for order in (o.resource for o in orders):
        yield from _starts(order, "occurrence")
        for dosage in order.each("dosageInstruction"):
            yield from _of_timing(dosage.one("timing"))
        validity = order.at("dispenseRequest", "validityPeriod")
        told = [validity.text("start"), order.text("dateTime")]
        yield from (day for text in told if (day := day_of(text)))


def _of_stays(contents: Contents, claim: Entry, item: Element) -> Iterator[date]:
    named = [contents.resolve(e, claim) for e in item.each("encounter")]
    named += [contents.resolve(e.one("valueReference"), claim) for e in _encounters(claim.resource, item)]
    for stay in (*named, *contents.of_kind("Encounter")):
        if stay and (day := day_of(stay.resource.text("period", "start"))):
            yield day


def _encounters(*holders: Element) -> Iterator[Element]:
    for holder in holders:
        yield from holder.extensions("extension-Claim.encounter")


def _of_procedures(claim: Element, item: Element) -> Iterator[date]:
    listed = [n.value for n in item.each("procedureSequence")]
    for procedure in claim.each("procedure"):
        if (not listed or procedure.whole("sequence") in listed) and (day := day_of(procedure.text("date"))):
            yield day


def _starts(element: Element, name: str) -> Iterator[date]:
    """The first day of a date, a period or a timing."""
    period = element.one(f"{name}Period")
    told = [element.text(f"{name}Date"), element.text(f"{name}DateTime"), period.text("start")]
    yield from (day for text in told if (day := day_of(text)))
    yield from _of_timing(element.one(f"{name}Timing"))
    if day := day_of(period.text("end")):
        yield day


def _of_timing(timing: Element) -> Iterator[date]:
    told = [e.value for e in timing.each("event")]
    told += [timing.text("repeat", "boundsPeriod", "start")]
    yield from (day for text in told if isinstance(text, str) and (day := day_of(text)))
