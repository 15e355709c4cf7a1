"""One item against the policies or the checklist that judge it: rows read by the reader, statuses by the rulebook."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from agents.coverage.search import Found, Territory
from agents.runtime.context import requested_item, requested_side, told_side
from agents.runtime.reader import Record
from agents.runtime.specialist import Bench
from priorauth.case import Item, LineOfBusiness, ReadingState, ReviewInput
from priorauth.codes import service_families
from priorauth.criteria import Assessment, Status
from priorauth.findings import ItemFinding, NecessityPath, PolicyFinding, ProviderFinding
from priorauth.reading import RowQuestion, RowReading
from priorauth.rulebook import (
    CaseFacts,
    ConfidenceScale,
    CoverageRules,
    PolicyJudgement,
    Rulebook,
    combine,
    facts_of,
    judge_alignment,
    judge_policy,
    judge_specialty,
)
from priorauth.rulebook.judge import RequestCheck
from priorauth.rulebook.policy import Policy


@dataclass(frozen=True)
class Judged:
    """An item's finding, with what must be said beside it."""

    finding: ItemFinding
    limitations: tuple[str, ...] = ()
    set_aside: int = 0
    over_budget: bool = False
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """What an item is judged by, and by which path."""

    path: NecessityPath
    policies: tuple[Policy, ...]


def basis_for(case: ReviewInput, item: Item, found: Found, territory: Territory, rules: Rulebook) -> Basis:
    """Policies that govern; else, where it is known that there are none, a checklist adopted and in force."""
    if found.governing:
        return Basis(NecessityPath.policy, found.governing)
    if found.not_held or (territory.state is None and found.elsewhere) or found.failed:
        return Basis(NecessityPath.not_held, ())
    line = case.request.line_of_business
    usable = rules.checklist_for(item.code, case.judged_on, line, synthetic=case.synthetic)
    return Basis(NecessityPath.checklist, (usable,)) if usable else Basis(NecessityPath.none, ())


async def judge_item(
    case: ReviewInput, item: Item, found: Found, basis: Basis, provider: ProviderFinding, record: Record, bench: Bench
) -> Judged:
    rows: list[Assessment] = []
    alignments: list[Assessment] = []
    rules = bench.rules.skills.coverage
    satisfied, set_aside, over_budget, unread = bool(basis.policies), 0, False, list[str]()
    facts = _facts(case, item, record)
    readings = await asyncio.gather(*(_read(policy, item, record, bench) for policy in basis.policies))
    for policy, reading in zip(basis.policies, readings, strict=True):
        whole = not reading.over_budget and all(d.reading is ReadingState.read for d in case.documents)
        judgement = _judge(policy, reading, facts, rules.scale, whole=whole)
        rows += judgement.assessments
        codes = case.request.diagnosis_codes
        alignments.append(judge_alignment(rules, policy, codes, checklist_met=judgement.satisfied))
        satisfied = satisfied and judgement.satisfied
        set_aside += len(reading.set_aside)
        over_budget = over_budget or not whole
        unread += [reading.unread] if reading.unread else []
    alignments = alignments or [judge_alignment(rules, None, case.request.diagnosis_codes)]
    required = [_specialty(provider, item, basis, rules), *alignments]
    finding = ItemFinding(
        sequence=item.sequence,
        code=item.code,
        path=basis.path,
        policies=_with_checklists(found.shown, basis),
        assessments=(*rows, *required),
        satisfied=satisfied and all(a.status is Status.met for a in required),
        description=bench.rules.service_words(item.code),
    )
    limitations = (*_told(alignments), *_limitations(found, basis, case.request.line_of_business))
    return Judged(finding, limitations, set_aside, over_budget, tuple(unread))


def _facts(case: ReviewInput, item: Item, record: Record) -> CaseFacts:
    """The facts of an item, with the side its own order names where the request names none."""
    asked = requested_side(item, record.context.diagnosis_titles)
    side = asked or told_side(item, case.documents)
    return facts_of(case, item).model_copy(update={"side": side, "side_is_told": side is not None and not asked})


def _judge(
    policy: Policy, reading: RowReading, facts: CaseFacts, scale: ConfidenceScale, *, whole: bool
) -> PolicyJudgement:
    """By what the embedded reader saw; where a model read too, by both."""
    second = reading.second
    if facts.side is None and reading.told_side:
        facts = facts.model_copy(update={"side": reading.told_side, "side_is_told": True})
    if second is None:
        return judge_policy(policy, reading.observations, facts, scale, read_whole=whole)
    return combine(policy, reading, second, facts, scale, read_whole=whole, derived=second.derived)


def _specialty(provider: ProviderFinding, item: Item, basis: Basis, rules: CoverageRules) -> Assessment:
    """A judging file's own families win over the ranges of the code."""
    named = frozenset(f for p in basis.policies for f in p.families)
    families = named or service_families(item.code)
    return judge_specialty(rules, provider.taxonomies, families, is_person=provider.is_person)


def _told(alignments: Sequence[Assessment]) -> list[str]:
    """What must be said beside an alignment that is MET with a limitation."""
    return [f"{a.policy_id}: {a.reason}" for a in alignments if a.reason.startswith("Limitation")]


async def _read(policy: Policy, item: Item, record: Record, bench: Bench) -> RowReading:
    """Rows that the request itself answers are not read for."""
    rows = tuple(r for r in (*policy.rows, *policy.bars) if not isinstance(r.check, RequestCheck))
    question = RowQuestion(
        policy_id=policy.id,
        rows=rows,
        terms=policy.terms,
        item=requested_item(item, bench.rules, record.context.diagnosis_titles),
    )
    return await bench.reader.rows(record, question)


def _with_checklists(shown: Sequence[PolicyFinding], basis: Basis) -> tuple[PolicyFinding, ...]:
    checklists = [p for p in basis.policies if p.is_checklist]
    return (
        *shown,
        *(
            PolicyFinding(
                policy_id=c.id,
                title=c.title,
                kind=c.kind,
                relevant=True,
                source=c.source,
                certainty=c.certainty,
                digest=c.digest,
                why="no policy governs this service; judged by this checklist",
            )
            for c in checklists
        ),
    )


def _limitations(found: Found, basis: Basis, line: LineOfBusiness) -> list[str]:
    lines: list[str] = []
    if basis.path is NecessityPath.checklist:
        lines.append("No specific NCD or LCD applies; a necessity checklist of this engine was used in its place.")
    if found.informing:
        names = ", ".join(p.id for p in found.informing)
        lines.append(f"{names} do not govern {line.replace('_', ' ')} and are shown as information.")
    elif line is not LineOfBusiness.medicare_ffs and any(not p.is_checklist for p in basis.policies):
        lines.append("The plan is not original Medicare: its own evidence of coverage may add or waive conditions.")
    return lines


def follow(item: Item, principal: ItemFinding, description: str) -> ItemFinding:
    """An accessory gets its principal's answer."""
    return ItemFinding(
        sequence=item.sequence,
        code=item.code,
        path=principal.path,
        policies=principal.policies,
        assessments=(),
        satisfied=principal.satisfied,
        follows=principal.sequence,
        description=description,
    )
