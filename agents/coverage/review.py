"""Does the record show what the policies ask? Provider, territory, policies and rows, item by item."""

import asyncio
from collections.abc import Iterable, Sequence

from agents.coverage.judging import Judged, basis_for, follow, judge_item
from agents.coverage.provider import SERVER as NPI
from agents.coverage.provider import verify_provider
from agents.coverage.search import SERVER as POLICIES
from agents.coverage.search import Found, Territory, find_policies, territory_of
from agents.runtime.context import record_of
from agents.runtime.specialist import Bench, Specialist
from priorauth.case import Item, ReadingState, ReviewInput
from priorauth.criteria import Assessment, Status
from priorauth.findings import (
    CheckPerformed,
    CheckResult,
    CoverageFindings,
    Failure,
    Gap,
    ItemFinding,
    NecessityPath,
    ProviderFinding,
    ProviderStatus,
)
from priorauth.findings import Specialist as Name
from priorauth.rulebook import Rulebook
from priorauth.tasks import CoverageTask


async def review(task: CoverageTask, bench: Bench) -> CoverageFindings:
    case, rules = task.case, bench.rules
    titles = () if isinstance(task.clinical, Failure) else tuple(d.description for d in task.clinical.diagnoses)
    provider = await verify_provider(case.request.provider_npi, rules.skills.coverage, bench.tools)
    territory, failed = await territory_of(case, bench.tools)
    record = record_of(case, rules, titles)
    own = [item for item in case.items if _principal_of(item, case, rules) is None]
    searched = {i.sequence: await find_policies(case, i, territory, rules, titles, bench.tools) for i in own}

    async def judge(item: Item) -> Judged:
        found = searched[item.sequence]
        basis = basis_for(case, item, found, territory, rules)
        return await judge_item(case, item, found, basis, provider, record, bench)

    # Reading may wait for a model: all items are read at once.
    answers = await asyncio.gather(*(judge(item) for item in own))
    judged = {item.sequence: answer for item, answer in zip(own, answers, strict=True)}
    findings = [_finding(item, case, judged, rules) for item in case.items]
    sources = [*failed, *(line for found in searched.values() for line in found.failed)]
    sources += [line for answer in answers for line in answer.unread]
    return CoverageFindings(
        provider=provider,
        items=tuple(findings),
        gaps=_gaps(case, provider, findings, searched, territory, sources),
        limitations=_limitations(judged.values(), searched.values(), territory),
        set_aside=max((j.set_aside for j in judged.values()), default=0),
        readers_disagree=any(a.disagreement for f in findings for a in f.assessments),
        over_budget=any(j.over_budget for j in judged.values()),
        sources_failed=tuple(dict.fromkeys(sources)),
        checks=_checks(provider, findings),
    )


def _principal_of(item: Item, case: ReviewInput, rules: Rulebook) -> int | None:
    """The item this one follows: the one it names, else one whose policy lists it as an accessory."""
    if item.principal is not None:
        return item.principal
    for other in case.items:
        if other.sequence == item.sequence or other.principal is not None or rules.policies_for(item.code):
            continue
        if any(item.code in p.accessory_ranges for p in rules.policies_for(other.code)):
            return other.sequence
    return None


def _finding(item: Item, case: ReviewInput, judged: dict[int, Judged], rules: Rulebook) -> ItemFinding:
    principal = _principal_of(item, case, rules)
    if principal is None:
        return judged[item.sequence].finding
    return follow(item, judged[principal].finding, rules.service_words(item.code))


def _gaps(
    case: ReviewInput,
    provider: ProviderFinding,
    findings: Sequence[ItemFinding],
    searched: dict[int, Found],
    territory: Territory,
    sources: Sequence[str],
) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    if provider.status is not ProviderStatus.verified or not provider.may_order:
        request = "Send credentialing information for the ordering clinician: a valid, active individual NPI"
        gaps.append(Gap(what="The ordering provider could not be confirmed", critical=True, request=request))
    for document in case.documents:
        if document.reading is not ReadingState.read:
            what = f"Document {document.document_id} could not be read in full"
            gaps.append(Gap(what=what, critical=True, request="Send the document as text or as a PDF with text"))
    gaps += [
        Gap(what=f"A source did not answer: {source}", critical=True, request="Run the review again later")
        for source in dict.fromkeys(sources)
    ]
    for finding in findings:
        if finding.follows is None:
            gaps += _item_gaps(finding, searched[finding.sequence], territory)
    return tuple({(g.what, g.request): g for g in gaps}.values())


def _item_gaps(finding: ItemFinding, found: Found, territory: Territory) -> list[Gap]:
    gaps = [_row_gap(finding, a) for a in finding.assessments if a.decisive and a.status is not Status.met]
    if finding.path is NecessityPath.not_held and found.not_held:
        names = ", ".join(r.policy_id for r in found.not_held)
        what = f"{names} governs {finding.code} and is not held here"
        gaps.append(Gap(what=what, critical=True, request="A reviewer must judge by the policy itself"))
    elif finding.path is NecessityPath.not_held and territory.state is None:
        what = f"The state is not known, and local policies on {finding.code} differ by state"
        gaps.append(Gap(what=what, critical=True, request="Name the state where the service is furnished"))
    elif finding.path is NecessityPath.none:
        what = f"No policy and no adopted checklist judges {finding.code}"
        gaps.append(Gap(what=what, critical=True, request="A reviewer must judge medical necessity"))
    return gaps


def _row_gap(finding: ItemFinding, row: Assessment) -> Gap:
    return Gap(
        what=row.statement,
        critical=row.critical,
        request=row.ask_for or "A reviewer must judge this",
        item=finding.sequence,
        row=row.row,
        policy_id=row.policy_id,
    )


def _limitations(judged: Iterable[Judged], searched: Iterable[Found], territory: Territory) -> tuple[str, ...]:
    lines = [line for j in judged for line in j.limitations]
    local = sorted({p.id for found in searched for p in found.elsewhere})
    if territory.state is None and local:
        lines.append(f"The state is not known, so local policies were not judged: {', '.join(local)}.")
    return tuple(dict.fromkeys(lines))


def _checks(provider: ProviderFinding, findings: Sequence[ItemFinding]) -> tuple[CheckPerformed, ...]:
    sound = provider.status is ProviderStatus.verified and provider.may_order
    checks = [
        CheckPerformed(
            rule="Ordering provider",
            result=CheckResult.passed if sound else CheckResult.failed,
            detail=f"{provider.status}. {provider.detail}".strip(),
        )
    ]
    for finding in findings:
        met = sum(a.status is Status.met for a in finding.assessments if a.decisive)
        total = sum(a.decisive for a in finding.assessments)
        checks.append(
            CheckPerformed(
                rule=f"Item {finding.sequence}: {finding.code}",
                result=CheckResult.passed if finding.satisfied else CheckResult.warning,
                detail=f"Follows item {finding.follows}."
                if finding.follows
                else f"{met} of {total} decisive rows met.",
            )
        )
        checks += [
            CheckPerformed(
                rule=f"  {policy.policy_id}",
                result=CheckResult.info,
                detail=policy.why,
            )
            for policy in finding.policies
        ]
    return tuple(checks)


COVERAGE = Specialist(
    name=Name.coverage,
    purpose="Verifies the provider, finds the policies that govern and judges each item by them.",
    task=CoverageTask,
    found=CoverageFindings,
    servers=frozenset({NPI, POLICIES}),
    review=review,
)
