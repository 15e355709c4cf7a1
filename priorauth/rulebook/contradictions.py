"""Mistakes that show only between files: two policies for one case without precedence, ids that lead nowhere.

Each is a complaint at the line of the file that is easier to correct.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from priorauth.errors import Complaint
from priorauth.findings import PolicyKind
from priorauth.rulebook.laws import LawFile
from priorauth.rulebook.names import did_you_mean
from priorauth.rulebook.policy import DiagnosisList, Policy
from priorauth.rulebook.skills import Skill, Skills

# A national determination goes before a local one, and both before what a plan sets for itself.
_RANK = {PolicyKind.ncd: 0, PolicyKind.lcd: 1, PolicyKind.payer: 2, PolicyKind.necessity: 3, PolicyKind.general: 4}


def between_policies(policies: Sequence[Policy]) -> Iterator[Complaint]:
    """Precedence that names nobody, two that each yield to the other, and two that meet without precedence."""
    ids = [p.id for p in policies]
    for policy in policies:
        for named in (*policy.yields_to, *policy.wins_over):
            if named not in ids:
                message = f'precedence names "{named}", which is not held{did_you_mean(named, ids)}'
                yield Complaint(policy.file, _line_of(policy, "precedence"), message)
    generals = [p for p in policies if p.kind is PolicyKind.general]
    for policy in generals[1:]:
        yield Complaint(policy.file, 1, f"there is one general checklist, and {generals[0].file} is it already")
    for one, other in combinations(policies, 2):
        if precedes(one, other) and precedes(other, one):
            yield Complaint(
                other.file, _line_of(other, "precedence"), f"{one.id} and {other.id} each go before the other"
            )
        elif not precedes(one, other) and not precedes(other, one) and _meet(one, other):
            message = (
                f"{other.id} and {one.id} judge the same codes in the same place and neither goes before the other"
            )
            yield Complaint(other.file, _line_of(other, "codes"), message)


def of_caps(policies: Sequence[Policy], met_from: int) -> Iterator[Complaint]:
    """Files that cap confidence so low that no row of them could ever count as MET."""
    for policy in policies:
        if policy.highest_confidence < met_from:
            allowed = f"the coverage skill asks for {met_from}, the file allows {policy.highest_confidence}"
            message = f"no row could be MET: {allowed}"
            yield Complaint(policy.file, _line_of(policy, "highest-confidence"), message)


def precedes(one: Policy, other: Policy) -> bool:
    """Whether one wins a conflict with the other, by its own words, the other's, or its rank."""
    said = other.id in one.wins_over or one.id in other.yields_to
    gainsaid = one.id in other.wins_over or other.id in one.yields_to
    return said or (_RANK[one.kind] < _RANK[other.kind] and not gainsaid)


def _meet(one: Policy, other: Policy) -> bool:
    """Whether a request could fall under both."""
    return (
        bool(one.lines_of_business & other.lines_of_business)
        and _places_meet(one, other)
        and _days_meet(one, other)
        and _codes_meet(one, other)
        and _diagnoses_meet(one, other)
    )


def _places_meet(one: Policy, other: Policy) -> bool:
    mine, theirs = one.jurisdiction, other.jurisdiction
    everywhere = mine.national or theirs.national or mine.plan or theirs.plan
    return everywhere or bool(set(mine.contractors) & set(theirs.contractors))


def _days_meet(one: Policy, other: Policy) -> bool:
    starts = [p.effective or date.min for p in (one, other)]
    ends = [p.ends or date.max for p in (one, other)]
    return max(starts) <= min(ends)


def _codes_meet(one: Policy, other: Policy) -> bool:
    return any(
        mine[0].series == theirs[0].series and mine[0].number <= theirs[1].number and theirs[0].number <= mine[1].number
        for mine in one.code_ranges.spans
        for theirs in other.code_ranges.spans
    )


def _diagnoses_meet(one: Policy, other: Policy) -> bool:
    """Two lists that share no code leave the choice to the diagnosis; without two lists they meet."""
    if DiagnosisList.any in (one.diagnosis_list, other.diagnosis_list) or not (one.diagnoses and other.diagnoses):
        return True
    return one.diagnosis_patterns.meets(other.diagnosis_patterns)


def _line_of(policy: Policy, key: str) -> int:
    lines = policy.text.split("\n")
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def of_tools(skills: Skills, files: Mapping[str, str], offered: Collection[str]) -> Iterator[Complaint]:
    """Tools a skill names that no data server offers; `offered` are written `server tool`."""
    every: tuple[Skill, ...] = (
        *(skills.compliance.skill, skills.clinical.skill),
        *(skills.coverage.skill, skills.synthesis.skill),
    )
    for skill in every:
        for tool in skill.tools:
            name = f"{tool.server} {tool.tool}"
            if name not in offered:
                line = _line_with(skill.instructions, f"| {tool.server} | {tool.tool} |")
                yield Complaint(files[skill.name], line, f'no data server offers "{name}"{did_you_mean(name, offered)}')


def _line_with(text: str, words: str) -> int:
    return next((n for n, line in enumerate(text.split("\n"), 1) if words in line), 1)


def of_laws(laws: Sequence[LawFile], files: Mapping[str, str]) -> Iterator[Complaint]:
    """Clocks of one name that could run at the same time."""
    seen: dict[str, str] = {}
    for law in laws:
        for clock in law.clocks:
            if clock.rule.name in seen:
                message = f'the clock "{clock.rule.name}" stands twice; {seen[clock.rule.name]} has it too'
                yield Complaint(files[law.id], 1, message)
            seen[clock.rule.name] = files[law.id]
