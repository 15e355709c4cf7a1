"""The four skills as the tables of their SKILL.md compile: every threshold, weight and severity in one typed place."""

from enum import StrEnum
from functools import cached_property

from pydantic import Field

from priorauth.base import Frozen
from priorauth.codes import ServiceFamily
from priorauth.findings import Severity
from priorauth.reading import DiscrepancyKind, FieldName, QualityFlag
from priorauth.recommendation import ConfidenceLevel, DecisionMode, Gate
from priorauth.rulebook.scale import ConfidenceScale


class ToolUse(Frozen):
    """A tool of a data server that a specialist may call, and what for."""

    server: str
    tool: str
    use: str


class Skill(Frozen):
    """What every skill has: its name, when to use it, its text for people and model readers, its tools."""

    name: str
    description: str
    instructions: str
    tools: tuple[ToolUse, ...] = ()


class ChecklistRule(Frozen):
    number: int
    item: str
    complete_when: str
    severity: Severity
    ask_for: str


class ComplianceRules(Frozen):
    """The completeness checklist and what a narrative must have."""

    skill: Skill
    checklist: tuple[ChecklistRule, ...]
    least_clinical_sentences: int
    least_words: int
    spoiling_flags: frozenset[QualityFlag]
    service_types: tuple[str, ...]

    def rule(self, number: int) -> ChecklistRule:
        return next(r for r in self.checklist if r.number == number)


class FieldRule(Frozen):
    """One of the eight fields: what fills it, and whether it may have no bearing on a request."""

    name: FieldName
    slots: tuple[str, ...]
    may_not_bear: bool


class ScoreBand(Frozen):
    """How completely a field is said, and the score that is worth."""

    lowest: int
    highest: int
    when: str


class ClinicalRules(Frozen):
    """How the record is scored and how grave a disagreement in it is."""

    skill: Skill
    fields: tuple[FieldRule, ...]
    bands: tuple[ScoreBand, ...]
    low_confidence_below: int
    literature_at_most: int
    trials_at_most: int
    severities: dict[DiscrepancyKind, Severity]

    def severity(self, kind: DiscrepancyKind) -> Severity:
        return self.severities[kind]


class SearchBy(StrEnum):
    """What a pass of the policy search looks for."""

    code = "procedure code"
    label = "procedure name"
    diagnosis = "broader category or diagnosis"


class SearchPass(Frozen):
    number: int
    by: SearchBy
    national: bool
    local: bool


class SpecialtyRule(Frozen):
    """A specialty by its taxonomy code: what it provides, and whether such a provider may order."""

    taxonomy: str
    specialty: str
    families: frozenset[ServiceFamily]
    may_order: bool


class RequiredRow(StrEnum):
    """The rows the engine adds to every review; the value is what an Assessment calls them."""

    alignment = "alignment"
    specialty = "specialty"


class CoverageRules(Frozen):
    """How policies are searched, which rows every review has, which specialty fits which service."""

    skill: Skill
    passes: tuple[SearchPass, ...]
    required: dict[RequiredRow, str]
    met_from: int
    scale: ConfidenceScale
    specialties: tuple[SpecialtyRule, ...]

    @cached_property
    def by_taxonomy(self) -> dict[str, SpecialtyRule]:
        return {s.taxonomy: s for s in self.specialties}


class Condition(StrEnum):
    """What a gate can fail on; the value is how the table of gates names it."""

    npi_invalid = "NPI malformed or wrong check digit"
    npi_not_found = "NPI not found"
    npi_inactive = "NPI deactivated"
    npi_unverified = "NPI unverified"
    may_not_order = "not a person who may order"
    provider_unknown = "provider not reviewed"
    diagnosis_invalid = "diagnosis code unknown, deleted, not yet valid or malformed"
    diagnosis_header = "diagnosis code is a header"
    diagnosis_unchecked = "diagnosis code unchecked"
    diagnosis_missing = "no diagnosis code"
    procedure_malformed = "procedure code malformed"
    procedure_missing = "no procedure code"
    codes_unknown = "codes not reviewed"
    row_not_met = "required row NOT_MET"
    row_insufficient = "required row INSUFFICIENT"
    row_missing = "required row missing"
    not_satisfied = "criteria not satisfied"
    no_policy = "no policy and no adopted checklist"
    not_held = "policy known but not held"
    document_missing = "blocking document item"
    agent_failed = "agent error"
    readers_disagree = "readers disagree"
    discrepancy = "blocking discrepancy"
    source_failed = "source failed"
    not_read_whole = "documents not read whole"


class Yield(StrEnum):
    """What a failing condition leads to. `hold` pends and lets no denial be proposed beside it."""

    pend = "pend"
    deny = "deny"
    hold = "hold"


class GateRule(Frozen):
    gate: Gate
    condition: Condition
    lenient: Yield
    strict: Yield
    reason: str

    def yields(self, mode: DecisionMode) -> Yield:
        return self.lenient if mode is DecisionMode.lenient else self.strict


class ConfidencePart(StrEnum):
    """The four parts of the confidence sum."""

    criteria = "criteria"
    extraction = "extraction"
    compliance = "compliance"
    policy = "policy"


class PolicyMatch(StrEnum):
    """How well a policy fits the request, as the confidence sum asks it."""

    aligned = "policy found and diagnosis aligned"
    unclear = "policy found and alignment insufficient"
    checklist_passed = "no policy and path B passed"
    checklist_not_passed = "no policy and path B not passed"
    misaligned = "alignment NOT_MET"


class SynthesisRules(Frozen):
    """Gates and the arithmetic of confidence."""

    skill: Skill
    gates: tuple[GateRule, ...]
    weights: dict[ConfidencePart, float]
    penalty_per_item: float
    penalty_per_agent: float
    policy_match: dict[PolicyMatch, float]
    levels: tuple[tuple[ConfidenceLevel, float], ...] = Field(min_length=1)

    @cached_property
    def by_condition(self) -> dict[Condition, GateRule]:
        return {g.condition: g for g in self.gates}

    def level(self, value: float) -> ConfidenceLevel:
        """The highest level the value reaches."""
        return next(level for level, floor in self.levels if value >= floor)


class Skills(Frozen):
    """The four skills in force."""

    compliance: ComplianceRules
    clinical: ClinicalRules
    coverage: CoverageRules
    synthesis: SynthesisRules
