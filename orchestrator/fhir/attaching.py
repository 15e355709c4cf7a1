"""$submit-attachment (CDex): documents that come later, asked for or not, become documents of the case they belong to.

The answer is 200 also where nothing matches, and says so; what was meant for another client's case is not there.
"""

from dataclasses import dataclass
from http import HTTPStatus

from orchestrator.fhir.chains import read_exchange
from orchestrator.fhir.checks import unsound_in
from orchestrator.fhir.clinical import fragments_from
from orchestrator.fhir.contents import Contents, contents_of
from orchestrator.fhir.element import Element
from orchestrator.fhir.outcomes import FhirRefused, Issue, Json, outcome, refused
from orchestrator.fhir.papers import documents_of
from orchestrator.fhir.rooms import Rooms
from orchestrator.fhir.states import reference_of
from orchestrator.fhir.structure import FaultKind, faults_of
from orchestrator.identity.callers import Caller
from orchestrator.store.exchanges import Exchange
from priorauth.determination import CaseState

ATTACHMENTS_BOUND = 20
_TO = "preauthorization"


@dataclass(frozen=True)
class Attached:
    """What was sent: what it answers, whose it is, and the resources."""

    tracking: str
    reference: str
    member: str
    final: bool
    contents: tuple[Element, ...]


async def attach(rooms: Rooms, caller: Caller, body: object, origin: str) -> Json:
    """Keep what was sent with its case, and have it reviewed again. Raises FhirRefused for what cannot be read."""
    sent = read_attachment(body)
    exchange = await _meant(rooms, caller, sent)
    case_id = await _open_case(rooms, exchange) if exchange else None
    if exchange is None or case_id is None:
        words = "No open request of yours matches; nothing was kept."
        return outcome([Issue("not-found", words, "Parameters.parameter", "warning")])
    patient = read_exchange(exchange).member.entry
    fragments = [f for c in sent.contents for f in fragments_from(_alone(c), patient)]
    await rooms.note(caller, "fhir submit attachment", case_id, origin)
    documents = await documents_of(rooms.files, fragments)
    for document in documents:
        await rooms.desk.add_document(case_id, document, caller.name)
    words = f"{len(documents)} documents are kept with the request, and it is reviewed again."
    return outcome([Issue("informational", words, severity="information")])


def read_attachment(body: object) -> Attached:
    root = Element(body, "Parameters")
    if root.kind != "Parameters":
        raise refused(HTTPStatus.BAD_REQUEST, "structure", "Send Parameters.", "Parameters")
    named = {p.text("name"): p for p in root.each("parameter")}
    attachments = [p for p in root.each("parameter") if p.text("name") == "Attachment"]
    contents = tuple(
        part.one("resource") for p in attachments for part in p.each("part") if part.text("name") == "Content"
    )
    issues = [*_faults(root, named, contents)]
    if issues:
        raise FhirRefused(HTTPStatus.BAD_REQUEST, issues)
    final = named.get("Final")
    return Attached(
        tracking=_value(named.get("TrackingId")),
        reference=_value(named.get("AdminRefNumber")),
        member=_value(named.get("MemberId")),
        final=final is None or final.one("valueBoolean").value is not False,
        contents=contents,
    )


def _faults(root: Element, named: dict[str, Element], contents: tuple[Element, ...]) -> list[Issue]:
    issues: list[Issue] = []
    kind = named.get("AttachTo")
    if kind is None or kind.text("valueCode") not in ("", _TO):
        issues.append(Issue("value", f"Attach to {_TO}.", "Parameters.parameter.where(name='AttachTo')"))
    if not _value(named.get("TrackingId")):
        issues.append(Issue("required", "Name the TrackingId.", "Parameters.parameter.where(name='TrackingId')"))
    if not contents or len(contents) > ATTACHMENTS_BOUND:
        words = f"Send from 1 to {ATTACHMENTS_BOUND} attachments."
        issues.append(Issue("required", words, "Parameters.parameter.where(name='Attachment')"))
    unknown = [f for f in faults_of(root.value, "Parameters") if f.kind is FaultKind.modifier]
    return issues + [Issue(f.kind, "This modifier extension is not understood here.", f.place) for f in unknown]


def _value(parameter: Element | None) -> str:
    """A parameter's value, as text or as an identifier."""
    if parameter is None:
        return ""
    return parameter.text("valueString") or parameter.text("valueIdentifier", "value") or parameter.text("valueCode")


async def _meant(rooms: Rooms, caller: Caller, sent: Attached) -> Exchange | None:
    """The caller's own request that the attachment belongs to, by its control number, else by the plan's number."""
    exchanges = rooms.exchanges
    found = await exchanges.by_information_request(reference_of(sent.tracking))
    for number in (sent.tracking, sent.reference):
        found = found or (await exchanges.by_case_number(number) if number else None)
    if found is None or found.client != caller.name:
        return None
    ids = {i.casefold() for i in read_exchange(found).member.ids}
    return found if not sent.member or sent.member.casefold() in ids else None


async def _open_case(rooms: Rooms, exchange: Exchange) -> str | None:
    cases = await rooms.standings(exchange.cases)
    waiting = sorted(cases.values(), key=lambda c: c.state is not CaseState.info_requested)
    closed = (CaseState.decided, CaseState.withdrawn)
    return next((c.case_id for c in waiting if c.state not in closed), None)


def _alone(resource: Element) -> Contents:
    """An attached resource as a Bundle of its own."""
    whole = resource.value if resource.kind == "Bundle" else {"entry": [{"resource": resource.value}]}
    bundle = Element(whole, "Bundle")
    unsound = [unsound_in(faults_of(e.one("resource").value, e.one("resource").path)) for e in bundle.each("entry")]
    return contents_of(bundle, frozenset[str]().union(*unsound))
