"""Which policies speak to a service where it is furnished: searched in passes, sorted by the pinned rules."""

from dataclasses import dataclass, field

from agents.runtime.tools import Answer, Reply, ToolSession
from priorauth.case import Item, LineOfBusiness, ReviewInput
from priorauth.codes import CodeRanges
from priorauth.findings import PolicyFinding, PolicyKind, ToolOutcome
from priorauth.rulebook import Rulebook, SearchBy
from priorauth.rulebook.policy import Policy

SERVER = "cms-coverage"
MEDICARE = frozenset((LineOfBusiness.medicare_ffs, LineOfBusiness.medicare_advantage))
_LIMIT = 25
_NATIONAL, _LOCAL = "search_national_coverage", "search_local_coverage"


class ContractorReply(Reply):
    contractor_type: str
    jurisdiction: str


class ContractorsReply(Reply):
    contractors: tuple[ContractorReply, ...] = ()


@dataclass(frozen=True)
class Territory:
    """The contractors in whose hands the service lies; unknown without a state."""

    state: str | None
    contractors: frozenset[str] = frozenset()

    def covers(self, policy: Policy) -> bool:
        return policy.jurisdiction.covers(None) or any(policy.jurisdiction.covers(c) for c in self.contractors)


class FoundReply(Reply):
    policy_id: str
    title: str
    type: str
    held: bool = True
    jurisdictions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def names(self, code: str) -> bool:
        return code in CodeRanges.parse(", ".join(self.codes))

    def governs(self, line: LineOfBusiness) -> bool:
        """National and local determinations bind Medicare; for other lines they are shown as information."""
        return self.type not in (PolicyKind.ncd, PolicyKind.lcd) or line in MEDICARE

    def binds_in(self, territory: Territory) -> bool:
        """Empty jurisdictions mean everywhere; without a state, every area may be the one."""
        return (
            not self.jurisdictions or territory.state is None or bool(set(self.jurisdictions) & territory.contractors)
        )


class FoundsReply(Reply):
    policies: tuple[FoundReply, ...] = ()


class DocumentReply(Reply):
    found: bool
    digest: str = ""


@dataclass
class Found:
    """What the searches for one item came to."""

    governing: tuple[Policy, ...] = ()
    informing: tuple[Policy, ...] = ()
    elsewhere: tuple[Policy, ...] = ()
    not_held: tuple[FoundReply, ...] = ()
    shown: tuple[PolicyFinding, ...] = ()
    failed: list[str] = field(default_factory=list[str])


async def territory_of(case: ReviewInput, tools: ToolSession) -> tuple[Territory, list[str]]:
    """The contractors of the state, from the source; a source that failed is named."""
    state = case.request.state
    if state is None:
        return Territory(None), []
    answer = await tools.call(SERVER, "get_contractors", {"state": state}, ContractorsReply, state)
    if answer.reply is None:
        return Territory(state), [f"{SERVER}: contractors did not answer"]
    names = frozenset(f"{c.contractor_type} {c.jurisdiction}" for c in answer.reply.contractors)
    return Territory(state, names), []


async def find_policies(
    case: ReviewInput, item: Item, territory: Territory, rules: Rulebook, titles: tuple[str, ...], tools: ToolSession
) -> Found:
    found = Found()
    candidates = rules.policies_for(item.code)
    answers = await _search(item, candidates, rules, titles, tools, found)
    on, line = case.judged_on, case.request.line_of_business
    in_force = [p for p in candidates if p.in_force(on)]
    here = [p for p in in_force if territory.covers(p)]
    found.governing = tuple(p for p in here if p.governs(line))
    found.informing = tuple(p for p in here if not p.governs(line))
    found.elsewhere = tuple(p for p in in_force if p not in here)
    missing = (r for r in answers.values() if not r.held and r.names(item.code))
    found.not_held = tuple(r for r in missing if r.governs(line) and r.binds_in(territory))
    found.shown = _shown(answers, found, candidates)
    for policy in found.governing:
        await _open(policy, tools, found)
    return found


async def _search(
    item: Item,
    candidates: tuple[Policy, ...],
    rules: Rulebook,
    titles: tuple[str, ...],
    tools: ToolSession,
    found: Found,
) -> dict[str, FoundReply]:
    """At most three passes, the next only where the one before brought nothing about the service."""
    answers: dict[str, FoundReply] = {}
    for each in rules.skills.coverage.passes:
        words = _words(each.by, item, rules, titles)
        tools_of_pass = [_NATIONAL] * each.national + [_LOCAL] * each.local
        for tool in tools_of_pass if words else []:
            arguments = {"keyword": words, "limit": _LIMIT}
            answer: Answer[FoundsReply] = await tools.call(SERVER, tool, arguments, FoundsReply, item.code)
            if answer.failed:
                found.failed.append(f"{SERVER}: {tool} {answer.call.outcome}")
            elif answer.reply:
                answers |= {r.policy_id: r for r in answer.reply.policies}
        if any(r.policy_id in {p.id for p in candidates} or r.names(item.code) for r in answers.values()):
            break
    return answers


def _words(by: SearchBy, item: Item, rules: Rulebook, titles: tuple[str, ...]) -> str:
    if by is SearchBy.code:
        return item.code
    if by is SearchBy.diagnosis:
        return titles[0] if titles else ""
    return rules.service_words(item.code)


def _shown(answers: dict[str, FoundReply], found: Found, candidates: tuple[Policy, ...]) -> tuple[PolicyFinding, ...]:
    relevant = {p.id for p in (*found.governing, *found.informing)}
    shown = {
        p.id: PolicyFinding(
            policy_id=p.id,
            title=p.title,
            kind=p.kind,
            relevant=p.id in relevant,
            governs=p in found.governing,
            source=p.source,
            certainty=p.certainty,
            digest=p.digest,
            why=_why(p, found),
        )
        for p in candidates
    }
    for reply in answers.values():
        shown.setdefault(
            reply.policy_id,
            PolicyFinding(
                policy_id=reply.policy_id,
                title=reply.title,
                kind=PolicyKind(reply.type) if reply.type in set(PolicyKind) else PolicyKind.lcd,
                relevant=reply in found.not_held,
                held=reply.held,
                governs=False,
                source=reply.source,
                why="known, but its criteria are not held here" if not reply.held else "not about this service",
            ),
        )
    return tuple(shown.values())


def _why(policy: Policy, found: Found) -> str:
    if policy in found.governing:
        return "judges this service here"
    if policy in found.informing:
        return "does not govern this line of business; shown as information"
    if policy in found.elsewhere:
        return "binds in another contractor's area"
    return "not in force on the day of service"


async def _open(policy: Policy, tools: ToolSession, found: Found) -> None:
    """Fetch the document that is judged by, so that the record shows it was there in the version pinned."""
    arguments = {"document_id": policy.id, "document_type": policy.kind}
    answer = await tools.call(SERVER, "get_coverage_document", arguments, DocumentReply, policy.id)
    if answer.reply is None or answer.call.outcome is not ToolOutcome.ok:
        found.failed.append(f"{SERVER}: {policy.id} {answer.call.outcome}")
    elif not answer.reply.found:
        found.failed.append(f"{SERVER}: {policy.id} is not held by the source")
    elif answer.reply.digest and answer.reply.digest != policy.digest:
        found.failed.append(f"{SERVER}: {policy.id} is held in another version than the rules in force")
