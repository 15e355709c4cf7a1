"""Who may decide what: roles, credentials on file, and what the laws in force ask of a refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.acts.asked import Asking, Decision
from orchestrator.acts.office import Office
from orchestrator.acts.settlement import Settled
from orchestrator.identity.callers import Role
from orchestrator.store.acts import acts_of, opened_by, reopened_for
from priorauth.determination import Credential, DeterminationOutcome, ReopenKind
from priorauth.errors import ActRefused, Fault, RequestRefused
from priorauth.findings import Failure
from priorauth.record import ReviewRecord
from priorauth.rulebook import LawRule, LawSwitch

_NO_SPECIALTY = frozenset({"and", "of", "the", "medicine", "physician", "surgery", "specialist", "general", "board"})


@dataclass(frozen=True)
class Authority:
    """By what right somebody decides, and what of the case they had opened before."""

    credential: Credential | None
    opened: tuple[str, ...]


async def authority(
    office: Office, asking: Asking, decision: Decision, settled: Settled, record: ReviewRecord, now: datetime
) -> Authority:
    """The right to this decision. Raises ActRefused where there is none, RequestRefused for a credential misnamed."""
    caller = asking.caller
    async with office.desk.database.reading() as session:
        opened = await opened_by(session, asking.case_id, caller.name)
        before = (await acts_of(session, office.desk.codec, asking.case_id)).determinations
        is_appeal = await reopened_for(session, asking.case_id) == ReopenKind.appeal
    if not caller.has(Role.reviewer):
        raise ActRefused("forbidden", "a decision needs the role reviewer")
    if not settled.refuses:
        return Authority(None, opened)
    if not caller.has(Role.medical_director):
        raise ActRefused(
            "forbidden",
            "to refuse or change anything needs the role medical_director, or the requester's recorded agreement "
            "to the change",
        )
    held = _chosen(await office.credentials.of(caller.name), decision.credential_id, office, now)
    laws = _laws(office, record, now)
    wrong = [*_by_law(laws, held, record, opened)]
    refused_first = [d.decided_by for d in before if d.outcome is not DeterminationOutcome.withdrawn]
    if is_appeal and _asks(laws, LawSwitch.appeal_by_another_peer) and asking.person in refused_first:
        wrong.append("an appeal is decided by somebody else than who decided first")
    if wrong:
        raise ActRefused("forbidden", "; ".join(wrong))
    return Authority(held, opened)


def _chosen(held: Sequence[Credential], credential_id: str | None, office: Office, now: datetime) -> Credential:
    """The credential a refusal is signed with: the one named, or the only one that is in force."""
    today = office.day(now)
    usable = [c for c in held if c.valid_until is None or c.valid_until >= today]
    usable = [c for c in usable if c.licence.strip() and c.state.strip() and c.specialty.strip()]
    if not usable:
        raise ActRefused(
            "forbidden",
            "a refusal needs a credential on file that is in force, with licence, state and specialty; "
            "an administrator enters it",
        )
    if credential_id is None and len(usable) == 1:
        return usable[0]
    named = next((c for c in usable if c.credential_id == credential_id), None)
    if named is None:
        message = (
            "name one of your credentials" if credential_id is None else "no credential of yours in force has this id"
        )
        raise RequestRefused([Fault(("credential_id",), message)])
    return named


def _laws(office: Office, record: ReviewRecord, now: datetime) -> tuple[LawRule, ...]:
    request = record.case.request
    return office.desk.rules().laws_that_bind(request.line_of_business, request.funding, request.state, office.day(now))


def _asks(laws: Sequence[LawRule], switch: LawSwitch) -> str:
    """The source of a law that asks for this; empty where none does."""
    return next((law.source for law in laws if switch in law.switches), "")


def _by_law(laws: Sequence[LawRule], held: Credential, record: ReviewRecord, opened: Sequence[str]) -> Iterator[str]:
    state = record.case.request.state
    if (law := _asks(laws, LawSwitch.denial_by_state_licence)) and held.state != state:
        yield f"{law} asks for a licence of {state}; this one is of {held.state}"
    if (law := _asks(laws, LawSwitch.denial_by_peer)) and not _is_peer(held, record):
        yield f"{law} asks for a clinical peer: somebody of the requesting provider's specialty"
    if (law := _asks(laws, LawSwitch.individual_review)) and not opened:
        yield f"{law} asks for a review of this patient's own record; open the case before you refuse it"


def _is_peer(held: Credential, record: ReviewRecord) -> bool:
    """Whether two specialties share a word that means something; an unknown one is shared with nobody."""
    if isinstance(record.coverage, Failure):
        return False
    return bool(_telling(held.specialty) & _telling(record.coverage.provider.specialty))


def _telling(specialty: str) -> frozenset[str]:
    words = specialty.casefold().replace("orthopaed", "orthoped").replace(",", " ").replace("/", " ").split()
    return frozenset(w.removesuffix("s").removesuffix("ic") for w in words) - _NO_SPECIALTY
