"""The rules in force: every file with its digest, compiled and checked against the others.

A rulebook never changes. An edit makes another one, with another digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from priorauth.case import Funding, LineOfBusiness
from priorauth.deadlines import ClockRule
from priorauth.digests import digest_text
from priorauth.errors import RulesNotFound
from priorauth.evidence import Observation
from priorauth.findings import PolicyKind
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.judge import PolicyJudgement, judge_policy
from priorauth.rulebook.known import KnownPolicy
from priorauth.rulebook.laws import LawFile, LawRule, LawSwitch
from priorauth.rulebook.policy import Policy
from priorauth.rulebook.services import Services, parse_services
from priorauth.rulebook.skills import Skills

SERVICES = "services"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as it stood: where from, what it says, and the digest of that."""

    path: str
    id: str
    text: str
    overlay: bool = False

    @property
    def digest(self) -> str:
        return digest_text(self.text)


@dataclass(frozen=True)
class Rulebook:
    """All rules a review is pinned to."""

    files: tuple[RuleFile, ...]
    policies: tuple[Policy, ...] = field(repr=False)
    skills: Skills = field(repr=False)
    laws: tuple[LawFile, ...] = field(default=(), repr=False)
    known: tuple[KnownPolicy, ...] = field(default=(), repr=False)

    @cached_property
    def digest(self) -> str:
        """One digest of everything in force, independent of where the files lie."""
        return digest_text("\n".join(sorted(f"{f.id} {f.digest}" for f in self.files)))

    @cached_property
    def _by_id(self) -> dict[str, Policy]:
        return {p.id.casefold(): p for p in self.policies}

    def file(self, file_id: str) -> RuleFile:
        """The rule file of this id, whatever it holds: a skill, a law, a letter; raises RulesNotFound."""
        found = next((f for f in self.files if f.id.casefold() == file_id.casefold()), None)
        if found is None:
            raise RulesNotFound(file_id)
        return found

    def policy(self, policy_id: str) -> Policy:
        """The policy or checklist of this id; raises RulesNotFound."""
        found = self._by_id.get(policy_id.casefold())
        if found is None:
            raise RulesNotFound(policy_id)
        return found

    def policies_for(self, code: str) -> tuple[Policy, ...]:
        """The policies, checklists left out, that judge a procedure code as a principal item."""
        return tuple(p for p in self.policies if not p.is_checklist and code in p.code_ranges)

    def checklists_for(self, code: str) -> tuple[Policy, ...]:
        """The necessity checklists that name the code."""
        return tuple(p for p in self.policies if p.kind is PolicyKind.necessity and code in p.code_ranges)

    @cached_property
    def services(self) -> Services:
        """The services in plain words; empty where no such file is in force."""
        return next((parse_services(f.text) for f in self.files if f.id == SERVICES), Services())

    def service_words(self, code: str) -> str:
        """Our own short label for a code: the table's, else the title of a file that judges it, else nothing."""
        if service := self.services.of(code):
            return service.label
        return next((p.title for p in self.policies if code in p.code_ranges), "")

    def checklist_for(self, code: str, on: date, line_of_business: LineOfBusiness, *, synthetic: bool) -> Policy | None:
        """What path B judges a service by: its own checklist if adopted, else the general one if adopted, else nothing.

        In a store of synthetic data the shipped checklists count as adopted.
        """
        candidates = (*self.checklists_for(code), *([self.general_checklist] if self.general_checklist else []))
        usable = (p for p in candidates if p.in_force(on) and p.governs(line_of_business))
        return next((p for p in usable if counts_as_adopted(p, on, synthetic=synthetic)), None)

    def judge(
        self, policy: Policy, observations: Iterable[Observation], facts: CaseFacts, *, read_whole: bool = True
    ) -> PolicyJudgement:
        """Judge a policy with the confidences the coverage skill sets."""
        return judge_policy(policy, observations, facts, self.skills.coverage.scale, read_whole=read_whole)

    @cached_property
    def clock_rules(self) -> tuple[ClockRule, ...]:
        """Every clock of every law."""
        return tuple(clock.rule for law in self.laws for clock in law.clocks)

    def laws_that_bind(
        self, line_of_business: LineOfBusiness, funding: Funding, state: str | None, on: date
    ) -> tuple[LawRule, ...]:
        rules = (rule for law in self.laws for rule in law.laws)
        return tuple(rule for rule in rules if rule.binds(line_of_business, funding, state, on))

    def switches(
        self, line_of_business: LineOfBusiness, funding: Funding, state: str | None, on: date
    ) -> frozenset[LawSwitch]:
        """What the laws in force demand for such a case on that day."""
        binding = self.laws_that_bind(line_of_business, funding, state, on)
        return frozenset(switch for rule in binding for switch in rule.switches)

    @property
    def general_checklist(self) -> Policy | None:
        """The checklist for services that have none of their own."""
        return next((p for p in self.policies if p.kind is PolicyKind.general), None)


def counts_as_adopted(checklist: Policy, on: date, *, synthetic: bool) -> bool:
    """Whether a checklist may carry an approval on that day."""
    return synthetic or (checklist.adopted is not None and checklist.adopted.on <= on)
